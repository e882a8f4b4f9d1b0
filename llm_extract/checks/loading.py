"""Records from anywhere → records that can be checked.

What comes from a person or another tool may be wrong in its very shape: a day that does
not exist, a status that is none, a missing field, no evidence. A wrong value becomes a
finding, a missing one is filled with a placeholder that no finding speaks of, and the rest
of the record is checked all the same.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from llm_extract.article import Stretch
from llm_extract.checks.finding import Finding, Verdict
from llm_extract.checks.reading import Reading
from llm_extract.errors import ConfigurationError
from llm_extract.exchange import BESIDE
from llm_extract.fields import Match, Mention
from llm_extract.paths import joined, written
from llm_extract.records import Record, walk
from llm_extract.spec import Spec

_ROUNDS = 5
"""Validations of one record, broken values put aside after each, before it is given up."""
_EXCHANGE = BESIDE - {"id"}
"""What a record of the exchange format carries beside the fields of a record."""
_EVIDENCE = "evidence"
"""Every record has it, whatever its type (`Record`)."""
_PLACEHOLDER = "?"
_SHOWN = 60
"""Characters of a broken value that its message shows."""
_NO_DATE = ("EDTF", "does not exist", "ends before")


@dataclass(slots=True)
class Loaded:
    """A record ready for its checks, or the reason why it is not.

    Attributes:
        plural: the plural name of its type.
        path: its own path: `meetings[0]`.
        record: None when so much is broken that nothing can be checked.
        faults: findings on values that are wrong in their shape.
        missing: full paths that hold a placeholder, since nothing was given there.
    """

    plural: str
    path: str
    record: Record | None
    faults: list[Finding] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)


def load(records: Mapping[str, Any], reading: Reading, *, spec: Spec) -> list[Loaded]:
    """Every record of the spec's types, in order, its copied words with their spans.

    Records that are handed over as objects are not changed; one whose words have no spans
    yet is copied.

    Raises:
        ConfigurationError: there is no list under any of the spec's plural names.
    """
    names = " or ".join(kind.plural for kind in spec.record_types)
    if not isinstance(records, Mapping):
        raise ConfigurationError(
            f"{type(records).__name__} is no mapping of {names} to lists of records"
        )
    found = []
    for kind in spec.record_types:
        given = records.get(kind.plural)
        if given is None:
            continue
        if not isinstance(given, Sequence) or isinstance(given, str | bytes):
            raise ConfigurationError(f"{kind.plural}: is no list; see the exchange format")
        for index, item in enumerate(given):
            path = f"{kind.plural}[{index}]"
            if isinstance(item, Record):
                found.append(Loaded(kind.plural, path, _placed(item, reading)))
            else:
                found.append(_Loading(path, kind.model).load(item, kind.plural, reading=reading))
    if not any(kind.plural in records for kind in spec.record_types):
        raise ConfigurationError(f"there is no list of {names} here; see the exchange format")
    return found


class _Loading:
    """One record on its way in."""

    def __init__(self, path: str, model: type[Record]) -> None:
        self.path, self.model = path, model
        self.faults: dict[str, Finding] = {}
        self.missing: set[str] = set()
        self.aside: set[str] = set()

    def load(self, item: Any, plural: str, *, reading: Reading) -> Loaded:
        """The record, with whatever was broken put aside."""
        record = None
        if isinstance(item, Mapping):
            fields = {k: v for k, v in item.items() if self._is_field(k)}
            record = self._validated(fields)
        else:
            self._fault(Verdict.CONTRADICTED, "", "record.invalid", f"{_shown(item)} is no record.")
        if record is not None:
            spans = item.get("spans")
            _place(record, spans if isinstance(spans, Mapping) else {}, reading)
        return Loaded(plural, self.path, record, list(self.faults.values()), self.missing)

    def _is_field(self, name: str) -> bool:
        return name not in _EXCHANGE or name in self.model.model_fields

    def _validated(self, given: dict[str, Any]) -> Record | None:
        if not given.get(_EVIDENCE):
            self._fault(
                Verdict.UNVERIFIABLE, _EVIDENCE, "evidence.missing", "The record cites no evidence."
            )
        data = self._completed(given, self.model, "")
        for _ in range(_ROUNDS):
            try:
                return self.model.model_validate(data)
            except ValidationError as error:
                errors = error.errors(include_url=False)
            before = len(self.aside)
            for found in errors:
                self._put_aside(data, found)
            if len(self.aside) == before:
                return None
        return None

    def _fault(self, verdict: Verdict, path: str, code: str, message: str) -> None:
        where = joined(self.path, path)
        self.faults[where] = Finding(where, verdict, code, message)

    def _put_aside(self, data: dict[str, Any], error: Any) -> None:
        """Turn an error into a finding, and its value into a placeholder."""
        steps = _known_steps(data, error["loc"])
        path = written(steps)
        if path in self.aside:  # one value may break several rules
            return
        reason = str(error["msg"]).removeprefix("Value error, ")
        if not steps:
            self._fault(
                Verdict.CONTRADICTED, "", "record.invalid", f"The record cannot stand: {reason}."
            )
            return
        self.aside.add(path)
        holder = _held(data, steps[:-1])
        if error["type"] == "extra_forbidden" and len(steps) == len(error["loc"]):
            del holder[steps[-1]]
            self._fault(
                Verdict.UNVERIFIABLE, path, "field.unknown",
                "The record type has no such field, so it is not checked.",
            )  # fmt: skip
            return
        if joined(self.path, path) not in self.missing:  # else the broken value is our own
            code = (
                "date.impossible" if any(sign in reason for sign in _NO_DATE) else "value.invalid"
            )
            message = f"{_shown(holder[steps[-1]])} cannot stand here: {reason}."
            self._fault(Verdict.CONTRADICTED, path, code, message)
        holder[steps[-1]] = self._empty(_annotation(self.model, steps), path, at_least=1)

    def _completed(self, data: Any, annotation: Any, path: str) -> Any:
        """The data with what another tool left out filled in, copied all the way down."""
        part = _part(annotation)
        if isinstance(data, Mapping) and part is not None:
            filled = dict(data)
            for name, info in part.model_fields.items():
                where, value = joined(path, name), data.get(name)
                evidence = issubclass(part, Record) and name == _EVIDENCE
                if value is None or value == "" or (evidence and value == []):
                    if name in data or info.is_required():
                        filled[name] = self._empty(info.annotation, where, at_least=evidence)
                else:
                    filled[name] = self._completed(value, info.annotation, where)
            return filled
        if isinstance(data, list | tuple) and (inner := _inner(annotation)) is not None:
            return [self._completed(v, inner, f"{path}[{i}]") for i, v in enumerate(data)]
        return data

    def _empty(self, annotation: Any, path: str, *, at_least: int = 0) -> Any:
        """What says nothing: null or an empty list where it may stand, else a placeholder.

        `at_least` items stand in a list whose emptiness is not accepted.
        """
        options = _options(annotation)
        if type(None) in options:
            return None
        self.missing.add(joined(self.path, path))
        for option in options:
            if get_origin(option) is list:
                return [self._empty(get_args(option)[0], f"{path}[0]")] * at_least
            if get_origin(option) is Literal:
                return get_args(option)[0]
            if isinstance(option, type):
                if issubclass(option, Enum):
                    return next(iter(option)).value
                if issubclass(option, str | Mention):
                    return _PLACEHOLDER
                if issubclass(option, BaseModel):
                    return self._completed({}, option, path)
                if issubclass(option, int | float):
                    return option(0)
        return None


def _known_steps(data: Any, loc: Sequence[int | str]) -> list[int | str]:
    """The steps of an error's place that lead somewhere; validators add names of their own."""
    steps: list[int | str] = []
    for step in loc:
        inside = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if not inside:
            break
        steps.append(step)
        data = data[step]
    return steps


