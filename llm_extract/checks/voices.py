"""Speakers and relayers: whom the evidence has say it, and whom it has pass it on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_extract.article import Stretch
from llm_extract.checks.actors import Actor
from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.finding import Finding
from llm_extract.checks.identity import identity, part_codes
from llm_extract.checks.persons import missing_name
from llm_extract.checks.presence import How, presence
from llm_extract.checks.speakers import Attribution
from llm_extract.checks.speech import BY, TELLING
from llm_extract.checks.utterances import (
    THEY,
    attributions,
    is_member,
    key_of,
    means,
    members,
    mentions,
    named,
    proposed,
    quoted_by,
    relays,
    shown,
    sources,
    told_of,
)
from llm_extract.fields import Relayer, Speaker

_BY = re.compile(rf"\b(?:{'|'.join(sorted(BY))})\b")
_BY_REACH = 70


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
    said, relaying = attributions(case), sources(case)
    own = [one for one in said if one not in relaying]
    quoting = {key_of(voice) for voice in quoted_by(case)}
    groups = [v for one in own for v in one.voices if v.kind == "group" or v.words in THEY]
    if any(is_member(field, group, case) for group in groups):
        yield case.supported(
            field.path, "speaker.grouped", f"{value.value} is one of the sides.",
            spans=[(groups[0].start, groups[0].end)],
        )  # fmt: skip
        return
    for one in (*own, *relaying):
        for voice in one.voices:
            if means(voice, field, case):
                span = (voice.start, voice.end)
                if one in relaying and key_of(voice) not in quoting and _others_act(own, voice):
                    yield case.contradicted(
                        field.path,
                        "speaker.relayer",
                        f"{value.value} only passes on what {shown(own, case)} says.",
                        spans=[span],
                        proposed=proposed(own[0], case),
                    )
                    return
                message = f"“{named(voice, case)} {one.verb}” in the evidence."
                yield case.supported(field.path, "speaker.says", message, spans=[span])
                return
    if (told := told_of(field, case)) is not None:
        spans = [(told.start, told.end)]
        yield case.supported(
            field.path, "speaker.says", f"{value.value} holds what is passed on.", spans=spans
        )
        return
    yield _unsaid(field, case, own or said)


def _others_act(own: list[Attribution], voice: Actor) -> bool:
    return any(key_of(other) != key_of(voice) for one in own for other in one.voices)


def _unsaid(field: Field, case: Case, said: list[Attribution]) -> Finding:
    """No verb of saying has this actor: whether the evidence has the actor at all."""
    value: Speaker = field.value
    voices = [voice for one in said for voice in one.voices]
    grouped = [v for v in voices if v.kind == "group" or v.words in THEY]
    settled = any(_is_settled(group, case) for group in grouped)
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
                + (f"; {shown(said, case)} speaks in it." if known else "."),
                spans=[person.spans[0]],
                proposed=proposed(said[0], case) if known else None,
            )
        if (grouped and not settled) or (not known and not settled):
            return case.supported(
                field.path, "speaker.grouped", f"The evidence speaks of {value.value}.",
                spans=found.spans,
            )  # fmt: skip
        return _spoken_by_others(field, case, said, found.spans)
    if value.code is not None:
        return _unsaid_state(field, case, said, grouped=bool(grouped) and not settled)
    places = mentions(field, case)
    if not places:
        return case.contradicted(
            field.path, "speaker.elsewhere", f"The evidence does not speak of {value.value}.",
            proposed=proposed(said[0], case) if known else None,
        )  # fmt: skip
    if known and person is None:
        return _spoken_by_others(field, case, said, tuple(places))
    return case.unverifiable(
        field.path, "speaker.unsettled", f"Nothing tells that {value.value} says it.", spans=places
    )


def _is_settled(group: Actor, case: Case) -> bool:
    persons, codes = members(group, case)
    return len(persons) + len(codes) > 1


def _unsaid_state(field: Field, case: Case, said: list[Attribution], *, grouped: bool) -> Finding:
    """A state that no verb of saying has for its subject."""
    value: Speaker = field.value
    places = case.in_evidence(case.reading.states.get(value.code or "", []))
    persons = [v for one in said for v in one.voices if v.person is not None]
    if grouped:
        return case.supported(
            field.path, "speaker.grouped", f"{value.value} is one of the sides.", spans=places[:1]
        )
    if any(value.code in case.reading.cast.codes(v.person) for v in persons if v.person):
        person = persons[0]
        return case.contradicted(
            field.path,
            "speaker.person",
            f"{named(person, case)} says it, a person of {value.value}.",
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
        f"In the evidence {shown(said, case)} says it, not {field.value.value}.",
        spans=spans or [(said[0].voices[0].start, said[0].voices[0].end)],
        proposed=proposed(said[0], case),
    )


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
    said = attributions(case)
    if (cited := _cited(value.value, case)) is not None:
        yield case.supported(
            field.path, "relayer.says", f"The evidence cites {value.value}.", spans=[cited]
        )
        return
    if (told := _tells(value.value, case)) is not None:
        yield case.supported(
            field.path, "relayer.says", f"{value.value} tells it in the evidence.", spans=[told]
        )
        return
    telling = [one for one in said if one.tells]
    for one in (*telling, *said):
        for voice in one.voices:
            if relays(voice, field, case):
                span = (voice.start, voice.end)
                message = f"“{named(voice, case)} {one.verb}” in the evidence."
                yield case.supported(field.path, "relayer.says", message, spans=[span])
                return
    if telling:
        yield case.contradicted(
            field.path,
            "relayer.mismatch",
            f"{shown(telling, case)} passes it on, not {value.value}.",
            spans=[(telling[0].voices[0].start, telling[0].voices[0].end)],
            proposed=proposed(telling[0], case),
        )
        return
    if not mentions(field, case):
        yield case.contradicted(
            field.path, "relayer.elsewhere", f"The evidence does not speak of {value.value}."
        )
        return
    yield case.unverifiable(
        field.path, "relayer.unsettled", f"Nothing tells that {value.value} passes it on."
    )


def _tells(words: str, case: Case) -> Stretch | None:
    """Where a verb of telling stands right by an actor's words: "ministry officials said"."""
    text = case.article.text
    pattern = re.compile(rf"\b{re.escape(words)}(?= (?:{_TELLING})\b)", re.IGNORECASE)
    for start, end in case.evidence:
        if found := pattern.search(text, start, end):
            return found.span()
    return None


_TELLING = "|".join(sorted(TELLING))


def _cited(words: str, case: Case) -> Stretch | None:
    """Where the evidence has "according to" and its like in front of an actor's words."""
    text, wanted = case.article.text, words.casefold()
    for start, end in case.evidence:
        for cue in _BY.finditer(text, start, end):
            at = text[cue.end() : min(end, cue.end() + _BY_REACH)].casefold().find(wanted)
            if at >= 0:
                return cue.end() + at, cue.end() + at + len(words)
    return None
