"""Named features to a probability."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from llm_extract.confidence import shipped
from llm_extract.confidence.logistic import Logistic, Weight
from llm_extract.confidence.weights import read_weights
from llm_extract.errors import ConfigurationError
from llm_extract.resources import resource

MODEL = Logistic(intercept=1.0, features={"flagged": Weight(weight=-2.0, typical=0.25)})


def test_log_odds_are_summed() -> None:
    """An unknown value counts as the typical one; what is not there, or has no weight, as 0."""
    assert MODEL.probability({"flagged": 1.0}) == pytest.approx(1 / (1 + math.e))
    assert MODEL.probability({"flagged": None}) == MODEL.probability({"flagged": 0.25})
    assert MODEL.probability({}) == MODEL.probability({"flagged": 0.0, "other": 7.0})


def test_far_odds_do_not_overflow() -> None:
    """They end at 0 and 1."""
    assert MODEL.probability({"flagged": 1e9}) == pytest.approx(0)
    assert MODEL.probability({"flagged": -1e9}) == pytest.approx(1)


def test_the_shipped_weights_can_be_read_by_a_person() -> None:
    """What a check flags, and what was improbable or seldom the same, speaks against a value."""
    weights = shipped()
    assert weights.name == "confidence-1"
    assert weights.fields.features["flagged"].weight < 0
    assert weights.records.features["keys_improbable"].weight < 0
    assert weights.measured.wrong >= weights.measured.flagged_wrong > 0
    text = resource("weights", "confidence-1.json").read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) < 200


@pytest.mark.parametrize("content", ["", "{}", '{"name": "x", "flag_below": 2}', "[1]"])
def test_another_file_holds_no_weights(tmp_path: Path, content: str) -> None:
    """One line that names the file, and what is wrong in it."""
    path = tmp_path / "w.json"
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_weights(path)
    path.write_text(content)
    with pytest.raises(ConfigurationError, match="no weights"):
        read_weights(path)
