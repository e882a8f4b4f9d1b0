"""When two forms are one name, and when they are only alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.checks.names import (
    ALIKE,
    folded,
    forms,
    given_words,
    is_latin,
    likeness,
    same_name,
    surname,
    words,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Noh Kyu-duk", "NOH Kyuduk"),
        ("Noh Kyu-duk", "Kyu Duk Noh"),
        ("Takeru Mori", "Mori Takeru"),
        ("Joseph R. Clark", "Joseph Clark"),
        ("Róisín O'Dwyer", "Roisin O’Dwyer"),
        ("Hamad Al Rashid", "Hamad al-Rashid"),
        ("Omar ash-Sharif", "Omar Sharif"),
        ("Ramon Cruz Jr.", "Ramon Cruz"),
    ],
)
def test_one_name_in_several_forms(one: str, other: str) -> None:
    """Order, case, hyphens, accents, initials, articles and suffixes make no other name."""
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kim Hong-kyun", "Kim Heung-kyu"), ("Ann Clark", "Anna Clark"), ("Li Wei", "Li Wen")],
)
def test_alike_is_not_the_same(one: str, other: str) -> None:
    """A letter or a syllable off is another name, though a near one."""
    assert not same_name(one, other)
    assert likeness(one, other) > 0.5


def test_likeness_is_high_for_one_letter() -> None:
    """One changed letter in a full name is called near."""
    assert (
        likeness("Matthijs Vermeer", "Matthijs Vermeel") >= ALIKE > likeness("Ann Clark", "Xi Bo")
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Park Sun-ho", "park"),
        ("Sun-ho Park", "park"),
        ("Nguyen Thi Hoa", "nguyen"),
        ("Ann McKay", "mckay"),
        ("Bassam al-Khatib", "khatib"),
        ("Ramon Cruz Jr.", "cruz"),
        ("", ""),
    ],
)
def test_surnames(name: str, expected: str) -> None:
    """An East Asian surname stands first, any other last."""
    assert surname(name) == expected


def test_words_that_tell_somebody() -> None:
    """Particles and initials do not tell a person."""
    assert given_words("Pieter J. van den Broek") == {"pieter", "broek"}
    assert words("Faisal bin Turki II") == ("faisal", "bin", "turki")
    assert folded("Ter-Grigoryan") == "tergrigoryan"


def test_scripts_without_capitals() -> None:
    """Only alphabets with capitals are read by capitals."""
    assert is_latin("Иван Петров")
    assert not is_latin("노규덕")


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_raises(one: str, other: str) -> None:
    """Whatever stands for a name, it has forms, a surname and a likeness."""
    assert isinstance(surname(one), str)
    assert 0 <= likeness(one, other) <= 1
    assert same_name(one, other) == same_name(other, one)
    assert same_name(one, one) or not forms(one)
