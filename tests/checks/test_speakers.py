"""Who says it, worked out from the cue."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.checks.speakers import Attribution
from tests.checks.directories import reading

INTRO = "Peruvian President Ann Clark met Chilean Foreign Minister Bo Allen in Lima on Monday. "


def speakers(text: str, number: int = -1) -> list[str]:
    """Who says the last quotation: names of persons, else the words."""
    source = reading(text)
    voices = source.attributions.of_quotation(
        [q for q in source.quotations if q.depth == 0][number]
    )
    return [v.person.name if v.person else text[v.start : v.end] for v in voices]


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ('"We agree," Clark said.', "Ann Clark"),
        ('"We agree," said Allen.', "Bo Allen"),
        ('"We agree," said Chilean Foreign Minister Bo Allen.', "Bo Allen"),
        ('Clark said they "all agree".', "Ann Clark"),
        ('Clark told Allen that they "all agree".', "Ann Clark"),
        ('Clark said they "agree", while Allen thanked her.', "Ann Clark"),
        ('"We agree," the Chilean minister told reporters.', "Bo Allen"),
        ('"We agree," he said.', "Ann Clark"),
        ('According to Allen, they "agree".', "Bo Allen"),
        ('The deal is "good", according to Allen.', "Bo Allen"),
        ('"We agree," Allen was quoted by the ministry as saying.', "Bo Allen"),
        ('In Quito, Allen called it "good".', "Bo Allen"),
        ("'We agree,' Allen said.", "Bo Allen"),
        ('Allen, who had been silent, called it "good".', "Bo Allen"),
        ('Clark met Allen, calling him "a friend".', "Ann Clark"),
        ('They met again, with Allen calling it "good".', "Bo Allen"),
        ('"We agree," Clark said. "We sign today."', "Ann Clark"),
        ('"We agree," Clark said.\n\n"Nobody else does."', "Ann Clark"),
        ('Clark called it "a shame", the state agency KZTU reported.', "Ann Clark"),
    ],
)
def test_the_speaker_of_a_quotation(rest: str, expected: str) -> None:
    """Cues before, behind and around, pronouns, titles, and what goes on."""
    assert speakers(INTRO + rest) == [expected]


def test_a_cue_that_names_nobody() -> None:
    """ "said one of them" is no reason to take the next speaker."""
    assert speakers('"We lost," said one of them. Minister Ann Clark said nothing.') == []


def test_many_quotations_in_a_row_have_the_first_ones_speaker() -> None:
    """A long speech in one paragraph neither recurses nor forgets who speaks."""
    text = 'Minister Ann Clark said "yes". ' + '"And again." ' * 3000
    assert speakers(text) == ["Ann Clark"]


def attributions(text: str) -> list[Attribution]:
    source = reading(text)
    return [a for i in range(len(source.sentences)) for a in source.attributions.in_sentence(i)]


def test_those_who_are_joined_speak_together() -> None:
    """ "A and B said" has two subjects."""
    (said,) = attributions("Minister Ann Clark and Senator Bo Allen said so.")
    assert [v.person.name for v in said.voices if v.person] == ["Ann Clark", "Bo Allen"]


def test_a_state_in_brackets_does_not_speak() -> None:
    """ "X (Peru) said" is X."""
    (said,) = attributions("Ambassador Ann Clark (Peru) said so.")
    assert [v.person.name for v in said.voices if v.person] == ["Ann Clark"]


@given(st.text("ab AB.,\"'“”\n:", max_size=200), st.sampled_from(["said", "quoted by", "told"]))
@settings(deadline=None)
def test_no_text_raises(text: str, verb: str) -> None:
    """Any mixture of marks has speakers, or none."""
    source = reading(f"{text} {verb} Ann Clark {text}")
    for quotation in source.quotations:
        source.attributions.of_quotation(quotation)
