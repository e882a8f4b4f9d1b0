"""Intervals by drawing articles anew."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from llm_extract.evaluation.bootstrap import intervals


def mean(groups: Sequence[list[float]]) -> dict[str, float | None]:
    values = [value for group in groups for value in group]
    return {"mean": sum(values) / len(values) if values else None}


def test_the_same_seed_gives_the_same() -> None:
    """And another another."""
    random = Random(1)
    groups = [[random.random() for _ in range(3)] for _ in range(20)]
    assert intervals(groups, mean) == intervals(groups, mean)
    assert intervals(groups, mean) != intervals(groups, mean, seed=1)


def test_the_interval_is_as_wide_as_theory_says() -> None:
    """About 1.96 standard errors to either side, for many articles of one value."""
    random = Random(2)
    groups = [[random.gauss(0, 1)] for _ in range(400)]
    found = intervals(groups, mean, resamples=2000)["mean"]
    assert found is not None
    assert found.high - found.low == pytest.approx(2 * 1.96 / 20, rel=0.15)


def test_articles_are_drawn_and_not_records() -> None:
    """Two articles that agree within themselves say no more than two records."""
    found = intervals([[0.0] * 100, [1.0] * 100], mean)["mean"]
    assert found == (0, 1)


def test_too_little_has_no_interval() -> None:
    """One article, or a figure that most samples lack."""
    assert intervals([[1.0]], mean) == {"mean": None}
    assert intervals([[1.0], [], [], [], [], [], [], [], [], []], mean)["mean"] == (1, 1)
    assert intervals([[1.0]] + [[]] * 30, mean)["mean"] == (1, 1)
    assert intervals([[], []], mean) == {"mean": None}
