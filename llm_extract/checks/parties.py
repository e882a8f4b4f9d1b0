"""Actors that nobody quotes: whether the article, and the evidence, speak of them.

Speakers and relayers have checks of their own (`voices`).
"""

from __future__ import annotations

from collections.abc import Iterator

from llm_extract.article import Stretch
from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.finding import Finding
from llm_extract.checks.identity import identity
from llm_extract.checks.persons import missing_name
from llm_extract.checks.presence import How, presence
from llm_extract.checks.reading import Reading
from llm_extract.fields import ActorName, Relayer, Speaker

_NEAR = 2
"""Sentences before and after the evidence that still speak of the same matter."""


@field_check(ActorName)
def actor_stands(field: Field, case: Case) -> Iterator[Finding]:
    """The article has the actor, by its words or as a state in any form, near the evidence."""
    value, path = field.value, field.path
    if isinstance(value, Speaker | Relayer):
        return
    places = _places(value, case.reading)
    if not places:
        missing = missing_name(field, case)
        yield case.not_found(
            path,
            "actor.not_found",
            f"The article does not have “{value.value}”.",
            spans=missing.spans if missing else (),
            proposed=missing.proposed if missing else None,
        )
        return
    near = [place for place in places if _is_near(place, case)]
    if near or _is_spoken_of(value, case):
        yield case.supported(
            path, "actor.found", f"The article speaks of {value.value} there.", spans=near[:1]
        )
    else:
        yield case.unverifiable(
            path,
            "actor.elsewhere",
            f"“{value.value}” stands only far from the evidence.",
            spans=places[:1],
        )


def _places(value: ActorName, reading: Reading) -> list[Stretch]:
    """Where the article has the actor's words, state or person."""
    found = []
    if value.span is not None:
        found.append((value.span.start, value.span.end))
    if value.code is not None:
        found += reading.states.get(value.code, [])
    meant = identity(value.value, reading)
    if meant.person is not None:
        found += [(n.start, n.end) for n in reading.people.namings_of(meant.person)]
    return found + list(meant.places)


def _is_near(place: Stretch, case: Case) -> bool:
    at = case.reading.sentence_at(place[0])
    return any(abs(at - case.reading.sentence_at(start)) <= _NEAR for start, _ in case.evidence)


def _is_spoken_of(value: ActorName, case: Case) -> bool:
    """Whether the evidence speaks of a person by title or pronoun."""
    person = identity(value.value, case.reading).person
    return person is not None and presence(person, case).how is not How.ABSENT
