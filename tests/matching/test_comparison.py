"""Which fields of a record are right."""

from __future__ import annotations

from typing import Any

import pytest

from llm_extract.matching.comparison import compared, share_an_actor
from llm_extract.matching.shape import scoring
from tests.evaluation.texts import MEETINGS, POSITIONS, meeting, person, position


def wrong(gold: dict[str, Any], record: dict[str, Any]) -> set[str]:
    """The fields of a meeting that are not right."""
    return {r.field for r in compared(gold, record, model=MEETINGS.model) if not r.right}


def test_the_gold_itself_is_right() -> None:
    """Every field but free wording is compared; parts field by field."""
    results = compared(meeting(), meeting(), model=MEETINGS.model)
    assert all(result.right for result in results)
    assert [result.field for result in results] == [
        "status", "mode", "participants[].name",
        "participants[].role", "participants[].country",
        "participants[].role", "participants[].country",
        "parties", "date.as_written", "date.value", "place",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"status": "planned"}, {"status"}),
        ({"parties": ["Chile", "Republic of Peru", "Peru"]}, set()),
        ({"parties": ["Chile"]}, {"parties"}),
        ({"place": "lima,", "topics": ["ports"]}, set()),
        ({"date": {"as_written": "Tuesday", "value": None}}, {"date.value"}),
        ({"date": None, "place": 7}, {"date.as_written", "date.value", "place"}),
        ({"participants": [person("Luis Soto")]}, {"participants[].name", "participants[].role",
                                                   "participants[].country"}),
        ({"participants": ["Ana Ruiz", "Luis Soto"]},
         {"participants[].role", "participants[].country"}),
        ({"participants": "nobody"}, {"participants[].name"}),
    ],
)  # fmt: skip
def test_what_differs_is_wrong(changes: dict[str, Any], fields: set[str]) -> None:
    """Lists in any order; what is no list or no part is just wrong."""
    assert wrong(meeting(), meeting(**changes)) == fields


def test_names_are_right_only_all_together() -> None:
    """One missing, one too many, one in part: each makes the names wrong, the rest is paired."""
    both = meeting()["participants"]
    for given in ([both[0]], [*both, person("Clara Melo")], [both[0], person("Soto", "Chile")]):
        results = compared(meeting(), meeting(participants=given), model=MEETINGS.model)
        names = [r.right for r in results if r.field == "participants[].name"]
        countries = [r.right for r in results if r.field == "participants[].country"]
        assert names == [False]
        assert set(countries) == {True}
    assert wrong(meeting(), meeting(participants=both[::-1])) == set()


def test_accepted_values_are_right() -> None:
    """Of a value, of an item of a list, of a whole list."""
    gold = meeting(
        accept={
            "place": [None, "Peru"],
            "mode": ["unspecified"],
            "participants[1].name": ["Soto"],
            "participants[1].role": ["head of state"],
            "parties": [["Peru"]],
            "date.value": [None],
        }
    )
    people = [person("Ana Ruiz", "Peru", "Foreign Minister"),
              person("Soto", "Chile", "head of state")]  # fmt: skip
    given = meeting(
        place="Peru", mode="unspecified", parties=["Peru"], participants=people,
        date={"as_written": "Tuesday", "value": None},
    )  # fmt: skip
    assert wrong(gold, given) == set()
    assert wrong(gold, meeting()) == set()


def test_an_accepted_list_of_parts_goes_whole() -> None:
    """Its items keep what the gold accepts for the same person."""
    both = meeting()["participants"]
    more = [*both, person("Clara Melo", "Brazil", "envoy")]
    gold = meeting(accept={"participants": [more], "participants[0].role": [None]})
    assert wrong(gold, meeting(participants=more)) == set()
    changed = [person("Ana Ruiz", "Peru"), *more[1:]]
    assert wrong(gold, meeting(participants=changed)) == set()
    assert wrong(gold, meeting(participants=[both[0], more[2]])) == {"participants[].name"}


def test_broken_accept_is_no_accept() -> None:
    """Gold of others does not break an evaluation."""
    accepts: tuple[Any, ...] = (
        None, [], "x", {"place": "Quito", "participants": 3, "parties[0]": None},
    )  # fmt: skip
    for accept in accepts:
        assert wrong(meeting(accept=accept), meeting(place="Quito")) == {"place"}


@pytest.mark.parametrize(
    ("target", "given", "right"),
    [(1, 0, True), (0, 0, False), (None, 0, False), (None, None, True), (1, None, False),
     (None, 5, False), (1, "x", False)],
)  # fmt: skip
def test_links_follow_the_matching(target: int | None, given: Any, right: bool) -> None:
    """Record 0 matches gold 1, so a link to 0 is right where the gold links to 1."""
    links = {"meetings": {0: 1}}
    results = compared(
        position(meeting=target), position(meeting=given), model=POSITIONS.model, links=links
    )
    assert dict(results)["meeting"] is right
    without = compared(position(), position(), model=POSITIONS.model)
    assert "meeting" not in dict(without)


def test_one_shared_actor_is_enough() -> None:
    """A surname, a party in another form, an accepted holder; none shared is none."""
    actors = scoring(MEETINGS).actors

    def share(gold: dict[str, Any], **changes: Any) -> bool:
        return share_an_actor(gold, meeting(**changes), model=MEETINGS.model, actors=actors)

    assert share(meeting(), participants=[person("Soto")], parties=[])
    assert share(meeting(), participants=[], parties=["the Republic of Chile"])
    assert not share(meeting(), participants=[person("Clara Melo")], parties=["Brazil"])
    assert not share(meeting(), participants=[], parties=[])
    other = meeting(participants=[], parties=[], accept={"parties": [["Chile"]]})
    assert share(other)
    whole = meeting(participants=[], parties=[], accept={"participants": [[person("Ana Ruiz")]]})
    assert share(whole, parties=[])
    assert share(meeting(participants=[], parties=[]), parties=[])
