"""Whom a name of a record means among the persons of its article."""

from __future__ import annotations

from typing import NamedTuple

from llm_extract.article import Stretch
from llm_extract.checks.capitals import segments
from llm_extract.checks.case import Case, Field
from llm_extract.checks.names import given_words
from llm_extract.checks.people import Naming, Person
from llm_extract.checks.profiles import Profile, profile
from llm_extract.checks.reading import Reading
from llm_extract.fields import ActorName, CountryName, PersonName


class Identity(NamedTuple):
    """Whom a name means in the article.

    Attributes:
        person: the one person, or None.
        others: further persons who share the words.
        places: where the words stand, when the article's own list of persons lacks them.
    """

    person: Person | None
    others: tuple[Person, ...] = ()
    places: tuple[Stretch, ...] = ()


def identity(name: str, reading: Reading) -> Identity:
    """Whom a name, or a part of one, means."""
    people = reading.people
    person = people.person(name)
    if person is not None and len(given_words(name)) > 1:
        return Identity(person)
    candidates = people.candidates(name)
    if candidates and (len(given_words(name)) == 1 or len(candidates) == 1):
        return Identity(candidates[0], tuple(candidates[1:]))
    found = reading.grounder.locate(name)
    places = ((found.span.start, found.span.end),) if found.span else ()
    return Identity(person, (), places)


def claimed(case: Case) -> set[int]:
    """Numbers of the persons whom the record's own names mean, or may mean."""
    return case.once(_claimed)


def _claimed(case: Case) -> set[int]:
    meant = [
        identity(field.value.value, case.reading) for field in case.of_type((PersonName, ActorName))
    ]
    return {person.number for one in meant for person in (one.person, *one.others) if person}


def unclaimed(case: Case) -> list[Person]:
    """The persons of whom the evidence speaks and the record does not, by the likeliest reading."""
    return case.once(_unclaimed)


def _unclaimed(case: Case) -> list[Person]:
    known = claimed(case)
    found: dict[int, Person] = {}
    reading = case.reading
    for start, end in case.evidence:
        for naming in reading.people.namings_in(start, end):
            if naming.person.number not in known:
                found.setdefault(naming.person.number, naming.person)
        index = reading.sentence_at(start)
        for actor in reading.cast.in_sentence(index):
            if actor.kind in ("role", "pronoun"):
                meant = reading.attributions.resolved(actor, index).person
                if meant is not None and meant.number not in known:
                    found.setdefault(meant.number, meant)
    return list(found.values())


def part_codes(part: object) -> set[str]:
    """The codes of the states that a part of a record gives its person."""
    values = vars(part).values() if hasattr(part, "__dict__") else ()
    return {v.code for v in values if isinstance(v, CountryName) and v.code}


def bearer(field: Field, case: Case) -> tuple[str, Person | None, Profile] | None:
    """The person of a part: the name, the article's person, and what stands beside it."""
    for value in vars(field.part).values():
        if isinstance(value, ActorName) and (value.code or state_in(value.value)):
            return None  # a government or a body, no person
        if isinstance(value, PersonName | ActorName):
            meant = identity(value.value, case.reading)
            if meant.person is not None and not meant.others:
                return value.value, meant.person, case.reading.cast.profile(meant.person)
            places = meant.places or (((value.span.start, value.span.end),) if value.span else ())
            if not places or meant.others:
                return None
            stranger = Person(value.value, -1)
            namings = [Naming(start, end, stranger, True, ()) for start, end in places]
            return value.value, None, profile(namings, case.reading.people)
    return None


def state_in(words: str) -> str | None:
    """The code of the state that words begin with: "South Korea's Foreign Ministry"."""
    return next((s.code for s in segments(words) if s.kind == "state"), None)
