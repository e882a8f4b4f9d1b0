"""Intervals by drawing articles anew.

Records of one article stand or fall together, so articles are drawn, with replacement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Interval(NamedTuple):
    """Where a figure lies with the asked probability."""

    low: float
    high: float


def intervals(
    groups: Sequence[T],
    statistic: Callable[[Sequence[T]], Mapping[str, float | None]],
    *,
    resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> dict[str, Interval | None]:
    """The percentile interval of each figure of a statistic.

    Args:
        groups: what is drawn: one item an article.
        statistic: figures by name of a drawn sample; None where a figure has no value, and
            such a sample does not count for it.
        resamples: how many samples are drawn.
        seed: the same seed gives the same intervals.
        level: the probability that an interval covers.

    Returns:
        An interval for each name that the statistic has for the groups as they are; None
        with fewer than two groups, or where half of the samples had no value.
    """
    names = statistic(groups)
    values: dict[str, list[float]] = {name: [] for name in names}
    random = Random(seed)  # noqa: S311 - a sample, no secret
    for _ in range(resamples if len(groups) > 1 else 0):
        for name, value in statistic(random.choices(groups, k=len(groups))).items():
            if value is not None and name in values:
                values[name].append(value)
    enough = max(resamples / 2, 1)
    return {
        name: _interval(sorted(found), level) if len(found) >= enough else None
        for name, found in values.items()
    }


def _interval(values: Sequence[float], level: float) -> Interval:
    tail = (1 - level) / 2
    return Interval(_quantile(values, tail), _quantile(values, 1 - tail))


def _quantile(values: Sequence[float], share: float) -> float:
    """The quantile of sorted values, between two of them in proportion."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)
