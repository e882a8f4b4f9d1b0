"""Two versions of a record, value by value."""

from __future__ import annotations

from llm_extract.review.comparing import Difference, differences


def test_values_that_differ_are_told_by_path() -> None:
    """Spans and ids say nothing; a value that one side lacks is None."""
    one = {"id": "1", "place": {"value": "Lima", "span": None, "match": "none", "score": 0.0},
           "topics": ["trade"], "date": {"value": "2022"}}  # fmt: skip
    other = {"id": "2", "place": {"value": "Lima", "span": {"start": 1}, "match": "exact"},
             "topics": ["trade", "fish"], "date": {"value": None}}  # fmt: skip
    assert differences(one, other) == [
        Difference("date.value", "2022", None),
        Difference("topics[1]", None, "fish"),
    ]
