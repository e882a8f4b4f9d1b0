"""Label Studio's annotations, made on the tasks of `labelling`, as lines of the exchange format."""

from __future__ import annotations

import copy
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from llm_extract.errors import SourceError
from llm_extract.exchange import Data, Line
from llm_extract.jobs.labelling import (
    DECISIONS,
    EVIDENCE,
    beside,
    holder_of,
    is_choice,
    value_at,
)
from llm_extract.matching.shape import named_by, shapes
from llm_extract.paths import holder, joined, pattern_of, steps
from llm_extract.spec import RecordType, Spec


@dataclass(frozen=True)
class Task:
    """An annotated article.

    Attributes:
        where: its place in the file, for messages.
        head: its id and the digest of its text.
        text: the article, as the task shows it.
        results: the regions and what hangs at them.
        decided: id of a record → when it was decided, as the task knew it.
    """

    where: str
    head: Mapping[str, str]
    text: str
    results: Sequence[Data]
    decided: Mapping[str, str]


def read_tasks(place: str) -> Iterator[Task | SourceError]:
    """The annotated tasks of a JSON file, or of `-`; of several annotations the last counts."""
    try:
        raw = sys.stdin.buffer.read() if place == "-" else Path(place).read_bytes()
        given = json.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        yield SourceError(f"{place}: cannot be read ({error.strerror})")
        return
    except ValueError as error:
        yield SourceError(f"{place}: is not JSON in UTF-8 ({error}); export as JSON")
        return
    for index, item in enumerate(given if isinstance(given, list) else [given]):
        yield _task(item, f"{place}[{index}]")


