"""What an order of records is worth."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.evaluation import ranking
from llm_extract.evaluation.ranking import Ranked

RECORDS = st.lists(
    st.builds(Ranked, st.sampled_from([0.0, 0.2, 0.5, 1.0]), st.booleans()), min_size=1, max_size=6
)


def made(wrong: str) -> list[Ranked]:
    """Records from the worst to the best; w is a wrong one."""
    return [Ranked(1 - at / len(wrong), sign == "w") for at, sign in enumerate(wrong)]


def test_figures_of_an_order_by_hand() -> None:
    """Ten records, two of the three wrong ones first."""
    records = made("wwrrrwrrrr")
    assert ranking.wrong_share(records) == pytest.approx(0.3)
    assert ranking.caught(records, 0.1) == pytest.approx(1 / 3)
    assert ranking.caught(records, 0.2) == pytest.approx(2 / 3)
    assert ranking.caught(records, 0.3) == pytest.approx(2 / 3)
    assert ranking.most_possible(records, 0.1) == pytest.approx(1 / 3)
    assert ranking.most_possible(records, 0.3) == pytest.approx(1)
    assert ranking.roc_area(records) == pytest.approx((7 + 7 + 4) / 21)
    assert ranking.accepted(records, 0.10) == pytest.approx(0.4)
    assert ranking.accepted(records, 0.13) == pytest.approx(0.8)
    assert ranking.risk_coverage(records)[4] == pytest.approx((0.5, 0.2))
    risks = [0, 0, 0, 0, 1 / 5, 1 / 6, 1 / 7, 1 / 8, 2 / 9, 3 / 10]
    assert ranking.risk_coverage_area(records) == pytest.approx(sum(risks) / 10)


def test_a_perfect_and_a_reversed_order() -> None:
    """Everything possible, and nothing."""
    assert ranking.caught(made("wwrrrrrrrr"), 0.3) == 1
    assert ranking.roc_area(made("wwrr")) == 1
    assert ranking.roc_area(made("rrww")) == 0
    assert ranking.caught(made("wwwwwwwwwr"), 0.3) == pytest.approx(
        ranking.most_possible(made("wwwwwwwwwr"), 0.3)
    )


def test_no_order_is_a_random_one() -> None:
    """Records of one badness: what chance gives."""
    records = [Ranked(0.5, wrong) for wrong in (True, False, False, False, True)]
    assert ranking.caught(records, 0.3) == pytest.approx(0.3)
    assert ranking.roc_area(records) == pytest.approx(0.5)
    assert ranking.risk_coverage_area(records) == pytest.approx(0.4)
    assert ranking.accepted(records, 0.10) == 0
    assert ranking.accepted(records, 0.40) == 1


@given(RECORDS)
def test_ties_are_the_mean_over_their_orders(records: list[Ranked]) -> None:
    """Every figure of rank is that of all orders of equal records on average."""
    orders = [
        [Ranked(at, r.wrong) for at, r in enumerate(sorted(order, key=lambda r: r.badness))]
        for order in permutations(records)
    ]
    for figure in (
        ranking.risk_coverage_area,
        ranking.roc_area,
        lambda order: ranking.caught(order, 0.5),
    ):
        values = [value for order in orders if (value := figure(order)) is not None]
        expected = pytest.approx(sum(values) / len(values)) if values else None
        assert figure(records) == expected


def test_calibration_by_hand() -> None:
    """Confidence 0.95 and always right, 0.85 and half right: bins of a tenth, by size."""
    records = [Ranked(0.05, False)] * 6 + [Ranked(0.15, False), Ranked(0.15, True)]
    assert ranking.calibration_error(records) == pytest.approx((6 * 0.05 + 2 * 0.35) / 8)
    bins = ranking.reliability(records)
    assert [(b.right, b.size) for b in bins] == [(0.5, 2), (1, 6)]
    edges = [Ranked(0, False), Ranked(1, True), Ranked(1.0000001, True)]
    assert ranking.calibration_error(edges) == pytest.approx(0, abs=1e-6)


def test_too_little_has_no_figure() -> None:
    """No records; none wrong; none right."""
    assert set(ranking.figures([], calibrated=True).values()) == {None}
    assert ranking.caught(made("rr"), 0.1) is None
    assert ranking.most_possible(made("rr"), 0.1) is None
    assert ranking.roc_area(made("ww")) is None


def test_figures_have_their_names() -> None:
    """Calibration only where badness is a probability."""
    names = set(ranking.figures(made("wr"), calibrated=False))
    assert {"wrong_share", "caught_30%", "most_possible_30%", "accepted_at_2%"} <= names
    assert "calibration_error" not in names
    assert "calibration_error" in ranking.figures(made("wr"), calibrated=True)
