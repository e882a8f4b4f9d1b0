"""Who says what in the evidence of one record, and whom its names mean there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_extract.article import Stretch
from llm_extract.checks.actors import Actor
from llm_extract.checks.case import Case, Field
from llm_extract.checks.identity import identity, part_codes, unclaimed
from llm_extract.checks.names import given_words
from llm_extract.checks.people import Person
from llm_extract.checks.speakers import Attribution
from llm_extract.checks.speech import BY
from llm_extract.fields import ActorName, Quote, Relayer

THEY = frozenset({"they", "both"})
_OWN = re.compile(r"(?:his|her|its|their) ")
_GROUP_REACH = 3
"""Sentences back in which the members of a group are looked for."""
_FEWEST = 2
_LIST_REACH = 90
_TOLD_REACH = 60
_NEW_CLAUSE = re.compile(r";| while | but |, and (?!that)")


def attributions(case: Case) -> list[Attribution]:
    """Who says what in the record's evidence, in its order; cached for the record.

    A sentence that is a quotation itself has the speaker of that quotation; one with no
    verb but that of a relayer is, besides, its first actor's ("They reached …, it said").
    """
    return case.once(_listed)


def _listed(case: Case) -> list[Attribution]:
    return list(_read(case))


def _read(case: Case) -> Iterator[Attribution]:
    reading = case.reading
    for start, _ in case.evidence:
        index = reading.sentence_at(start)
        said = reading.attributions.in_sentence(index)
        yield from said
        for one in said:
            if one.tells and not one.quoted and _speaks_for_others(one.voices[0], case):
                yield from _principal(one, index, case)
        if all(one.quoted for one in said):
            quotation = reading.quotation_at(start) or reading.quotation_at(start + 1)
            voices = reading.attributions.of_quotation(quotation) if quotation else ()
            if voices:
                yield Attribution("said", start, voices, quoted=False)
        elif all(one.tells or one.quoted for one in said):
            head = tuple(reading.attributions.head(index))
            if head and head[0].start < min(one.voices[0].start for one in said):
                yield Attribution("acts", head[0].end, head, quoted=False)


def _speaks_for_others(voice: Actor, case: Case) -> bool:
    """Whether it is somebody's office to pass on what others hold: a spokeswoman."""
    if voice.person is None:
        return voice.words.startswith("spokes")
    titles = case.reading.cast.profile(voice.person).titles
    return any("spokes" in case.article.text[start:end].casefold() for start, end in titles)


def _principal(one: Attribution, index: int, case: Case) -> Iterator[Attribution]:
    """Whom a spokesman speaks of: "A spokeswoman said that X remained ready"."""
    cast, own = case.reading.cast, one.voices[0]
    for actor in cast.in_sentence(index):
        if not 0 < actor.start - one.start <= _TOLD_REACH or actor.kind == "body":
            continue
        meant = case.reading.attributions.resolved(actor, index)
        if actor.kind == "person" and meant.person is not own.person and meant.person is not None:
            sides = cast.codes(meant.person), cast.codes(own.person) if own.person else set()
            if not all(sides) or sides[0] & sides[1]:
                yield Attribution("acts", actor.end, (meant,), quoted=False)
        return


def sources(case: Case) -> list[Attribution]:
    """Those that only pass on what others in the same sentence say or do."""
    said = attributions(case)
    relaying = []
    for one in said:
        start, end = case.reading.sentence(one.start)
        inner = [
            other
            for other in said
            if start <= other.start < end and other is not one and not _same(other, one)
        ]
        if one.tells and any(_is_inside(other, one, case) for other in inner):
            relaying.append(one)
    return relaying


def members(group: Actor, case: Case) -> tuple[set[int], set[str]]:
    """Persons and states that "both sides" or "they" stand for: those named before it."""
    reading, text = case.reading, case.article.text
    index = reading.sentence_at(group.start)
    wanted = 3 if "three" in text[group.start : group.end].casefold() else _FEWEST
    persons: dict[int, Person] = {}
    codes: set[str] = set()
    if text.startswith(" of ", group.end):  # "the leaders of Japan and South Korea"
        listed = reading.cast.in_sentence(index)
        listed = [a for a in listed if 0 < a.start - group.end < _LIST_REACH]
        return set(), {a.code for a in listed if a.code is not None and a.kind == "state"}
    for earlier in range(index, max(index - _GROUP_REACH - 1, -1), -1):
        for actor in reading.cast.in_sentence(earlier):
            if actor.start < group.start and actor.person is not None:
                persons.setdefault(actor.person.number, actor.person)
            elif actor.start < group.start and actor.code is not None:
                codes.add(actor.code)
        if len(persons) >= wanted or (not persons and len(codes) >= wanted):
            break
    for person in persons.values():
        codes |= reading.cast.codes(person)
    return set(persons), codes


def is_member(field: Field, group: Actor, case: Case) -> bool:
    """Whether an actor that a field names is one of a group, or its state is."""
    numbers, codes = members(group, case)
    if field.value.code is not None:
        return field.value.code in codes
    meant = identity(field.value.value, case.reading)
    persons = [p for p in (meant.person, *meant.others) if p is not None]
    if any(p.number in numbers for p in persons):
        return True
    if numbers and not group.words.endswith(("sides", "countries")):
        return False
    tied = {c for p in persons for c in case.reading.cast.codes(p)} | part_codes(field.part)
    return bool(tied & codes) and len(numbers) < _FEWEST


