"""Where the evidence of a record stands, and how far that of two records is the same."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from llm_extract.article import Article
from llm_extract.grounding import Grounder
from llm_extract.matching.values import folded

Sentences = frozenset[int] | frozenset[str]
"""Numbers of sentences of the article; folded sentences where its text is not known."""

_LEAST = 20
"""Characters of a sentence that counts as part of a longer one, without the article."""


class Evidence:
    """Finds the passages of records in one article.

    Passages are taken at their `spans`, else wherever their words stand, white space aside,
    else at the nearest words. One sentence that both touch is an overlap.
    """

    def __init__(self, text: str | None) -> None:
        self._article = Article(text=text) if text is not None else None
        self._grounder = Grounder(self._article) if self._article else None

    def sentences(self, record: Mapping[str, Any]) -> Sentences:
        """What the evidence of a record touches."""
        passages = record.get("evidence")
        spans = record.get("spans")
        spans = spans if isinstance(spans, Mapping) else {}
        words = passages if isinstance(passages, list) else []
        if self._article is None:
            return frozenset(s for passage in words for s in _loose(str(passage)))
        return frozenset(
            number
            for index, passage in enumerate(words)
            for start, end in self._stretches(str(passage), spans.get(f"evidence[{index}]"))
            for number in self._touched(start, end)
        )

    def _stretches(self, passage: str, given: Any) -> list[tuple[int, int]]:
        article, grounder = self._article, self._grounder
        if article is None or grounder is None or not passage.strip():
            return []
        if _is_stretch(given):
            return [(given[0], given[1])]
        pattern = r"\s+".join(map(re.escape, passage.split()))
        if found := [match.span() for match in re.finditer(pattern, article.text)]:
            return found
        span = grounder.locate(passage, fuzzy=True).span
        return [(span.start, span.end)] if span else []

    def _touched(self, start: int, end: int) -> Iterator[int]:
        sentences = self._article.sentences if self._article else []
        first = max(bisect_right(sentences, start, key=lambda s: s.start) - 1, 0)
        for sentence in sentences[first:]:
            if sentence.start >= end:
                return
            if sentence.end > start:
                yield sentence.number


def overlap(one: Sentences, other: Sentences) -> float:
    """How far two records rest on the same sentences: 0 for none shared, 1 for the same.

    It is the overlap coefficient: the shared part of the shorter list. A coder may cite every
    sentence about an encounter where a model is asked for the best two.
    """
    if not one or not other:
        return 0.0
    both = sum(any(_same(a, b) for b in other) for a in one)
    back = sum(any(_same(a, b) for a in one) for b in other)
    return both / len(one) if len(one) <= len(other) else back / len(other)


def _is_stretch(given: Any) -> bool:
    pair = isinstance(given, list | tuple) and len(given) == 2
    return pair and all(isinstance(offset, int) for offset in given)


def _same(one: int | str, other: int | str) -> bool:
    if one == other:
        return True
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    short, long = sorted((one, other), key=len)
    return len(short) >= _LEAST and short in long


def _loose(passage: str) -> Iterator[str]:
    if passage.strip():
        article = Article(text=passage)
        yield from (folded(article.text[s.start : s.end]) for s in article.sentences)
