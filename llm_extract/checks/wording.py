"""What can be compared between a free wording and the sentences behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from llm_extract.checks.lexicon import CALENDAR, SMALL_WORDS
from llm_extract.checks.numbers import numbers_in
from llm_extract.checks.reading import Reading
from llm_extract.countries import countries, country_code

_WORD = re.compile(r"[^\W_]+(?:(?:['’&-]|\.(?=[^\W\d_]))[^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_APOSTROPHES = ("'", "’")
_ENDINGS = re.compile(r"(?:ies|ing|ied|ed|es|s|ly)$")
_STEM = 5
"""Letters by which words of one family are told: "launch", "launched", "launches"."""
_LONGEST_STATE = 4
"""Words that the name of a state has at most."""


class Token(NamedTuple):
    """A word of a text, without a possessive ending, and where it stands."""

    text: str
    start: int

    @property
    def is_capital(self) -> bool:
        """Whether it is written as a name or an abbreviation."""
        return self.text[0].isupper()


class Facts(NamedTuple):
    """What a stretch of text names.

    Attributes:
        words: its words in lower case, with the parts of those that have a hyphen.
        stems: the stems of the words that carry meaning.
        states: the codes of states and organisations, however they are named.
        numbers: the values of its numbers.
    """

    words: frozenset[str]
    stems: frozenset[str]
    states: frozenset[str]
    numbers: frozenset[float]


class Wordings:
    """The facts of an article's sentences, each worked out when first asked for."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._known: dict[int, Facts] = {}
        self._whole: Facts | None = None

    def sentence(self, index: int) -> Facts:
        """The facts of a sentence by its index."""
        if index not in self._known:
            start, end = self.reading.sentences[index]
            self._known[index] = facts(self.reading.text[start:end])
        return self._known[index]

    def sentences(self, indexes: Iterable[int]) -> Facts:
        """The facts of several sentences together; those that are not there are left out."""
        count = len(self.reading.sentences)
        return merged(self.sentence(index) for index in indexes if 0 <= index < count)

    @property
    def whole(self) -> Facts:
        """The facts of the whole article."""
        if self._whole is None:
            self._whole = self.sentences(range(len(self.reading.sentences)))
        return self._whole


def merged(several: Iterable[Facts]) -> Facts:
    """Facts of several stretches as one."""
    kept = list(several)
    return Facts(
        frozenset().union(*(one.words for one in kept)),
        frozenset().union(*(one.stems for one in kept)),
        frozenset().union(*(one.states for one in kept)),
        frozenset().union(*(one.numbers for one in kept)),
    )


def facts(text: str) -> Facts:
    """The facts of a text."""
    tokens = list(tokens_in(text))
    words: set[str] = set()
    for token in tokens:
        folded = fold(token.text)
        words.add(folded)
        if "-" in folded:
            words.update(folded.split("-"))
    codes = {code for _, _, code in states_in(tokens)}
    numbers = frozenset(number.value for number in numbers_in(text))
    return Facts(frozenset(words), frozenset(stems_of(words)), frozenset(codes), numbers)


def tokens_in(text: str) -> Iterator[Token]:
    """The words of a text in order."""
    for found in _WORD.finditer(text):
        word = found[0]
        if word[-2:-1] in _APOSTROPHES or word[-1] in _APOSTROPHES:
            word = _POSSESSIVE.sub("", word)
        yield Token(word, found.start())


def states_in(tokens: list[Token]) -> Iterator[tuple[int, int, str]]:
    """States and organisations: index of the first word, after the last, code."""
    at = 0
    while at < len(tokens):
        found = _state_at(tokens, at) if tokens[at].is_capital or _is_the(tokens, at) else None
        if found is None:
            at += 1
            continue
        yield at, found[0], found[1]
        at = found[0]


def _is_the(tokens: list[Token], at: int) -> bool:
    """Whether "the North" may begin here."""
    return tokens[at].text == "the" and at + 1 < len(tokens) and tokens[at + 1].is_capital


def _state_at(tokens: list[Token], at: int) -> tuple[int, str] | None:
    if fold(tokens[at].text) not in _heads():
        return None
    for after in range(min(len(tokens), at + _LONGEST_STATE), at, -1):
        code = state_of(" ".join(token.text for token in tokens[at:after]))
        if code is not None:
            return after, code
    return None


@cache
def _heads() -> frozenset[str]:
    """The first words of all names of states and organisations, in each form."""
    heads = {"the"}
    for country in countries().values():
        for name in (*country.names, *country.demonyms, *country.governments):
            head = next((token.text for token in tokens_in(name)), None)
            if head is not None:
                heads.update((fold(head), fold(head) + "s"))
    return frozenset(heads)


@lru_cache(maxsize=20_000)
def state_of(words: str) -> str | None:
    """The code of the state or organisation that the words name, a plural demonym included."""
    code = country_code(words)
    if code is None and "." in words:
        code = country_code(f"{words}.")
    if code is None and words.endswith("s"):
        code = country_code(words[:-1])
    return code


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word in lower case without the dots of an abbreviation."""
    return word.replace("’", "'").replace(".", "").casefold()


def stems_of(words: Iterable[str]) -> set[str]:
    """The stems of the words that carry meaning; names of days and months are not among them."""
    return {
        stem(word)
        for word in words
        if len(word) > 2 and word not in SMALL_WORDS and word not in CALENDAR and word.isalpha()
    }


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The letters that a word shares with its family."""
    short = _ENDINGS.sub("", word)
    return (short if len(short) > 2 else word)[:_STEM]
