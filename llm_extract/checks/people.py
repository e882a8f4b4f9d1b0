"""The persons that an article names, and every place where it names them.

A person is introduced by a full name; a surname alone is the person with that surname most
recently introduced in full (the codebook's rule), unless title or country tell otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from llm_extract.article import Article
from llm_extract.checks.capitals import Segment, segments
from llm_extract.checks.lexicon import (
    EAST_ASIAN_SURNAMES,
    OFFICE_WORDS,
    OUTSIDERS,
    ROLE_HEADS,
    SPEECH_VERBS,
)
from llm_extract.checks.names import folded, forms, given_words, same_name, surname

_LONGEST_NAME = 5
_BEFORE = re.compile(r"([\w\-’']+),?[\s\"“(]*\Z")
_AFTER_VERB = re.compile(
    r"(?:’s|'s)?,? (?:\((?:left|right|L|R)[^)]*\) )?(?:also |later |has |had |then )?(\w+)"
)
_APPOSITION = re.compile(r", ?((?:[^.;]|(?<=[A-Z])\.){0,70})")
_SUFFIX = re.compile(r",? (?:Jr|Sr|II|III|IV|VI?)\b\.?")
_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "across", "around"})
_ACCOMPANYING = frozenset({"with", "and", "between", "counterpart", "counterparts"})
_ENCOUNTER_VERBS = frozenset(
    "met meets visited held hosted spoke arrived left took traveled travelled attended signed".split()
)
_TITLE_REACH = 48


@dataclass(slots=True, eq=False)
class Person:
    """Somebody whom the article names.

    Attributes:
        name: the form that introduces them.
        spans: where a full name stands.
        number: in order of introduction.
    """

    name: str
    number: int
    spans: list[tuple[int, int]] = field(default_factory=list)


class Naming(NamedTuple):
    """A place where a person is named; `full` unless by part of the name."""

    start: int
    end: int
    person: Person
    full: bool
    others: tuple[Person, ...]
    """Who else the words could be, when nothing near them decides."""


class Directory:
    """The persons of one article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text

    @cached_property
    def segments(self) -> list[Segment]:
        """Capitalised words by kind, in order."""
        return list(segments(self.text))

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    def segments_in(self, start: int, end: int) -> Sequence[Segment]:
        """The segments that begin in a stretch."""
        low = bisect_left(self._segment_starts, start)
        return self.segments[low : bisect_left(self._segment_starts, end)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.article.sentences]

    def sentence_start(self, offset: int) -> int:
        """Where the sentence that holds an offset begins; 0 before the first."""
        at = bisect_right(self._sentence_starts, offset) - 1
        return self._sentence_starts[at] if at >= 0 else 0

    @cached_property
    def persons(self) -> list[Person]:
        """In order of introduction."""
        return self._found[0]

    @cached_property
    def namings(self) -> list[Naming]:
        """Every place where one of them is named, in order."""
        return self._found[1]

    @cached_property
    def _naming_starts(self) -> list[int]:
        return [naming.start for naming in self.namings]

    def namings_in(self, start: int, end: int) -> Sequence[Naming]:
        """The places in a stretch where somebody is named."""
        low = bisect_left(self._naming_starts, start)
        return self.namings[low : bisect_left(self._naming_starts, end)]

    def namings_of(self, person: Person) -> list[Naming]:
        """Every place where this person is named."""
        return self._by_person.get(person.number, [])

    @cached_property
    def _by_person(self) -> dict[int, list[Naming]]:
        by_person: dict[int, list[Naming]] = {}
        for naming in self.namings:
            by_person.setdefault(naming.person.number, []).append(naming)
        return by_person

    @cached_property
    def _by_form(self) -> dict[str, Person]:
        return {form: person for person in self.persons for form in forms(person.name)}

    @cached_property
    def by_word(self) -> dict[str, list[Person]]:
        """Persons by each folded word of their names."""
        index: dict[str, list[Person]] = {}
        for person in self.persons:
            for word in given_words(person.name):
                index.setdefault(word, []).append(person)
        return index

    def person(self, name: str) -> Person | None:
        """Who has this full name, in any of its forms, or None."""
        for form in forms(name):
            if form in self._by_form:
                return self._by_form[form]
        shared = [p for word in given_words(name) for p in self.by_word.get(word, ())]
        return next((p for p in shared if same_name(p.name, name)), None)

    def candidates(self, name: str) -> list[Person]:
        """Who a part of a name may stand for, in order of introduction."""
        sets = [self.by_word.get(word, []) for word in given_words(name)]
        if not sets:
            return []
        return [p for p in sets[0] if all(p in others for others in sets[1:])]

    @cached_property
    def _found(self) -> tuple[list[Person], list[Naming]]:
        parts = self.segments
        lone = {folded(s.words[0].text) for s in parts if s.kind == "name" and len(s.words) == 1}
        persons: list[Person] = []
        by_form: dict[str, Person] = {}
        full: dict[int, Person] = {}
        for at, segment in enumerate(parts):
            if segment.kind != "name" or len(segment.words) > _LONGEST_NAME:
                continue
            name = self.text[segment.start : segment.end]
            known = next((by_form[f] for f in forms(name) if f in by_form), None)
            if known is None and len(segment.words) > 1 and self._is_person(at, lone):
                known = Person(name, len(persons))
                persons.append(known)
                by_form.update(dict.fromkeys(forms(name), known))
            if known is not None:
                full[at] = known
        words: dict[str, list[Person]] = {}
        for person in persons:
            for word in given_words(person.name):
                words.setdefault(word, []).append(person)
        return persons, self._named(parts, full, words, persons)

    def _named(
        self,
        parts: list[Segment],
        full: dict[int, Person],
        words: dict[str, list[Person]],
        persons: list[Person],
    ) -> list[Naming]:
        introduced: dict[int, int] = {}
        namings: list[Naming] = []
        for at, segment in enumerate(parts):
            if segment.kind != "name":
                continue
            end = segment.end
            if at in full:
                if suffix := _SUFFIX.match(self.text, end):
                    end = suffix.end()
                person = full[at]
                introduced[person.number] = segment.start
                person.spans.append((segment.start, end))
                namings.append(Naming(segment.start, end, person, True, ()))
                continue
            named = self._short(segment, words, introduced)
            if not named and len(segment.words) == 1 and self._has_title(at):
                person = Person(segment.words[0].text, len(persons))
                persons.append(person)
                words.setdefault(folded(person.name), []).append(person)
                introduced[person.number] = segment.start
                person.spans.append((segment.start, end))
                named = [Naming(segment.start, end, person, True, ())]
            namings += named
        return namings

    def _short(
        self, segment: Segment, words: dict[str, list[Person]], introduced: dict[int, int]
    ) -> list[Naming]:
        """The namings by part of a name: one, or two in "Trump-Kim"."""
        named: list[Naming] = []
        for start, end, word in _pieces(segment, words):
            chosen, others = _most_recent(words[word], word, introduced)
            named.append(Naming(start, end, chosen, False, others))
        return named

    def _has_title(self, at: int) -> bool:
        """Whether the segment before is a title that belongs to this one."""
        if at == 0:
            return False
        before, segment = self.segments[at - 1], self.segments[at]
        return before.kind in ("role", "honorific") and before.group == segment.group

    def _is_person(self, at: int, lone: set[str]) -> bool:
        """Whether what may be a full name is one, from what stands around it."""
        parts = self.segments
        segment = parts[at]
        after = parts[at + 1] if at + 1 < len(parts) else None
        if after is not None and after.group == segment.group and after.kind in ("body", "place"):
            return False
        before = parts[at - 1] if at else None
        joined = before is not None and before.group == segment.group
        if joined and before is not None and before.kind in ("place", "state"):
            return False  # "San Francisco", "Tokyo Electric Power"
        names = [folded(word.text) for word in segment.words]
        score = 2 * (joined and before is not None and before.kind in ("role", "honorific"))
        head = self.text[max(0, segment.start - _TITLE_REACH) : segment.start]
        if not joined and (found := _BEFORE.search(head)):
            word = found[1].casefold()
            score += 2 * (word in ROLE_HEADS or word in OUTSIDERS)
            score += word in OFFICE_WORDS
            score += 2 * (word in _ACCOMPANYING)
            score -= 2 * (word in _LOCATIVE)
        elif joined and before is not None and before.kind == "office":
            score += 2 if _has_role(head) else 0
        score += 2 * any(
            "-" in w.text and w.text.split("-")[1][:1].islower() for w in segment.words
        )
        if before is not None and before.kind == "state" and before.words[-1].possessive:
            score += 2 * (segment.start - before.end <= len("'s "))
        score += names[0] in EAST_ASIAN_SURNAMES
        score += 2 * (surname(self.text[segment.start : segment.end]) in lone)
        tail = self.text[segment.end : segment.end + 90]
        if verb := _AFTER_VERB.match(tail):
            score += 2 * (verb[1] in SPEECH_VERBS or verb[1] in _ENCOUNTER_VERBS)
        if (said := _APPOSITION.match(tail)) and _has_role(said[1]):
            score += 2
        if tail.startswith((" (left", " (right", ",right", ",left")):
            score += 2
        return score >= 2


