"""Whether a record's evidence speaks of somebody: by name, by description, or in a group."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from llm_extract.article import Stretch
from llm_extract.checks.case import Case
from llm_extract.checks.identity import claimed, unclaimed
from llm_extract.checks.people import Naming, Person
from llm_extract.checks.profiles import PEER

_STAND_INS = frozenset({"they", "both", "guest", "host", "visitor"})
"""Words for persons that say nothing of which they are."""
_OFFICES = frozenset({"ministers", "presidents", "envoys"})
"""Words for groups whose members share a title."""
_GROUP_REACH = 3
"""Sentences before the evidence in which the members of "the two leaders" are looked for."""
_PAIR = 2


class How(Enum):
    """How the evidence speaks of somebody, from the plainest on."""

    NAMED = "named"
    SHARED = "named by a surname that others share"
    DESCRIBED = "described"
    GROUPED = "one of a group"
    ABSENT = "absent"


class Presence(NamedTuple):
    """How, and the words that say so."""

    how: How
    spans: tuple[Stretch, ...] = ()


def presence(person: Person, case: Case, *, codes: Iterable[str] = ()) -> Presence:
    """How the evidence of a record speaks of a person.

    Args:
        person: whom to look for.
        case: the record.
        codes: states that the record itself gives the person, for descriptions.
    """
    reading = case.reading
    shared: list[Naming] = []
    for start, end in case.evidence:
        for naming in reading.people.namings_in(start, end):
            if naming.person is person and _is_settled(naming):
                return Presence(How.NAMED, ((naming.start, naming.end),))
            if naming.person is person or (
                person in naming.others and naming.person.number not in claimed(case)
            ):
                shared.append(naming)
    known = reading.cast.codes(person) or set(codes)
    described = _described(person, case)
    if described is not None:
        return described
    if shared:
        return Presence(How.SHARED, tuple((n.start, n.end) for n in shared[:1]))
    if any(not _is_only_quoted(other, case) for other in unclaimed(case)):
        return Presence(How.ABSENT)  # the evidence names somebody else in this person's place
    if _named_others(person, case) >= _PAIR:
        return Presence(How.ABSENT)  # a pair that is named leaves no room in "the two"
    return _grouped(person, case, known) or Presence(How.ABSENT)


def _named_others(person: Person, case: Case) -> int:
    """How many other persons of the record the evidence names."""
    known = claimed(case)
    return len(
        {
            naming.person.number
            for start, end in case.evidence
            for naming in case.reading.people.namings_in(start, end)
            if naming.person.number in known and naming.person is not person
        }
    )


def _is_settled(naming: Naming) -> bool:
    """Whether the words mean this person: a full name, or a surname after the introduction."""
    return naming.full or not naming.others or naming.start > naming.person.spans[0][0]


def _described(person: Person, case: Case) -> Presence | None:
    """By "the Chinese envoy" or a pronoun that the article settles."""
    reading = case.reading
    for start, _ in case.evidence:
        index = reading.sentence_at(start)
        for actor in reading.cast.in_sentence(index):
            resolved = reading.attributions.resolved(actor, index)
            if resolved.person is person:
                return Presence(How.DESCRIBED, ((actor.start, actor.end),))
    return None


def _is_only_quoted(person: Person, case: Case) -> bool:
    """Whether the evidence has a person only as somebody who reports: "X said"."""
    reading, reports = case.reading, False
    for start, end in case.evidence:
        index = reading.sentence_at(start)
        says = {
            voice.start
            for attribution in reading.attributions.in_sentence(index)
            if attribution.tells
            for voice in attribution.voices
        }
        for naming in reading.people.namings_in(start, end):
            if naming.person is person:
                if naming.start not in says:
                    return False
                reports = True
    return reports


def _has_title(person: Person, title: str, case: Case) -> bool:
    """Whether the article gives a person a title, or none that says which."""
    titles = [case.article.text[s:e] for s, e in case.reading.cast.profile(person).titles]
    return any(title in words.casefold() or PEER.search(words) for words in titles) or not titles


def _grouped(person: Person, case: Case, codes: set[str]) -> Presence | None:
    """By "the two leaders", "they", or the state alone, where the evidence names nobody else."""
    reading = case.reading
    for start, _ in case.evidence:
        index = reading.sentence_at(start)
        for actor in reading.cast.in_sentence(index):
            spans = ((actor.start, actor.end),)
            if actor.kind == "group" or actor.words in _STAND_INS:
                first = max(0, index - _GROUP_REACH)
                last = min(index + 1, len(reading.sentences) - 1)
                near = reading.people.namings_in(
                    reading.sentences[first][0], reading.sentences[last][1]
                )
                fits = actor.words not in _OFFICES or _has_title(person, actor.words[:-1], case)
                if fits and any(n.person is person for n in near):
                    return Presence(How.GROUPED, spans)
            if actor.kind in ("state", "body", "role") and actor.code in codes:
                return Presence(How.GROUPED, spans)
    return None
