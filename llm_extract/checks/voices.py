"""Speakers and relayers: does the evidence have this actor say it, and pass it on?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_extract.checks.actors import Actor
from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.finding import Finding
from llm_extract.checks.identity import identity, unclaimed
from llm_extract.checks.names import given_words
from llm_extract.checks.people import Person
from llm_extract.checks.persons import missing_name, part_codes
from llm_extract.checks.presence import How, presence
from llm_extract.checks.reading import Stretch
from llm_extract.checks.speakers import BY, Attribution
from llm_extract.fields import ActorName, Quote, Relayer, Speaker

_BY = re.compile(rf"\b(?:{'|'.join(sorted(BY))})\b")
_OWN = re.compile(r"(?:his|her|its|their) ")
_NEW_CLAUSE = re.compile(r";| while | but |, and (?!that)")


def _attributions(case: Case) -> list[Attribution]:
    """Who says what in the record's evidence, in its order; cached for the record.

    A sentence that is a quotation itself has the speaker of that quotation; one with no
    verb but that of a relayer is, besides, its first actor's ("They reached …, it said").
    """
    if "attributions" not in case.kept:
        case.kept["attributions"] = list(_read(case))
    known: list[Attribution] = case.kept["attributions"]
    return known


def _read(case: Case) -> Iterator[Attribution]:
    reading = case.reading
    for start, _ in case.evidence:
        index = reading.sentence_at(start)
        said = reading.attributions.in_sentence(index)
        yield from said
        if all(one.quoted for one in said):
            quotation = reading.quotation_at(start) or reading.quotation_at(start + 1)
            voices = reading.attributions.of_quotation(quotation) if quotation else ()
            if voices:
                yield Attribution("said", start, voices, quoted=False)
        elif all(one.tells or one.quoted for one in said):
            head = tuple(reading.attributions.head(index))
            if head and head[0].start < min(one.voices[0].start for one in said):
                yield Attribution("acts", head[0].end, head, quoted=False)


def _sources(case: Case) -> list[Attribution]:
    """Those that only pass on what others in the same sentence say or do."""
    said = _attributions(case)
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


def _members(group: Actor, case: Case) -> tuple[set[int], set[str]]:
    """Persons and states that "both sides" or "they" stand for: those named before it."""
    reading, text = case.reading, case.article.text
    index = reading.sentence_at(group.start)
    wanted = 3 if "three" in text[group.start : group.end].casefold() else _FEWEST
    persons: dict[int, Person] = {}
    codes: set[str] = set()
    if text.startswith(" of ", group.end):  # "the leaders of Japan and South Korea"
        near = [a for a in reading.cast.in_sentence(index) if 0 < a.start - group.end < _LIST_REACH]
        return set(), {a.code for a in near if a.code is not None and a.kind == "state"}
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


def _is_member(field: Field, group: Actor, case: Case) -> bool:
    numbers, codes = _members(group, case)
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


_GROUP_REACH = 3
"""Sentences back in which the members of a group are looked for."""
_FEWEST = 2
_BY_REACH = 70
_LIST_REACH = 90


def _same(one: Attribution, other: Attribution) -> bool:
    return {_key(v) for v in one.voices} == {_key(v) for v in other.voices}


def _key(actor: Actor) -> object:
    return actor.person.number if actor.person is not None else actor.code or actor.words


def _is_inside(inner: Attribution, outer: Attribution, case: Case) -> bool:
    """Whether one verb stands in what the other reports: behind it, or in front of ", X said"."""
    if outer.quoted and not inner.quoted:
        return False
    if inner.verb != "acts" and _OWN.match(case.article.text, inner.voices[0].start):
        return False  # "said that his government had asked"
    if (person := outer.voices[0].person) is not None and inner.voices[0].person is None:
        if inner.voices[0].code in case.reading.cast.codes(person):
            return False  # somebody who speaks for the own state
    if outer.verb in BY or (inner.quoted and not outer.quoted):
        return True
    if inner.start > outer.start:
        between = case.article.text[outer.start : inner.start]
        return inner.voices[0].start > outer.start and not _NEW_CLAUSE.search(between)
    gap = case.article.text[inner.start : outer.voices[0].start]
    return "," in gap and outer.voices[0].start > inner.start


@field_check(Speaker)
def speaker_says_it(field: Field, case: Case) -> Iterator[Finding]:
    """The holder of a view is who the evidence has say it, not who passes it on."""
    value: Speaker = field.value
    if value.span is None and value.code is None and (fault := missing_name(field, case)):
        yield fault
        return
    if not case.reading.english:
        yield case.unverifiable(field.path, "speaker.language", "Cues are known in English only.")
        return
    said, relaying = _attributions(case), _sources(case)
    own = [one for one in said if one not in relaying]
    quoting = {_key(voice) for voice in _quoted_by(case)}
    groups = [v for one in own for v in one.voices if v.kind == "group" or v.words in _THEY]
    if any(_is_member(field, group, case) for group in groups):
        yield case.supported(
            field.path, "speaker.grouped", f"{value.value} is one of the sides.",
            spans=[(groups[0].start, groups[0].end)],
        )  # fmt: skip
        return
    for one in (*own, *relaying):
        for voice in one.voices:
            if _means(voice, field, case):
                span = (voice.start, voice.end)
                if one in relaying and _key(voice) not in quoting and _others_act(own, voice):
                    yield case.contradicted(
                        field.path,
                        "speaker.relayer",
                        f"{value.value} only passes on what {_shown(own, case)} says.",
                        spans=[span],
                        proposed=_proposed(own[0], case),
                    )
                    return
                yield case.supported(
                    field.path, "speaker.says", f"“{_words(voice, case)} {one.verb}” in the evidence.",
                    spans=[span],
                )  # fmt: skip
                return
    if (told := _told_of(field, case)) is not None:
        spans = [(told.start, told.end)]
        yield case.supported(
            field.path, "speaker.says", f"{value.value} holds what is passed on.", spans=spans
        )
        return
    yield _unsaid(field, case, own or said)


_THEY = frozenset({"they", "both"})


def _told_of(field: Field, case: Case) -> Actor | None:
    """The actor whom the record's relayer speaks of: "She added that X remained ready"."""
    relayers = case.of_type(Relayer)
    for one in _attributions(case) if relayers else ():
        if not one.tells or not any(_relays(v, relayers[0], case) for v in one.voices):
            continue
        index = case.reading.sentence_at(one.start)
        for actor in case.reading.cast.in_sentence(index):
            if 0 < actor.start - one.start <= _TOLD_REACH:
                meant = case.reading.attributions.resolved(actor, index)
                if _means(meant, field, case) or actor.words in ("he", "she"):
                    return actor
                if actor.kind != "body":
                    break
    return None


