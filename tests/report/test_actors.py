"""Actors of records: states, and persons that are one under several names."""

from __future__ import annotations

from typing import Any

from llm_extract.diplomacy import Position, diplomacy
from llm_extract.report.actors import Actor, Side, actors_in, merged
from llm_extract.report.kinds import kind_of
from tests.report.stores import position

POSITIONS = kind_of(diplomacy().record_type("positions"))
USA = Side("USA", "United States")
KOR = Side("KOR", "South Korea")


def held_by(name: str, country: Any) -> list[Actor]:
    """The actors of a position of this holder."""
    record = Position.model_validate(position(name, country, "fish", "supports"))
    return actors_in(record.model_dump(mode="json"), POSITIONS)


def test_titles_in_front_of_a_name_go() -> None:
    """What a model left in the name does not make another person of it."""
    names = [held_by(words, "U.S.")[0].name for words in ("U. S. President Joe Biden", "Joe Biden")]
    assert names == ["Joe Biden", "Joe Biden"]


def test_a_state_is_no_person() -> None:
    """A state as holder is its own side; a body without a code keeps its name and its state."""
    assert held_by("Seoul", None) == [Actor(Side("KOR", held_by("Seoul", None)[0].side.label))]
    (ministry,) = held_by("the Foreign Ministry", "China")
    assert (ministry.name, ministry.side.key) == ("the Foreign Ministry", "CHN")
    (nobody,) = held_by("Norland", None)
    assert nobody.has_state is False


def test_a_surname_that_one_person_bears_is_that_person() -> None:
    """Within a state; where two bear it, it stays alone."""
    biden, joe = Actor(USA, "Biden"), Actor(USA, "Joe Biden")
    kims = [Actor(KOR, "Kim Hong-kyun"), Actor(KOR, "Kim Hyung-jun"), Actor(KOR, "Kim")]
    stands = merged([[biden], [joe], kims])
    assert stands[biden.key] == joe
    assert stands[kims[2].key] == kims[2]
    assert len({stands[kim.key].name for kim in kims}) == 3
