"""Time cut into months, quarters or years, whichever gives columns that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

MOST = 40
"""Periods that one chart shows side by side."""

_CUTS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%Y-%m}",
    lambda day: f"{day.year} Q{(day.month + 2) // 3}",
    lambda day: str(day.year),
    lambda day: f"{day.year // 10 * 10}s",
)


def cut(days: Iterable[date]) -> tuple[Callable[[date], str], list[str]]:
    """How to name a day's period, and all periods from the first day to the last."""
    known = sorted(days)
    for name in _CUTS:
        periods = _between(name, known[0], known[-1])
        if len(periods) <= MOST:
            break
    return name, periods


def _between(name: Callable[[date], str], first: date, last: date) -> list[str]:
    step, day = 27, first  # days; less than the shortest period
    found = {name(first): None}
    while (last - day).days > step:
        day += timedelta(days=step)
        found[name(day)] = None
    found[name(last)] = None
    return list(found)
