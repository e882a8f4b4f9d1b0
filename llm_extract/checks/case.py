"""A case: one record before its article, and the decorators that add a check to it.

A check is a generator of findings. `field_check(PersonName)` runs for every value of that
field type, in any record type; `record_check(Meeting)` runs once per record of that type.
Both run for subclasses too. What a check does not look at it says nothing about.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from llm_extract.article import Article, Stretch
from llm_extract.checks.finding import Finding, Verdict
from llm_extract.checks.memo import Memo
from llm_extract.checks.reading import Reading
from llm_extract.records import Record

Spans = Iterable[Stretch]


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a record: its place, its type, and the part of the record that holds it.

    Attributes:
        path: inside the record: `participants[1].name`.
        value: a `Mention`, a `DateExpression`, a string of the model's own wording.
        part: the nested model that holds it (a participant), or the record itself.
        free: whether it is a string of the model's own wording; its checks are registered
            with `field_check(FreeText)`.
    """

    path: str
    value: Any
    part: BaseModel
    free: bool = False


class Batch(Memo):
    """All the records of one article that are checked together.

    Attributes:
        reading: what our own code reads in the article.
        records: by plural name; None for one that could not be read.
    """

    __slots__ = ("reading", "records")

    def __init__(self, reading: Reading, records: Mapping[str, Sequence[Record | None]]) -> None:
        self.reading = reading
        self.records = records


@dataclass(slots=True, eq=False)
class Case(Memo):
    """One record, its article and its neighbours.

    Attributes:
        record: what is checked.
        path: the record's own path: `meetings[0]`.
        batch: the article's records, this one among them.
        fields: the record's fields, in order.
        evidence: the sentences that the record's evidence touches, in order of the evidence.
    """

    record: Record
    path: str
    batch: Batch
    fields: list[Field] = field(default_factory=list)
    evidence: list[Stretch] = field(default_factory=list)

    @property
    def reading(self) -> Reading:
        """What our own code reads in the article."""
        return self.batch.reading

    @property
    def records(self) -> Mapping[str, Sequence[Record | None]]:
        """All the article's records by plural name."""
        return self.batch.records

    @property
    def article(self) -> Article:
        """The article."""
        return self.reading.article

    def is_in_evidence(self, offset: int) -> bool:
        """Whether an offset lies in one of the evidence's sentences."""
        return any(start <= offset < end for start, end in self.evidence)

    def in_evidence(self, places: Sequence[Stretch]) -> list[Stretch]:
        """Those of many places, given in order, that begin in the evidence's sentences."""
        return [
            place
            for start, end in self.evidence
            for place in places[bisect_left(places, (start, 0)) : bisect_left(places, (end, 0))]
        ]

    def of_type(self, kind: type | tuple[type, ...]) -> list[Field]:
        """The record's fields whose value is of a field type."""
        return [entry for entry in self.fields if isinstance(entry.value, kind)]

    def supported(self, path: str, code: str, message: str, *, spans: Spans = ()) -> Finding:
        """The source says so."""
        return self._finding(Verdict.SUPPORTED, path, code, message, spans)

    def contradicted(
        self, path: str, code: str, message: str, *, spans: Spans = (), proposed: Any = None
    ) -> Finding:
        """The source says something else."""
        return self._finding(Verdict.CONTRADICTED, path, code, message, spans, proposed)

    def not_found(
        self, path: str, code: str, message: str, *, spans: Spans = (), proposed: Any = None
    ) -> Finding:
        """The source does not have it where it ought to be."""
        return self._finding(Verdict.NOT_FOUND, path, code, message, spans, proposed)

    def ambiguous(
        self, path: str, code: str, message: str, *, spans: Spans = (), proposed: Any = None
    ) -> Finding:
        """The source can be read in several ways."""
        return self._finding(Verdict.AMBIGUOUS, path, code, message, spans, proposed)

    def unverifiable(self, path: str, code: str, message: str, *, spans: Spans = ()) -> Finding:
        """The source settles nothing, or our rules do not reach."""
        return self._finding(Verdict.UNVERIFIABLE, path, code, message, spans)

    def _finding(
        self,
        verdict: Verdict,
        path: str,
        code: str,
        message: str,
        spans: Spans,
        proposed: Any = None,
    ) -> Finding:
        where = f"{self.path}.{path}" if path else self.path
        return Finding(where, verdict, code, message, tuple(spans), proposed)


Report = Callable[[Reading, Sequence[Any]], Iterable[tuple[Stretch, str]]]
"""Sentences that plainly report a record of a type, with what they report; see `reports`."""
FieldCheck = Callable[[Field, Case], Iterable[Finding]]
RecordCheck = Callable[[Any, Case], Iterable[Finding]]

_FIELD_CHECKS: dict[type, list[FieldCheck]] = {}
_RECORD_CHECKS: dict[type, list[RecordCheck]] = {}

_FOR_FIELD: dict[type, list[FieldCheck]] = {}
_FOR_RECORD: dict[type, list[RecordCheck]] = {}
_REPORTS: dict[type, Report] = {}

F = TypeVar("F", bound=FieldCheck)
P = TypeVar("P", bound=Report)
R = TypeVar("R", bound=RecordCheck)


def field_check(*kinds: type) -> Callable[[F], F]:
    """Run the decorated function for every value of these field types: `check(field, case)`."""

    def decorated(check: F) -> F:
        for kind in kinds:
            _FIELD_CHECKS.setdefault(kind, []).append(check)
        _FOR_FIELD.clear()
        return check

    return decorated


def record_check(*kinds: type[Record]) -> Callable[[R], R]:
    """Run the decorated function for every record of these types: `check(record, case)`."""

    def decorated(check: R) -> R:
        for kind in kinds:
            _RECORD_CHECKS.setdefault(kind, []).append(check)
        _FOR_RECORD.clear()
        return check

    return decorated


def reports(kind: type[Record]) -> Callable[[P], P]:
    """Let the decorated function say which sentences plainly report such a record.

    It is called with the reading and the article's records of the type, and yields each
    sentence with a few words on what it reports; those that no record cites are listed.
    """

    def decorated(report: P) -> P:
        _REPORTS[kind] = report
        return report

    return decorated


def report_of(kind: type[Record]) -> Report | None:
    """What says which sentences report a record of this type, or None."""
    return _REPORTS.get(kind)


def field_checks(kind: type) -> list[FieldCheck]:
    """The checks of a field type and of the types that it is derived from."""
    if kind not in _FOR_FIELD:
        _FOR_FIELD[kind] = [
            c for base in reversed(kind.__mro__) for c in _FIELD_CHECKS.get(base, ())
        ]
    return _FOR_FIELD[kind]


def record_checks(kind: type) -> list[RecordCheck]:
    """The checks of a record type and of the types that it is derived from."""
    if kind not in _FOR_RECORD:
        bases = reversed(kind.__mro__)
        _FOR_RECORD[kind] = [check for base in bases for check in _RECORD_CHECKS.get(base, ())]
    return _FOR_RECORD[kind]
