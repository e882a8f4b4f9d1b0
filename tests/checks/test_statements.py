"""Free wordings against the sentences behind them."""

from __future__ import annotations

import pytest

from llm_extract.checks import Finding
from tests.checks.cases import finding

ARTICLE = (
    "Chilean Trade Minister Rosa Ortiz told Kenya's Daniel Mwangi in Nairobi on Monday that "
    "Santiago would buy two million tonnes of tea for $375 million in its third such deal. "
    "Mwangi said the price will not rise.\n\n"
    "It rained.\n\nIt rained again.\n\nThe port stayed shut.\n\n"
    "In March, 48 farmers of Tanga visited Peru."
)


def stated(words: str, evidence: str = "") -> Finding:
    return finding(ARTICLE, "statement", words, evidence=evidence)


@pytest.mark.parametrize(
    "words",
    [
        "Rosa Ortiz says that Chile will buy two million tonnes of Kenyan tea.",
        "Chile pays 375 million dollars for 2,000,000 tonnes of tea.",
        "The two ministers discussed the 3rd deal on tea.",
        "Mwangi says the price will not rise.",
        "Chile buys Kenyan tea on Monday.",
    ],
)
def test_what_the_evidence_names_in_other_words_is_supported(words: str) -> None:
    """Demonyms, governments by their capitals and numbers in letters are the same."""
    assert stated(words).verdict == "supported"


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        ("Rosa Ortiz says that Chile will buy three million tonnes of tea.", "number", "three"),
        ("Chile buys two billion tonnes of tea.", "number", "two billion"),
        ("Chile pays 12 percent more for tea.", "number", "12"),
        ("Rosa Ortiz and Pavel Novak discuss tea.", "statement.new_name", "Pavel"),
        ("Novak says that Chile will buy tea.", "statement.new_name", "Novak"),
        ("Chile sells tea to Norway.", "statement.new_name", "Norway"),
        ("Chile buys Kenyan tea on Friday.", "statement.new_date", "Friday"),
    ],
)
def test_what_the_article_does_not_have_is_named(words: str, code: str, named: str) -> None:
    """A new number, name or day is not found, and the message says which."""
    found = stated(words)
    assert found.verdict == "not_found"
    assert found.code.startswith(code)
    assert named in found.message


@pytest.mark.parametrize(
    "words",
    ["Chile sells tea to Peru.", "Chile buys tea from 48 sellers.", "Chile buys tea in March."],
)
def test_what_only_another_part_of_the_article_has_settles_nothing(words: str) -> None:
    """A name, number or month from far away may be right or not."""
    assert stated(words).verdict == "unverifiable"


@pytest.mark.parametrize(
    ("words", "evidence"),
    [
        ("Rosa Ortiz says that Chile would not buy tea.", ""),
        ("Daniel Mwangi says the price will rise.", "Mwangi said the price will not rise."),
    ],
)
def test_a_plain_not_too_many_or_too_few_contradicts(words: str, evidence: str) -> None:
    """A denial that only one of the two has turns the sense round."""
    found = stated(words, evidence)
    assert (found.verdict, found.code) == ("contradicted", "statement.negation")


def test_a_wording_with_nothing_of_the_article_is_unfounded() -> None:
    """No word of meaning in common means that it is about something else."""
    assert stated("Violins enchant elderly audiences.").code == "statement.unfounded"


def test_other_languages_are_not_judged() -> None:
    """A free wording is compared in English only."""
    found = finding("El ministro habló ayer.", "statement", "The minister spoke.", language="es")
    assert (found.verdict, found.code) == ("unverifiable", "statement.language")
