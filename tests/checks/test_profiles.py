"""Titles and states beside a name."""

from __future__ import annotations

import pytest

from llm_extract.checks.profiles import title_start
from tests.checks.directories import person, reading


def of(name: str, text: str) -> tuple[list[str], set[str]]:
    """The titles of a person and the codes of the states."""
    source = reading(text)
    made = source.cast.profile(person(name, source))
    return [text[start:end] for start, end in made.titles], set(made.states)


@pytest.mark.parametrize(
    ("text", "title", "code"),
    [
        ("Peruvian Foreign Minister Ann Clark left.", "Peruvian Foreign Minister", "PER"),
        ("Peru's president, Ann Clark, left.", "Peru's president", "PER"),
        ("The minister for the sea, Dame Ann Clark, left.", "minister for the sea, Dame", None),
        ("Ann Clark, Peru's vice minister of trade, left.", "Peru's vice minister of trade", "PER"),
        ("President Ann Clark of Peru left.", "President", "PER"),
        ("Ambassador Ann Clark (Peru) said so.", "Ambassador", "PER"),
        ("He met his Peruvian counterpart, Ann Clark.", "Peruvian counterpart", "PER"),
        ("He met his Peruvian opposite number, Ann Clark.", "Peruvian opposite number", "PER"),
        ("Chile's ambassador to Peru, Ann Clark, left.", "Chile's ambassador to Peru", "CHL"),
        ("Sens. Ann Clark and Bo Lee left.", "Sens.", None),
    ],
)
def test_titles_and_states(text: str, title: str, code: str | None) -> None:
    """In front, behind, behind a comma, in brackets."""
    titles, codes = of("Ann Clark", text)
    assert titles == [title]
    assert codes == ({code} if code else set())


def test_a_clause_is_no_title() -> None:
    """ "who was in Peru with Minister X" says nothing of her own office or state."""
    text = "Chilean envoy Ann Clark, who was in Peru with Minister Bo Allen, left."
    assert of("Ann Clark", text) == (["Chilean envoy"], {"CHL"})


def test_each_of_a_list_has_a_title_of_their_own() -> None:
    """The next one's title is not the last one's apposition."""
    text = "He met President Ann Clark, Minister for Trade Bo Allen, and others."
    assert of("Ann Clark", text)[0] == ["President"]
    assert of("Bo Allen", text)[0] == ["Minister for Trade"]


def test_a_spokesman_acts_for_his_masters_state() -> None:
    """ "X's deputy, Y" has Y act for the state of X."""
    text = "Peruvian President Bo Allen spoke. Allen's deputy, Ann Clark, left."
    assert of("Ann Clark", text)[1] == {"PER"}


def test_where_titles_begin() -> None:
    """A name without titles begins where it begins."""
    source = reading("The Peruvian envoy Ann Clark left. Clark slept.")
    first, last = source.people.namings
    assert source.text[title_start(first, source.people) :].startswith("Peruvian")
    assert title_start(last, source.people) == last.start
