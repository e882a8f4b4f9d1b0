"""The addressee of a position against whom its evidence names as asked or criticised."""

from __future__ import annotations

import pytest

from llm_extract.checks import Verdict
from tests.diplomacy.cases import findings, on_position, position

REPORTS = [
    (
        "Peru",
        "Weber accused Peru of breaking the treaty.",
        "Weber accuses Peru of breaking the treaty.",
    ),
    (
        "Peru",
        "Weber urged Peru to release the sailors.",
        "Weber urges Peru to release the sailors.",
    ),
    (
        "Lima",
        "Weber said Berlin wanted talks and called on Lima to respect the treaty.",
        "Weber calls on Lima to respect the treaty.",
    ),
    (
        "Peru",
        "Weber asked Peru not to raise its tariffs.",
        "Weber asks Peru not to raise its tariffs.",
    ),
    (
        "Peru",
        "Weber condemned Peru's seizure of the trawler.",
        "Weber condemns Peru's seizure of the trawler.",
    ),
    (
        "Ana Ruiz",
        "Weber pressed Ruiz to publish the report.",
        "Weber presses Ruiz to publish the report.",
    ),
    (
        "Peru",
        "Weber demanded that Peru withdraw its ships.",
        "Weber demands that Peru withdraw its ships.",
    ),
    (
        "Peru",
        "Weber warned Peru against raising its tariffs.",
        "Weber warns Peru against raising its tariffs.",
    ),
    (
        "Peru",
        "Weber warned Peru against raising its tariffs.",
        "Weber warns Peru against raising its tariffs.",
    ),
    (
        "both sides",
        "Weber appealed to both sides to show restraint.",
        "Weber appeals to both sides to show restraint.",
    ),
    (
        "Peru",
        "Weber told Ruiz that the tariffs violated the treaty with Peru.",
        "Weber says that Peru's tariffs violate the treaty.",
    ),
    (
        "Peru",
        "The minister, Weber said, expects Peru to pay; Peru must act now.",
        "Weber says that Peru must act now.",
    ),
]


@pytest.mark.parametrize(("addressee", "report", "statement"), REPORTS)
def test_who_is_asked_is_supported(addressee: str, report: str, statement: str) -> None:
    """Behind the verb, in the words of the article."""
    found = on_position(report, statement, "addressee", addressee=addressee)
    assert found.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(("addressee", "report", "statement"), REPORTS)
def test_somebody_else_is_flagged(addressee: str, report: str, statement: str) -> None:
    """Another state of nowhere near, the holder's own."""
    for other in {"Chile", "Germany", "Tomas Weber"} - {addressee}:
        found = on_position(report, statement, "addressee", addressee=other)
        assert found.verdict.flags


def test_who_is_asked_is_proposed() -> None:
    """With the words and their place."""
    text = "Weber urged Peru to free the sailors taken off Chile."
    found = on_position(text, "Weber urges Peru to free them.", "addressee", addressee="Chile")
    assert found.code == "addressee.mismatch"
    assert found.proposed == "Peru"
    assert found.spans


@pytest.mark.parametrize("addressee", ["Lima", "Peru", "Peruvian"])
def test_any_form_of_a_state_is_the_same(addressee: str) -> None:
    """Capital, name, demonym."""
    text = "Weber called on Lima to free the sailors."
    found = on_position(text, "Weber calls on Lima to act.", "addressee", addressee=addressee)
    assert found.verdict is Verdict.SUPPORTED


def test_who_stands_before_a_pronoun_is_left_open() -> None:
    """ "urged it to": who that is, no rule here says."""
    text = "Weber urged it to free the sailors."
    record = position(text, "Weber urges Peru to free the sailors.", addressee="Peru")
    found = findings(f"The sailors are in Peru. {text}", positions=[record])
    assert found["positions[0].addressee"].verdict is Verdict.UNVERIFIABLE


def test_the_evidence_without_the_addressee() -> None:
    """Neither there nor before."""
    found = on_position(
        "Weber urged restraint.", "Weber urges restraint.", "addressee", addressee="Chad"
    )
    assert found.verdict is Verdict.NOT_FOUND
