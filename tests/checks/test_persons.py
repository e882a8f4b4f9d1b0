"""What is said of a person's name."""

from __future__ import annotations

import pytest

from llm_extract.checks import Verdict
from tests.checks.directories import meeting_finding, participant

TEXT = "Peruvian President Ann Clark met Chilean Foreign Minister Bo Allen in Lima. Clark smiled."


def verdict(name: str, text: str = TEXT, **part: str) -> tuple[str, str]:
    people = [{**participant(name), **part}]
    found = meeting_finding(text, "participants[0].name", participants=people)
    return found.verdict.value, found.code


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ann Clark", ("supported", "name.named")),
        ("CLARK Ann", ("supported", "name.named")),
        ("Clark", ("supported", "name.named")),
        ("Anna Clark", ("contradicted", "name.near")),
        ("Ann Allen", ("contradicted", "name.glued")),
        ("Zoe Quist", ("not_found", "name.not_found")),
        ("Lima", ("contradicted", "name.not_a_person")),
        ("Foreign Minister", ("contradicted", "name.not_a_person")),
        ("Coordinating Minister", ("contradicted", "name.not_a_person")),
        ("President Ann Clark", ("contradicted", "name.with_title")),
    ],
)
def test_names_in_one_text(name: str, expected: tuple[str, str]) -> None:
    """There, nearly there, of two persons, of nobody, no person's."""
    assert verdict(name) == expected


def test_a_name_of_another_sentence() -> None:
    """Who stands only elsewhere in the article is not in the evidence."""
    text = f"{TEXT}\n\nSenator Carl Meyer stayed away."
    found = meeting_finding(
        text, "participants[0].name", participants=[participant("Carl Meyer")], evidence=[TEXT]
    )
    assert found.code == "name.elsewhere"


def test_a_shared_surname_needs_more() -> None:
    """A surname of two is ambiguous until the record's state decides."""
    text = "Peruvian President Ann Clark met Chilean envoy Bo Clark."
    assert verdict("Clark", text) == ("ambiguous", "name.ambiguous")
    assert verdict("Clark", text, country="Chile") == ("supported", "name.named")


def test_descriptions_and_groups_speak_of_persons() -> None:
    """ "the Peruvian leader" and "the two leaders" are enough."""
    for sentence, code in (
        ("The Peruvian president will be received on Friday.", "name.described"),
        ("The two leaders then dined together.", "name.grouped"),
        ("She then dined with the guest.", "name.described"),
    ):
        found = meeting_finding(
            f"{TEXT}\n\n{sentence}",
            "participants[0].name",
            participants=[participant("Ann Clark")],
            evidence=[sentence],
        )
        assert found.code == code, sentence


def test_names_in_other_scripts() -> None:
    """A name without capitals stands there letter for letter, or not at all."""
    assert verdict("노규덕", "노규덕 본부장이 만났다.") == ("supported", "name.found")
    assert verdict("노규득", "노규덕 본부장이 만났다.")[0] == Verdict.NOT_FOUND
