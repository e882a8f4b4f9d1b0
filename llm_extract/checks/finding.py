"""Findings: what the source says of one value, and the verdict that a field ends with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from llm_extract.paths import is_within


class Verdict(StrEnum):
    """What the source says of a value, from the best to the worst."""

    SUPPORTED = "supported"
    UNVERIFIABLE = "unverifiable"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"
    CONTRADICTED = "contradicted"

    @property
    def rank(self) -> int:
        """0 for the best verdict, 4 for the worst."""
        return _RANKS[self]

    @property
    def flags(self) -> bool:
        """Whether a record with such a finding needs a person."""
        return self in (Verdict.CONTRADICTED, Verdict.NOT_FOUND)


_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one field.

    Attributes:
        path: the field from the top: `meetings[0].participants[1].name`.
        verdict: what the source says of the value.
        code: a stable name of the reason: `date.mismatch`. docs/checks.md lists them.
        message: one sentence for a person, naming the words found.
        spans: where the words of the message stand: (start, end) into the article.
        proposed: a value that the source supports better, or None.
    """

    path: str
    verdict: Verdict
    code: str
    message: str
    spans: tuple[tuple[int, int], ...] = ()
    proposed: Any = None

    def data(self) -> dict[str, Any]:
        """The finding as plain values, for JSON."""
        return {
            "path": self.path,
            "verdict": self.verdict.value,
            "code": self.code,
            "message": self.message,
            "spans": [list(span) for span in self.spans],
            "proposed": self.proposed,
        }


def settled(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that carry each path's worst verdict, in order; milder ones go.

    A path keeps one finding for each code, so that a value that is wrong for two reasons
    says both.
    """
    kept: dict[str, list[Finding]] = {}
    for finding in findings:
        known = kept.setdefault(finding.path, [])
        if not known or finding.verdict.rank > known[0].verdict.rank:
            kept[finding.path] = [finding]
        elif finding.verdict is known[0].verdict and _says_more(finding, known):
            known.append(finding)
    return [finding for same in kept.values() for finding in same]


def _says_more(finding: Finding, known: list[Finding]) -> bool:
    """Whether a finding gives a further reason; one is enough for what is supported."""
    if finding.verdict is Verdict.SUPPORTED:
        return False
    return finding.code not in {other.code for other in known}


def verdicts(findings: Iterable[Finding]) -> dict[str, Verdict]:
    """The worst verdict of each path."""
    return {finding.path: finding.verdict for finding in settled(findings)}


def reasons(findings: Iterable[Finding], record_path: str) -> list[str]:
    """The codes that flag a record: those of its contradicted and not found values."""
    codes = [
        finding.code
        for finding in findings
        if finding.verdict.flags and is_within(finding.path, record_path)
    ]
    return list(dict.fromkeys(codes))


def inside(findings: Iterable[Finding], record_path: str) -> list[Finding]:
    """The findings on a record and its fields, with paths inside it."""
    start = len(record_path)
    return [
        replace(finding, path=finding.path[start:].removeprefix("."))
        for finding in findings
        if is_within(finding.path, record_path)
    ]
