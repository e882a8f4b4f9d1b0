"""Kept records for the tests of exports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from llm_extract.article import Article
from llm_extract.finals import Final

ARTICLE = Article(
    text="Ana Ruiz of Peru and Jo Vik of Norway met in Lima on Monday.",
    id="a-1",
    source="a.txt",
    title="Talks",
    published=date(2024, 5, 9),
)
DECIDED = datetime(2024, 6, 1, 12, 30, tzinfo=UTC)


def mention(words: str, start: int | None = None, **more: Any) -> dict[str, Any]:
    """Words as kept; found where a start is given."""
    span = None if start is None else {"start": start, "end": start + len(words), "text": words}
    return {"value": words, "span": span, "match": "none" if span is None else "exact", **more}


def record(**changes: Any) -> dict[str, Any]:
    """A kept record with these fields besides its id and evidence."""
    return {"id": "r-1", "evidence": [mention(ARTICLE.text, 0)], **changes}


def final(data: dict[str, Any] | None = None, **about: Any) -> Final:
    """A record as it is given away."""
    return Final(data=data or record(), **about)


def meeting(**changes: Any) -> dict[str, Any]:
    """A kept meeting of Peru and Norway."""
    return record(
        status="held",
        mode="in_person",
        participants=[
            {"name": mention("Ana Ruiz", 0), "role": mention("Foreign Minister"),
             "country": mention("Peru", 12, code="PER")},
            {"name": mention("Jo Vik", 21), "role": None,
             "country": mention("Norway", 31, code="NOR")},
        ],
        parties=[mention("Peru", 12, code="PER"), mention("Norway", 31, code="NOR")],
        date={"as_written": mention("Monday", 53), "value": "2024-05-06"},
        place=mention("Lima", 45),
        topics=["fishing limits"],
        outcomes=[],
    ) | changes  # fmt: skip


def position(**changes: Any) -> dict[str, Any]:
    """A kept position of Ana Ruiz."""
    return record(
        id="p-1",
        statement="Ruiz supports limits.",
        holders=[{"name": mention("Ana Ruiz", 0, code=None),
                  "country": mention("Peru", 12, code="PER")}],
        issue="fishing limits",
        stance="supports",
        addressee=None,
        reported_by=None,
        date={"as_written": None, "value": None},
        meeting=None,
        quote=None,
    ) | changes  # fmt: skip