def _task(given: Any, where: str) -> Task | SourceError:
    data = given.get("data") if isinstance(given, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(data.get("text"), str):
        return SourceError(f"{where}: is no Label Studio task with a text; export as JSON")
    made = [
        annotation["result"]
        for annotation in given.get("annotations") or ()
        if isinstance(annotation, Mapping)
        and not annotation.get("was_cancelled")
        and isinstance(annotation.get("result"), list)
    ]
    if not made:
        return SourceError(f"{where}: nobody has annotated it; submit it first")
    head = {name: str(data[name]) for name in ("id", "sha256") if data.get(name)}
    decided = data.get("decided")
    return Task(where, head, data["text"], made[-1], decided if isinstance(decided, dict) else {})


def line(task: Task, known: Mapping[str, Sequence[Data]], *, spec: Spec) -> Line:
    """An annotated article for `intake.take_in`.

    A record whose evidence was taken away is rejected, as is one with that decision; every
    other one that the task showed is vouched for. Words that had no place in the text, links, and
    fields in lists of parts that are no copied words stay as they are.

    Args:
        task: the annotated article.
        known: its records in the exchange format, by plural name.
        spec: the record types.
    """
    records = {
        kind.plural: _Reading(task, kind).records(known.get(kind.plural, ()))
        for kind in spec.record_types
    }
    return Line(task.where, task.head, None, {"article": dict(task.head), **records})


@dataclass
class _Words:
    """Copied words with their place."""

    value: str
    span: tuple[int, int] | None


@dataclass
class _Region:
    """A region and what hangs at it."""

    id: str
    label: str = ""
    words: _Words | None = None
    given: dict[str, list[str]] = field(default_factory=dict)

    @property
    def owner(self) -> tuple[str, str]:
        """The record, and the item of a list in it, that the region belongs to."""
        name, _, path = self.id.partition(":")
        words = " ".join(self.given.get("record", ())).split()
        if words:
            return words[0], words[1] if len(words) > 1 else ""
        return name, holder_of(path)


class _Reading:
    """One record type of one task."""

    def __init__(self, task: Task, kind: RecordType) -> None:
        self.task, self.kind = task, kind
        regions: dict[str, _Region] = {}
        for result in task.results:
            value = result.get("value")
            if not isinstance(value, Mapping) or not result.get("id"):
                continue
            region = regions.setdefault(str(result["id"]), _Region(str(result["id"])))
            if result.get("type") == "labels":
                region.label = str(next(iter(value.get("labels") or ()), ""))
                region.words = self._words(value)
            else:
                told = value.get("choices", value.get("text"))
                told = told if isinstance(told, list) else [told]
                region.given[str(result.get("from_name"))] = [str(t) for t in told if t is not None]
        self.of: dict[str, list[_Region]] = {}
        for region in regions.values():
            if region.words is not None and region.label.startswith(f"{kind.plural}: "):
                self.of.setdefault(region.owner[0], []).append(region)

    def records(self, known: Sequence[Data]) -> list[Data]:
        """Those that the store has, then the new ones."""
        ids = {record["id"] for record in known}
        found = [self._record(record["id"], record) for record in known]
        return found + [self._record(name, None) for name in self.of if name not in ids]

    def _record(self, name: str, old: Data | None) -> Data:
        regions = self.of.get(name, [])
        told = {key: texts for region in regions for key, texts in region.given.items()}
        decision = (told.get(f"{self.kind.plural}.decision") or ["accept"])[0]
        if old is not None and not any(path.startswith(f"{EVIDENCE}[") for path in old["spans"]):
            return {"id": name}  # it had no place in the task, so that nobody has seen it
        is_there = any(self._pattern(region) == f"{EVIDENCE}[]" for region in regions)
        state = DECISIONS.get(decision, "accepted") if is_there else "rejected"
        said: Data = {"state": state}
        if old is not None:
            said |= {"id": name}
            said |= {"decided": self.task.decided[name]} if name in self.task.decided else {}
            if state == "rejected":
                return said
        values = _blank(self.kind.model) if old is None else _emptied(old)
        spans = {} if old is None else old["spans"]
        for region in sorted(regions, key=lambda region: self._order(region, name)):
            self._put(values, region, spans)
        self._hang(values, told, has_anchor=self._has_anchor(name, old))
        _drop_nameless(values, self.kind.model)
        placed: dict[str, list[int]] = {}
        flat = _flat({k: v for k, v in values.items() if k not in ("id", "spans")}, "", placed)
        for shape in shapes(self.kind.model):
            if shape.link is not None and old is not None:
                flat.pop(shape.name, None)
        return {**flat, **said, "spans": placed}

    def _order(self, region: _Region, name: str) -> tuple[int, int]:
        """Known regions in the order of their paths' last numbers, new ones behind by place."""
        numbers = re.findall(r"\[(\d+)\]$", region.id.removeprefix(f"{name}:"))
        start = region.words.span[0] if region.words and region.words.span else 0
        return (int(numbers[-1]), 0) if numbers and ":" in region.id else (sys.maxsize, start)

    def _pattern(self, region: _Region) -> str:
        return region.label.removeprefix(f"{self.kind.plural}: ")

    def _put(self, values: Data, region: _Region, spans: Mapping[str, Any]) -> None:
        """Put the words of a region where its label and its owner say."""
        words, pattern = region.words, self._pattern(region)
        known = region.id.partition(":")[2]
        if words is not None and list(words.span or ()) == spans.get(known) and words.span:
            kept = _value(values.get("_old", {}), known)
            if isinstance(kept, str) and pattern_of(known) == pattern:
                words = _Words(kept, words.span)
        owner = region.owner[1]
        rest = pattern.rpartition("[].")[2] if "[]." in pattern else pattern
        path = f"{owner}.{rest}" if owner and "[]." in pattern else rest
        way = steps(path.removesuffix("[]"))
        node: Any = values
        for at, step in enumerate(way[:-1]):
            node = _into(node, step, is_list=isinstance(way[at + 1], int))
        if path.endswith("[]"):
            place = self._order(region, region.owner[0])[0]  # behind the end: the end
            _into(node, way[-1], is_list=True).insert(place, words)
        elif isinstance(node, dict):
            node[way[-1]] = words

    def _has_anchor(self, name: str, old: Data | None) -> bool:
        """Whether what hangs at the evidence is there, so that what is not there is gone."""
        if old is None:
            return True
        passages = [p for p in old["spans"] if p.startswith(f"{EVIDENCE}[")]
        first = f"{name}:{passages[0]}" if passages else ""
        return any(region.id == first for region in self.of.get(name, ()))

    def _hang(self, values: Data, told: Mapping[str, list[str]], *, has_anchor: bool) -> None:
        for path, shape in beside(self.kind.model):
            texts = told.get(f"{self.kind.plural}.{path}")
            if texts is None and (not has_anchor or is_choice(shape)):
                continue
            *way, last = path.split(".")
            node = value_at(values, ".".join(way)) if way else values
            if not isinstance(node, dict):
                continue
            old = node.get(last)
            if [str(v) for v in (old if isinstance(old, list) else [old]) if v is not None] != (
                texts or []
            ):
                single = texts[0] if texts else None
                node[last] = (texts or []) if shape.many else single

    def _words(self, value: Mapping[str, Any]) -> _Words:
        """The words of a region; offsets may count UTF-16, as browsers do."""
        start, end, said = value.get("start"), value.get("end"), str(value.get("text") or "")
        text = self.task.text
        if not isinstance(start, int) or not isinstance(end, int):
            return _Words(said, None)
        for one, other in ((start, end), (_from_utf16(text, start), _from_utf16(text, end))):
            if not said or text[one:other] == said:
                return _Words(text[one:other], (one, other))
        return _Words(said, None)


def _from_utf16(text: str, offset: int) -> int:
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * offset]
    return len(units.decode("utf-16-le", "ignore"))


