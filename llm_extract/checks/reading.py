"""A reading: what our own code reads in one article, worked out once and only when asked.

Everything here is plain pattern matching on English text; `english` says whether it may be
relied on. Names and quotations are found in any script.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TypeVar

from llm_extract.article import Article, Stretch
from llm_extract.checks.actors import Cast
from llm_extract.checks.memo import Memo
from llm_extract.checks.people import Directory
from llm_extract.checks.quotations import Quotation, quotations
from llm_extract.checks.speakers import Attributions
from llm_extract.checks.timeline import Timeline
from llm_extract.grounding import Grounder

T = TypeVar("T")

_SMALL = frozenset("the of and to in that with for on is was his said".split())
_CUT_SHORT = re.compile(r"\b(?:Ms|Amb|Ma|Dep|Eng|Dra|Atty)\.\Z")
"""Titles that `Article.sentences` takes for the end of one."""
_LONGEST_TITLE = 6
_SAMPLE = 4_000
"""Characters that the language is told from."""


class Reading(Memo):
    """An article, read once for all its checks."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text

    @cached_property
    def sentences(self) -> list[Stretch]:
        """(start, end) of each sentence, in order; those cut behind "Ms." are whole here."""
        whole: list[Stretch] = []
        for _, start, end in self.article.sentences:
            last = whole[-1][1] if whole else 0
            cut = _CUT_SHORT.search(self.text, max(last - _LONGEST_TITLE, 0), last)
            whole.append((whole.pop()[0], end) if cut else (start, end))
        return whole

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds an offset, or of the one before; -1 for none."""
        return bisect_right(self._starts, offset) - 1

    def sentence(self, offset: int) -> Stretch:
        """(start, end) of the sentence that holds an offset; empty at it where none does."""
        at = self.sentence_at(offset)
        return self.sentences[at] if at >= 0 else (offset, offset)

    def sentences_in(self, start: int, end: int) -> list[Stretch]:
        """The sentences that a stretch touches."""
        first = max(self.sentence_at(start), 0)
        last = max(self.sentence_at(max(end - 1, start)), 0)
        return self.sentences[first : last + 1]

    @cached_property
    def grounder(self) -> Grounder:
        """Finds words in the article."""
        return Grounder(self.article)

    @cached_property
    def english(self) -> bool:
        """Whether the article is in English: said by its metadata, else by its small words."""
        if self.article.language:
            return self.article.language.casefold().startswith("en")
        words = self.text[:_SAMPLE].casefold().split()
        return not words or sum(word in _SMALL for word in words) * 12 >= len(words)

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The stretches between quotation marks, in order."""
        return quotations(self.article)

    @cached_property
    def dates(self) -> Timeline:
        """The date words of the article, and what they date."""
        quoted = [(q.start, q.end) for q in self.quotations if q.depth == 0]
        return Timeline(
            self.text,
            sentences=self.sentences,
            quoted=quoted,
            published=self.article.published,
        )

    @cached_property
    def people(self) -> Directory:
        """The persons that the article names, and where it speaks of them."""
        return Directory(self.text, self._starts)

    @cached_property
    def cast(self) -> Cast:
        """Who acts in each sentence."""
        return Cast(self)

    @cached_property
    def attributions(self) -> Attributions:
        """Who says what in each sentence."""
        return Attributions(self)

    @cached_property
    def _outermost(self) -> list[Quotation]:
        return [quotation for quotation in self.quotations if quotation.depth == 0]

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [quotation.start for quotation in self._outermost]

    def quotation_at(self, offset: int) -> Quotation | None:
        """The outermost quotation that holds an offset, or None."""
        at = bisect_right(self._quotation_starts, offset) - 1
        held = at >= 0 and offset < self._outermost[at].end
        return self._outermost[at] if held else None

    def quotations_in(self, start: int, end: int) -> list[Quotation]:
        """The outermost quotations that begin in a stretch."""
        low = bisect_left(self._quotation_starts, start)
        return self._outermost[low : bisect_left(self._quotation_starts, end)]

    def quotation_before(self, offset: int) -> Quotation | None:
        """The last outermost quotation that begins before an offset, or None."""
        at = bisect_left(self._quotation_starts, offset) - 1
        return self._outermost[at] if at >= 0 else None

    @cached_property
    def states(self) -> dict[str, list[Stretch]]:
        """Where each state or organisation is named in any form, by code."""
        places: dict[str, list[Stretch]] = {}
        for segment in self.people.segments:
            if segment.code is not None:
                places.setdefault(segment.code, []).append((segment.start, segment.end))
        return places
