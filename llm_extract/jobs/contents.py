"""Records in the store: what each says, how it came about, how likely it is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from llm_extract.confidence import Confidence
from llm_extract.extraction import Extraction
from llm_extract.jobs.findings import place_of
from llm_extract.jobs.tables import records
from llm_extract.signals import Signals


def put_records(db: sa.Connection, extraction: int, made: Extraction) -> None:
    """Insert the records of an extraction."""
    rows = [
        {
            "extraction": extraction,
            "id": record.id,
            "plural": plural,
            "position": position,
            "data": record.model_dump(mode="json"),
            "signals": signals.model_dump(mode="json") if signals else None,
            "confidence": sure.record if sure else None,
            "confidences": sure.fields if sure else None,
        }
        for plural, kept in made.records.items()
        for position, record in enumerate(kept)
        for path in [f"{plural}[{position}]"]
        for signals, sure in [(made.signals.get(path), made.confidence.get(path))]
    ]
    if rows:
        db.execute(records.insert(), rows)


def put_confidence(
    db: sa.Connection, extraction: int, confidence: Mapping[str, Confidence]
) -> None:
    """Note how likely each record of an extraction is right, by path (`meetings[0]`)."""
    rows = [
        {
            "its_extraction": extraction,
            "its_plural": place["plural"],
            "its_position": place["position"],
            "confidence": entry.record,
            "confidences": entry.fields,
        }
        for path, entry in confidence.items()
        for place in [place_of(path)]
    ]
    c = records.c
    update = records.update().where(
        c.extraction == sa.bindparam("its_extraction"),
        c.plural == sa.bindparam("its_plural"),
        c.position == sa.bindparam("its_position"),
    )
    if rows:
        db.execute(update, rows)


def read_kept(db: sa.Connection, extraction: int) -> dict[str, list[dict[str, Any]]]:
    """The records of an extraction as they lie there, by plural name."""
    c = records.c
    query = sa.select(c.plural, c.data).where(c.extraction == extraction).order_by(c.position)
    rows = db.execute(query).all()
    return {name: [data for plural, data in rows if plural == name] for name, _ in rows}


def read_signals(db: sa.Connection, extraction: int) -> dict[str, Signals]:
    """How the records of an extraction came about, by path, where it is known."""
    c = records.c
    query = (
        sa.select(c.plural, c.position, c.signals)
        .where(c.extraction == extraction)
        .order_by(c.plural, c.position)
    )
    return {
        f"{plural}[{position}]": Signals.model_validate(signals)
        for plural, position, signals in db.execute(query)
        if signals is not None
    }


def read_confidence(db: sa.Connection, extraction: int) -> dict[str, Confidence]:
    """How likely the records of an extraction are right, by path, where it is known."""
    c = records.c
    query = (
        sa.select(c.plural, c.position, c.confidence, c.confidences)
        .where(c.extraction == extraction, c.confidence.is_not(None))
        .order_by(c.plural, c.position)
    )
    return {
        f"{plural}[{position}]": Confidence(record=sure, fields=fields or {})
        for plural, position, sure, fields in db.execute(query)
    }
