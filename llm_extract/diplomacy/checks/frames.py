"""Frames: the persons whom a sentence ties together as meeting, speaking or calling."""

from __future__ import annotations

import re
from typing import NamedTuple

from llm_extract.article import Stretch
from llm_extract.checks.actors import Actor
from llm_extract.checks.people import Naming, Person
from llm_extract.checks.profiles import title_start
from llm_extract.checks.reading import Reading

_TALKS = (
    r"(?:talks|meetings?|discussions?|dialogues?|summits?|conversations?|consultations|calls?"
    r"|lunch|dinner)"
)
_HELD = r"(?:held|hold|holds|holding|had|have)"
_CUE = re.compile(
    r"\b(?:met|meets?|meeting|sat down|sit down|spoke|spoken|speaks?|speaking|hosted|hosts|hosting"
    rf"|received by|received|welcomed|{_HELD} (?:[\w'’-]+ ){{0,6}}?{_TALKS}"
    rf"|{_TALKS} (?:with|between|of)|(?:their|his|her) (?:[\w'’-]+ ){{0,3}}?{_TALKS}"
    r"|joined|telephoned|phoned)\b"
    r"(?! (?:expectations|demands?|criteria|goals?|targets?|needs?))"
)
_VERBS = re.compile(
    rf"(?:met|meets?|sat|sit|spoke|spoken|speaks?|hosted|hosts|received|welcomed|{_HELD}"
    r"|telephoned|phoned)\b"
)
_LINKS = frozenset(
    "with between met meets meet meeting hosted hosts hosting received welcomed phoned telephoned"
    " joined".split()
)
"""Words right in front of somebody who takes part."""
_PASSIVE = "received by"
_BETWEEN = "between"
_LAST_WORD = re.compile(r"([\w'’\-]+)\W*$")
_LIST = re.compile(
    r"(?:,[^,;.]{0,80},)?,?\s*(?:(?:and|as well as|along with)\s+)?"
    r"(?:(?:with|his|her|their|the) )?\s*"
)
_REACH = 60
"""Characters in front of a name in which its link stands."""


class Frame(NamedTuple):
    """The persons whom one cue of an encounter ties together, and where the cue stands."""

    cue: Stretch
    persons: tuple[Person, ...]


def frames(reading: Reading, index: int) -> list[Frame]:
    """The encounters that a sentence reports, each with the persons named as taking part."""
    start, end = reading.sentences[index]
    cues = [found.span() for found in _CUE.finditer(reading.text, start, end)]
    made = []
    for number, cue in enumerate(cues):
        until = cues[number + 1][0] if number + 1 < len(cues) else end
        persons = [*_subjects(reading, index, cue), *_objects(reading, cue, until)]
        kept = {person.number: person for person in persons}
        if len(kept) > 1:
            made.append(Frame(cue, tuple(kept.values())))
    return made


def _subjects(reading: Reading, index: int, cue: Stretch) -> list[Person]:
    actors: list[Actor] = []
    if _VERBS.match(reading.text[slice(*cue)]):
        actors = reading.attributions.subjects(index, cue[0])
    if not actors and not reading.text.startswith(_BETWEEN, cue[1] - len(_BETWEEN)):
        actors = reading.attributions.head(index)
    resolved = [reading.attributions.resolved(actor, index) for actor in actors]
    return [actor.person for actor in resolved if actor.person is not None]


def _objects(reading: Reading, cue: Stretch, until: int) -> list[Person]:
    """The persons behind a cue: the first with a link in front, and those joined to it."""
    text = reading.text
    persons: list[Person] = []
    last: Naming | None = None
    for naming in reading.people.namings_in(cue[1], until):
        begin = title_start(naming, reading.people)
        head = text[max(cue[0], begin - _REACH) : begin]
        if last is not None and not _is_joined(text[last.end : begin]):
            break
        if last is None and not _is_linked(head):
            continue
        if naming.others and not naming.full and not _is_known(naming):
            continue
        persons.append(naming.person)
        last = naming
    return persons


def _is_joined(gap: str) -> bool:
    """Whether only "and", commas and an apposition stand between two persons."""
    return _LIST.fullmatch(gap) is not None


def _is_known(naming: Naming) -> bool:
    return bool(naming.person.spans) and naming.person.spans[0][0] <= naming.start


def _is_linked(head: str) -> bool:
    """Whether what stands in front of a name makes it one who takes part."""
    word = _LAST_WORD.search(head)
    return head.rstrip().endswith(_PASSIVE) or (word is not None and word[1].casefold() in _LINKS)
