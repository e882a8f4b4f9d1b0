"""Label Studio: articles with their records as tasks with predictions.

A task is an article. Words of a record that stand in it are regions with a label
(`meetings: participants[].name`), each named by its record in the text area `record`
(`1a2b3c4d5e6f participants[0]`). What has no place in the text (enums, wordings, dates) hangs at
the first passage of evidence, as choices and text areas; so does the decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from html import escape
from typing import Any

from pydantic import BaseModel

from llm_extract.exchange import Data, article_head, exchanged, mentions
from llm_extract.fields import Mention
from llm_extract.finals import Final, Finals
from llm_extract.matching.shape import Shape, shapes
from llm_extract.paths import pattern_of
from llm_extract.spec import RecordType, Spec

EVIDENCE = "evidence"
"""Where what has no place of its own in the text hangs."""
DECISIONS = {"accept": "accepted", "reject": "rejected"}
"""Choice of an annotator → state of the record."""
LEFT_OUT = frozenset({"double"})
"""States that no choice stands for: submitting a task as it is must not overturn them."""


def config(spec: Spec) -> str:
    """The labelling configuration that the tasks of a domain need."""
    lines = ["<View>", '  <Labels name="label" toName="text">']
    for kind in spec.record_types:
        lines += [f'    <Label value="{escape(label)}"/>' for label in _labels(kind)]
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>']
    lines.append(
        '  <TextArea name="record" toName="text" perRegion="true" editable="true" '
        'maxSubmissions="1" placeholder="which record, such as new1 participants[0]"/>'
    )
    for kind in spec.record_types:
        at = f'toName="text" perRegion="true" whenTagName="label" whenLabelValue="{kind.plural}: '
        at += f'{EVIDENCE}[]"'
        lines += _choices(f"{kind.plural}.decision", list(DECISIONS), at)
        for path, shape in beside(kind.model):
            if is_choice(shape):
                values = [item.value for item in shape.kind]  # type: ignore[union-attr]
                lines += _choices(f"{kind.plural}.{path}", values, at)
            else:
                lines.append(f'  <TextArea name="{kind.plural}.{path}" {at} editable="true"/>')
    return "\n".join([*lines, "</View>"]) + "\n"


def task(entry: Finals, *, spec: Spec) -> Data:
    """An article with its records as a task with predictions."""
    results = [
        result
        for kind in spec.record_types
        for record in entry.records.get(kind.plural, ())
        if record.state not in LEFT_OUT
        for result in _results(record, kind, entry.article.text)
    ]
    decided = {
        record.id: record.decided.isoformat()
        for records in entry.records.values()
        for record in records
        if record.decided is not None
    }
    head = {name: value for name, value in article_head(entry.article).items() if value is not None}
    return {
        "data": {"text": entry.article.text, **head, "decided": decided},
        "predictions": [{"model_version": "llm-extract", "result": results}],
    }


def _results(record: Final, kind: RecordType, text: str) -> Iterator[Data]:
    values = exchanged(record.data)
    found = dict(mentions(record.data))
    anchor = None
    for path, mention in found.items():
        span = mention["span"]
        if span is None:
            continue
        region = {
            "start": span["start"],
            "end": span["end"],
            "text": text[span["start"] : span["end"]],
        }
        name = f"{record.id}:{path}"
        label = f"{kind.plural}: {pattern_of(path)}"
        yield _result(name, "label", "labels", {**region, "labels": [label]})
        whose = f"{record.id} {holder_of(path)}".strip()
        yield _result(name, "record", "textarea", {**region, "text": [whose]})
        if anchor is None and path.startswith(f"{EVIDENCE}["):
            anchor = name, region
    if anchor is None:
        return
    name, region = anchor
    decision = next((word for word, state in DECISIONS.items() if state == record.state), None)
    if decision is not None:
        where = f"{kind.plural}.decision"
        yield _result(name, where, "choices", {**region, "choices": [decision]})
    for path, shape in beside(kind.model):
        given = value_at(values, path)
        texts = [str(v) for v in (given if isinstance(given, list) else [given]) if v is not None]
        if texts and is_choice(shape):
            yield _result(name, f"{kind.plural}.{path}", "choices", {**region, "choices": texts})
        elif texts:
            yield _result(name, f"{kind.plural}.{path}", "textarea", {**region, "text": texts})


def _result(name: str, from_name: str, kind: str, value: Data) -> Data:
    return {"id": name, "from_name": from_name, "to_name": "text", "type": kind, "value": value}


def _choices(name: str, values: Sequence[str], at: str) -> list[str]:
    inner = [f'    <Choice value="{escape(value)}"/>' for value in values]
    return [f'  <Choices name="{name}" {at} choice="single">', *inner, "  </Choices>"]


def _labels(kind: RecordType) -> list[str]:
    """A label for each field whose words are copied; evidence first."""
    return [f"{kind.plural}: {pattern}" for pattern in [f"{EVIDENCE}[]", *_copied(kind.model)]]


def _copied(model: type[BaseModel], path: str = "") -> Iterator[str]:
    for shape in shapes(model):
        at = f"{path}{shape.name}{'[]' if shape.many else ''}"
        if shape.part is not None:
            yield from _copied(shape.part, f"{at}.")
        elif shape.kind is not None and issubclass(shape.kind, Mention):
            yield at


def beside(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, Shape]]:
    """The fields that hang at the evidence: enums, wordings, values outside of lists of parts."""
    for shape in shapes(model):
        at = f"{path}{shape.name}"
        if shape.part is not None:
            if not shape.many:
                yield from beside(shape.part, f"{at}.")
        elif shape.link is None and shape.kind is not None and not issubclass(shape.kind, Mention):
            yield at, shape


def is_choice(shape: Shape) -> bool:
    """Whether a field takes one of some words."""
    return shape.kind is not None and issubclass(shape.kind, Enum)


def value_at(values: Any, path: str) -> Any:
    """The value at a path without numbers."""
    for name in path.split("."):
        values = values.get(name) if isinstance(values, dict) else None
    return values


def holder_of(path: str) -> str:
    """The item of a list that a value is part of: `participants[0]`; empty outside of any."""
    return path.rpartition("].")[0] + "]" if "]." in path else ""
