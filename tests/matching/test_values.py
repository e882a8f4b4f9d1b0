"""When two values are the same."""

from __future__ import annotations

import pytest

from llm_extract.fields import ActorName, CountryName, PersonName, Place, Quote, Speaker
from llm_extract.matching.values import key, paired, shared


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Place, "the Foreign Ministry", "Foreign\nministry"),
        (Quote, "We agree,", "we agree"),
        (Quote, "it’s done", "it's done"),
        (PersonName, "Joan R. Brook, Jr.", "Joan R. Brook Jr"),
        (CountryName, "U.S.", "the United\nStates"),
        (CountryName, "South Korea", "Republic of Korea"),
        (Speaker, "Washington", "United States"),
        (None, 3, 3.0),
        (None, None, None),
    ],
)
def test_the_same(kind: type | None, one: object, other: object) -> None:
    """Case, a leading the, final marks, line breaks and forms of a state carry no score."""
    assert key(one, kind) == key(other, kind)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (PersonName, "Ruiz", "Ana Ruiz"),
        (PersonName, "President Ana Ruiz", "Ana Ruiz"),
        (PersonName, "Jordan", "Hashemite Kingdom of Jordan"),
        (CountryName, "North Korea", "South Korea"),
        (Place, "Lima", None),
        (None, True, 1),
        (None, 0, None),
    ],
)
def test_not_the_same(kind: type | None, one: object, other: object) -> None:
    """A part of a name is not the name; a person's name is no state's."""
    assert key(one, kind) != key(other, kind)


def test_a_surname_is_enough_to_be_an_actor() -> None:
    """For matching, words of a name stand for it; a state is only itself."""
    assert shared("Ruiz", "Ana Ruiz", PersonName)
    assert shared("Ana Ruiz", "Ruiz", Speaker)
    assert not shared("Ana Soto", "Ana Ruiz", PersonName)
    assert shared("Seoul", "South Korea", ActorName)
    assert not shared("Korean Central Committee", "Korea", ActorName)
    assert not shared("China", "People in China", ActorName)
    assert not shared("", "Ana Ruiz", PersonName)
    assert not shared(None, "Ana Ruiz", PersonName)


def test_signs_alone_are_not_nothing() -> None:
    """Two texts without a letter differ where their signs do."""
    assert key("?", Place) != key("!", Place)


def test_pairs_are_one_to_one() -> None:
    """The second of two equal values finds no partner."""
    assert paired([{"a"}, {"b", "c"}], ["c", "a", "a"]) == {0: 1, 1: 0}
