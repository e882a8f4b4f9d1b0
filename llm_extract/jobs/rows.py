"""What the store hands out: plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from llm_extract.article import Article
from llm_extract.jobs.decisions import State

Outcome = Literal["done", "reused", "failed"]
"""What became of an input: extracted, taken over from an earlier run, or nothing."""


@dataclass(frozen=True)
class StoredRecord:
    """A record as it lies in the store."""

    id: str
    plural: str
    position: int
    article: str
    extraction: int
    data: dict[str, Any]
    checked: bool
    """False where it was made before there were checks."""
    reasons: list[str]
    """Codes of what flags it."""
    confidence: float | None
    """That no key field of it is wrong; None where it was not computed."""
    confidences: dict[str, float] | None
    """Path of a value → that it is right."""


@dataclass(frozen=True)
class ReviewedRecord:
    """A record as it stands after review.

    Attributes:
        number: of the stored record.
        position: its place in the article's list of its type.
        data: its final values, as they are kept.
        extracted: what the model gave; None for a record that a reviewer added.
        reasons: codes of what flags it.
        last: number of the latest decision on it, 0 for none.
    """

    number: int
    id: str
    plural: str
    position: int
    article: str
    extraction: int
    data: dict[str, Any]
    extracted: dict[str, Any] | None
    state: State
    reviewer: str | None
    decided: datetime | None
    reasons: list[str]
    confidence: float | None
    confidences: dict[str, float] | None
    last: int = 0


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
