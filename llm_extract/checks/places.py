"""Places: whether the article says that this happened there, or something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from llm_extract.article import Stretch
from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.citations import Citations, citations
from llm_extract.checks.finding import Finding
from llm_extract.checks.identity import claimed
from llm_extract.checks.reading import Reading
from llm_extract.checks.whereabouts import (
    Spot,
    Whereabouts,
    is_one_place,
    may_hold,
    whereabouts,
)
from llm_extract.countries import country_code
from llm_extract.fields import Match, Place

_BACK = 12
"""Sentences before the evidence in which the place of what is told is looked for."""
_NEAR = 3
"""Sentences before the evidence that set its place, unless something else says another."""
_MOST_CITED = 12
"""Sentences of evidence that are read for one place."""
_IN_FRONT = re.compile(r"\b(?:in|at|on|near|inside|outside|around)\s(?:the\s)?(?:[\w\-]+\s){0,3}$")
_EVENT_BEHIND = re.compile(
    r"\s(?:summit|talks|meetings?|conference|visit|trip|round|dialogue)\b", re.I
)
_REACH = 40
_WORD = re.compile(r"\w+")


@field_check(Place)
def place_is_its(field: Field, case: Case) -> Iterator[Finding]:
    """The place stands in the article, as that of what the record's evidence reports."""
    value, path = field.value, field.path
    if not _is_known(value, case):
        message = f"The article does not have the place “{_line(value.value)}”."
        yield case.not_found(path, "place.not_found", message)
    elif _differs(value):
        yield case.contradicted(
            path,
            "place.near",
            f"The article has “{_line(value.span.text)}”, not “{_line(value.value)}”.",
            spans=[(value.span.start, value.span.end)],
            proposed=_line(value.span.text),
        )
    elif not case.reading.english:
        yield case.unverifiable(path, "place.language", "Words of place are known in English only.")
    else:
        yield _Judged(field, case).finding()


