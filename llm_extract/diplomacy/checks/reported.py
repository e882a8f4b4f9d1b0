"""Sentences that plainly report an encounter, or what an actor says, asks or promises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llm_extract.article import Stretch
from llm_extract.checks.actors import Actor
from llm_extract.checks.case import reports
from llm_extract.checks.identity import identity
from llm_extract.checks.people import Person
from llm_extract.checks.reading import Reading
from llm_extract.diplomacy.checks.frames import frames
from llm_extract.diplomacy.records import Meeting, Position

_DEMANDS = frozenset(
    "urged urges demanded demands pledged vowed rejected condemned denounced criticised criticized"
    " threatened promised insisted insists opposed opposes called warned warns accused".split()
)
"""Verbs that take a side even without quoted words."""
_CALLED = re.compile(r"called (?:on|for|upon)\b")
_WORDS = 4
"""Quoted words from which a quotation says something of its own."""


@reports(Meeting)
def encounters(reading: Reading, records: Sequence[Meeting]) -> Iterator[tuple[Stretch, str]]:
    """Sentences that tie two persons together who meet in no record."""
    known = [_people(record, reading) for record in records]
    for index, sentence in enumerate(reading.sentences):
        if len(reading.people.namings_in(*sentence)) == 0:
            continue
        for frame in frames(reading, index):
            numbers = {person.number for person in frame.persons}
            if not any(len(numbers & people) > 1 for people in known):
                names = " and ".join(person.name for person in frame.persons)
                known.append(numbers)  # told once, however often the article does
                yield sentence, f"the encounter of {names}"
                break


def _people(record: Meeting, reading: Reading) -> set[int]:
    meant = [identity(p.name.value, reading) for p in record.participants]
    return {person.number for one in meant for person in (one.person, *one.others) if person}


@reports(Position)
def statements(reading: Reading, _records: Sequence[Position]) -> Iterator[tuple[Stretch, str]]:
    """Sentences in which an actor is quoted, demands, promises or rejects."""
    for index, sentence in enumerate(reading.sentences):
        for attribution in reading.attributions.in_sentence(index):
            voice = attribution.voices[0]
            if attribution.quoted or not _acts(voice, reading):
                continue
            quoted = any(
                len(reading.text[q.start : q.end].split()) >= _WORDS
                for q in reading.quotations_in(*sentence)
            )
            text = reading.text
            takes_a_side = attribution.verb in _DEMANDS and (
                attribution.verb != "called" or _CALLED.match(text, attribution.start) is not None
            )
            if quoted or takes_a_side:
                person: Person | None = voice.person
                name = person.name if person is not None else text[voice.start : voice.end]
                yield sentence, f"what {name} says"
                break


def _acts(voice: Actor, reading: Reading) -> bool:
    """Whether a voice acts for a state or a body: no journalist, no scholar."""
    if voice.person is not None:
        return bool(reading.cast.codes(voice.person))
    return voice.kind in ("state", "body") or (voice.kind == "role" and voice.code is not None)
