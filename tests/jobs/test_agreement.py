"""Agreement of two codings, against values worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from llm_extract.jobs.agreement import DECISION, agreement, codings, cohens_kappa
from llm_extract.jobs.decisions import Action, Decision


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: 0.7 agreed, 0.5 by chance, kappa 0.4."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(pairs)
    assert found is not None
    assert (found.count, found.share) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_of_three_values() -> None:
    """9 agreed of 12; by chance (5*5 + 4*3 + 3*4)/144: kappa (108 - 49) / (144 - 49)."""
    pairs = [("a", "a")] * 4 + [("a", "b")] + [("b", "b")] * 2 + [("b", "c")] + [("b", "a")]
    pairs += [("c", "c")] * 3
    assert cohens_kappa(pairs) == pytest.approx((108 - 49) / (144 - 49))


def test_kappa_at_its_ends() -> None:
    """Always otherwise is -1, always the same is 1; one value alone says nothing."""
    assert cohens_kappa([("a", "b"), ("b", "a")]) == -1
    assert cohens_kappa([("a", "a"), ("b", "b")]) == 1
    assert cohens_kappa([("a", "a"), ("a", "b")]) == 0
    assert cohens_kappa([("a", "a")] * 3) is None
    assert cohens_kappa([]) is None
    assert agreement([]) is None


def decision(action: str, data: dict[str, Any]) -> Decision:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    after = data if action == "edit" else None
    return Decision(1, 1, now, "ana", Action(action), before=data, after=after)


def test_codings_are_taken_apart_by_field() -> None:
    """Lists in any order, parts of a date apart; nothing of a record that one rejects."""
    words = {"value": "May 4", "match": "exact", "span": {"start": 1}}
    data: dict[str, Any] = {"id": "a", "evidence": [], "mode": "phone", "parties": ["x", "y"],
            "date": {"as_written": words, "value": "2022"}}  # fmt: skip
    other = {
        **data,
        "mode": "video",
        "parties": ["y", "x"],
        "date": {**data["date"], "value": None},
    }
    found = codings([
        (decision("accept", data), decision("edit", other)),
        (decision("accept", data), decision("reject", data)),
    ])  # fmt: skip
    assert found[DECISION] == [(True, True), (True, False)]
    equal = {name: pairs[0][0] == pairs[0][1] for name, pairs in found.items()}
    assert equal.pop(DECISION)
    assert equal == {
        "mode": False, "parties": True, "date.as_written": True, "date.value": False,
    }  # fmt: skip
