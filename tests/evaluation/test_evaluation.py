"""Articles against their gold, all in all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from llm_extract.diplomacy import diplomacy
from llm_extract.errors import ConfigurationError
from llm_extract.evaluation.evaluation import evaluated
from llm_extract.evaluation.gold import Gold, Head, Records, read_records
from llm_extract.spec import load_spec
from tests.conftest import ROOT
from tests.evaluation.texts import TEXT, call, meeting

BAD = [{"verdict": "contradicted"}]


def test_everything_is_measured() -> None:
    """Failures count as missed, articles without gold do not count, findings rank."""
    gold = Gold([Records(Head(name), {"meetings": [meeting()]}) for name in "abcd"])
    articles = [
        Records(Head("a"), {"meetings": [meeting(findings=[])]}, TEXT),
        Records(Head("b"), {"meetings": [call(findings=BAD)]}, TEXT),
        Records(Head("c"), failed=True),
        Records(Head("z"), {"meetings": [meeting()]}, TEXT),
    ]
    found = evaluated(gold, articles, spec=diplomacy())
    assert (found.failed, found.without_gold, found.gold_left) == (["c"], ["z"], ["d"])
    assert found.measures["meetings.recall"].part == 1
    assert found.measures["meetings.recall"].whole == 3
    assert found.flags == (1, 1, 1, 2)
    assert found.ranking is not None
    assert found.ranking.figures["roc_area"][0] == 1
    shown = json.loads(json.dumps(found.data()))
    assert shown["articles"] == 3
    assert shown["ranking"]["basis"] == "findings"
    assert [record["wrong"] for record in shown["records"]] == [False, True]
    assert shown["missed"] == {"b": {"meetings": [0]}, "c": {"meetings": [0]}}


def test_confidence_is_calibrated() -> None:
    """A confidence ranks, and is held against what came out."""
    gold = Gold([Records(Head(name), {"meetings": [meeting()]}) for name in "ab"])
    articles = [
        Records(Head("a"), {"meetings": [meeting(confidence=0.9)]}, TEXT),
        Records(Head("b"), {"meetings": [call(confidence=0.1)]}, TEXT),
    ]
    ranking = evaluated(gold, articles, spec=diplomacy()).ranking
    assert ranking is not None
    assert ranking.basis == "confidence"
    assert ranking.figures["calibration_error"][0] == pytest.approx(0.1)


def test_without_signals_nothing_is_ranked() -> None:
    """Records that nobody checked."""
    gold = Gold([Records(Head("a"), {"meetings": [meeting()]})])
    found = evaluated(gold, [Records(Head("a"), {"meetings": [call()]})], spec=diplomacy())
    assert (found.flags, found.ranking) == (None, None)
    assert found.data()["ranking"] is None


def test_no_gold_at_all_is_said() -> None:
    """A wrong folder does not come out as zeros."""
    gold = Gold([Records(Head("a"), {"meetings": [meeting()]})])
    with pytest.raises(ConfigurationError, match="no article has gold"):
        evaluated(gold, [Records(Head("b"), {"meetings": []})], spec=diplomacy())
    with pytest.raises(ConfigurationError, match="no article has gold"):
        evaluated(Gold([Records(Head("a"))]), [Records(Head("a"))], spec=diplomacy())


def test_the_examples_gold_is_right_about_itself(examples: Path) -> None:
    """Gold held against itself has nothing wrong, with and without the text."""
    gold = read_records(examples)
    for with_text in (True, False):
        given = [
            Records(
                article.head,
                article.of,
                (examples / str(article.head.source)).read_text(encoding="utf-8")
                if with_text
                else None,
            )
            for article in gold
        ]
        found = evaluated(Gold(gold), given, spec=diplomacy(), resamples=20)
        values = {name: m.value for name, m in found.measures.items()}
        assert set(values.values()) == {1}


def test_the_readouts_gold_is_right_about_itself(shared: Path) -> None:
    """Sixty readouts, optional meetings among them; positions were not coded."""
    gold = read_records(shared / "gold_readouts" / "meetings.jsonl")
    found = evaluated(Gold(gold), gold, spec=diplomacy(), resamples=20)
    assert found.plurals == ["meetings"]
    assert found.measures["meetings.recall"].part == 74
    assert {m.value for m in found.measures.values()} == {1}


def test_record_types_of_ones_own_are_evaluated() -> None:
    """Without a word of scoring in the spec."""
    spec = load_spec(f"{ROOT}/examples/custom/trade_deals.py:trade_deals")
    deal = {
        "seller": "Codelco",
        "buyer": "Hyundai",
        "goods": "copper",
        "amount": "4,000 tonnes",
        "date": {"as_written": "Monday", "value": "2025-03-03"},
        "evidence": ["Codelco will sell 4,000 tonnes of copper to Hyundai, both said Monday."],
    }
    gold = Gold([Records(Head("a"), {"trade_deals": [deal]})])
    given = {**deal, "goods": "metal", "amount": None, "buyer": "Hyundai of South Korea"}
    found = evaluated(gold, [Records(Head("a"), {"trade_deals": [given]})], spec=spec)
    values = {name: m.value for name, m in found.measures.items()}
    assert values["trade_deals.f1"] == 1
    assert values["trade_deals.fields.amount"] == 0
    assert "trade_deals.fields.goods" not in values
    assert found.judgements[0].records[0].wrong_keys == ("buyer",)
