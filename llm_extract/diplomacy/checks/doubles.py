"""Two records for one event: the later one is a double of the earlier.

Meetings are one when the same people met at a time, at a place and in a way that agree;
positions, when the same holders take the same stance in nearly the same words. Positions on
different issues are two, however much of their evidence they share.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from llm_extract.checks import Case, Finding, record_check
from llm_extract.checks.case import Batch
from llm_extract.checks.citations import Citations
from llm_extract.checks.identity import identity
from llm_extract.checks.names import words
from llm_extract.checks.reading import Reading
from llm_extract.checks.whereabouts import is_one_place
from llm_extract.diplomacy.records import Meeting, Mode, Position, Status
from llm_extract.edtf import bounds
from llm_extract.fields import ActorName, CountryName, PersonName

_COMPARED = 24
"""Earlier records with something in common that a record is compared with."""
_SAME_WORDS = 92.0
"""Similarity (0 to 100) from which two statements are one, in whatever order their words are."""
_SAME_ISSUE = 85.0
_LONG_LIST = 100
"""People or parties of one record that are looked at."""
_AHEAD = frozenset({Status.PLANNED, Status.PROPOSED})


class Double(NamedTuple):
    """The path of the earlier record, and whether it is the same rather than perhaps a part."""

    path: str
    whole: bool


@record_check(Meeting, Position)
def check_double(record: Meeting | Position, case: Case) -> Iterator[Finding]:
    """Whether an earlier record is the same event."""
    double = case.batch.once(_doubles).get(id(record))
    if double is None:
        return
    if double.whole:
        yield case.contradicted("", "record.double", f"This is {double.path} once more.")
    else:
        yield case.ambiguous("", "record.part", f"This may be a part of {double.path}.")


def _doubles(batch: Batch) -> Mapping[int, Double]:
    """The doubles among all records of the article."""
    return {**_meetings(batch), **_positions(batch)}


@dataclass(eq=False)
class _Encounter:
    """A meeting as far as it tells from others.

    Attributes:
        path: its own.
        people: persons of the article by number, others by their folded names.
        parties: codes of states and organisations, others by their folded words.
        cited: the sentences of its evidence.
    """

    path: str
    meeting: Meeting
    people: frozenset[Hashable]
    parties: frozenset[Hashable]
    cited: frozenset[int]

    @property
    def keys(self) -> list[Hashable]:
        """What it has in common with any meeting that it may be a double of."""
        return [("people", self.people or self.parties), *self.cited]

    def repeats(self, other: _Encounter) -> bool | None:
        """Whether it is another meeting once more; None where they are two."""
        mine, its = self.meeting, other.meeting
        shared = not self.cited.isdisjoint(other.cited)
        if not (_agree(mine.status, its.status) and _same_way(mine, its)):
            return None
        if not (shared or _same_date(mine, its)) or not _dates_agree(mine, its):
            return None
        if self.people == other.people:
            several = len(self.people or self.parties) > 1
            return True if several or (shared and self.parties == other.parties) else None
        smaller, larger = sorted((self.people, other.people), key=len)
        if not (shared and smaller and smaller < larger):
            return None
        return len(smaller) == 1 and self.parties == other.parties


def _meetings(batch: Batch) -> dict[int, Double]:
    cited = batch.once(Citations)
    found: dict[int, Double] = {}
    seen: dict[Hashable, list[_Encounter]] = {}
    for index, meeting in enumerate(batch.records.get("meetings", ())):
        if not isinstance(meeting, Meeting):
            continue
        people = (person.name for person in meeting.participants[:_LONG_LIST])
        one = _Encounter(
            f"meetings[{index}]",
            meeting,
            frozenset(_who(name, batch.reading) for name in people),
            frozenset(_party(party) for party in meeting.parties[:_LONG_LIST]),
            frozenset(cited.sentences(meeting)),
        )
        near = {id(other): other for key in one.keys for other in seen.get(key, ())[:_COMPARED]}
        for other in list(near.values())[:_COMPARED]:
            whole = one.repeats(other)
            if whole is not None and not (id(meeting) in found and found[id(meeting)].whole):
                found[id(meeting)] = Double(other.path, whole)
        for key in one.keys:
            seen.setdefault(key, []).append(one)
    return found


def _positions(batch: Batch) -> dict[int, Double]:
    found: dict[int, Double] = {}
    seen: dict[Hashable, list[tuple[str, Position]]] = {}
    for index, position in enumerate(batch.records.get("positions", ())):
        if not isinstance(position, Position):
            continue
        holders = (holder.name for holder in position.holders[:_LONG_LIST])
        key = frozenset(_who(name, batch.reading) for name in holders), position.stance
        same = seen.setdefault(key, [])
        for path, other in same[-_COMPARED:]:
            if _is_one_view(position, other):
                found[id(position)] = Double(path, whole=True)
                break
        same.append((f"positions[{index}]", position))
    return found


def _is_one_view(one: Position, other: Position) -> bool:
    """Whether two positions of the same holders and stance say the same."""
    mine, its = default_process(one.statement), default_process(other.statement)
    if fuzz.token_sort_ratio(mine, its) >= _SAME_WORDS:
        return True
    return fuzz.token_set_ratio(mine, its) >= _SAME_WORDS and (
        fuzz.token_set_ratio(one.issue, other.issue, processor=default_process) >= _SAME_ISSUE
    )


def _who(name: PersonName | ActorName, reading: Reading) -> Hashable:
    """The person of the article, else the state, else the words."""
    meant = identity(name.value, reading)
    if meant.person is not None and not meant.others:
        return meant.person.number
    code = name.code if isinstance(name, ActorName) else None
    return code or words(name.value)


def _party(party: CountryName) -> Hashable:
    return party.code or words(party.value)


def _agree(one: Status, other: Status) -> bool:
    return one is other or _AHEAD.issuperset((one, other))


def _same_way(one: Meeting, other: Meeting) -> bool:
    """Whether mode and place of two meetings can be those of one."""
    modes = {one.mode, other.mode} - {Mode.UNSPECIFIED}
    if len(modes) > 1:
        return False
    if one.place is None or other.place is None:
        return True
    return is_one_place(one.place.value, other.place.value)


def _same_date(one: Meeting, other: Meeting) -> bool:
    return one.date.value is not None and one.date.value == other.date.value


def _dates_agree(one: Meeting, other: Meeting) -> bool:
    if one.date.value is None or other.date.value is None:
        return True
    (first, last), (opened, closed) = bounds(one.date.value), bounds(other.date.value)
    return first <= closed and opened <= last
