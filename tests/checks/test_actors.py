"""Who acts in a sentence, and whom descriptions stand for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.directories import reading

BEFORE = "Peruvian President Ann Clark met Chilean Foreign Minister Bo Allen in Lima."


def actors(sentence: str, before: str = "") -> list[tuple[str, str, str | None]]:
    """(words, kind, whom they stand for) of a text's last sentence."""
    text = f"{before} {sentence}".strip()
    source = reading(text)
    found = source.cast.in_sentence(len(source.sentences) - 1)
    return [(text[a.start : a.end], a.kind, a.person.name if a.person else a.code) for a in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The president left.", "Ann Clark"),
        ("The President left.", "Ann Clark"),
        ("The Chilean minister left.", "Bo Allen"),
        ("The Foreign Minister left.", "Bo Allen"),
        ("The FM left.", "Bo Allen"),
    ],
)
def test_descriptions_stand_for_persons(sentence: str, expected: str) -> None:
    """Title and state say who is meant, in small letters and in capitals."""
    assert actors(sentence, BEFORE)[0][1:] == ("role", expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Lima and Santiago agreed.", [("Lima", "state", "PER"), ("Santiago", "state", "CHL")]),
        ("Peru's Foreign Ministry agreed.", [("Peru's Foreign Ministry", "body", "PER")]),
        ("The Peruvian government agreed.", [("The Peruvian government", "body", "PER")]),
        ("State agency KZTU reported that.", [("KZTU", "body", None)]),
        ("Both sides agreed.", [("Both sides", "group", None)]),
        ("Analysts and the professor agreed.", [("the professor", "outsider", None)]),
        ("A weekly briefing ended.", []),
    ],
)
def test_states_bodies_and_groups(
    sentence: str, expected: list[tuple[str, str, str | None]]
) -> None:
    """Capitals stand for governments; a body has the state in front of it."""
    assert actors(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Chilean Foreign Ministry spokeswoman Ann Clark left.",
        "Ann Clark, a deputy minister, left.",
        "His counterpart, Ann Clark, left.",
        "US Deputy Secretary of State Ann Clark left.",
    ],
)
def test_titles_beside_a_name_are_no_actors(sentence: str) -> None:
    """Only the person acts."""
    assert actors(sentence) == [("Ann Clark", "person", "Ann Clark")]


@given(st.text(max_size=300))
@settings(deadline=None)
def test_no_text_raises(text: str) -> None:
    """Any sentence has actors, or none."""
    source = reading(text)
    for index, (start, end) in enumerate(source.sentences):
        assert all(start <= a.start < a.end <= end for a in source.cast.in_sentence(index))