_TOLD_REACH = 60


def _quoted_by(case: Case) -> list[Actor]:
    """Who says the words that the record quotes, by the cues around them."""
    reading = case.reading
    found: list[Actor] = []
    for field in case.of_type(Quote):
        span = field.value.span
        quotation = reading.quotation_at(span.start) if span is not None else None
        if quotation is not None:
            found += reading.attributions.of_quotation(quotation)
    return found


def _others_act(own: list[Attribution], voice: Actor) -> bool:
    return any(_key(other) != _key(voice) for one in own for other in one.voices)


def _unsaid(field: Field, case: Case, said: list[Attribution]) -> Finding:
    """No verb of saying has this actor: is the actor in the evidence at all?"""
    value: Speaker = field.value
    voices = [voice for one in said for voice in one.voices]
    grouped = [v for v in voices if v.kind == "group" or v.words in _THEY]
    settled = any(sum(map(len, _members(v, case))) > 1 for v in grouped)
    known = [v for v in voices if v.kind not in ("group", "pronoun") or v.person is not None]
    meant = identity(value.value, case.reading)
    person = meant.person if value.code is None else None
    if person is not None:
        found = presence(person, case, codes=part_codes(field.part))
        if found.how is How.ABSENT:
            return case.contradicted(
                field.path,
                "speaker.elsewhere",
                f"The evidence does not speak of {value.value}"
                + (f"; {_shown(said, case)} speaks in it." if known else "."),
                spans=[person.spans[0]],
                proposed=_proposed(said[0], case) if known else None,
            )
        if (grouped and not settled) or (not known and not settled):
            return case.supported(
                field.path, "speaker.grouped", f"The evidence speaks of {value.value}.",
                spans=found.spans,
            )  # fmt: skip
        return _spoken_by_others(field, case, said, found.spans)
    if value.code is not None:
        return _unsaid_state(field, case, said, grouped=bool(grouped) and not settled)
    places = _near(field, case)
    if not places:
        return case.contradicted(
            field.path, "speaker.elsewhere", f"The evidence does not speak of {value.value}.",
            proposed=_proposed(said[0], case) if known else None,
        )  # fmt: skip
    if known and person is None:
        return _spoken_by_others(field, case, said, tuple(places))
    return case.unverifiable(
        field.path, "speaker.unsettled", f"Nothing tells that {value.value} says it.", spans=places
    )