def _held(data: Any, steps: Sequence[int | str]) -> Any:
    for step in steps:
        data = data[step]
    return data


def _annotation(annotation: Any, steps: Sequence[int | str]) -> Any:
    for step in steps:
        if isinstance(step, int):
            annotation = _inner(annotation)
        else:
            part = _part(annotation)
            known = part.model_fields if part is not None else {}
            annotation = known[step].annotation if step in known else None
    return annotation


def _inner(annotation: Any) -> Any:
    """The annotation of a list's items."""
    for option in _options(annotation):
        if get_origin(option) is list:
            return get_args(option)[0]
    return None


def _part(annotation: Any) -> type[BaseModel] | None:
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _options(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [inner for option in get_args(annotation) for inner in _options(option)]
    return [annotation]


def _shown(value: Any) -> str:
    if not isinstance(value, str | int | float | None):
        return f"A {type(value).__name__}"
    words = repr(value[: _SHOWN + 1] if isinstance(value, str) else value)
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _placed(record: Record, reading: Reading) -> Record:
    if all(_is_placed(mention, reading) for _, mention in walk(record)):
        return record
    copied = record.model_copy(deep=True)
    _place(copied, {}, reading)
    return copied


def _is_placed(mention: Mention, reading: Reading) -> bool:
    span = mention.span
    return span is not None and reading.text[span.start : span.end] == span.text


def _place(record: Record, spans: Mapping[str, Any], reading: Reading) -> None:
    """Give every copied value its span: the one that came with it, else the best one."""
    for path, mention in walk(record):
        if not _is_placed(mention, reading):
            mention.span = None
            _take(mention, spans.get(path), reading)
    for passage in record.evidence:
        if passage.span is None:
            _find(passage, reading, near=(), around=None)
    near = [reading.sentence(p.span.start) for p in record.evidence if p.span]
    _place_part(record, reading, list(dict.fromkeys(near)), inner=False)


def _take(mention: Mention, given: Any, reading: Reading) -> None:
    """Take over a span, if it is one and the words stand there."""
    if not _is_stretch(given, len(reading.text)):
        return
    start, end = given
    if reading.text[start:end] == mention.value:
        mention.match, mention.score = Match.EXACT, 1.0
    else:
        found = reading.grounder.locate(
            mention.value, near=[(start, end)], fuzzy=type(mention).fuzzy
        )
        if found.span is None or not (found.span.start < end and start < found.span.end):
            return
        mention.match, mention.score = found.match, found.score
    mention.span = reading.article.span(start, end)


def _place_part(node: BaseModel, reading: Reading, near: list[Stretch], *, inner: bool) -> None:
    """In a part of a record, look near to where its first value stands."""
    around: int | None = None
    for name in type(node).model_fields:
        for value in _items(getattr(node, name)):
            if isinstance(value, Mention):
                if value.span is None:
                    _find(value, reading, near=near, around=around)
                if inner and around is None and value.span is not None:
                    around = value.span.start
                    near = [reading.sentence(around), *near]
            elif isinstance(value, BaseModel):
                _place_part(value, reading, near, inner=True)


def _items(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from value
    else:
        yield value


def _find(
    mention: Mention, reading: Reading, *, near: Sequence[Stretch], around: int | None
) -> None:
    if mention.value == _PLACEHOLDER:
        return
    found = reading.grounder.locate(
        mention.value, near=near, around=around, fuzzy=type(mention).fuzzy
    )
    mention.span, mention.match, mention.score = found.span, found.match, found.score


def _is_stretch(given: Any, length: int) -> bool:
    return (
        isinstance(given, list | tuple)
        and len(given) == 2
        and all(isinstance(offset, int) and not isinstance(offset, bool) for offset in given)
        and 0 <= given[0] < given[1] <= length
    )
