"""EDTF level 0: what is a date, and which days it covers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.edtf import bounds, check_edtf


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2022-05-03", date(2022, 5, 3), date(2022, 5, 3)),
        ("2022-05", date(2022, 5, 1), date(2022, 5, 31)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2000-02-29", date(2000, 2, 29), date(2000, 2, 29)),
        ("2022-05-02/2022-05-08", date(2022, 5, 2), date(2022, 5, 8)),
        ("2022-12/2023-01", date(2022, 12, 1), date(2023, 1, 31)),
        ("2022-05-03/2022-05-03", date(2022, 5, 3), date(2022, 5, 3)),
        ("2022-05-03/2022", date(2022, 5, 3), date(2022, 12, 31)),
    ],
)
def test_valid_values_have_bounds(value: str, first: date, last: date) -> None:
    """A value covers the days from the first to the last that it can mean."""
    assert bounds(value) == (first, last)
    assert check_edtf(value) == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "May 3",
        "2022-5-3",
        "20220503",
        "22-05-03",
        "2022-05-03T10:00",
        "2022-05-03\n",
        " 2022",
        "2022-W18",
        "2022?",
        "2022-05-XX",
        "2022-Q2",
        "/2022",
        "2022/",
        "2022/2023/2024",
        "../2022",
        "２０２２-０５",
        "٢٠٢٢",
    ],
)
def test_other_notations_are_refused(value: str) -> None:
    """Only the codebook's profile is a date; digits of other scripts are none."""
    with pytest.raises(ValueError, match="is not EDTF level 0"):
        check_edtf(value)


@pytest.mark.parametrize(
    "value",
    ["2023-02-29", "1900-02-29", "2022-04-31", "2022-13", "2022-00", "2022-05-00", "0000"],
)
def test_days_that_do_not_exist_are_refused(value: str) -> None:
    """A well-formed value must name a day that the calendar has."""
    with pytest.raises(ValueError, match="does not exist"):
        check_edtf(value)


@pytest.mark.parametrize("value", ["2022-05-03/2022-05-02", "2023/2022", "2022-06/2022-05-31"])
def test_intervals_do_not_run_backwards(value: str) -> None:
    """An interval ends on or after its beginning."""
    with pytest.raises(ValueError, match="ends before it begins"):
        check_edtf(value)


@settings(deadline=None)
@given(st.dates(), st.dates())
def test_any_two_days_in_order_make_an_interval(one: date, other: date) -> None:
    """Two days in order are an interval whose bounds are the days."""
    first, last = sorted((one, other))
    assert bounds(f"{first}/{last}") == (first, last)
