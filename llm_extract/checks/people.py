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

from llm_extract.checks.capitals import Segment, segments
from llm_extract.checks.introductions import is_person
from llm_extract.checks.lexicon import HONORIFICS, PARTICLES, ROLE_HEADS
from llm_extract.checks.names import folded, forms, given_words, same_name, surname

_LONGEST_NAME = 6
_MOST_OTHERS = 8
"""Bearers of one surname that are listed at most."""
_SUFFIX = re.compile(r",? (?:Jr|Sr|II|III|IV|VI?)\b\.?")
_PARTICLES = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(PARTICLES, key=len, reverse=True))})[ \-])+\Z", re.IGNORECASE
)
_PARTICLES_REACH = 14
_TITLE_REACH = 60
_APPOSITION_REACH = 80
_WORD = re.compile(r"[\w\-]+")
_TEMPORAL = re.compile(r"\b(?:in|on|of|until|since|by|late|early|last|this|next)\s\Z")
_MODALS = frozenset({"May", "Will"})
_MARKS = re.compile(r"[,;:.!?\"“”()]")
_FEMALE = frozenset({"mrs", "ms", "miss", "madam", "lady", "dame", "queen", "princess"})
_KINSWOMEN = frozenset("wife sister daughter mother widow niece her she".split()) | _FEMALE


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
    """The persons of one article, given where its sentences begin."""

    def __init__(self, text: str, sentence_starts: Sequence[int]) -> None:
        self.text = text
        self._sentence_starts = sentence_starts

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
        known = _Known()
        full: dict[int, Person] = {}
        for at, segment in enumerate(parts):
            if segment.kind != "name" or len(segment.words) > _LONGEST_NAME:
                continue
            name = self.text[segment.start : segment.end]
            person = known.by_form(name)
            if person is None and len(segment.words) > 1:
                if known.by_part(name) is not None or _pieces(segment, known):
                    continue  # "Ortega Ruiz" after "María Fernanda Ortega Ruiz", "De Wit"
                if is_person(parts, at, text=self.text, lone=lone):
                    person = known.fuller(name) or known.add(name)
            if person is not None:
                full[at] = person
        return known.persons, self._named(full, known)

    def _named(self, full: dict[int, Person], known: _Known) -> list[Naming]:
        namings: list[Naming] = []
        for at, segment in enumerate(self.segments):
            if segment.kind != "name" and not self._is_name_anyway(at, known):
                continue
            person = full.get(at)
            if person is None and (named := self._short(segment, known)):
                namings += named
                continue
            if person is None and len(segment.words) == 1 and self._has_title(at):
                person = known.add(segment.words[0].text)
            if person is not None:
                suffix = _SUFFIX.match(self.text, segment.end)
                end = suffix.end() if suffix else segment.end
                known.introduce(person)
                person.spans.append((segment.start, end))
                namings.append(Naming(segment.start, end, person, True, ()))
        return namings

    def _short(self, segment: Segment, known: _Known) -> list[Naming]:
        """The namings by part of a name: one, or two in "Trump-Kim"."""
        whole = self.text[segment.start : segment.end]
        if len(segment.words) > 1 and (person := known.by_part(whole)) is not None:
            return [Naming(segment.start, segment.end, person, False, ())]
        named: list[Naming] = []
        for start, end, word in _pieces(segment, known):
            chosen, others = known.bearers(word)
            begin = self._with_particles(start, chosen)
            if others:
                fits = self._fitting(begin, [chosen, *others])
                if len(fits) == 1:
                    chosen, others = fits[0], ()
                    known.introduce(chosen)
            named.append(Naming(begin, end, chosen, False, others))
        return named

    def _with_particles(self, start: int, person: Person) -> int:
        """Where a surname begins together with its particles: "van den Broek", "al-Maawali"."""
        found = _PARTICLES.search(self.text, max(0, start - _PARTICLES_REACH), start)
        if found is None:
            return start
        own = found[0].casefold() in person.name.casefold()
        return found.start() if own else start

    def _fitting(self, start: int, persons: list[Person]) -> list[Person]:
        """Those whom the title in front of a surname fits best: "Colonel X", "Mrs X"."""
        head = self.text[max(0, start - _TITLE_REACH) : start]
        stops = [mark.end() for mark in _MARKS.finditer(head)]
        titles = set(map(str.casefold, _WORD.findall(head[stops[-1] if stops else 0 :])[-3:]))
        female = bool(titles & _FEMALE)
        wanted = _KINSWOMEN if female else titles & (ROLE_HEADS | (HONORIFICS - {"mr", "dr"}))
        if not wanted:
            return []
        edges = sorted(edge for p in persons for span in p.spans[:1] for edge in span)
        points = [len(wanted & self._around(p, edges, female=female)) for p in persons]
        best = max(points)
        return [p for p, n in zip(persons, points, strict=True) if n == best] if best else []

    def _around(self, person: Person, edges: list[int], *, female: bool) -> set[str]:
        """The words around the first full name of a person, up to the names of the others."""
        if not person.spans:
            return set()
        start, end = person.spans[0]
        floor = max((edge for edge in edges if edge < start), default=0)
        limit = min((edge for edge in edges if edge > end), default=len(self.text))
        around = self.text[max(self.sentence_start(start), start - _TITLE_REACH, floor) : start]
        if not female:
            behind = self.text[end : min(end + _APPOSITION_REACH, limit)]
            around += " " + behind.partition(". ")[0]
        return set(map(str.casefold, _WORD.findall(around)))

    def _is_name_anyway(self, at: int, known: _Known) -> bool:
        """Whether a title, a place or a day is somebody's name: "Prince Sultan", "Park", "Sun"."""
        segment = self.segments[at]
        word = segment.words[-1].text
        if segment.kind not in ("role", "place", "other") or folded(word) not in known.words:
            return False
        if self._has_title(at):
            return True
        before = self.segments[at - 1] if at else None
        alone = before is None or before.group != segment.group
        head = self.text[max(0, segment.start - _TITLE_REACH) : segment.start]
        day = segment.kind == "other" and (word in _MODALS or _TEMPORAL.search(head))
        return alone and segment.kind != "role" and not day

    def _has_title(self, at: int) -> bool:
        """Whether the segment before is a title that belongs to this one."""
        if at == 0:
            return False
        before, segment = self.segments[at - 1], self.segments[at]
        return before.kind in ("role", "honorific") and before.group == segment.group


