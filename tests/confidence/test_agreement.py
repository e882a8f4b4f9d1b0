"""Several answers about one article."""

from __future__ import annotations

from typing import Any

from llm_extract.article import Article
from llm_extract.confidence.agreement import note_agreement
from llm_extract.diplomacy import Meeting, diplomacy
from llm_extract.signals import Signals
from tests.fakes import meeting

ARTICLE = Article(text="Ana Ruiz met Luis Soto in Lima on Tuesday. Soto then left for Quito.")
ELSEWHERE = ["Soto then left for Quito."]


def record(**changes: Any) -> Meeting:
    evidence = ["Ana Ruiz met Luis Soto in Lima on Tuesday."]
    return Meeting.model_validate({"evidence": evidence, **meeting(), "date": {}} | {
        "evidence": evidence, **changes})  # fmt: skip


def agreement(mine: list[Meeting], *others: list[Meeting]) -> list[Signals]:
    signals = [Signals() for _ in mine]
    note_agreement(
        {"meetings": signals, "positions": []},
        {"meetings": mine, "positions": []},
        [{"meetings": other, "positions": []} for other in others],
        article=ARTICLE,
        spec=diplomacy(),
    )
    return signals


def test_fields_are_compared_with_the_record_that_is_the_same() -> None:
    """The share of the other answers that says the same; one without such a record says no."""
    (one,) = agreement([record()], [record()], [record(mode="phone")], [])
    assert one.others == 3
    assert round(one.agreement[""], 3) == 0.667
    assert round(one.agreement["mode"], 3) == 0.333
    assert round(one.agreement["participants[].name"], 3) == 0.667


def test_another_encounter_is_no_agreement() -> None:
    """Its evidence stands elsewhere."""
    (one,) = agreement([record()], [record(evidence=ELSEWHERE)])
    assert one.agreement == {}
    assert one.others == 1


def test_without_other_answers_nothing_is_noted() -> None:
    """Then agreement is not known, which is not none."""
    (one,) = agreement([record()])
    assert (one.others, one.agreement) == (0, {})
