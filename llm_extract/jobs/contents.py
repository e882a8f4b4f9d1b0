"""Records in the store: what each says, how it came about, how likely it is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from llm_extract.article import Article
from llm_extract.confidence import Confidence, flag_line
from llm_extract.extraction import Extraction
from llm_extract.jobs.decisions import State, in_utc
from llm_extract.jobs.editing import Edited, KnownRecord
from llm_extract.jobs.findings import (
    LOW_CONFIDENCE,
    by_a_check,
    flagging,
    place_of,
    read_reasons,
)
from llm_extract.jobs.rows import ReviewedRecord, StoredRecord
from llm_extract.jobs.tables import articles, decisions, extractions, records
from llm_extract.jobs.words import search_words
from llm_extract.records import record_id
from llm_extract.signals import Signals
from llm_extract.spec import Spec


def put_records(db: sa.Connection, extraction: int, made: Extraction) -> None:
    """Insert the records of an extraction."""
    rows = [
        {
            "extraction": extraction,
            "id": record.id,
            "plural": plural,
            "position": position,
            "data": data,
            "signals": signals.model_dump(mode="json") if signals else None,
            "confidence": sure.record if sure else None,
            "confidences": sure.fields if sure else None,
            "words": search_words(data),
        }
        for plural, kept in made.records.items()
        for position, record in enumerate(kept)
        for path in [f"{plural}[{position}]"]
        for signals, sure in [(made.signals.get(path), made.confidence.get(path))]
        for data in [record.model_dump(mode="json")]
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
    query = (
        sa.select(c.plural, c.data).where(c.extraction == extraction, ~c.added).order_by(c.position)
    )
    return _by_plural(db.execute(query).all())


def read_final(db: sa.Connection, extraction: int) -> dict[str, list[dict[str, Any]]]:
    """The same after review: edited values in the place of extracted ones, added records behind.

    Rejected ones keep their place, since others refer to records by it.
    """
    c = records.c
    query = (
        sa.select(c.plural, c.data, c.final).where(c.extraction == extraction).order_by(c.position)
    )
    return _by_plural([(plural, final or data) for plural, data, final in db.execute(query)])


def add_record(
    db: sa.Connection,
    extraction: int,
    made: Edited,
    *,
    plural: str,
    article: Article,
    spec: Spec,
) -> int:
    """Insert a record that a reviewer wrote, behind the extracted ones; returns its number.

    Raises:
        KnownRecord: the article has it already.
    """
    c = records.c
    identity = spec.record_type(plural).identity(made.record)
    made.record.id = record_id(article.id, plural, identity)
    here = sa.and_(c.extraction == extraction, c.plural == plural)
    twin = db.execute(sa.select(c.pk).where(here, c.id == made.record.id, c.state != "rejected"))
    if (known := twin.scalars().first()) is not None:
        raise KnownRecord(known, made.record.id)
    last = db.execute(sa.select(sa.func.max(c.position)).where(here)).scalar()
    data = made.record.model_dump(mode="json")
    row = {
        "extraction": extraction,
        "id": made.record.id,
        "plural": plural,
        "position": 0 if last is None else last + 1,
        "data": data,
        "words": search_words(data),
        "added": True,
    }
    return int(db.execute(records.insert().values(row).returning(c.pk)).scalar_one())


def read_records(
    db: sa.Connection,
    *,
    shown: sa.Select[Any] | None,
    article: str | None,
    plural: str | None,
    record: str | None,
    flagged: bool,
    below: float,
) -> Iterator[StoredRecord]:
    """Records as they were extracted, by article and place; `shown` are the extractions that count.

    With `flagged`, only those that a check flags, or that are less likely right than `below`.
    """
    c = records.c
    query = (
        sa.select(
            c.id, c.plural, c.position, c.extraction, c.data, c.confidence, c.confidences,
            articles.c.id.label("article"), extractions.c.checked.is_not(None).label("checked"),
        )
        .join(extractions, extractions.c.id == c.extraction)
        .join(articles, articles.c.digest == extractions.c.article)
        .where(~c.added)
    )  # fmt: skip
    query = _listed(query, shown=shown, article=article, plural=plural)
    if record is not None:
        query = query.where(c.id.startswith(record, autoescape=True))
    if flagged:
        query = query.where(flagging(c, below=below))
    for part in db.execute(query).mappings().partitions():
        reasons = read_reasons(db, {row["extraction"] for row in part})
        for row in part:
            place = row["extraction"], row["plural"], row["position"]
            low = _low(row["confidence"], below=below)
            yield StoredRecord(**row, reasons=[*reasons.get(place, []), *low])


def _low(confidence: float | None, *, below: float) -> list[str]:
    """The reason that a confidence alone gives, if it does."""
    return [LOW_CONFIDENCE] if confidence is not None and confidence < below else []


def read_entry(db: sa.Connection, number: int) -> ReviewedRecord:
    """One record as it stands, by its number."""
    c = records.c
    (entry,) = _entries(db, _select_entries().where(c.pk == number))
    return entry


def read_entries(
    db: sa.Connection,
    *,
    shown: sa.Select[Any] | None,
    article: str | None,
    plural: str | None,
    states: Sequence[State],
) -> Iterator[ReviewedRecord]:
    """Records as they stand, by article and place; `shown` are the extractions that count."""
    query = _listed(_select_entries(), shown=shown, article=article, plural=plural)
    if states:
        query = query.where(records.c.state.in_([state.value for state in states]))
    yield from _entries(db, query)


def _listed(
    query: sa.Select[Any],
    *,
    shown: sa.Select[Any] | None,
    article: str | None,
    plural: str | None,
) -> sa.Select[Any]:
    """Only these records, by article and place, in parts of 500."""
    c = records.c
    if shown is not None:
        query = query.where(c.extraction.in_(shown))
    if article is not None:
        query = query.where(articles.c.id == article)
    if plural is not None:
        query = query.where(c.plural == plural)
    order = (articles.c.id, c.extraction, c.plural, c.position)
    return query.order_by(*order).execution_options(yield_per=500)


def _select_entries() -> sa.Select[Any]:
    c, d = records.c, decisions.c
    last = sa.select(sa.func.max(d.id)).where(d.record == c.pk).scalar_subquery()
    columns = (
        c.pk, c.id, c.plural, c.position, c.extraction, c.data, c.final, c.added, c.state,
        c.reviewer, c.decided, c.confidence, c.confidences,
    )  # fmt: skip
    return (
        sa.select(*columns, articles.c.id.label("article"), last.label("last"))
        .join(extractions, extractions.c.id == c.extraction)
        .join(articles, articles.c.digest == extractions.c.article)
    )


def _entries(db: sa.Connection, query: sa.Select[Any]) -> Iterator[ReviewedRecord]:
    for part in db.execute(query).mappings().partitions(500):
        reasons = read_reasons(db, {row["extraction"] for row in part})
        for row in part:
            decided = row["decided"]
            yield ReviewedRecord(
                number=row["pk"],
                id=row["id"],
                plural=row["plural"],
                position=row["position"],
                article=row["article"],
                extraction=row["extraction"],
                data=row["final"] or row["data"],
                extracted=None if row["added"] else row["data"],
                state=State(row["state"]),
                reviewer=row["reviewer"],
                decided=in_utc(decided) if decided else None,
                reasons=[
                    *reasons.get((row["extraction"], row["plural"], row["position"]), []),
                    *_low(row["confidence"], below=flag_line()),
                ],
                confidence=row["confidence"],
                confidences=row["confidences"],
                last=row["last"] or 0,
            )


def note_flags(db: sa.Connection, extraction: int) -> None:
    """Note beside each record of an extraction whether a check flags it."""
    c = records.c
    is_flagged = sa.case((by_a_check(c), sa.true()), else_=sa.false())
    db.execute(records.update().where(c.extraction == extraction).values(flagged=is_flagged))


def _by_plural(rows: Sequence[Any]) -> dict[str, list[dict[str, Any]]]:
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
