"""Where a person is named, and who says a stretch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.article import Article
from llm_extract.checks import find_person, find_speaker

ARTICLE = Article(
    text='Peruvian President Ann Clark met envoy Bo Allen. "Fish are ours," Clark said. '
    '"All of them," she added. Allen said nothing. The ministry called it "a start".'
)


def places(name: str) -> list[str]:
    return [span.text for span in find_person(name, ARTICLE)]


def speaker(words: str) -> str | None:
    at = ARTICLE.text.index(words)
    found = find_speaker(ARTICLE, ARTICLE.span(at, at + len(words)))
    return found.text if found else None


@pytest.mark.parametrize("name", ["Ann Clark", "CLARK Ann", "clark"])
def test_every_place_is_found(name: str) -> None:
    """Full names and surnames, whatever the order and case of the question."""
    assert places(name) == ["Ann Clark", "Clark"]


@pytest.mark.parametrize("name", ["Anna Clark", "Zoe Quist", "", "노규덕"])
def test_another_name_is_not_found(name: str) -> None:
    """One letter off is nobody."""
    assert places(name) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Fish are ours", "Clark"),
        ('"Fish are ours,"', "Clark"),
        ("All of them", "Clark"),
        ("a start", "The ministry"),
    ],
)
def test_speakers(words: str, expected: str) -> None:
    """A surname at the cue, a pronoun's person, a body as it is named."""
    assert speaker(words) == expected


def test_nobody_says_it() -> None:
    """Nothing tells who says a lone quotation."""
    article = Article(text='"Fish are ours."')
    assert find_speaker(article, article.span(1, 5)) is None


@given(st.text(max_size=100), st.text(max_size=200), st.data())
@settings(deadline=None)
def test_nothing_raises(name: str, text: str, data: st.DataObject) -> None:
    """Any name, text and stretch has an answer."""
    article = Article(text=text)
    for span in find_person(name, article):
        assert text[span.start : span.end] == span.text
    start = data.draw(st.integers(0, len(text)))
    find_speaker(article, article.span(start, data.draw(st.integers(start, len(text)))))
