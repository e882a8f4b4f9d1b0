"""Who takes part: the persons that the words of an encounter tie together, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_extract.article import Stretch
from llm_extract.checks.case import Case, record_check
from llm_extract.checks.finding import Finding
from llm_extract.checks.identity import identity
from llm_extract.checks.people import Naming, Person
from llm_extract.checks.profiles import title_start
from llm_extract.checks.reading import Reading
from llm_extract.diplomacy.checks.frames import frames
from llm_extract.diplomacy.records import Meeting

_AGENTS = re.compile(
    r"\b(?:tapped|appointed|named|nominated|chosen|picked|elected|succeeded|replaced|led|sent"
    r"|dispatched|designated|founded|criticised|criticized|proposed|announced) by(?: the)?\s*$"
)
"""In front of somebody who only did something to one who takes part."""
_LINK_REACH = 60


@record_check(Meeting)
def everybody_is_there(meeting: Meeting, case: Case) -> Iterator[Finding]:
    """Who the evidence says takes part is a participant, and every participant takes part."""
    if not case.reading.english or not case.evidence:
        return
    reading = case.reading
    people: dict[int, int] = {}
    unsure: set[int] = set()
    for number, participant in enumerate(meeting.participants):
        meant = identity(participant.name.value, reading)
        if meant.person is not None:
            people.setdefault(meant.person.number, number)
            unsure.update(other.number for other in meant.others)
    found = [
        frame for start, _ in case.evidence for frame in frames(reading, reading.sentence_at(start))
    ]
    missing: dict[int, tuple[Person, Stretch]] = {}
    unsure |= _of_siblings(meeting, case)
    for frame in found:
        numbers = {person.number for person in frame.persons}
        if not numbers & set(people):
            continue
        for person in frame.persons:
            if person.number not in people and person.number not in unsure:
                missing.setdefault(person.number, (person, frame.cue))
    if missing:
        names = [person.name for person, _ in missing.values()]
        yield case.contradicted(
            "participants",
            "participants.missing",
            f"The evidence has {' and '.join(names)} take part; the record has not.",
            spans=[cue for _, cue in missing.values()],
            proposed=[p.name.value for p in meeting.participants] + names,
        )
    tied = {person.number for frame in found for person in frame.persons}
    for number, at in people.items():
        if missing and number not in tied and len(missing) == 1:
            ((other, cue),) = missing.values()
            yield case.contradicted(
                f"participants[{at}].name",
                "participant.instead",
                f"The words of the encounter tie {other.name} in, not "
                f"{meeting.participants[at].name.value}.",
                spans=[cue],
                proposed=other.name,
            )
        elif number not in tied and (reason := _stays_out(number, set(people), case)):
            code, message, span = reason
            yield case.contradicted(
                f"participants[{at}].name",
                code,
                message.format(name=meeting.participants[at].name.value),
                spans=[span],
            )


def _of_siblings(meeting: Meeting, case: Case) -> set[int]:
    """The persons of other records that the same sentence reports: "met A and then B"."""
    spans = [passage.span for passage in meeting.evidence if passage.span is not None]
    found: set[int] = set()
    for other in case.records.get(case.path.partition("[")[0], ()):
        if not isinstance(other, Meeting) or other is meeting:
            continue
        if any(p.span.overlaps(span) for p in other.evidence if p.span for span in spans):
            for participant in other.participants:
                meant = identity(participant.name.value, case.reading)
                if meant.person is not None:
                    found.add(meant.person.number)
    return found


def _stays_out(number: int, people: set[int], case: Case) -> tuple[str, str, Stretch] | None:
    """Why somebody whom the evidence names does not take part; None where they may."""
    reading, text = case.reading, case.article.text
    out: tuple[str, str, Stretch] | None = None
    for start, end in case.evidence:
        index = reading.sentence_at(start)
        for naming in reading.people.namings_in(start, end):
            if naming.person.number != number:
                if number in {other.number for other in naming.others}:
                    return None
                continue
            span = (naming.start, naming.end)
            begin = title_start(naming, reading.people)
            if _AGENTS.search(text, max(start, begin - _LINK_REACH), begin):
                out = (
                    "participant.agent",
                    "The evidence names {name} only as who did something else.",
                    span,
                )
            elif _is_of_other_event(naming, people, reading):
                out = (
                    "participant.other_event",
                    "The evidence names {name} only for another event.",
                    span,
                )
            elif _only_tells(naming, index, reading):
                out = ("participant.reports", "{name} only reports in the evidence.", span)
            else:
                return None
        for actor in reading.cast.in_sentence(index):
            if actor.kind in ("role", "pronoun", "group"):
                meant = reading.attributions.resolved(actor, index).person
                if actor.kind == "group" or (meant is not None and meant.number == number):
                    return None
    return out


def _is_of_other_event(naming: Naming, people: set[int], reading: Reading) -> bool:
    """Whether the name is half of "A-B summit", and the record is not about A and B."""
    text = reading.text
    beside = text[naming.end : naming.end + 1] + text[naming.start - 1 : naming.start]
    if "-" not in beside and "–" not in beside:
        return False
    halves = [
        other
        for other in reading.people.namings_in(naming.start - _LINK_REACH, naming.end + _LINK_REACH)
        if other is not naming
        and (abs(other.start - naming.end) <= 1 or abs(naming.start - other.end) <= 1)
    ]
    return bool(halves) and not any(
        person.number in people for half in halves for person in (half.person, *half.others)
    )


def _only_tells(naming: Naming, index: int, reading: Reading) -> bool:
    said = [
        attribution
        for attribution in reading.attributions.in_sentence(index)
        if any(voice.start == naming.start for voice in attribution.voices)
    ]
    return bool(said) and all(one.tells for one in said)
