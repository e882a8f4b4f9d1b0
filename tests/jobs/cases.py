"""Extractions for the tests of the review: articles with as many records as need be."""

from __future__ import annotations

from typing import Any

from llm_extract.article import Article
from llm_extract.checks.finding import Finding, Verdict
from llm_extract.checks.loading import load
from llm_extract.checks.reading import Reading
from llm_extract.confidence import Confidence
from llm_extract.diplomacy import Meeting, Position, diplomacy
from llm_extract.extraction import Extraction
from llm_extract.jobs.store import Store
from llm_extract.records import Record, Usage, record_id
from tests.fakes import meeting, position
from tests.jobs.test_store import MADE

TEXT = (
    "Ana Ruiz of Peru met Luis Soto of Chile in Lima on Tuesday. "
    "Ruiz said Peru would share its data. "
    "On May 4, Ruiz phoned Kim Lee of South Korea. "
    "Ruiz met Soto again in Quito on Friday."
)
FIRST, SAID, CALL, AGAIN = (f"{sentence.rstrip('.')}." for sentence in TEXT.split(". "))

FLAG = Finding("meetings[0].place", Verdict.NOT_FOUND, "place.x", "No.", ((0, 4),), "Quito")
SOFT = Finding("meetings[0].mode", Verdict.AMBIGUOUS, "mode.x", "Who knows.")
MISSED = Finding("meetings", Verdict.NOT_FOUND, "coverage.x", "Not cited.", ((1, 3),))


def met(**changes: Any) -> dict[str, Any]:
    """The meeting of the first sentence, as plain values."""
    people = [
        {"name": "Ana Ruiz", "role": None, "country": "Peru"},
        {"name": "Luis Soto", "role": None, "country": "Chile"},
    ]
    return {
        **meeting(), "participants": people, "evidence": [FIRST],
        "date": {"as_written": "Tuesday", "value": None}, **changes,
    }  # fmt: skip


def called(**changes: Any) -> dict[str, Any]:
    """The call of the third sentence."""
    people = [
        {"name": "Ruiz", "role": None, "country": None},
        {"name": "Kim Lee", "role": None, "country": "South Korea"},
    ]
    date = {"as_written": "May 4", "value": None}
    return met(
        participants=people, parties=["South Korea"], mode="phone", place=None, date=date,
        evidence=[CALL],
    ) | changes  # fmt: skip


def said(**changes: Any) -> dict[str, Any]:
    """The position of the second sentence."""
    return {**position(), "evidence": [SAID], "date": {}, "quote": None, **changes}


def made(
    *meetings: dict[str, Any],
    positions: tuple[dict[str, Any], ...] = (),
    text: str = TEXT,
    findings: tuple[Finding, ...] = (),
    sure: tuple[float, ...] = (),
    **meta: Any,
) -> Extraction:
    """An extraction with these records, findings and confidences of its meetings."""
    article = Article(text=text, **meta)
    records: dict[str, list[Record]] = {
        "meetings": [Meeting.model_validate(values) for values in meetings],
        "positions": [Position.model_validate(values) for values in positions],
    }
    for plural, kept in records.items():
        kind = diplomacy().record_type(plural)
        for record in kept:
            record.id = record_id(article.id, plural, kind.identity(record))
    return Extraction(
        article=article,
        records=records,
        usage=Usage(),
        provenance=MADE,
        findings=[finding for finding in findings if "[" in finding.path],
        coverage=[finding for finding in findings if "[" not in finding.path],
        confidence={
            f"meetings[{at}]": Confidence(record=value, fields={}) for at, value in enumerate(sure)
        },
    )


def placed(extraction: Extraction) -> Extraction:
    """The same with the words of its records found in the article."""
    loaded = load(extraction.records, Reading(extraction.article), spec=diplomacy())
    records = {
        plural: [item.record for item in loaded if item.plural == plural and item.record]
        for plural in extraction.records
    }
    return extraction.model_copy(update={"records": records})


def saved(store: Store, extraction: Extraction) -> int:
    """An extraction in a run of its own; returns its number."""
    return store.save(store.start_run(MADE), extraction)
