"""Whether a run of capitalised words introduces a person, by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from llm_extract.checks.capitals import Segment
from llm_extract.checks.lexicon import (
    EAST_ASIAN_SURNAMES,
    OFFICE_WORDS,
    OUTSIDERS,
    ROLE_HEADS,
    SPEECH_VERBS,
)
from llm_extract.checks.names import folded, surname

ENOUGH = 2
"""Points from which a run counts as a person; each plain sign gives as many."""

_TITLE_REACH = 48
_TAIL = 90
_BEFORE = re.compile(r"([\w\-’']+),?[\s\"“(]*\Z")
_AFTER_VERB = re.compile(
    r"(?:’s|'s)?,? (?:\((?:left|right|L|R)[^)]*\) )?(?:also |later |has |had |then )?(\w+)"
)
_APPOSITION = re.compile(r", ?((?:[^.;]|(?<=[A-Z])\.){0,70})")
_CAPTION = (" (left", " (right", ",right", ",left")
_WORD = re.compile(r"[\w\-]+")
_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "across", "around"})
_ACCOMPANYING = frozenset({"with", "and", "between", "counterpart", "counterparts"})
_KIN = frozenset(
    "wife husband widow son daughter brother sister father mother predecessor successor rival "
    "ally".split()
)
_TELLING_VERBS = SPEECH_VERBS | frozenset(
    "met meets visited held hosted spoke arrived left took traveled travelled attended "
    "signed".split()
)


def is_person(segments: Sequence[Segment], at: int, *, text: str, lone: Set[str]) -> bool:
    """Whether the name words of a segment are somebody's full name.

    Args:
        segments: all segments of the article, in order.
        at: index of the one in question.
        text: the article's text.
        lone: the folded words that stand alone somewhere, as surnames do.
    """
    segment = segments[at]
    after = segments[at + 1] if at + 1 < len(segments) else None
    if after is not None and after.group == segment.group and after.kind in ("body", "place"):
        return False
    before = segments[at - 1] if at and segments[at - 1].group == segment.group else None
    if before is not None and before.kind in ("place", "state"):
        return False  # "San Francisco", "Tokyo Electric Power"
    name = text[segment.start : segment.end]
    score = _in_front(segments, at, text)
    score += ENOUGH * any(_has_lower_syllable(word.text) for word in segment.words)
    score += folded(segment.words[0].text) in EAST_ASIAN_SURNAMES
    score += ENOUGH * (surname(name) in lone)
    return score >= ENOUGH or _behind(text[segment.end : segment.end + _TAIL])


def _in_front(segments: Sequence[Segment], at: int, text: str) -> int:
    """Points for titles, links and possessives in front of a name; a preposition takes away."""
    segment = segments[at]
    before = segments[at - 1] if at else None
    head = text[max(0, segment.start - _TITLE_REACH) : segment.start]
    score = 0
    if before is not None and before.group == segment.group:
        titled = before.kind in ("role", "honorific")
        score += ENOUGH * (titled or (before.kind == "office" and _has_role(head)))
    elif found := _BEFORE.search(head):
        word = found[1].casefold()
        known = word in ROLE_HEADS or word in OUTSIDERS or word in _ACCOMPANYING
        score += ENOUGH * (known or word in _KIN or head.rstrip(", ").endswith("opposite number"))
        score += word in OFFICE_WORDS
        score -= ENOUGH * (word in _LOCATIVE)
    if before is not None and before.kind == "state" and before.words[-1].possessive:
        score += ENOUGH * (segment.start - before.end <= len("'s "))
    return score


def _behind(tail: str) -> bool:
    """Whether a verb that persons do, a title between commas or a caption's mark follows."""
    if (verb := _AFTER_VERB.match(tail)) and verb[1] in _TELLING_VERBS:
        return True
    said = _APPOSITION.match(tail)
    return (said is not None and _has_role(said[1])) or tail.startswith(_CAPTION)


def _has_lower_syllable(word: str) -> bool:
    """Whether a hyphen stands before a small letter, as in Korean given names."""
    return "-" in word and word.split("-")[1][:1].islower()


def _has_role(words: str) -> bool:
    lowered = _WORD.findall(words.casefold())
    return any(word in ROLE_HEADS or word in OUTSIDERS for word in lowered)
