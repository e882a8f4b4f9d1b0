"""Long articles → windows that fit."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.article import Article, Sentence
from llm_extract.errors import ConfigurationError
from llm_extract.prompting import frame
from llm_extract.windows import OVERLAP, estimated_tokens, halves, windows


def article_of(*lengths: int, title: str | None = None) -> Article:
    """An article with a sentence of so many letters for each length, one a line."""
    lines = ["A" + "a" * (length - 2) + "." for length in lengths]
    return Article(text="\n\n".join(lines), title=title)


def least(article: Article, prompt_tokens: int = 100) -> int:
    """The least limit that the error for too small a one tells."""
    with pytest.raises(ConfigurationError) as caught:
        windows(article, prompt_tokens=prompt_tokens, max_input_tokens=1)
    found = re.search(r"allow at least (\d+)$", str(caught.value))
    assert found
    return int(found[1])


def numbers(cut: list[list[Sentence]]) -> list[list[int]]:
    """The sentence numbers of each window."""
    return [[sentence.number for sentence in window] for window in cut]


def test_what_fits_is_one_window() -> None:
    """A short article is not cut."""
    article = article_of(*[60] * 10)
    cut = windows(article, prompt_tokens=100, max_input_tokens=1_000)
    assert cut == [article.sentences]


def test_an_article_without_sentences_has_no_window() -> None:
    """There is nothing to ask about white space."""
    assert windows(Article(text=" "), prompt_tokens=0, max_input_tokens=100) == []


def test_neighbours_overlap() -> None:
    """Each window begins with the last sentences of the one before."""
    cut = numbers(windows(article_of(*[60] * 20), prompt_tokens=100, max_input_tokens=400))
    assert len(cut) > 1
    for before, after in pairwise(cut):
        assert after[:OVERLAP] == before[-OVERLAP:]


def test_the_overlap_gives_way_to_a_long_sentence() -> None:
    """Where a long sentence leaves no room, fewer sentences are shared."""
    article = article_of(60, 60, 60, 60, 60, 600)
    cut = numbers(windows(article, prompt_tokens=100, max_input_tokens=least(article)))
    assert cut[-1] == [6]


def test_the_error_tells_the_least_limit() -> None:
    """The limit that the error names is enough, and one less is not."""
    article = article_of(60, 300, 60)
    limit = least(article)
    assert windows(article, prompt_tokens=100, max_input_tokens=limit)
    with pytest.raises(ConfigurationError, match=f"--max-input-tokens {limit - 1}: "):
        windows(article, prompt_tokens=100, max_input_tokens=limit - 1)


def test_a_long_title_takes_its_room() -> None:
    """Every window repeats the title, so every window leaves room for it."""
    article = article_of(*[60] * 20, title="title " * 100)
    for window in windows(article, prompt_tokens=100, max_input_tokens=500):
        assert 100 + estimated_tokens(frame(article, window)) <= 500


@settings(deadline=None)
@given(
    st.lists(st.integers(3, 400), min_size=1, max_size=40),
    st.integers(0, 300),
    st.integers(0, 500),
)
def test_windows_fit_and_cover(lengths: list[int], prompt_tokens: int, spare: int) -> None:
    """Every window fits, is whole, goes on, and together they hold every sentence in order."""
    article = article_of(*lengths)
    limit = least(article, prompt_tokens) + spare
    cut = windows(article, prompt_tokens=prompt_tokens, max_input_tokens=limit)
    assert sorted({n for window in numbers(cut) for n in window}) == [
        sentence.number for sentence in article.sentences
    ]
    for window in cut:
        assert prompt_tokens + estimated_tokens(frame(article, window)) <= limit
    for run in numbers(cut):
        assert run == list(range(run[0], run[-1] + 1))
    for before, after in pairwise(numbers(cut)):
        assert before[0] < after[0] <= before[-1] + 1
        assert before[-1] < after[-1]


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 1), ("abc", 2), ("회의", 3), ("a회", 2), ("\U0001f600", 2)]
)
def test_tokens_are_guessed_high(text: str, tokens: int) -> None:
    """Three Latin letters, or one character of another script, count as a token."""
    assert estimated_tokens(text) == tokens


@pytest.mark.parametrize("count", range(2 * OVERLAP + 2))
def test_a_short_window_is_not_halved(count: int) -> None:
    """Halves that would hardly be smaller are not made."""
    assert halves(article_of(*[9] * count).sentences) == []


@settings(deadline=None)
@given(st.integers(2 * OVERLAP + 2, 60))
def test_halves_are_smaller_overlap_and_cover(count: int) -> None:
    """Two halves share sentences, hold all of them, and are each shorter than the whole."""
    window = article_of(*[9] * count).sentences
    first, second = halves(window)
    assert [*first, *second[2:]] == window
    assert first[-2:] == second[:2]
    assert max(len(first), len(second)) < count
