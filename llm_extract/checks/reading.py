"""A reading: what our own code reads in one article, worked out once and only when asked.

Everything here is plain pattern matching on English text; `english` says whether it may be
relied on. Names and quotations are found in any script.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from llm_extract.article import Article
from llm_extract.checks.people import Directory
from llm_extract.checks.quotations import Quotation, quotations
from llm_extract.grounding import Grounder

Stretch = tuple[int, int]
T = TypeVar("T")

_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|that|with|for|on|is|was|his|said)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SAMPLE = 20_000
"""Characters that the language is told from."""


class Reading:
    """An article, read once for all its checks."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text
        self._kept: dict[Any, Any] = {}

    def once(self, make: Callable[[Reading], T]) -> T:
        """What a function reads in the article, worked out when first asked for and kept."""
        if make not in self._kept:
            self._kept[make] = make(self)
        kept: T = self._kept[make]
        return kept

    @cached_property
    def sentences(self) -> list[Stretch]:
        """(start, end) of each sentence, in order."""
        return [(sentence.start, sentence.end) for sentence in self.article.sentences]

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

    @cached_property
    def grounder(self) -> Grounder:
        """Finds words in the article."""
        return Grounder(self.article)

    @cached_property
    def english(self) -> bool:
        """Whether the article is in English: said by its metadata, else by its small words."""
        if self.article.language:
            return self.article.language.casefold().startswith("en")
        sample = self.text[:_SAMPLE]
        words = len(_WORD.findall(sample))
        return words == 0 or len(_ENGLISH.findall(sample)) * 12 >= words

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The stretches between quotation marks, in order."""
        return quotations(self.article)

    @cached_property
    def people(self) -> Directory:
        """The persons that the article names, and where it speaks of them."""
        return Directory(self.article)
