"""What is said of the state that a person acts for."""

from __future__ import annotations

import pytest

from tests.checks.directories import meeting_finding, participant, position_finding

TEXT = (
    "Ann Clark met her Chilean counterpart, Bo Allen. Peru and Chile share a border, not Bolivia."
)


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Bo Allen", "Chile", "country.beside_name"),
        ("Bo Allen", "Peru", "country.of_another"),
        ("Ann Clark", "Peru", "country.of_party"),
        ("Ann Clark", "Chile", "country.of_another"),
        ("Ann Clark", "Ecuador", "country.not_found"),
    ],
)
def test_states_of_persons(name: str, country: str, expected: str) -> None:
    """A state beside the name, of the counterpart, of a party, nowhere."""
    found = meeting_finding(
        TEXT,
        "participants[0].country",
        participants=[participant(name, country=country)],
        parties=["Peru", "Chile"],
    )
    assert found.code == expected


def test_a_state_that_the_evidence_lacks() -> None:
    """Neither a party nor in the evidence: it is not this record's."""
    text = "Ann Clark met Bo Allen. Chile and Peru signed.\n\nBolivia watched."
    found = meeting_finding(
        text,
        "participants[0].country",
        participants=[participant("Ann Clark", country="Bolivia")],
        parties=["Peru", "Chile"],
        evidence=["Ann Clark met Bo Allen.", "Chile and Peru signed."],
    )
    assert found.code == "country.elsewhere"


@pytest.mark.parametrize(
    ("country", "expected"), [("Peru", "country.of_body"), ("Chile", "country.of_another")]
)
def test_states_of_bodies(country: str, expected: str) -> None:
    """A body acts for the state in front of it."""
    text = "Peru's Foreign Ministry said Chile was wrong."
    holders = [{"name": "Peru's Foreign Ministry", "country": country}]
    assert position_finding(text, "holders[0].country", holders=holders).code == expected