def _same(one: Attribution, other: Attribution) -> bool:
    return {key_of(v) for v in one.voices} == {key_of(v) for v in other.voices}


def key_of(actor: Actor) -> object:
    """What two actors share that are one: the person, the state, or the head word."""
    return actor.person.number if actor.person is not None else actor.code or actor.words


def _is_inside(inner: Attribution, outer: Attribution, case: Case) -> bool:
    """Whether one verb stands in what the other reports: behind it, or in front of ", X said"."""
    if outer.quoted and not inner.quoted:
        return False
    if inner.verb != "acts" and _OWN.match(case.article.text, inner.voices[0].start):
        return False  # "said that his government had asked"
    person, subject = outer.voices[0].person, inner.voices[0]
    own_state = person is not None and subject.code in case.reading.cast.codes(person)
    if own_state and subject.person is None:
        return False  # somebody who speaks for the own state
    if outer.verb in BY or (inner.quoted and not outer.quoted):
        return True
    if inner.start > outer.start:
        between = case.article.text[outer.start : inner.start]
        return inner.voices[0].start > outer.start and not _NEW_CLAUSE.search(between)
    gap = case.article.text[inner.start : outer.voices[0].start]
    return "," in gap and outer.voices[0].start > inner.start


def told_of(field: Field, case: Case) -> Actor | None:
    """The actor whom the record's relayer speaks of: "She added that X remained ready"."""
    relayers = case.of_type(Relayer)
    for one in attributions(case) if relayers else ():
        if not one.tells or not any(relays(v, relayers[0], case) for v in one.voices):
            continue
        index = case.reading.sentence_at(one.start)
        for actor in case.reading.cast.in_sentence(index):
            if 0 < actor.start - one.start <= _TOLD_REACH:
                meant = case.reading.attributions.resolved(actor, index)
                if means(meant, field, case) or actor.words in ("he", "she"):
                    return actor
                if actor.kind != "body":
                    break
    return None


def quoted_by(case: Case) -> list[Actor]:
    """Who says the words that the record quotes, by the cues around them."""
    reading = case.reading
    found: list[Actor] = []
    for field in case.of_type(Quote):
        span = field.value.span
        quotation = reading.quotation_at(span.start) if span is not None else None
        if quotation is not None:
            found += reading.attributions.of_quotation(quotation)
    return found


def mentions(field: Field, case: Case) -> list[Stretch]:
    """Where the evidence has the actor's words, or their last one for a body or an office."""
    span = field.value.span
    if span is not None and case.is_in_evidence(span.start):
        return [(span.start, span.end)]
    last = field.value.value.split()[-1].casefold()
    return [
        (actor.start, actor.end)
        for start, _ in case.evidence
        for actor in case.reading.cast.in_sentence(case.reading.sentence_at(start))
        if actor.words.casefold() == last
    ]


def means(voice: Actor, field: Field, case: Case) -> bool:
    """Whether a voice of the evidence is the actor that a field names."""
    value: ActorName = field.value
    if value.code is not None:
        return voice.person is None and voice.code == value.code
    meant = identity(value.value, case.reading)
    persons: list[Person] = [p for p in (meant.person, *meant.others) if p is not None]
    if voice.person is not None:
        whole = given_words(value.value)
        return voice.person in persons or (not persons and given_words(voice.person.name) <= whole)
    if persons:
        codes = {c for p in persons for c in case.reading.cast.codes(p)} | part_codes(field.part)
        fits = voice.kind == "role" and voice.code is not None and voice.code in codes
        return fits and not unclaimed(case)
    words = case.article.text[voice.start : voice.end].casefold()
    wanted = value.value.casefold()
    return wanted in words or words in wanted or (
        voice.kind in ("body", "role") and wanted.split()[-1] == voice.words.casefold()
    )  # fmt: skip


def named(voice: Actor, case: Case) -> str:
    """An actor as a message shows it: the person's name for a pronoun or a description."""
    if voice.person is not None and voice.kind != "person":
        return voice.person.name
    return case.article.text[voice.start : voice.end]


def shown(said: list[Attribution], case: Case) -> str:
    """Who speaks first, as a message shows it."""
    names = list(dict.fromkeys(named(v, case) for one in said[:1] for v in one.voices))
    return " and ".join(names[:3]) or "somebody else"


def proposed(one: Attribution, case: Case) -> str | None:
    """Who ought to stand there instead: the first voice, where it is settled."""
    voice = one.voices[0]
    if voice.kind == "pronoun" and voice.person is None:
        return None
    return voice.person.name if voice.person is not None else named(voice, case)


def relays(voice: Actor, field: Field, case: Case) -> bool:
    """Whether a voice is the relayer, or speaks for the body that is: "a ministry spokesman"."""
    if means(voice, field, case):
        return True
    last = field.value.value.split()[-1].casefold()
    if voice.person is not None:
        titles = case.reading.cast.profile(voice.person).titles
        return any(last in case.article.text[s:e].casefold().split() for s, e in titles)
    return voice.kind == "body" and voice.words.casefold() == last