class _Known:
    """The persons found so far, by their forms, their words and their surnames."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self._forms: dict[str, Person] = {}
        self.words: dict[str, list[Person]] = {}
        self._surnames: dict[str, list[Person]] = {}
        self._latest: dict[str, Person] = {}

    def add(self, name: str) -> Person:
        """A new person."""
        person = Person(name, len(self.persons))
        self.persons.append(person)
        self._index(person)
        return person

    def _index(self, person: Person) -> None:
        for form in forms(person.name):
            self._forms.setdefault(form, person)
        for word in given_words(person.name):
            known = self.words.setdefault(word, [])
            if person not in known:
                known.append(person)
        self._surnames.setdefault(surname(person.name), []).append(person)

    def by_form(self, name: str) -> Person | None:
        """Who has this full name."""
        return next((self._forms[form] for form in forms(name) if form in self._forms), None)

    def by_part(self, name: str) -> Person | None:
        """The only person whose longer name has all the words of this one, two or more."""
        parts = given_words(name)
        if len(parts) < 2 or any(part not in self.words for part in parts):
            return None
        rarest = min((self.words[part] for part in parts), key=len)
        found = [p for p in rarest if parts <= given_words(p.name)]
        return found[0] if len(found) == 1 else None

    def fuller(self, name: str) -> Person | None:
        """The only person whose shorter name this one completes; the longer is theirs now."""
        parts = given_words(name)
        found = {
            person.number: person
            for part in parts
            for person in self.words.get(part, ())[:_MOST_OTHERS]
            if len(own := given_words(person.name)) > 1 and own < parts
        }
        if len(found) != 1:
            return None
        person = next(iter(found.values()))
        person.name = name
        self._index(person)
        return person

    def introduce(self, person: Person) -> None:
        """From here on a surname alone means this bearer of it."""
        for word in given_words(person.name):
            self._latest[word] = person
        self._latest[f"{surname(person.name)} "] = person

    def bearers(self, word: str) -> tuple[Person, tuple[Person, ...]]:
        """The person last introduced whom a word may name as a surname, and the others."""
        persons = self._surnames.get(word) or self.words[word]
        key = f"{word} " if word in self._surnames else word
        chosen = self._latest.get(key, persons[0])
        others = (p for p in persons[: _MOST_OTHERS + 1] if p is not chosen)
        return chosen, tuple(others)


def _tail(name: str, words: str) -> bool:
    """Whether a name has words that may leave out the particles between them."""
    parts = iter(name.casefold().split())
    return all(word in parts for word in words.split())


def _pieces(segment: Segment, known: _Known) -> list[tuple[int, int, str]]:
    """The words of a segment by which persons can be known, with their places."""
    first, last = segment.words[0], segment.words[-1]
    if len(segment.words) > 1:
        given = given_words(" ".join(word.text for word in segment.words))
        one = next(iter(given)) if len(given) == 1 else ""  # "De Wit", "J. Biden"
        whole = " ".join(word.text for word in segment.words).casefold()
        initials = all(word.text.endswith(".") for word in segment.words[:-1])
        bearers = known.words.get(one, ())[:_MOST_OTHERS]
        own = initials or any(_tail(person.name, whole) for person in bearers)
        return [(segment.start, segment.end, one)] if bearers and own else []
    whole = folded(last.text)
    if whole in known.words:
        return [(last.start, last.end, whole)]
    pieces = []
    start = first.start
    for part in re.split("[-–]", first.text):
        if folded(part) in known.words:
            pieces.append((start, start + len(part), folded(part)))
        start += len(part) + 1
    return pieces if len(pieces) > 1 else []
