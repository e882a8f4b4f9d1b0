"""Paths to the values of a record."""

from __future__ import annotations

import pytest

from llm_extract.paths import holder, is_within, joined, leaves, pattern_of, steps, written


@pytest.mark.parametrize("path", ["", "place", "date.value", "participants[1].name", "a[0][2].b"])
def test_a_path_is_its_steps(path: str) -> None:
    """There and back."""
    assert written(steps(path)) == path


def test_numbers_are_places() -> None:
    """And fall away in a pattern."""
    assert steps("participants[12].name") == ["participants", 12, "name"]
    assert pattern_of("participants[12].name") == "participants[].name"
    assert joined("", "place") == "place"
    assert joined("date", "") == "date"


def test_a_path_within_a_place_goes_on_from_it() -> None:
    """With a field or an item; a longer name or number does not."""
    for path in ("parties", "parties[0]", "parties.x"):
        assert is_within(path, "parties")
    assert not is_within("partiesx", "parties")
    assert not is_within("meetings[10]", "meetings[1]")


def test_leaves_come_in_order() -> None:
    """Mappings that are values themselves are not gone into; what is empty has none."""
    data = {"a": [1, {"b": None}], "c": {"v": "x"}, "d": [], "e": {}}
    assert list(leaves(data)) == [("a[0]", 1), ("a[1].b", None), ("c.v", "x")]
    whole = leaves(data, "r", is_whole=lambda node: isinstance(node, dict) and "v" in node)
    assert list(whole)[-1] == ("r.c", {"v": "x"})


def test_the_holder_has_the_value() -> None:
    """By its last step."""
    data = {"a": [{"b": 1}]}
    node, last = holder(data, "a[0].b")
    assert (node, last) == ({"b": 1}, "b")
