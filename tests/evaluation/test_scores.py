"""Judgements as figures."""

from __future__ import annotations

import pytest

from llm_extract.diplomacy import diplomacy
from llm_extract.evaluation.gold import Head, Records
from llm_extract.evaluation.judging import Judgement, judged
from llm_extract.evaluation.scores import counted, measured
from tests.evaluation.texts import LAST, TEXT, call, meeting, person


@pytest.fixture
def judgements() -> list[Judgement]:
    """Three articles: one right, one half right, one without records of its own."""
    made = [
        ([meeting(), call()], [meeting(), call()]),
        ([meeting(), call(optional=True)],
         [meeting(mode="phone"), call(), meeting(evidence=[LAST])]),
        ([meeting()], []),
    ]  # fmt: skip
    return [
        judged(
            Records(Head(str(n)), {"meetings": gold}),
            Records(Head(str(n)), {"meetings": given}, TEXT),
            spec=diplomacy(),
        )
        for n, (gold, given) in enumerate(made)
    ]


def test_figures_by_hand(judgements: list[Judgement]) -> None:
    """Four records count (one more matches optional gold), three match, two are right."""
    figures = measured(judgements)
    shown = {name: (m.part, m.whole) for name, m in figures.items()}
    assert shown["meetings.precision"] == (3, 4)
    assert shown["meetings.recall"] == (3, 4)
    assert shown["meetings.f1"] == (6, 8)
    assert shown["meetings.matched_right"] == (2, 3)
    assert shown["meetings.right"] == (2, 4)
    assert shown["meetings.fields.mode"] == (2, 3)
    assert shown["meetings.fields.participants[].country"] == (6, 6)
    assert figures["meetings.f1"].value == 0.75
    assert not [name for name in figures if name.startswith("positions")]
    interval = figures["meetings.recall"].interval
    assert interval is not None
    assert interval.low < 0.75 <= interval.high
    assert [record.wrong for record in counted(judgements)] == [False, False, True, True]


def test_nothing_to_count_has_no_value(judgements: list[Judgement]) -> None:
    """No record given: no precision; the rest stands."""
    figures = measured(judgements[2:])
    assert figures["meetings.precision"].value is None
    assert figures["meetings.recall"].value == 0
    assert figures["meetings.f1"].value == 0
    assert figures["meetings.f1"].interval is None


def test_a_person_too_many_is_a_wrong_name() -> None:
    """Nobody else may be named."""
    people = [*meeting()["participants"], person("Clara Melo")]
    found = judged(
        Records(Head("a"), {"meetings": [meeting()]}),
        Records(Head("a"), {"meetings": [meeting(participants=people)]}, TEXT),
        spec=diplomacy(),
    )
    assert measured([found])["meetings.fields.participants[].name"].value == 0
