"""Findings in the store: rows that belong to one record, or to what no record cites."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from pydantic_core import to_jsonable_python

from llm_extract.checks.finding import Finding, Verdict
from llm_extract.jobs.tables import findings

_PATH = re.compile(r"(?P<plural>[^\[.]+)(?:\[(?P<position>\d+)\]\.?(?P<path>.*))?", re.DOTALL)
FLAGS = [verdict.value for verdict in Verdict if verdict.flags]

LOW_CONFIDENCE = "confidence.low"
"""The reason of a record that no check flags, and that is likely wrong all the same."""

Place = tuple[int, str, int]
"""Extraction, plural name and position: one record."""


def put_findings(db: sa.Connection, extraction: int, *, found: Sequence[Finding]) -> None:
    """Insert findings, in their order."""
    rows = [
        {
            "extraction": extraction,
            **place_of(finding.path),
            "verdict": finding.verdict.value,
            "code": finding.code,
            "message": finding.message,
            "spans": [list(span) for span in finding.spans],
            "proposed": to_jsonable_python(finding.proposed, fallback=str),
        }
        for finding in found
    ]
    if rows:
        db.execute(findings.insert(), rows)


def read_findings(db: sa.Connection, extraction: int) -> list[Finding]:
    """The findings of an extraction, in their order."""
    query = sa.select(findings).where(findings.c.extraction == extraction).order_by(findings.c.pk)
    return [_finding(row) for row in db.execute(query).mappings()]


def read_reasons(db: sa.Connection, extractions: Collection[int]) -> dict[Place, list[str]]:
    """The codes that flag each record of some extractions; only flagged records are there."""
    c = findings.c
    query = (
        sa.select(c.extraction, c.plural, c.position, c.code)
        .where(c.extraction.in_(extractions), c.verdict.in_(FLAGS), c.position.is_not(None))
        .order_by(c.pk)
    )
    reasons: dict[Place, dict[str, None]] = {}
    for extraction, plural, position, code in db.execute(query):
        reasons.setdefault((extraction, plural, position), {}).setdefault(code)
    return {place: list(codes) for place, codes in reasons.items()}


def flagging(record: Any, *, below: float) -> sa.ColumnElement[bool]:
    """The condition that a record needs a person: a check flags it, or its confidence is low.

    `record` has the columns of `records`.
    """
    return sa.or_(record.flagged, record.confidence < below)


def by_a_check(record: Any) -> sa.ColumnElement[bool]:
    """The condition that a finding flags a record."""
    c = findings.c
    return sa.exists().where(
        c.extraction == record.extraction,
        c.plural == record.plural,
        c.position == record.position,
        c.verdict.in_(FLAGS),
    )


def is_coverage(finding: Finding) -> bool:
    """Whether a finding is about what no record cites: its path is a plural name alone."""
    return place_of(finding.path)["position"] is None


def place_of(path: str) -> dict[str, Any]:
    """The columns that say where a path leads: plural name, position or None, path inside."""
    found = _PATH.fullmatch(path)
    if found is None or found["position"] is None:
        return {"plural": path, "position": None, "path": ""}
    return {"plural": found["plural"], "position": int(found["position"]), "path": found["path"]}


def _finding(row: sa.RowMapping) -> Finding:
    path = row["plural"]
    if row["position"] is not None:
        path += f"[{row['position']}]"
        path += f".{row['path']}" if row["path"] else ""
    return Finding(
        path,
        Verdict(row["verdict"]),
        row["code"],
        row["message"],
        tuple((start, end) for start, end in row["spans"]),
        row["proposed"],
    )
