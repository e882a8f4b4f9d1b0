"""How well a badness finds the wrong records: what flags and confidence are worth.

Everything takes a list of `Ranked`. Records of equal badness are in no order: each figure
is what a random order among them gives on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

SHARES = (0.1, 0.2, 0.3)
"""Worst-first shares that a person may look at."""
RISKS = (0.02, 0.05, 0.10)
"""Shares of wrong records among the accepted that may be put up with."""
BINS = 10


class Ranked(NamedTuple):
    """A record's badness, higher is worse (1 - confidence, or a count of flags), and the truth."""

    badness: float
    wrong: bool


class Bin(NamedTuple):
    """Records of like confidence: their mean confidence, the share right, how many."""

    confidence: float
    right: float
    size: int


def wrong_share(records: Sequence[Ranked]) -> float | None:
    """w: the share of wrong records; None for no records."""
    return sum(r.wrong for r in records) / len(records) if records else None


def caught(records: Sequence[Ranked], share: float) -> float | None:
    """Of the wrong records, the share among the worst-first `share` of all; None for none wrong."""
    wrong = sum(r.wrong for r in records)
    if not wrong:
        return None
    room = share * len(records)
    found = 0.0
    for size, bad in reversed(list(_tied(records))):
        found += bad * min(room / size, 1)
        room -= min(room, size)
    return found / wrong


def most_possible(records: Sequence[Ranked], share: float) -> float | None:
    """What `caught` reaches in a perfect order: min(1, share / w)."""
    wrong = wrong_share(records)
    return min(1.0, share / wrong) if wrong else None


def roc_area(records: Sequence[Ranked]) -> float | None:
    """The chance that a wrong record is worse than a right one; None without one of each."""
    wrong = sum(r.wrong for r in records)
    right = len(records) - wrong
    if not wrong or not right:
        return None
    better, area = 0, 0.0
    for size, bad in _tied(records):
        good = size - bad
        area += bad * (better + good / 2)
        better += good
    return area / (wrong * right)


def risk_coverage(records: Sequence[Ranked]) -> list[tuple[float, float]]:
    """(share accepted, share wrong among these) for each further record, the best first."""
    points = []
    taken, wrong = 0, 0.0
    for size, bad in _tied(records):
        for _ in range(size):
            taken += 1
            wrong += bad / size
            points.append((taken / len(records), wrong / taken))
    return points


def risk_coverage_area(records: Sequence[Ranked]) -> float | None:
    """The mean risk over all shares accepted: lower is better, w for a random order."""
    points = risk_coverage(records)
    return sum(risk for _, risk in points) / len(points) if points else None


def accepted(records: Sequence[Ranked], risk: float) -> float | None:
    """The largest share that a threshold accepts with at most `risk` of them wrong."""
    best, taken, wrong = 0, 0, 0
    for size, bad in _tied(records):
        taken, wrong = taken + size, wrong + bad
        if wrong <= risk * taken:
            best = taken
    return best / len(records) if records else None


def reliability(records: Sequence[Ranked], *, bins: int = BINS) -> list[Bin]:
    """The records in equally wide bins of confidence (1 - badness, 0 to 1), empty ones left out."""
    kept: list[list[Ranked]] = [[] for _ in range(bins)]
    for record in records:
        place = int((1 - record.badness) * bins)
        kept[min(max(place, 0), bins - 1)].append(record)
    return [
        Bin(
            sum(1 - r.badness for r in group) / len(group),
            sum(not r.wrong for r in group) / len(group),
            len(group),
        )
        for group in kept
        if group
    ]


def calibration_error(records: Sequence[Ranked], *, bins: int = BINS) -> float | None:
    """How far confidence and share right lie apart, over equally wide bins, by their size."""
    gaps = sum(b.size * abs(b.confidence - b.right) for b in reliability(records, bins=bins))
    return gaps / len(records) if records else None


def figures(records: Sequence[Ranked], *, calibrated: bool) -> dict[str, float | None]:
    """Every figure by name; calibration only where badness is 1 - confidence."""
    named: dict[str, float | None] = {"wrong_share": wrong_share(records)}
    for share in SHARES:
        named[f"caught_{share:.0%}"] = caught(records, share)
        named[f"most_possible_{share:.0%}"] = most_possible(records, share)
    named["roc_area"] = roc_area(records)
    named["risk_coverage_area"] = risk_coverage_area(records)
    if calibrated:
        named["calibration_error"] = calibration_error(records)
    for risk in RISKS:
        named[f"accepted_at_{risk:.0%}"] = accepted(records, risk)
    return named


def _tied(records: Sequence[Ranked]) -> Iterator[tuple[int, int]]:
    """(how many, how many wrong) of each badness, the best first."""
    for _, group in groupby(sorted(records), key=lambda r: r.badness):
        same = list(group)
        yield len(same), sum(r.wrong for r in same)
