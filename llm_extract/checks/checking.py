"""Records + article → findings: every value of every record, before its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from llm_extract.article import Article, Stretch
from llm_extract.checks.case import Batch, Case, Field, field_checks, record_checks
from llm_extract.checks.finding import Finding, settled
from llm_extract.checks.loading import Loaded, load
from llm_extract.checks.reading import Reading
from llm_extract.fields import DateExpression, FreeText, Mention
from llm_extract.records import Record
from llm_extract.spec import Spec, default_spec


def check(
    records: Mapping[str, Any], article: Article, *, spec: Spec | None = None
) -> list[Finding]:
    """What the article says of every value of the records; the same input, the same findings.

    Args:
        records: by the plural name of their type: `Record` objects, or plain values in the
            exchange format (a whole line of it will do; spans are not needed).
        article: the source; its publication date is what relative dates are held against.
        spec: the record types; the codebook's meetings and positions by default.

    Returns:
        Each path with its worst verdict, by record and field. A field that no check looks
        at is not there.
    """
    reading = Reading(article)
    loaded = load(records, reading, spec=spec or default_spec())
    return [finding for _, findings in examined(loaded, reading) for finding in findings]


def examined(loaded: Sequence[Loaded], reading: Reading) -> list[tuple[str, list[Finding]]]:
    """The path of every record with its findings, in order; see `check`."""
    kept: dict[str, list[Record | None]] = {}
    for item in loaded:  # one that cannot be read keeps its place: others refer to it by index
        kept.setdefault(item.plural, []).append(item.record)
    batch = Batch(reading, kept)
    return [(item.path, settled(_findings(item, batch))) for item in loaded]


def _findings(item: Loaded, batch: Batch) -> Iterator[Finding]:
    yield from item.faults
    if item.record is None:
        return
    case = Case(
        record=item.record,
        path=item.path,
        batch=batch,
        fields=list(fields(item.record)),
        evidence=_evidence(item.record, batch.reading),
    )
    silent = item.missing | {fault.path for fault in item.faults}
    for field in case.fields:
        for check_field in field_checks(FreeText if field.free else type(field.value)):
            yield from (f for f in check_field(field, case) if f.path not in silent)
    for check_record in record_checks(type(item.record)):
        yield from (f for f in check_record(item.record, case) if f.path not in silent)


def fields(node: BaseModel, path: str = "") -> Iterator[Field]:
    """Every value of a record that is not empty, with its path, in order.

    A `DateExpression` comes as one value, before its words; strings of an enum and of the
    model's own wording come as they are, the latter marked as free.
    """
    worded = _worded(type(node))
    for name in type(node).model_fields:
        value = getattr(node, name)
        if value is not None:
            where = f"{path}.{name}" if path else name
            yield from _values(value, where, node, free=name in worded)


@cache
def _worded(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a model that hold strings of the model's own wording."""
    return frozenset(
        name
        for name, info in model.model_fields.items()
        if _is_free(info.annotation) or _is_marked(info.metadata)
    )


def _is_free(annotation: Any) -> bool:
    metadata = getattr(annotation, "__metadata__", ())
    return _is_marked(metadata) or any(_is_free(inner) for inner in get_args(annotation))


def _is_marked(metadata: Sequence[Any]) -> bool:
    return any(isinstance(mark, FreeText) or mark is FreeText for mark in metadata)


def _values(value: Any, path: str, part: BaseModel, *, free: bool = False) -> Iterator[Field]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _values(item, f"{path}[{index}]", part, free=free)
    elif isinstance(value, DateExpression):
        yield Field(path, value, part)
        yield from fields(value, path)
    elif isinstance(value, Mention) or not isinstance(value, BaseModel):
        if value is not None:
            yield Field(path, value, part, free and isinstance(value, str))
    else:
        yield from fields(value, path)


def _evidence(record: Record, reading: Reading) -> list[Stretch]:
    """The sentences that the evidence touches, in its order, each once."""
    touched: dict[Stretch, None] = {}
    for passage in record.evidence:
        if passage.span is None:
            continue
        touched.update(dict.fromkeys(reading.sentences_in(passage.span.start, passage.span.end)))
    return list(touched)
