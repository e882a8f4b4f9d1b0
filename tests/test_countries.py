"""States and organisations: the table, and the way from words to a code."""

from __future__ import annotations

from collections import defaultdict

import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.countries import countries, country_code

CODES = list(countries())
STATES = CODES[: CODES.index("ZWE") + 1]
USER_ASSIGNED = {"XKX"}


def test_states_have_iso_codes() -> None:
    """Every code up to ZWE is ISO 3166-1 alpha-3, but for Kosovo's user-assigned one."""
    iso = {country.alpha_3 for country in pycountry.countries}
    assert set(STATES) - iso == USER_ASSIGNED


def test_organisations_have_codes_of_their_own() -> None:
    """No organisation has a code that ISO gives to a state."""
    iso = {country.alpha_3 for country in pycountry.countries}
    assert not set(CODES[len(STATES) :]) & iso


@pytest.mark.parametrize("code", sorted(set(STATES) - USER_ASSIGNED))
def test_short_names_have_their_code(code: str) -> None:
    """The short name that ISO gives a state, where it is one that people use, has its code."""
    (country,) = (entry for entry in pycountry.countries if entry.alpha_3 == code)
    name = getattr(country, "common_name", country.name)
    if "," in name or "(" in name or code == "LAO":
        name = countries()[code].names[0]
    assert country_code(name) == code


def test_no_word_belongs_to_two_codes() -> None:
    """Every name, demonym and capital leads to one code, and that the one of its row."""
    owners = defaultdict(set)
    for country in countries().values():
        for words in (*country.names, *country.demonyms, *country.governments):
            owners[words.casefold()].add(country.code)
            assert country_code(words) == country.code, words
    assert {words: codes for words, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("South Korea", "KOR"),
        ("North Korea", "PRK"),
        ("the United States", "USA"),
        ("U.S.", "USA"),
        ("US", "USA"),
        ("UK", "GBR"),
        ("Türkiye", "TUR"),
        ("Kosovo", "XKX"),
        ("미국", "USA"),
        ("中国", "CHN"),
        ("South Korean", "KOR"),
        ("Peruvian", "PER"),
        ("British", "GBR"),
        ("Seoul", "KOR"),
        ("Washington", "USA"),
        ("White House", "USA"),
        ("Beijing", "CHN"),
        ("UN", "UN"),
        ("the U.N.", "UN"),
        ("European Union", "EU"),
        ("NATO", "NATO"),
    ],
)
def test_names_demonyms_and_capitals(words: str, code: str) -> None:
    """States, their people, their seats of government and organisations have codes."""
    assert country_code(words) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("South Korea's", "KOR"),
        ("South Korea’s", "KOR"),
        ("the United States'", "USA"),
        ("the United States’", "USA"),
        ("  south\u00a0KOREA \n", "KOR"),
        ("Laos'", "LAO"),
        ("the Philippines's", "PHL"),
    ],
)
def test_form_does_not_matter(words: str, code: str) -> None:
    """Possessives, articles, case and white space make no difference."""
    assert country_code(words) == code


@pytest.mark.parametrize(
    "words",
    ["", " ", "the", "'s", "Kim", "Kim Jong-un", "Liu Qibao", "Javier Gonzalez-Olaechea",
     "South Korean envoy", "President of Peru", "Vienna", "Geneva", "both sides",
     "foreign ministry"],
)  # fmt: skip
def test_persons_and_other_words_have_no_code(words: str) -> None:
    """Only words that name a state or organisation as a whole have a code."""
    assert country_code(words) is None


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_words_have_a_listed_code_or_none(words: str) -> None:
    """Whatever a model writes, the answer is a code of the table or nothing."""
    assert country_code(words) in {None, *CODES}
