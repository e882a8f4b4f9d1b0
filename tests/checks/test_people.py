"""The persons of an article, and every place that names them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.directories import person, reading

FULL = "Foreign Minister {} arrived on Monday. {} said the talks went well."


def named(text: str) -> dict[str, list[str]]:
    """The persons with the words that name them."""
    people = reading(text).people
    return {p.name: [text[n.start : n.end] for n in people.namings_of(p)] for p in people.persons}


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("María Fernanda Ortega Ruiz", "Ortega Ruiz"),
        ("María Fernanda Ortega Ruiz", "Ortega"),
        ("Haitham bin Salim al-Maawali", "Al-Maawali"),
        ("Pieter-Jan van den Broek", "Van den Broek"),
        ("Luís da Fonseca", "Da Fonseca"),
        ("Ramon T. Cruz Jr.", "Cruz"),
        ("Park Sun-ho", "Park"),
        ("Nguyen Thi Hoa", "Hoa"),
        ("Tesfaye Bekele Wolde", "Tesfaye"),
        ("Ahmad Zaki Ismail", "Ahmad Zaki"),
        ("Angus McIlwraith", "McIlwraith"),
        ("Cathal O'Dwyer", "O'Dwyer"),
        ("Sun Weiming", "Sun"),
        ("Rashid II", "Rashid"),
    ],
)
def test_a_part_of_the_name_is_the_same_person(full: str, short: str) -> None:
    """Surnames of one word or several, with particles, and given names used alone."""
    assert named(FULL.format(full, short)) == {full: [full, short]}


@pytest.mark.parametrize(
    "title",
    ["Dr", "Sir", "Sheikh", "Datuk Seri", "Tan Sri", "Gen.", "Sen.", "Ambassador", "Sayyid"],
)
def test_titles_are_no_part_of_the_name(title: str) -> None:
    """Courtesies, ranks and titles cut short are left out."""
    assert list(named(f"She met {title} Anders Lindgren on Monday.")) == ["Anders Lindgren"]


def test_no_persons_are_made_of_places_bodies_and_months() -> None:
    """Capitals alone do not make a person."""
    text = "In May the European Court met in San Marino. Foreign Policy Review said so on Monday."
    assert named(text) == {}


def test_a_month_before_a_surname_is_a_name() -> None:
    """ "June Allen" is somebody, "in June Allen" is when."""
    assert list(named("Minister June Allen spoke. Minister Ben Allen left in June.")) == [
        "June Allen",
        "Ben Allen",
    ]


def test_a_longer_form_completes_the_name() -> None:
    """The fullest form of the article is the person's name."""
    text = "Minister Tesfaye Bekele left. Prime Minister Tesfaye Bekele Wolde stayed."
    assert list(named(text)) == ["Tesfaye Bekele Wolde"]


def test_a_shared_surname_is_the_last_introduced() -> None:
    """The codebook's rule, with the others kept beside it."""
    source = reading("Minister Ann Clark met Senator Ben Clark. Clark left.")
    last = source.people.namings[-1]
    assert last.person is person("Ben Clark", source)
    assert last.others == (person("Ann Clark", source),)


@pytest.mark.parametrize(
    ("short", "expected"), [("Minister Clark", "Ann Clark"), ("Senator Clark", "Ben Clark")]
)
def test_a_title_decides_a_shared_surname(short: str, expected: str) -> None:
    """The title in front picks the bearer, who is meant from then on."""
    source = reading(f"Minister Ann Clark met Senator Ben Clark. {short} left. Clark slept.")
    assert [n.person.name for n in source.people.namings[2:]] == [expected, expected]


def test_mrs_is_the_wife() -> None:
    """A woman's title goes to the one whom the text calls a wife."""
    source = reading("Ben Clark said yes. His wife, Ann Clark, said no. Mrs Clark left.")
    assert source.people.namings[-1].person.name == "Ann Clark"


def test_titles_that_are_names() -> None:
    """ "Sultan" before "bin" is a given name, and stays one."""
    text = "Prince Sultan bin Faisal arrived. Prince Sultan left."
    assert named(text) == {"Sultan bin Faisal": ["Sultan bin Faisal", "Sultan"]}


_WORDS = st.text("abcdefgilmnoprstuvz", min_size=3, max_size=8).map(str.capitalize)


@given(_WORDS, _WORDS, _WORDS)
@settings(deadline=None)
def test_a_full_name_and_its_surname_are_one_person(first: str, middle: str, last: str) -> None:
    """Whatever the names: who is introduced with a title is meant by the surname, too."""
    source = reading(f"The foreign minister, X{first} X{middle} X{last}, met them. X{last} left.")
    assert len(source.people.persons) == 1
    assert len(source.people.namings) == 2


@given(st.text(max_size=300))
@settings(deadline=None)
def test_no_text_raises(text: str) -> None:
    """Any text has persons, or none."""
    people = reading(text).people
    assert all(0 <= n.start < n.end <= len(text) for n in people.namings)
