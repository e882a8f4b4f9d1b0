"""Which record matches which gold record, and what is wrong with it."""

from __future__ import annotations

from typing import Any

from llm_extract.diplomacy import diplomacy
from llm_extract.evaluation.gold import Head, Records
from llm_extract.evaluation.judging import Judgement, judged
from tests.evaluation.texts import FIRST, LAST, SECOND, TEXT, call, meeting, person, position


def judge(
    gold: list[dict[str, Any]], given: list[dict[str, Any]], *, plural: str = "meetings"
) -> Judgement:
    return judged(
        Records(Head("a"), {plural: gold}),
        Records(Head("a"), {plural: given}, TEXT),
        spec=diplomacy(),
    )


def pairs(judgement: Judgement) -> list[int | None]:
    return [record.gold for record in judgement.records]


def test_records_find_their_gold() -> None:
    """In any order; what is not found is missed."""
    found = judge([meeting(), call(), meeting(evidence=[LAST])], [call(), meeting()])
    assert pairs(found) == [1, 0]
    assert found.required == {"meetings": 3}
    assert found.missed == {"meetings": (2,)}
    assert not any(record.wrong for record in found.records)


def test_evidence_or_actor_alone_is_no_match() -> None:
    """Both are needed."""
    people = [person("Clara Melo", "Brazil")]
    strangers = meeting(participants=people, parties=["Brazil"])
    assert pairs(judge([meeting()], [strangers])) == [None]
    assert pairs(judge([meeting()], [meeting(evidence=[LAST])])) == [None]
    assert judge([meeting()], [strangers]).records[0].wrong


def test_a_double_matches_nothing() -> None:
    """The likest takes the gold; a second one is wrong."""
    found = judge([meeting()], [meeting(status="planned"), meeting()])
    assert pairs(found) == [None, 0]
    assert [record.wrong for record in found.records] == [True, False]


def test_a_good_pair_goes_before_two_poor_ones() -> None:
    """A record that is the first meeting stays it, though it could stand for the second, too."""
    both = meeting(evidence=[FIRST, SECOND])
    weak = meeting(
        participants=[person("Luis Soto")], parties=[], mode="video", status="planned",
        place=None, evidence=[FIRST, LAST],
    )  # fmt: skip
    assert pairs(judge([meeting(), call()], [both, weak])) == [0, None]


def test_key_fields_make_a_record_wrong() -> None:
    """Names, date, status and mode do; place and role do not."""
    found = judge([meeting()], [meeting(mode="phone", place="Quito")])
    assert found.records[0].wrong_keys == ("mode",)
    people = [person("Ana Ruiz", None, "envoy"), person("Luis Soto")]
    assert not judge([meeting()], [meeting(place=None, participants=people)]).records[0].wrong
    accepted = meeting(accept={"mode": ["phone"]})
    assert not judge([accepted], [meeting(mode="phone")]).records[0].wrong


def test_optional_gold_counts_neither_way() -> None:
    """It is not missed, and what matches it is marked; required gold goes before it."""
    found = judge([meeting(), call(optional=True)], [call()])
    assert found.required == {"meetings": 1}
    assert found.missed == {"meetings": (0,)}
    assert found.records[0].optional
    assert pairs(judge([meeting(optional=True), meeting()], [meeting()])) == [1]


def test_a_type_without_gold_is_left_out() -> None:
    """Gold that codes meetings alone says nothing about positions."""
    gold = Records(Head("a"), {"meetings": [meeting()]})
    given = Records(Head("a"), {"meetings": [], "positions": [position()]}, TEXT)
    found = judged(gold, given, spec=diplomacy())
    assert found.records == ()
    assert found.required == {"meetings": 1}


def test_positions_link_to_the_meeting_that_theirs_matches() -> None:
    """A link is right when it leads to the record that matches the gold's."""
    gold = Records(Head("a"), {"meetings": [meeting(), call()], "positions": [position(meeting=1)]})
    given = Records(Head("a"), {"meetings": [call()], "positions": [position(meeting=0)]}, TEXT)
    (_, held) = judged(gold, given, spec=diplomacy()).records
    assert dict(held.results)["meeting"]


def test_a_failed_article_misses_everything() -> None:
    """It has no records."""
    gold = Records(Head("a"), {"meetings": [meeting()]})
    found = judged(gold, Records(Head("a"), failed=True), spec=diplomacy())
    assert found.missed == {"meetings": (0,)}