def _emptied(old: Data) -> Data:
    """A record without the words that have regions; they are put back from these."""
    values = copy.deepcopy(dict(old))
    for path in old["spans"]:
        node, last = holder(values, path)
        node[last] = None
    for name, value in values.items():
        if isinstance(value, list) and None in value:
            values[name] = [item for item in value if item is not None]
    return {**values, "_old": old}


def _blank(model: type[BaseModel]) -> Data:
    values: Data = {EVIDENCE: []} if EVIDENCE in model.model_fields else {}
    for shape in shapes(model):
        if shape.many:
            values[shape.name] = []
        else:
            values[shape.name] = None if shape.part is None else _blank(shape.part)
    return values


def _drop_nameless(values: Data, model: type[BaseModel]) -> None:
    """Take away the items whose name has no region any more."""
    values.pop("_old", None)
    for shape in shapes(model):
        if shape.part is not None and shape.many and isinstance(values.get(shape.name), list):
            name = named_by(shape.part).name
            kept = [
                i for i in values[shape.name] if isinstance(i, dict) and i.get(name) is not None
            ]
            values[shape.name] = [{**_blank(shape.part), **item} for item in kept]


def _flat(node: Any, path: str, spans: dict[str, list[int]]) -> Any:
    if isinstance(node, _Words):
        if node.span is not None:
            spans[path] = list(node.span)
        return node.value
    if isinstance(node, dict):
        return {n: _flat(v, joined(path, n), spans) for n, v in node.items()}
    if isinstance(node, list):
        return [_flat(item, f"{path}[{index}]", spans) for index, item in enumerate(node)]
    return node


def _into(node: Any, step: str | int, *, is_list: bool) -> Any:
    """What a step leads to; made where there is nothing yet."""
    fresh: Any = [] if is_list else {}
    if isinstance(step, int):
        while len(node) <= step:
            node.append({})
        return node[step]
    if not isinstance(node, dict):
        return fresh
    if node.get(step) is None:
        node[step] = fresh
    return node[step]


def _value(values: Any, path: str) -> Any:
    for step in steps(path):
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            return None
    return values