def _unsaid_state(field: Field, case: Case, said: list[Attribution], *, grouped: bool) -> Finding:
    """A state that no verb of saying has for its subject."""
    value: Speaker = field.value
    places = [p for p in case.reading.states.get(value.code or "", []) if case.is_in_evidence(p[0])]
    persons = [v for one in said for v in one.voices if v.person is not None]
    if grouped:
        return case.supported(
            field.path, "speaker.grouped", f"{value.value} is one of the sides.", spans=places[:1]
        )
    if any(value.code in case.reading.cast.codes(v.person) for v in persons if v.person):
        person = persons[0]
        return case.contradicted(
            field.path, "speaker.person", f"{_words(person, case)} says it, a person of {value.value}.",
            spans=[(person.start, person.end)],
            proposed=person.person.name if person.person else None,
        )  # fmt: skip
    voices = [v for one in said for v in one.voices if v.code or v.person or v.kind == "group"]
    if voices:
        return _spoken_by_others(field, case, said, tuple(places[:1]))
    if not places:
        return case.contradicted(
            field.path, "speaker.elsewhere", f"The evidence does not speak of {value.value}."
        )
    return case.unverifiable(
        field.path,
        "speaker.unsettled",
        f"Nothing tells that {value.value} says it.",
        spans=places[:1],
    )


def _spoken_by_others(
    field: Field, case: Case, said: list[Attribution], spans: tuple[Stretch, ...]
) -> Finding:
    return case.contradicted(
        field.path,
        "speaker.mismatch",
        f"In the evidence {_shown(said, case)} says it, not {field.value.value}.",
        spans=spans or [(said[0].voices[0].start, said[0].voices[0].end)],
        proposed=_proposed(said[0], case),
    )


def _near(field: Field, case: Case) -> list[Stretch]:
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


def _means(voice: Actor, field: Field, case: Case) -> bool:
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


def _words(voice: Actor, case: Case) -> str:
    if voice.person is not None and voice.kind != "person":
        return voice.person.name
    return case.article.text[voice.start : voice.end]


def _shown(said: list[Attribution], case: Case) -> str:
    names = list(dict.fromkeys(_words(v, case) for one in said[:1] for v in one.voices))
    return " and ".join(names[:3]) or "somebody else"


def _proposed(one: Attribution, case: Case) -> str | None:
    voice = one.voices[0]
    if voice.kind == "pronoun" and voice.person is None:
        return None
    return voice.person.name if voice.person is not None else _words(voice, case)


@field_check(Relayer)
def relayer_passes_it_on(field: Field, case: Case) -> Iterator[Finding]:
    """Whoever is said to relay a view is the subject of a verb of telling in the evidence."""
    value: Relayer = field.value
    if value.span is None and value.code is None:
        yield case.not_found(
            field.path, "relayer.not_found", f"The article does not name {value.value}."
        )
        return
    if not case.reading.english:
        yield case.unverifiable(field.path, "relayer.language", "Cues are known in English only.")
        return
    said = _attributions(case)
    if (cited := _cited(value.value, case)) is not None:
        yield case.supported(
            field.path, "relayer.says", f"The evidence cites {value.value}.", spans=[cited]
        )
        return
    telling = [one for one in said if one.tells]
    for one in (*telling, *said):
        for voice in one.voices:
            if _relays(voice, field, case):
                span = (voice.start, voice.end)
                yield case.supported(
                    field.path, "relayer.says", f"“{_words(voice, case)} {one.verb}” in the evidence.",
                    spans=[span],
                )  # fmt: skip
                return
    if telling:
        yield case.contradicted(
            field.path,
            "relayer.mismatch",
            f"{_shown(telling, case)} passes it on, not {value.value}.",
            spans=[(telling[0].voices[0].start, telling[0].voices[0].end)],
            proposed=_proposed(telling[0], case),
        )
        return
    if not _near(field, case):
        yield case.contradicted(
            field.path, "relayer.elsewhere", f"The evidence does not speak of {value.value}."
        )
        return
    yield case.unverifiable(
        field.path, "relayer.unsettled", f"Nothing tells that {value.value} passes it on."
    )


def _cited(words: str, case: Case) -> Stretch | None:
    """Where the evidence has "according to" and its like in front of an actor's words."""
    text, wanted = case.article.text, words.casefold()
    for start, end in case.evidence:
        for cue in _BY.finditer(text, start, end):
            at = text[cue.end() : min(end, cue.end() + _BY_REACH)].casefold().find(wanted)
            if at >= 0:
                return cue.end() + at, cue.end() + at + len(words)
    return None


def _relays(voice: Actor, field: Field, case: Case) -> bool:
    """Whether a voice is the relayer, or speaks for the body that is: "a ministry spokesman"."""
    if _means(voice, field, case):
        return True
    last = field.value.value.split()[-1].casefold()
    if voice.person is not None:
        titles = case.reading.cast.profile(voice.person).titles
        return any(last in case.article.text[s:e].casefold().split() for s, e in titles)
    return voice.kind == "body" and voice.words.casefold() == last
