"""Whether a record's evidence speaks of somebody: by name, by description, or in a group."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from llm_extract.checks.case import Case
from llm_extract.checks.people import Naming, Person
from llm_extract.checks.reading import Stretch

_GROUP_REACH = 3
"""Sentences before the evidence in which the members of "the two leaders" are looked for."""


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
            if naming.person is person:
                return Presence(How.NAMED, ((naming.start, naming.end),))
            if person in naming.others:
                shared.append(naming)
    known = set(codes) | reading.cast.codes(person)
    described = _described(person, case, known)
    if described is not None:
        return described
    if shared:
        return Presence(How.SHARED, tuple((n.start, n.end) for n in shared[:1]))
    return _grouped(person, case, known) or Presence(How.ABSENT)


def _described(person: Person, case: Case, codes: set[str]) -> Presence | None:
    """By "the Chinese envoy" or a pronoun that the article settles."""
    reading = case.reading
    for start, _ in case.evidence:
        index = reading.sentence_at(start)
        for actor in reading.cast.in_sentence(index):
            resolved = reading.attributions.resolved(actor, index)
            if resolved.person is person:
                return Presence(How.DESCRIBED, ((actor.start, actor.end),))
            if actor.kind == "role" and actor.person is None and actor.code in codes:
                return Presence(How.DESCRIBED, ((actor.start, actor.end),))
    return None


def _grouped(person: Person, case: Case, codes: set[str]) -> Presence | None:
    """By "the two leaders", "they", or the state alone, where nobody else stands for it."""
    reading = case.reading
    for start, end in case.evidence:
        index = reading.sentence_at(start)
        for actor in reading.cast.in_sentence(index):
            if actor.kind == "group" or actor.words in ("they", "both"):
                first = max(0, index - _GROUP_REACH)
                near = reading.people.namings_in(reading.sentences[first][0], end)
                after = reading.sentences[min(index + 1, len(reading.sentences) - 1)]
                near = [*near, *reading.people.namings_in(*after)]
                if any(n.person is person for n in near):
                    return Presence(How.GROUPED, ((actor.start, actor.end),))
            if (
                actor.kind in ("state", "body")
                and actor.code in codes
                and not _stands_for(person, actor.code, case)
            ):
                return Presence(How.GROUPED, ((actor.start, actor.end),))
    return None


def _stands_for(person: Person, code: str | None, case: Case) -> bool:
    """Whether the evidence names somebody else who acts for the state."""
    reading = case.reading
    return any(
        naming.person is not person and code in reading.cast.codes(naming.person)
        for start, end in case.evidence
        for naming in reading.people.namings_in(start, end)
    )