@dataclass
class _Judged:
    """One place of one record, before what the article says of where."""

    field: Field
    case: Case

    @property
    def reading(self) -> Reading:
        return self.case.reading

    @cached_property
    def words(self) -> str:
        return _line(self.field.value.value)

    @cached_property
    def where(self) -> Whereabouts:
        return whereabouts(self.reading)

    @cached_property
    def citations(self) -> Citations:
        return citations(self.case)

    @cached_property
    def cited(self) -> list[int]:
        """The sentences of the evidence, in its order."""
        return [self.reading.sentence_at(start) for start, _ in self.case.evidence[:_MOST_CITED]]

    def finding(self) -> Finding:
        """By the evidence's own words, else by trips and by the sentences before it."""
        own = [spot for index in self.cited for spot in self.where.in_sentence(index)]
        there = [spot for spot in own if is_one_place(spot.words, self.words)]
        rival = self._rival([spot for spot in own if spot not in there])
        main = [spot for spot in there if not spot.aside]
        if main:
            if rival is not None and self._is_anothers(main, rival):
                return self._of_another(main[0], rival)
            return self._said([(main[0].start, main[0].end)])
        inside = [place for place in self._named if self.case.is_in_evidence(place[0])]
        told = [
            place
            for place in inside
            if self._is_told(place) and not any(s.start <= place[0] < s.end for s in own)
        ]
        if told:
            return self._said(told[:1])
        if there and rival is not None:
            return self._of_another(there[0], rival)
        if rival is not None and not may_hold(rival.words, self.words):
            return self.case.contradicted(
                self.field.path,
                "place.mismatch",
                f"The evidence says “{rival.words}”, not “{self.words}”.",
                spans=[(rival.start, rival.end)],
                proposed=rival.words,
            )
        return self._nearby(there, inside)

    @property
    def _named(self) -> list[Stretch]:
        """Where the article has its very words, the evidence before the rest."""
        span = self.field.value.span
        return [(span.start, span.end)] if span is not None else []

    def _rival(self, others: list[Spot]) -> Spot | None:
        """The evidence's own place of what happened, if it is another one."""
        plain = [spot for spot in others if spot.plain and not spot.aside]
        return max(plain, key=self._nearness, default=None)

    def _nearness(self, spot: Spot) -> int:
        """How often the words that a spot belongs to name the record's persons."""
        start, end = self.where.clause(spot)
        return sum(
            not self._persons.isdisjoint(p.number for p in (naming.person, *naming.others))
            for naming in self.reading.people.namings_in(start, end)
        )

    @cached_property
    def _persons(self) -> set[int]:
        return claimed(self.case)

    def _is_anothers(self, main: list[Spot], rival: Spot) -> bool:
        """Whether the place's words are of others, and the rival's of the record's persons."""
        return self._nearness(rival) > 1 and all(
            spot.sentence == rival.sentence and self._nearness(spot) == 0 for spot in main
        )

    def _is_told(self, place: Stretch) -> bool:
        """Whether words that are no spot say "at" it, or name an event by it."""
        text = self.reading.text
        start, end = self.reading.sentence(place[0])
        if _EVENT_BEHIND.match(text, place[1], end):
            return not any(spot.plain for i in self.cited for spot in self.where.in_sentence(i))
        return _IN_FRONT.search(text[max(start, place[0] - _REACH) : place[0]]) is not None

    def _nearby(self, aside: list[Spot], inside: list[Stretch]) -> Finding:
        """Where the evidence names no place of its own."""
        told = self._told_before()
        if told is not None and is_one_place(told.words, self.words):
            return self.case.supported(
                self.field.path,
                "place.told_before",
                f"“{told.words}” is where what is told before took place.",
                spans=[(told.start, told.end)],
            )
        same = [s for s in self.where.of(self.words) if s.plain or s.trip]
        trips = [s for s in same if s.trip and self._is_of_ours(s)]
        free = [s for s in trips if not self._is_only_others(s.sentence)]
        if free:
            return self.case.supported(
                self.field.path,
                "place.trip",
                f"The trip is to “{free[0].words}”.",
                spans=[(free[0].start, free[0].end)],
            )
        places = [(s.start, s.end) for s in same] or self._named
        near = told is not None and self.cited[0] - told.sentence <= _NEAR
        if places and (
            near or all(self._is_only_others(self.reading.sentence_at(s)) for s, _ in places)
        ):
            return self.case.contradicted(
                self.field.path,
                "place.of_another",
                f"“{self.words}” is where something else is"
                + (f"; what is told before is at “{told.words}”." if told else "."),
                spans=places[:1],
                proposed=told.words if told is not None else None,
            )
        if any(is_one_place(line, self.words) for line in self.where.datelines):
            return self.case.supported(
                self.field.path, "place.dateline", "The report comes from there."
            )
        spans = [(s.start, s.end) for s in aside] or inside or places
        return self.case.unverifiable(
            self.field.path,
            "place.elsewhere",
            f"Nothing says that it took place at “{self.words}”.",
            spans=spans[:1],
        )

    def _told_before(self) -> Spot | None:
        """The place of what the sentences before the evidence tell of the record's persons."""
        if not self.cited:
            return None
        first = self.cited[0]
        for index in range(first - 1, max(first - _BACK, -1) - 1, -1):
            for spot in reversed(self.where.in_sentence(index)):
                if spot.plain and not spot.aside and self._is_of_ours(spot):
                    return spot
        return None

    def _is_of_ours(self, spot: Spot) -> bool:
        """Whether a spot's sentence names one of the record's persons, or a state for them."""
        start, end = self.reading.sentences[spot.sentence]
        namings = self.reading.people.namings_in(start, end)
        if any(n.person.number in self._persons for n in namings):
            return True
        return any(
            actor.person is not None and actor.person.number in self._persons
            for actor in self.reading.cast.in_sentence(spot.sentence)
        )

    def _is_only_others(self, index: int) -> bool:
        """Whether other records of the type cite a sentence, and this one does not."""
        citing = self.citations.citing(index, kind=type(self.case.record))
        return bool(citing) and not any(record is self.case.record for record in citing)

    def _said(self, spans: list[Stretch]) -> Finding:
        return self.case.supported(
            self.field.path, "place.said", "The evidence says that it is there.", spans=spans
        )

    def _of_another(self, spot: Spot, rival: Spot) -> Finding:
        return self.case.contradicted(
            self.field.path,
            "place.of_another",
            f"“{spot.words}” is where something else is; this is at “{rival.words}”.",
            spans=[(spot.start, spot.end), (rival.start, rival.end)],
            proposed=rival.words,
        )


def _is_known(value: Place, case: Case) -> bool:
    """Whether the article has the place's words, or names the state that it is in any form."""
    return value.span is not None or country_code(value.value) in case.reading.states


def _differs(value: Place) -> bool:
    """Whether the words that were taken for the place have other names than it."""
    if value.match is not Match.FUZZY or value.span is None:
        return False
    own = _WORD.findall(value.span.text.casefold())
    return not all(
        any(word.startswith(name.casefold()) for word in own)
        for name in _WORD.findall(value.value)
        if name[0].isupper()
    )


def _line(words: str) -> str:
    return " ".join(words.split())
