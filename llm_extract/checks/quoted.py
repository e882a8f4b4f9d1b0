"""The words between an article's quotation marks, made ready for being searched.

Words are compared without case, accents' encoding, apostrophes' style and the punctuation
around them; numbers keep their points and commas. Chinese and Japanese go by the sign.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from llm_extract.article import Stretch
from llm_extract.checks.lexicon import SPEECH_VERBS
from llm_extract.checks.reading import Reading

_SIGNS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_INSIDE = f"(?:[^\\W_{_SIGNS}]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])"
_WORD = re.compile(f"[{_SIGNS}]|{_INSIDE}+(?:(?:['’]|(?<=\\d)[.,](?=\\d)){_INSIDE}+)*|[%$€£¥₩]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060]")
_END = "\n"
"""Stands between two quotations; no word is equal to it."""
_MOST_PLACES = 200
"""Places of the same words that are looked at."""
_ATTRIBUTION = 160
"""Characters that "Kim told reporters in Seoul on Monday" may take between two parts."""
_LOWER_WORD = re.compile(r"[a-z]+")


class Word(NamedTuple):
    """A word of a text: as compared, and where it stands."""

    form: str
    start: int
    end: int


def words_in(text: str, *, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of text[start:end] in order."""
    for found in _WORD.finditer(text, start, len(text) if end is None else end):
        form = found[0]
        if not form.isascii():
            form = unicodedata.normalize("NFKC", _UNSEEN.sub("", form)).replace("’", "'")
        if form:
            yield Word(form.casefold(), found.start(), found.end())


class Unit(NamedTuple):
    """One quotation with all its paragraphs: its words are line.words[first:after]."""

    first: int
    after: int


class Line:
    """Words in a row, in which other words are sought; they never match across its units."""

    def __init__(self, units: Iterable[Iterable[Word]]) -> None:
        self.words: list[Word] = []
        self.units: list[Unit] = []
        for unit in units:
            first = len(self.words)
            self.words += unit
            if len(self.words) > first:
                self.units.append(Unit(first, len(self.words)))
                self.words.append(Word(_END, -1, -1))
        self._firsts = [unit.first for unit in self.units]
        self._text = " " + " ".join(word.form for word in self.words) + " "

    @cached_property
    def _offsets(self) -> list[int]:
        offsets, at = [], 1
        for word in self.words:
            offsets.append(at)
            at += len(word.form) + 1
        return offsets

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every word once."""
        return frozenset(word.form for word in self.words)

    def has(self, forms: Sequence[str]) -> bool:
        """Whether the words stand here side by side."""
        return f" {' '.join(forms)} " in self._text

    def places(self, forms: Sequence[str]) -> Iterator[int]:
        """The index of the first of the words, wherever they stand side by side."""
        wanted = f" {' '.join(forms)} "
        at = self._text.find(wanted)
        for _ in range(_MOST_PLACES):
            if at < 0:
                return
            yield bisect_left(self._offsets, at + 1)
            at = self._text.find(wanted, at + 1)

    def unit_at(self, index: int) -> Unit:
        """The unit that holds a word."""
        return self.units[bisect_right(self._firsts, index) - 1]

    def stretch(self, first: int, after: int) -> Stretch:
        """From the first character of a word to the last one of the word before `after`."""
        return self.words[first].start, self.words[after - 1].end


class Quoted:
    """The quoted words of an article, in three arrangements."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        chains: list[list[Stretch]] = []
        for quotation in reading.quotations:
            if quotation.depth:
                continue
            if not (quotation.continues and chains):
                chains.append([])
            chains[-1].append((quotation.start, quotation.end))
        self._chains = chains

    @cached_property
    def line(self) -> Line:
        """Each quotation by itself."""
        return Line(self._words(chain) for chain in self._chains)

    @cached_property
    def rejoined(self) -> Line:
        """Quotations as one where only words like "Kim said" stand between them."""
        joined: list[list[Stretch]] = []
        for chain in self._chains:
            if joined and self._is_interrupted(joined[-1][-1][1], chain[0][0]):
                joined[-1] += chain
            else:
                joined.append(list(chain))
        return Line(self._words(chain) for chain in joined)

    @cached_property
    def article(self) -> Line:
        """The whole article, quoted or not."""
        return Line([words_in(self.reading.text)])

    def _words(self, chain: Iterable[Stretch]) -> Iterator[Word]:
        for start, end in chain:
            yield from words_in(self.reading.text, start=start, end=end)

    def _is_interrupted(self, end: int, start: int) -> bool:
        """Whether a quotation goes on at `start` after nothing but who says it."""
        text = self.reading.text
        if start - end > _ATTRIBUTION:
            return False
        between = text[end:start].strip("\"'“”‘’«»「」『』").strip()
        if not (text[end - 1] in ",.?!…—" or between[:1] == ",") or between[-1:] not in tuple(
            ",.:"
        ):
            return False
        first, last = self.reading.sentence_at(end - 1), self.reading.sentence_at(start)
        if last - first > 1 or self._paragraph_at(end - 1) != self._paragraph_at(start):
            return False
        if not self.reading.english:
            return True
        said = [word for word in _LOWER_WORD.findall(between) if word in SPEECH_VERBS]
        return len(said) == 1 or (not said and "according to" in between)

    def _paragraph_at(self, offset: int) -> int:
        return bisect_right(self._paragraphs, offset)

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [start for start, _ in self.reading.article.paragraphs]
