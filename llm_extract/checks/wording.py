"""What can be compared between a free wording and the sentences behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from llm_extract.checks.lexicon import CALENDAR, SMALL_WORDS
from llm_extract.checks.numbers import numbers_in
from llm_extract.checks.reading import Reading
from llm_extract.countries import countries, country_code

_WORD = re.compile(r"[^\W_]+(?:(?:['’&-]|\.(?=[^\W\d_]))[^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDINGS = re.compile(r"(?:ies|ing|ied|ed|es|s|ly)$")
_STEM = 5
"""Letters by which words of one family are told: "launch", "launched", "launches"."""
_LONGEST_STATE = 4
"""Words that the name of a state has at most."""


class Token(NamedTuple):
    """A word of a text.

    Attributes:
        text: without a possessive ending.
        start: where it stands.
        parts: as it is compared; a word with a hyphen is followed by what that joins.
        stems: of the parts that carry meaning.
    """

    text: str
    start: int
    parts: tuple[str, ...]
    stems: tuple[str, ...]

    @property
    def folded(self) -> str:
        """The whole word as it is compared."""
        return self.parts[0]

    @property
    def is_capital(self) -> bool:
        """Whether it is written as a name or an abbreviation."""
        return self.text[0].isupper()


class Facts:
    """What one or several stretches of text name; each kind is read when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _read(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        return [_read(word) for word in _WORD.findall(self._text)]

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words in lower case, with the parts of those that have a hyphen."""
        return frozenset().union(*[parts for _, parts, _ in self._read])

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words that carry meaning."""
        return frozenset().union(*[stems for _, _, stems in self._read])

    @cached_property
    def states(self) -> frozenset[str]:
        """The codes of states and organisations, however they are named."""
        return frozenset(code for _, _, code in states_in([bare for bare, _, _ in self._read]))

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The values of its numbers."""
        return frozenset(number.value for number in numbers_in(self._text, words=self.words))


class _Merged(Facts):
    """The facts of several stretches as one."""

    def __init__(self, several: Iterable[Facts]) -> None:
        self._several = list(several)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset().union(*[one.words for one in self._several])

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*[one.stems for one in self._several])

    @cached_property
    def states(self) -> frozenset[str]:
        return frozenset().union(*[one.states for one in self._several])

    @cached_property
    def numbers(self) -> frozenset[float]:
        return frozenset().union(*[one.numbers for one in self._several])


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
    return _Merged(several)


def facts(text: str) -> Facts:
    """The facts of a text."""
    return Facts(text)


@lru_cache(maxsize=20_000)
def _read(word: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A word without possessive ending, its parts, their stems: see `Token`."""
    bare = _POSSESSIVE.sub("", word)
    folded = fold(bare)
    parts = (folded, *folded.split("-")) if "-" in folded else (folded,)
    return bare, parts, tuple(stems_of(parts))


def tokens_in(text: str) -> Iterator[Token]:
    """The words of a text in order."""
    for found in _WORD.finditer(text):
        bare, parts, stems = _read(found[0])
        yield Token(bare, found.start(), parts, stems)


def states_in(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """States and organisations: index of the first word, after the last, code."""
    heads = _heads()
    after = 0
    for at, word in enumerate(words):
        if at < after or word not in heads:
            continue
        found = _state_at(words, at)
        if found is not None:
            after = found[0]
            yield at, after, found[1]


def _state_at(words: Sequence[str], at: int) -> tuple[int, str] | None:
    if words[at] == "the" and not "".join(words[at + 1 : at + 2])[:1].isupper():
        return None
    for after in range(min(len(words), at + _LONGEST_STATE), at, -1):
        code = state_of(" ".join(words[at:after]))
        if code is not None:
            return after, code
    return None


@cache
def _heads() -> frozenset[str]:
    """The words that a name of a state or organisation may begin with, as they are written."""
    heads = {"the", "The"}
    for country in countries().values():
        for name in (*country.names, *country.demonyms, *country.governments):
            head = next((token.text for token in tokens_in(name)), "")
            if head:
                heads.update((head, f"{head}s", head.upper(), head[0].upper() + head[1:]))
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
