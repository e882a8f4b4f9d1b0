"""What a record says of its own doubt."""

from __future__ import annotations

from typing import Any

import pytest

from llm_extract.evaluation.judging import Judged
from llm_extract.evaluation.signals import Flags, confidence, flags, ranked, verdicts


def record(*, wrong: bool, **data: Any) -> Judged:
    return Judged("meetings", 0, data, gold=None if wrong else 0)


def findings(*names: str) -> list[dict[str, str]]:
    return [{"verdict": name} for name in names]


def test_confidence_goes_before_findings() -> None:
    """Badness is what is missing to certainty."""
    kept = [record(wrong=True, confidence=0.25, findings=[]), record(wrong=False, confidence=1)]
    assert ranked(kept) == ("confidence", [(0.75, True), (0.0, False)])


def test_findings_are_counted() -> None:
    """Contradicted and not found values count, ambiguous ones break ties, the rest is nothing."""
    kept = [
        record(wrong=True, findings=findings("contradicted", "not_found", "ambiguous")),
        record(wrong=False, findings=findings("supported", "unverifiable", "ambiguous")),
        record(wrong=False, findings=[]),
        record(wrong=True),
    ]
    basis, order = ranked(kept) or ("", [])
    assert basis == "findings"
    assert [badness for badness, _ in order] == pytest.approx([2.01, 0.01, 0])
    assert flags(kept, below=0.5) == Flags(flagged=1, flagged_wrong=1, wrong=1, records=3)


def test_unchecked_records_have_neither() -> None:
    """Then there is nothing to rank by."""
    assert ranked([record(wrong=True)]) is None
    assert flags([record(wrong=True)], below=0.5) is None
    assert ranked([]) is None


def test_what_is_none_is_none() -> None:
    """Values of other tools that are no probability and no verdict."""
    for value in (True, "0.5", -1, 1.5, None, float("nan")):
        assert confidence({"confidence": value}) is None
    assert verdicts({"findings": "none"}) is None
    assert verdicts({"findings": [3, {}, {"verdict": "odd"}, {"verdict": ["x"]}]}) == []
