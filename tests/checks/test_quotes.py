"""Quotes against the words between the article's quotation marks."""

from __future__ import annotations

import pytest

from llm_extract.checks import Finding
from tests.checks.cases import finding

ARTICLE = (
    "“We will not lease 3,000 ships,” Ortiz said. “They must leave the harbour at once.” "
    "The minister voiced “deep regret” over the spill. "
    "Adeyemi hailed a “fresh start” and said it was not a bad bargain.\n\n"
    "It rained.\n\nIt rained again.\n\nThe port stayed shut.\n\n"
    "A clerk said the “gate is open”."
)


def said(words: str, text: str = ARTICLE) -> Finding:
    return finding(text, "said", words)


@pytest.mark.parametrize(
    "words",
    [
        "We will not lease 3,000 ships",
        "we will not lease 3,000 ships.",
        "  We will  not\nlease 3,000 ships, ",
        "“We will not lease 3,000 ships,”",
        "3,000 ships",
        "They must leave the harbour at once",
    ],
)
def test_words_within_a_quotation_are_supported(words: str) -> None:
    """Case, white space, marks and the comma of the sentence around it do not matter."""
    assert (said(words).verdict, said(words).code) == ("supported", "quote.verbatim")


@pytest.mark.parametrize(
    ("words", "shown", "proposed"),
    [
        ("We will lease 3,000 ships", 'leaves out "not"', "We will not lease 3,000 ships"),
        ("They must not leave the harbour at once", 'adds "not"', None),
        ("We will not lease 5,000 ships", 'says "5,000" where the article has "3,000"', None),
        ("We will not lease 3000 ships", 'says "3000"', None),
        ("deep regrets", 'says "regrets" where the article has "regret"', "deep regret"),
        ("fresh hope", 'says "hope" where the article has "start"', "fresh start"),
        ("will not lease 3,000 boats", 'says "boats"', "will not lease 3,000 ships"),
    ],
)
def test_a_changed_word_is_shown_and_the_right_words_proposed(
    words: str, shown: str, proposed: str | None
) -> None:
    """A word put in, left out or changed contradicts, in short quotes too."""
    found = said(words)
    assert (found.verdict, found.code) == ("contradicted", "quote.changed")
    assert shown in found.message
    assert proposed is None or found.proposed == proposed


@pytest.mark.parametrize(
    ("words", "kind"),
    [("We will lease 3,000 ships", "negation"), ("We will not lease 4,000 ships", "number")],
)
def test_a_change_of_sense_is_named(words: str, kind: str) -> None:
    """A dropped "not" and another number are called what they are."""
    assert said(words).message.startswith(f"Changed {kind}")


@pytest.mark.parametrize(
    "words",
    ["deep regret fresh start", "fresh start and deep regret", "lease 3,000 ships gate is open"],
)
def test_two_quotations_are_not_one(words: str) -> None:
    """Quotations from different places, glued together, contradict."""
    assert (said(words).verdict, said(words).code) == ("contradicted", "quote.glued")


def test_a_quotation_that_its_speaker_interrupts_is_ambiguous() -> None:
    """Both halves are the speaker's, and only the attribution stands between them."""
    found = said("We will not lease 3,000 ships. They must leave the harbour at once")
    assert (found.verdict, found.code) == ("ambiguous", "quote.joined")


@pytest.mark.parametrize("dots", ["…", "...", "[...]", "(…)"])
def test_an_ellipsis_that_hides_words_is_shown(dots: str) -> None:
    """What was left out is named, and the whole proposed."""
    found = said(f"They must {dots} at once")
    assert (found.verdict, found.code) == ("contradicted", "quote.ellipsis")
    assert "leave the harbour" in found.message
    assert found.proposed == "They must leave the harbour at once"


def test_a_quote_does_not_begin_behind_a_not() -> None:
    """Words cut off right after their "not" say the opposite."""
    found = said("lease 3,000 ships")
    assert (found.verdict, found.code) == ("contradicted", "quote.changed")
    assert found.proposed == "not lease 3,000 ships"


def test_an_ellipsis_of_the_article_is_part_of_the_quote() -> None:
    """Dots that the article has hide nothing."""
    text = "“We waited … for nothing,” Ortiz said."
    assert finding(text, "said", "We waited … for nothing").verdict == "supported"


@pytest.mark.parametrize("words", ["not a bad bargain", "deep regret over the spill"])
def test_words_outside_the_marks_are_no_quote(words: str) -> None:
    """What the article says itself, in whole or in part, is nobody's quote."""
    assert (said(words).verdict, said(words).code) == ("contradicted", "quote.not_quoted")


def test_a_quotation_far_from_the_evidence_contradicts() -> None:
    """The record's evidence has to be near to its quote."""
    assert (said("gate is open").verdict, said("gate is open").code) == (
        "contradicted",
        "quote.elsewhere",
    )


def test_what_nobody_said_is_not_found() -> None:
    """Words that are near to no quotation are reported as such."""
    found = said("Nobody ever wrote such a thing")
    assert (found.verdict, found.code) == ("not_found", "quote.not_found")


def test_other_punctuation_is_ambiguous() -> None:
    """The same words with a comma put in are left to a person."""
    assert said("They must leave, the harbour, at once").code == "quote.punctuation"


def test_a_quotation_over_paragraphs_is_one() -> None:
    """The mark that opens each paragraph does not part the words."""
    text = "“We came.\n\n“We saw,” Ortiz said."
    assert finding(text, "said", "We came. We saw").verdict == "supported"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("장관은 “우리는 평화를 원한다”고 말했다.", "우리는 평화를 원한다", "우리는 전쟁을 원한다"),
        ("部长说：“我们将继续谈判。”", "我们将继续谈判", "我们将不继续谈判"),
        ("Министр сказал: «Мы не уйдём».", "Мы не уйдём", "Мы уйдём"),
    ],
)
def test_scripts_other_than_latin_work(text: str, right: str, wrong: str) -> None:
    """Words are compared in any script."""
    assert finding(text, "said", right, language="xx").verdict == "supported"
    assert finding(text, "said", wrong, language="xx").code == "quote.changed"
