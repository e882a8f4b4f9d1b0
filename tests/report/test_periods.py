"""Time cut so that columns can be read."""

from __future__ import annotations

from datetime import date

import pytest

from llm_extract.report.periods import MOST, cut


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("2022-01-31", "2022-03-01", ["2022-01", "2022-02", "2022-03"]),
        ("2022-05-03", "2022-05-03", ["2022-05"]),
        ("2019-12-31", "2024-01-01", ["2019 Q4", "2020 Q1", "2024 Q1"]),
        ("1990-01-01", "2020-06-01", ["1990", "1991", "2020"]),
        ("1800-01-01", "2020-06-01", ["1800s", "1810s", "2020s"]),
    ],
)
def test_the_finest_cut_that_fits(first: str, last: str, names: list[str]) -> None:
    """Months, quarters, years or decades; none of those between is missing."""
    name, periods = cut([date.fromisoformat(last), date.fromisoformat(first)])
    assert len(periods) <= MOST
    assert [periods[0], periods[min(1, len(periods) - 1)], periods[-1]][-len(names) :] == names
    assert name(date.fromisoformat(first)) == periods[0]
