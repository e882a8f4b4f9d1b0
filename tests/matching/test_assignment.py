"""The best one-to-one assignment."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.matching.assignment import assigned


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 4)),
        st.floats(0.01, 1, allow_nan=False),
        max_size=14,
    )
)
def test_no_assignment_weighs_more(weights: dict[tuple[int, int], float]) -> None:
    """Against every assignment there is."""
    found = assigned(weights)
    assert len(set(found.values())) == len(found)
    best = max(
        sum(weights.get(pair, 0.0) for pair in enumerate(order)) for order in permutations(range(5))
    )
    assert sum(weights[pair] for pair in found.items()) == pytest.approx(best)


def test_what_is_impossible_is_not_paired() -> None:
    """Rows and columns without a possible pair stay alone, also where one side is longer."""
    assert assigned({}) == {}
    assert assigned({(0, 7): 0.2, (3, 7): 0.9, (3, 1): 0.3}) == {3: 7}
    assert assigned({(0, 7): 0.2, (0, 8): 0.4}) == {0: 8}


def test_two_poor_pairs_may_outweigh_a_good_one() -> None:
    """The total counts, not the first best pair."""
    assert assigned({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.7}) == {0: 1, 1: 0}
