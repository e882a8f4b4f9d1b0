"""Numbers in digits and letters."""

from __future__ import annotations

import pytest

from llm_extract.checks.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3,000 men and $1.5 billion", [3000, 1.5e9]),
        ("$375\nmillion", [375e6]),
        ("twenty-one of two hundred thousand", [21, 200_000]),
        ("the 30th day, the third week", [30, 3]),
        ("5% in pre-1967 lines", [5, 1967]),
        ("the G20 and the K9", []),
        ("often, tense, bone", []),
    ],
)
def test_numbers_are_read_with_their_scale(text: str, values: list[float]) -> None:
    """Scales multiply, ordinals count as cardinals, digits inside a name are none."""
    assert [number.value for number in numbers_in(text)] == values
