"""The diplomacy domain as the engine wants it: prompts, identity, links between records."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import cache
from typing import cast

from llm_extract.article import Article
from llm_extract.diplomacy.cues import encounter_hint, utterance_hint
from llm_extract.diplomacy.dna import DNA
from llm_extract.diplomacy.plover import PLOVER
from llm_extract.diplomacy.records import Meeting, Position
from llm_extract.diplomacy.scoring import MEETINGS, POSITIONS
from llm_extract.fields import ActorName, CountryName
from llm_extract.resources import resource
from llm_extract.spec import Prompt, Records, RecordType, Spec, Tone

_AFTERWARDS = re.compile(
    r"\b(?:reporters|press conference|news conference|journalists|interview"
    r"|(?:after|following) the (?:meeting|talks|call|summit))\b",
    re.IGNORECASE,
)

MADE_UP = (
    "Norland",
    "Sudmark",
    "Estmark",
    "Brekke",
    "Varela",
    "Lena Hoi",
    "Port Casel",
    "Ivo Renn",
)
"""Names of the prompts' example; in no article."""

STATUS_TONES: dict[str, Tone] = {
    "held": "firm",
    "planned": "good",
    "proposed": "wish",
    "postponed": "doubt",
    "cancelled": "bad",
}
STANCE_TONES: dict[str, Tone] = {
    "commits_to": "firm",
    "supports": "good",
    "calls_for": "wish",
    "concerned": "doubt",
    "opposes": "bad",
    "asserts": "plain",
}
"""What a report colours records by."""


@cache
def diplomacy() -> Spec:
    """The spec of the codebook."""
    return Spec(
        name="diplomacy",
        record_types=(
            RecordType(
                plural="meetings",
                model=Meeting,
                prompt=_prompt("meetings-2.md"),
                most=8,
                hint=encounter_hint,
                identity=meeting_identity,
                scoring=MEETINGS,
                tones=STATUS_TONES,
            ),
            RecordType(
                plural="positions",
                model=Position,
                prompt=_prompt("positions-1.md"),
                most=14,
                hint=utterance_hint,
                identity=position_identity,
                scoring=POSITIONS,
                tones=STANCE_TONES,
            ),
        ),
        finish=link_positions,
        formats={"plover": PLOVER, "dna": DNA},
    )


def meeting_identity(meeting: Meeting) -> Hashable:
    """Who meets, when, and whether it took place.

    Two encounters of the same people are told apart by their dates; one that the article
    mentions twice is one record.
    """
    people = frozenset(_folded(person.name.value) for person in meeting.participants)
    parties = frozenset(_country(party) for party in meeting.parties)
    words = meeting.date.as_written
    when = meeting.date.value or (_folded(words.value) if words else "")
    return tuple(sorted(people or parties)), when, meeting.status.value


def position_identity(position: Position) -> Hashable:
    """Who holds which stance on which issue."""
    holders = sorted({_folded(holder.name.value) for holder in position.holders})
    return tuple(holders), position.stance.value, _folded(position.issue)


def link_positions(_article: Article, records: Records) -> None:
    """Give each position the meeting that its evidence reports, and that meeting's date.

    A position belongs to a meeting when they share a sentence of evidence and an actor,
    and the sentence does not place it among remarks made afterwards.
    """
    meetings = cast("list[Meeting]", records["meetings"])
    for position in cast("list[Position]", records["positions"]):
        position.meeting = next(
            (i for i, meeting in enumerate(meetings) if _expressed_at(position, meeting)), None
        )
        if position.meeting is not None and position.date.as_written is None:
            position.date = meetings[position.meeting].date.model_copy(deep=True)


def _prompt(file: str) -> Prompt:
    return Prompt.read(resource("prompts", file), made_up=MADE_UP)


def _expressed_at(position: Position, meeting: Meeting) -> bool:
    if meeting.status != "held":
        return False
    reported = {passage.value for passage in meeting.evidence}
    shared = [p.value for p in position.evidence if p.value in reported]
    if not shared or any(_AFTERWARDS.search(words) for words in shared):
        return False
    people = [_folded(person.name.value).split() for person in meeting.participants]
    parties = {_country(party) for party in meeting.parties}
    return any(
        _country(holder.name) in parties
        or any(set(_folded(holder.name.value).split()) <= set(name) for name in people)
        for holder in position.holders
    )


def _country(name: ActorName | CountryName) -> str:
    return name.code or _folded(name.value)


def _folded(words: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", words).split()).casefold()