def _has_role(words: str) -> bool:
    lowered = re.findall(r"[\w\-]+", words.casefold())
    return any(word in ROLE_HEADS or word in OUTSIDERS for word in lowered)


def _pieces(segment: Segment, words: dict[str, list[Person]]) -> list[tuple[int, int, str]]:
    """The words of a segment by which persons can be known, with their places."""
    if len(segment.words) == 1:
        word = segment.words[0]
        whole = folded(word.text)
        if whole in words:
            return [(word.start, word.end, whole)]
        pieces = []
        start = word.start
        for part in re.split("[-–]", word.text):
            if folded(part) in words:
                pieces.append((start, start + len(part), folded(part)))
            start += len(part) + 1
        return pieces if len(pieces) > 1 else []
    last = segment.words[-1]
    if (
        folded(last.text) in words
        and len(segment.words) == 2
        and segment.words[0].text.endswith(".")
    ):
        return [(segment.start, segment.end, folded(last.text))]
    return []


def _most_recent(
    persons: list[Person], word: str, introduced: dict[int, int]
) -> tuple[Person, tuple[Person, ...]]:
    """The person last introduced among those whom the word may name as a surname."""
    by_surname = [p for p in persons if surname(p.name) == word] or persons
    known = [p for p in by_surname if p.number in introduced]
    chosen = max(known, key=lambda p: introduced[p.number]) if known else by_surname[0]
    return chosen, tuple(p for p in by_surname if p is not chosen)
