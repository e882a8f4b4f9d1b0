"""Positions and the meetings at which they were expressed; meetings and their own sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from llm_extract.checks import Case, Finding, record_check
from llm_extract.diplomacy.checks.cues import evidence, folded
from llm_extract.diplomacy.records import Holder, Meeting, Position, Status
from llm_extract.edtf import bounds
from llm_extract.fields import CountryName

_STATE = 3
"""Characters of a state's code."""
_LONG_LIST = 40
"""Participants or parties beyond which a record is not compared pair by pair."""


@record_check(Position)
def check_link(position: Position, case: Case) -> Iterator[Finding]:
    """Whether the position can have been expressed at its meeting, and on its date."""
    if position.meeting is None:
        return
    meetings = cast("Sequence[Meeting | None]", case.records.get("meetings", ()))
    if position.meeting >= len(meetings):
        yield case.contradicted(
            "meeting", "meeting.no_such", f"There is no meeting {position.meeting} in the records."
        )
        return
    meeting = meetings[position.meeting]
    if meeting is None:
        return  # it could not be read, and says so itself
    if meeting.status is not Status.HELD:
        yield case.contradicted(
            "meeting",
            "meeting.not_held",
            f"Nothing was expressed yet at a meeting that is {meeting.status.value}.",
        )
        return
    present = [_is_present(holder, meeting) for holder in position.holders]
    if all(there is False for there in present):
        names = ", ".join(str(holder.name) for holder in position.holders)
        yield case.contradicted(
            "meeting", "meeting.not_present", f"The meeting has no part for {names}."
        )
    elif any(present):
        yield case.supported("meeting", "meeting.present", "A holder, or its side, takes part.")
    else:
        yield case.unverifiable("meeting", "meeting.unclear", "Whom the holder acts for is open.")
    yield from _dates(position, meeting, case=case)


@record_check(Meeting)
def check_sides(meeting: Meeting, case: Case) -> Iterator[Finding]:
    """Whether a meeting is one of several sides, and its parties those of its participants."""
    if len(meeting.participants) > _LONG_LIST or len(meeting.parties) > _LONG_LIST:
        return
    names = [" ".join(folded(person.name.value)) for person in meeting.participants]
    twice = next((i for i, name in enumerate(names) if name in names[:i]), None)
    if twice is not None:
        yield case.contradicted(
            "participants",
            "meeting.with_itself",
            f'"{meeting.participants[twice].name}" is there twice.',
        )
    given = [person.country for person in meeting.participants]
    known = [country for country in given if country is not None and country.code]
    parties = [party.code or " ".join(folded(party.value)) for party in meeting.parties]
    sames = [_same(party) for party in meeting.parties]
    for index, same in enumerate(sames):
        if same in sames[:index]:
            yield case.contradicted(
                f"parties[{index}]",
                "meeting.with_itself",
                f'"{meeting.parties[index]}" is there twice.',
            )
    if not given or len(known) < len(given) or twice is not None:
        return
    sides = {cast("str", country.code): country.value for country in known}
    if len(sides) == 1 and len(given) > 1 and set(parties) <= set(sides):
        yield case.contradicted(
            "parties",
            "meeting.with_itself",
            f"All who take part act for {known[0]}: no meeting of two sides.",
        )
        return
    missing = [name for code, name in sides.items() if code not in parties]
    if missing:
        yield case.contradicted(
            "parties",
            "parties.missing",
            f"{', '.join(missing)} takes part and is no party.",
            proposed=[*(str(party) for party in meeting.parties), *missing],
        )
    if len(sides) < 2:
        return
    named = {state.code for sentence in evidence(case) for state in sentence.states}
    for index, party in enumerate(meeting.parties):
        if party.code and party.code not in sides and party.code not in named:
            yield case.contradicted(
                f"parties[{index}]",
                "parties.mismatch",
                f'Nobody who takes part acts for "{party}", and the evidence does not name it.',
            )


def _same(party: CountryName) -> str:
    """What tells a party from others; bodies of one organisation may share its code."""
    state = party.code is not None and len(party.code) == _STATE
    return str(party.code) if state else " ".join(folded(party.value))


def _is_present(holder: Holder, meeting: Meeting) -> bool | None:
    """Whether a holder takes part or is of one of the parties; None where that is open."""
    name = set(folded(holder.name.value))
    people = [(set(folded(p.name.value)), p.country) for p in meeting.participants]
    if any(name <= other or other <= name for other, _ in people):
        return True
    countries = [*meeting.parties, *(country for _, country in people if country)]
    codes = {country.code for country in countries if country.code}
    own = holder.name.code or (holder.country.code if holder.country else None)
    if own is None or not codes:
        return None
    return own in codes


def _dates(position: Position, meeting: Meeting, *, case: Case) -> Iterator[Finding]:
    value, other = position.date.value, meeting.date.value
    if value is None or other is None:
        return
    first, last = bounds(value)
    opened, closed = bounds(other)
    if last < opened or closed < first:
        yield case.contradicted(
            "date.value",
            "date.not_the_meetings",
            f"Expressed at a meeting of {other}, says the record, but on {value}.",
            proposed=other,
        )
