"""The line that tells the model where to look."""

from __future__ import annotations

import pytest

from llm_extract.article import Article
from llm_extract.diplomacy.cues import encounter_hint, encounters, utterance_hint, utterances


@pytest.mark.parametrize(
    "sentence",
    [
        "Foreign Minister Ruiz met her counterpart in Lima on Monday.",
        "The two presidents are set to meet in Lima next week.",
        "Ruiz held six hours of talks with the delegation from Chile.",
        "Soto spoke by telephone with Ruiz late on Monday evening.",
        "Soto received the foreign minister of Peru at the palace.",
        "The summit between the two countries was called off again.",
        "President Ruiz spoke\u00a0today with\u00a0President Soto about the harvest.",
        "They met officials of the ministry over new demands.",
    ],
)
def test_words_of_an_encounter_are_noticed(sentence: str) -> None:
    """Past, future, by phone."""
    article = Article(text=sentence)
    assert encounters(article, article.sentences) == [1]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ruiz said that the border would stay open for trade.",
        "Peru urged its neighbour to share the data at once.",
        "Both sides agreed to reopen the railway before the winter.",
        "China wants to reignite the economic projects with its neighbour.",
    ],
)
def test_words_of_a_position_are_noticed(sentence: str) -> None:
    """Said, urged, agreed, wanted."""
    article = Article(text=sentence)
    assert utterances(article, article.sentences) == [1]


@pytest.mark.parametrize(
    "sentence",
    [
        "The agency said the plan met international safety standards in July.",
        "The proposal of the two ministers met with strong criticism at home.",
    ],
)
def test_what_is_met_may_be_nobody(sentence: str) -> None:
    """Standards and criticism are met without an encounter."""
    article = Article(text=sentence)
    assert encounters(article, article.sentences) == []


def test_outsiders_and_plain_reports_are_not() -> None:
    """Professors and analysts are no actors; a report of an event is no position."""
    article = Article(
        text="“They met too late,” said a professor of history in Lima.\n"
        "Prices of copper rose by a tenth over the whole of last year."
    )
    assert encounters(article, article.sentences) == []
    assert utterances(article, article.sentences) == []
    assert encounter_hint(article, article.sentences).endswith(": none")


def test_hints_name_only_sentences_of_the_window() -> None:
    """A window's hint speaks of what the model sees."""
    article = Article(text="\n".join(f"Ruiz said {n} times that she met Soto." for n in range(9)))
    assert utterance_hint(article, article.sentences[3:5]).endswith(": 4, 5")
