"""Decided records in the store, each with its whole story."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from llm_extract.jobs.decisions import DECIDING, Action, Decision, read
from llm_extract.jobs.findings import FLAGS
from llm_extract.jobs.tables import decisions, findings, records
from llm_extract.jobs.tallies import Story


def read_stories(db: sa.Connection, *, below: float) -> list[Story]:
    """Every record that somebody decided on, in any run; `below` flags by confidence, too."""
    c, d, f = records.c, decisions.c, findings.c
    acts = [action.value for action in (*DECIDING, Action.ADD)]
    decided = sa.exists().where(d.record == c.pk, d.action.in_(acts))
    told: dict[int, list[Decision]] = defaultdict(list)
    for row in db.execute(sa.select(decisions).order_by(d.id)).mappings():
        told[row["record"]].append(read(row))
    flags: dict[int, list[tuple[str, str]]] = defaultdict(list)
    here = sa.and_(f.extraction == c.extraction, f.plural == c.plural, f.position == c.position)
    query = (
        sa.select(c.pk, f.code, f.path)
        .join(findings, here)
        .where(decided, ~c.added, f.verdict.in_(FLAGS))
        .order_by(f.pk)
    )
    for number, code, path in db.execute(query):
        flags[number].append((code, path))
    columns = c.pk, c.data, c.added, c.flagged, c.confidence, c.extraction, c.plural, c.position
    query = sa.select(*columns).where(decided).order_by(c.pk)
    return [
        Story(
            extracted=None if row.added else row.data,
            decisions=told[row.pk],
            flags=flags[row.pk],
            flagged=row.flagged or (row.confidence is not None and row.confidence < below),
            place=(row.extraction, f"{row.plural}[{row.position}]"),
        )
        for row in db.execute(query)
    ]
