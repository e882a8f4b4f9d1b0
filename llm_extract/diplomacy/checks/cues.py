"""What the domain's checks read in a sentence: its words, its clauses, the states in it.

Worked out once per sentence and article. Words are looked up in tables rather than searched
for by large patterns, so that a sentence costs a few microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar

from llm_extract.article import Stretch
from llm_extract.checks import Case
from llm_extract.checks.memo import Memo
from llm_extract.checks.reading import Reading
from llm_extract.countries import countries
from llm_extract.diplomacy.records import Meeting

T = TypeVar("T")

MOST_SENTENCES = 12
"""Sentences of evidence that are read for one record: it costs the same however much it cites."""

_WORD = re.compile(r"[^\W_]+(?:['’](?:t|s|ll|re|ve|d)\b)?")
_TOKEN = re.compile(rf"{_WORD.pattern}|(?P<break>[,;:()\[\]—–“”\"]| - )")


def word_set(words: str) -> frozenset[str]:
    """The words of a line, to look words up in."""
    return frozenset(words.split())


NOUNS = word_set(
    "talks meeting meetings summit summits discussion discussions dialogue dialogues conversation"
    " conversations consultation consultations negotiations call calls encounter session sessions"
    " conference round lunch dinner breakfast brunch audience gathering engagement exchange"
    " teleconference videoconference"
)
"""Nouns of an encounter."""

_SUBORDINATE = word_set(
    "that which who whom whose where when while after before because since but although though as"
    " if until"
)
_SHORT = 3
_LONGEST_NAME = 8


class Word(NamedTuple):
    """A word in lower case, where it stands, its clause, and whether a capital begins it."""

    text: str
    start: int
    end: int
    clause: int
    capital: bool


class State(NamedTuple):
    """A state or organisation named in a sentence: words `first` to `last`, both included."""

    code: str
    first: int
    last: int


@dataclass(eq=False)
class Sentence(Memo):
    """A sentence as its words and the states among them."""

    stretch: Stretch
    words: tuple[Word, ...]
    states: tuple[State, ...]

    def has(self, terms: frozenset[str]) -> bool:
        """Whether any of these words stands in it."""
        return any(word.text in terms for word in self.words)


def _known(_reading: Reading) -> dict[Stretch, Sentence]:
    return {}


def read(reading: Reading, stretch: Stretch) -> Sentence:
    """The words and states of one sentence of an article."""
    known = reading.once(_known)
    if stretch not in known:
        words = tuple(_words(reading.text, stretch))
        known[stretch] = Sentence(stretch, words, tuple(_states(reading.text, words)))
    return known[stretch]


def evidence(case: Case) -> list[Sentence]:
    """The sentences of a record's evidence, the best first."""
    return [read(case.reading, stretch) for stretch in case.evidence[:MOST_SENTENCES]]


def neighbours(case: Case) -> list[Sentence]:
    """The sentences next to the evidence's, which are not among them, in order."""
    reading = case.reading
    cited = set(case.evidence)
    beside: dict[Stretch, None] = {}
    for start, _ in case.evidence[:MOST_SENTENCES]:
        at = reading.sentence_at(start)
        for near in (at - 1, at + 1):
            if 0 <= near < len(reading.sentences) and reading.sentences[near] not in cited:
                beside.setdefault(reading.sentences[near])
    return [read(reading, stretch) for stretch in beside]


def quoted(case: Case, first: Word, last: Word) -> str:
    """The words of the article from one to another, on one line."""
    return " ".join(case.reading.text[first.start : last.end].split())


class Actors:
    """Who a meeting is between, as far as a sentence can show it."""

    def __init__(self, meeting: Meeting) -> None:
        self.names = {
            word
            for person in meeting.participants
            for word in folded(person.name.value)
            if len(word) > 1
        }
        coded = [person.country for person in meeting.participants if person.country]
        self.codes = {name.code for name in (*coded, *meeting.parties) if name.code}

    def clauses(self, sentence: Sentence) -> dict[int, int]:
        """Clause → how many different actors it names."""
        found: dict[int, set[str]] = {}
        for word in sentence.words:
            if word.text in self.names:
                found.setdefault(word.clause, set()).add(word.text)
        for state in sentence.states:
            if state.code in self.codes:
                found.setdefault(sentence.words[state.first].clause, set()).add(state.code)
        return {clause: len(named) for clause, named in found.items()}


def folded(words: str) -> list[str]:
    """The words of a name in lower case, a possessive ending dropped."""
    return [_bare(found[0]) for found in _WORD.finditer(words)]


def has_before(
    words: Sequence[Word], at: int, terms: frozenset[str], *, within: int, clauses: int = 1
) -> int | None:
    """Index of the nearest of these words in the few before one, so many clauses back at most."""
    clause = words[at].clause
    for index in range(at - 1, max(at - within, 0) - 1, -1):
        if words[index].text in terms:
            return index
        if clause - words[index].clause > clauses:
            return None
    return None


def has_after(words: Sequence[Word], at: int, terms: frozenset[str], *, within: int) -> int | None:
    """Index of the nearest of these words in the few after one, in its clause or the next."""
    clause = words[at].clause
    for index in range(at + 1, min(at + within + 1, len(words))):
        if words[index].text in terms:
            return index
        if words[index].clause - clause > 1:
            return None
    return None


def _words(text: str, stretch: Stretch) -> Iterable[Word]:
    clause = 0
    fresh = False
    for found in _TOKEN.finditer(text, *stretch):
        written = found[0]
        if found.lastgroup == "break":
            fresh = True
            continue
        word = written if written == "May" else _bare(written)  # the month, not the verb
        if fresh or word in _SUBORDINATE:
            clause += 1
            fresh = False
        yield Word(word, found.start(), found.end(), clause, written[0].isupper())


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    lowered = word.casefold()
    return lowered if lowered.isalnum() else lowered.replace("’", "'").removesuffix("'s")


def _states(text: str, words: tuple[Word, ...]) -> Iterable[State]:
    index = _state_index()
    lowered = tuple(word.text for word in words)
    at = 0
    while at < len(words):
        for name, code, exact in index.get(lowered[at], ()):
            last = at + len(name) - 1
            if lowered[at : last + 1] != name:
                continue
            written = re.split("['’]", text[words[at].start : words[last].end])[0]
            if written.isupper() if exact else written != written.casefold():
                yield State(code, at, last)
                at = last
                break
        at += 1


@cache
def _state_index() -> dict[str, list[tuple[tuple[str, ...], str, bool]]]:
    """First word → names that begin with it, the longest first, their codes, whether capitals."""
    index: dict[str, dict[tuple[str, ...], tuple[str, bool]]] = {}
    for country in countries().values():
        for name in (*country.names, *country.demonyms, *country.governments):
            parts = tuple(folded(name))
            if parts and len(parts) <= _LONGEST_NAME:
                exact = name.isupper() and len(name) <= _SHORT
                index.setdefault(parts[0], {}).setdefault(parts, (country.code, exact))
    return {
        first: sorted(
            ((parts, code, exact) for parts, (code, exact) in names.items()),
            key=lambda entry: -len(entry[0]),
        )
        for first, names in index.items()
    }
