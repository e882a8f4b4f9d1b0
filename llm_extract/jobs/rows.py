"""What the store hands out: plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from llm_extract.article import Article
from llm_extract.jobs.decisions import State

Outcome = Literal["done", "reused", "failed"]
"""What became of an input: extracted, taken over from an earlier run, or nothing."""


@dataclass(frozen=True, kw_only=True)
class ListedRecord:
    """What lists show of a record.

    Attributes:
        position: its place in the article's list of its type.
        data: its values, as they are kept.
        reasons: codes of what flags it.
        confidence: that no key field of it is wrong; None where it was not computed.
        confidences: path of a value → that it is right.
    """

    id: str
    plural: str
    position: int
    article: str
    extraction: int
    data: dict[str, Any]
    reasons: list[str]
    confidence: float | None
    confidences: dict[str, float] | None

    @property
    def path(self) -> str:
        """Where it is among its article's records: `meetings[0]`."""
        return f"{self.plural}[{self.position}]"


@dataclass(frozen=True, kw_only=True)
class StoredRecord(ListedRecord):
    """A record as it was extracted.

    Attributes:
        checked: False where it was made before there were checks.
    """

    checked: bool


@dataclass(frozen=True, kw_only=True)
class ReviewedRecord(ListedRecord):
    """A record as it stands after review: `data` are its final values.

    Attributes:
        number: of the stored record.
        extracted: what the model gave; None for a record that a reviewer added.
        last: number of the latest decision on it, 0 for none.
    """

    number: int
    extracted: dict[str, Any] | None
    state: State
    reviewer: str | None
    decided: datetime | None
    last: int = 0

    def cannot_repeat(self, other: ReviewedRecord) -> str | None:
        """Why this record cannot be a double of another, or None where it can."""
        if other.number == self.number:
            return "cannot repeat itself"
        if (other.extraction, other.plural) != (self.extraction, self.plural):
            return f"{other.id} is no record of the same type and article"
        if other.state in (State.REJECTED, State.DOUBLE):
            return f"{other.id} is {other.state} itself; name the record that stays"
        return None


@dataclass(frozen=True)
class StoredExtraction:
    """An extraction as lists show it."""

    number: int
    article: Article
    record_types: list[str]
    spec: str
    checked: bool


@dataclass(frozen=True)
class RunRow:
    """A run and what became of its articles."""

    id: int
    started: datetime
    ended: datetime | None
    provenance: dict[str, Any]
    done: int
    reused: int
    failed: int


@dataclass(frozen=True)
class OutcomeRow:
    """What became of one input of a run."""

    run: int
    article: str | None
    source: str | None
    outcome: str
    error_kind: str | None
    error: str | None
