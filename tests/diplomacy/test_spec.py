"""Which records are one, and which meeting a position belongs to."""

from __future__ import annotations

from typing import Any

from llm_extract import Article, Meeting, Position
from llm_extract.diplomacy.spec import link_positions, meeting_identity, position_identity
from tests import fakes

ARTICLE = Article(text="x")


def met(**changes: Any) -> Meeting:
    """A meeting record with the changes."""
    return Meeting.model_validate(
        {**fakes.meeting(), "date": {"value": "2022-05-03"}, "evidence": ["They met."], **changes}
    )


def held(**changes: Any) -> Position:
    """A position record with the changes."""
    values = {**fakes.position(), "date": {}, "evidence": ["They met."]}
    return Position.model_validate({**values, **changes})


def test_one_encounter_mentioned_twice_is_one() -> None:
    """Order of names, case and other evidence make no difference."""
    people = list(reversed(fakes.meeting()["participants"]))
    assert meeting_identity(met()) == meeting_identity(met(participants=people, place=None))


def test_other_people_days_and_outcomes_of_plans_are_others() -> None:
    """The first and the second summit of the same two are two records."""
    others = [
        met(date={"value": "2022-05-04"}),
        met(status="planned"),
        met(participants=fakes.meeting()["participants"][:1]),
    ]
    assert len({meeting_identity(record) for record in [met(), *others]}) == 4


def test_without_names_the_parties_tell() -> None:
    """ "Seoul" and "South Korea" are the same party."""
    one = met(participants=[], parties=["Seoul", "China"])
    other = met(participants=[], parties=["China", "South Korea"])
    assert meeting_identity(one) == meeting_identity(other)


def test_positions_differ_by_holder_stance_and_issue() -> None:
    """A repetition is one; another issue or stance is another."""
    assert position_identity(held()) == position_identity(held(issue="Data  Sharing"))
    others = [held(issue="fishing"), held(stance="opposes"), held(holders=[{"name": "Soto",
              "country": None}])]  # fmt: skip
    assert len({position_identity(record) for record in [held(), *others]}) == 4


def test_a_position_is_linked_by_sentence_and_actor() -> None:
    """Both are needed, and the meeting must have taken place."""
    for meeting, position, linked in [
        (met(), held(), 0),
        (met(), held(holders=[{"name": "Peru", "country": "Peru"}]), 0),
        (met(), held(holders=[{"name": "Brazil", "country": "Brazil"}]), None),
        (met(), held(evidence=["Another sentence."]), None),
        (met(status="planned"), held(), None),
        (met(evidence=["After the talks Ruiz told reporters."]),
         held(evidence=["After the talks Ruiz told reporters."]), None),
    ]:  # fmt: skip
        link_positions(ARTICLE, {"meetings": [meeting], "positions": [position]})
        assert position.meeting == linked


def test_a_linked_position_takes_the_meetings_date_unless_it_has_its_own() -> None:
    """The codebook dates it with the encounter."""
    position, dated = held(), held(date={"as_written": "Monday"})
    link_positions(ARTICLE, {"meetings": [met()], "positions": [position, dated]})
    assert position.date.value == "2022-05-03"
    assert (dated.date.value, str(dated.date.as_written)) == (None, "Monday")
