"""Long articles → overlapping windows of whole sentences that fit a token limit."""

from __future__ import annotations

from collections.abc import Sequence

from llm_extract.article import Article, Sentence
from llm_extract.errors import ConfigurationError

OVERLAP = 3
"""Sentences that two neighbouring windows share, so that no event is cut in two."""

FRAME_TOKENS = 60
"""Kept free for the frame's own lines and the chat template."""


def estimated_tokens(text: str) -> int:
    """Tokens that a text may take, guessed high.

    No tokenizer fits every server. Common ones take about four characters of English, and
    up to one character of Korean or Chinese, to a token; three and one keep us below the
    limit.
    """
    plain = sum(character < "\u0250" for character in text)
    return plain // 3 + 1 + (len(text) - plain)


def windows(article: Article, *, prompt_tokens: int, max_input_tokens: int) -> list[list[Sentence]]:
    """The article's sentences in windows that fit, in order; one window when all fit.

    Args:
        article: what to cut.
        prompt_tokens: taken by the fixed part of every request.
        max_input_tokens: for a whole request.

    Raises:
        ConfigurationError: a single sentence would not fit.
    """
    fixed = prompt_tokens + FRAME_TOKENS + estimated_tokens(article.title or "")
    room = max_input_tokens - fixed
    sizes = {
        s.number: estimated_tokens(article.text[s.start : s.end]) + 6 for s in article.sentences
    }
    if sizes and max(sizes.values()) > room:
        raise ConfigurationError(
            f"--max-input-tokens {max_input_tokens}: the prompt takes about {prompt_tokens} and "
            f"the longest sentence {max(sizes.values())}; allow at least "
            f"{fixed + max(sizes.values())}"
        )
    cut: list[list[Sentence]] = []
    window: list[Sentence] = []
    taken = 0
    for sentence in article.sentences:
        if window and taken + sizes[sentence.number] > room:
            cut.append(window)
            window = _tail(window, sizes, room - sizes[sentence.number])
            taken = sum(sizes[s.number] for s in window)
        window.append(sentence)
        taken += sizes[sentence.number]
    return [*cut, window] if window else cut


def halves(window: Sequence[Sentence]) -> list[list[Sentence]]:
    """Two overlapping halves of a window, or none when it is too short to be cut."""
    middle = len(window) // 2
    if middle <= OVERLAP:
        return []
    return [list(window[: middle + 1]), list(window[middle - 1 :])]


def _tail(window: list[Sentence], sizes: dict[int, int], room: int) -> list[Sentence]:
    """The last sentences, as many as overlap and still leave room for the next one."""
    tail = window[-OVERLAP:] if len(window) > OVERLAP else []
    while tail and sum(sizes[s.number] for s in tail) > room:
        tail = tail[1:]
    return tail
