"""Codes, sectors and bodies."""

from __future__ import annotations

import pycountry
import pytest

from llm_extract.countries import countries
from llm_extract.diplomacy.actors import actor_code, canonical_name, is_body, is_state, sector


def test_states_have_their_iso_code() -> None:
    """All and only those of ISO 3166-1, and Kosovo."""
    iso = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
    for code in countries():
        assert is_state(code) is (code in iso)
        assert (actor_code(code) == code) is is_state(code)


@pytest.mark.parametrize(
    ("code", "found"), [("UN", "IGO"), ("WHO", "IGO"), ("ICRC", "NGO"), ("TALIBAN", "IMG")]
)
def test_organisations_have_the_code_of_their_kind(code: str, found: str) -> None:
    """PLOVER's non-state codes."""
    assert actor_code(code) == found


def test_names_are_the_same_for_all_forms() -> None:
    """The first name in the table."""
    assert canonical_name("KOR") == "South Korea"


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("Foreign Minister", "GOV"),
        ("president", "GOV"),
        ("Secretary-General", "GOV"),
        ("opposition leader", "OPP"),
        ("Speaker of the National Assembly", "LEG"),
        ("Chairman of the Joint Chiefs of Staff", "MIL"),
        ("intelligence chief", "SPY"),
        ("chairman", None),
        (None, None),
    ],
)
def test_sectors_follow_from_the_words_of_an_office(role: str | None, found: str | None) -> None:
    """No office that is known, no sector."""
    assert sector(role) == found


@pytest.mark.parametrize(
    ("words", "code", "found"),
    [("Peru", "PER", True), ("Foreign Ministry", None, True), ("Ana Ruiz", None, False)],
)
def test_bodies_are_no_persons(words: str, code: str | None, found: bool) -> None:
    """A state, or words that end in no person."""
    assert is_body({"value": words, "code": code}) is found
