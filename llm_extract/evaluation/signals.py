"""What a record says of its own doubt: a confidence, else its findings → a badness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from llm_extract.checks.finding import Verdict
from llm_extract.evaluation.judging import Judged
from llm_extract.evaluation.ranking import Ranked
from llm_extract.matching.comparison import Data

Basis = Literal["confidence", "findings"]

_AMBIGUOUS = 0.01
"""What an ambiguous value adds to a badness that counts flagged values."""


class Flags(NamedTuple):
    """How flags meet the truth, in records."""

    flagged: int
    flagged_wrong: int
    wrong: int
    records: int


def ranked(records: Sequence[Judged]) -> tuple[Basis, list[Ranked]] | None:
    """The records by badness, and what it rests on; None where nothing is known of any.

    With confidences it is 1 - confidence, else the number of values that the source
    contradicts or lacks, ambiguous ones breaking ties. Records that carry neither are left
    out.
    """
    sure = [(c, r) for r in records if (c := confidence(r.data)) is not None]
    if sure:
        return "confidence", [Ranked(1 - value, record.wrong) for value, record in sure]
    found = [(v, r) for r in records if (v := verdicts(r.data)) is not None]
    if found:
        return "findings", [Ranked(_badness(values), record.wrong) for values, record in found]
    return None


def flags(records: Sequence[Judged], *, below: float) -> Flags | None:
    """How flagged records meet wrong ones; None where nothing is known of any.

    Flagged is what a check flags, and what is less likely right than `below`. Records that
    carry neither findings nor a confidence are left out.
    """
    known = [
        (any(v.flags for v in values or ()) or (sure is not None and sure < below), r.wrong)
        for r in records
        for values, sure in [(verdicts(r.data), confidence(r.data))]
        if values is not None or sure is not None
    ]
    if not known:
        return None
    flagged = [wrong for is_flagged, wrong in known if is_flagged]
    return Flags(len(flagged), sum(flagged), sum(wrong for _, wrong in known), len(known))


def confidence(record: Data) -> float | None:
    """The probability that a record carries, or None."""
    value = record.get("confidence")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return None
    return float(value)


def verdicts(record: Data) -> list[Verdict] | None:
    """The verdicts of the findings that a record carries; None where it was not checked."""
    findings = record.get("findings")
    if not isinstance(findings, list):
        return None
    return [verdict for finding in findings if (verdict := _verdict(finding)) is not None]


def _verdict(finding: Any) -> Verdict | None:
    name = finding.get("verdict") if isinstance(finding, Mapping) else None
    return Verdict(name) if name in list(Verdict) else None


def _badness(values: Sequence[Verdict]) -> float:
    flagged = sum(verdict.flags for verdict in values)
    return flagged + _AMBIGUOUS * sum(verdict is Verdict.AMBIGUOUS for verdict in values)
