"""Runs of capitalised words, cut into states, titles, bodies, places and what may be names.

English news writes names with capitals; what else has them (the head of a sentence,
titles, bodies, months) belongs to closed classes, which `lexicon` lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from llm_extract.checks.lexicon import (
    ABBREVIATIONS,
    BODY_HEADS,
    CALENDAR,
    EAST_ASIAN_SURNAMES,
    HONORIFICS,
    OFFICE_WORDS,
    PARTICLES,
    PLACE_HEADS,
    ROLE_HEADS,
    SMALL_WORDS,
)
from llm_extract.countries import countries, country_code

Kind = Literal["name", "state", "role", "honorific", "office", "body", "place", "other"]

_LAST_CASED = 0x2000
_UPPER = "".join(re.escape(chr(c)) for c in range(0x24F) if chr(c).isupper())
_UPPER += "".join(chr(c) for c in range(0x370, _LAST_CASED) if chr(c).isupper())
WORD = re.compile(rf"[{_UPPER}](?:\.(?:[{_UPPER}]\.)*|[^\W_]*(?:['’\-‐‑][^\W_]+)*)")
_GAP = re.compile(
    rf"[ \u00a0\n]?(?:(?:{'|'.join(sorted(PARTICLES, key=len, reverse=True))})[ \n\-])*", re.ASCII
)
_LONGEST_GAP = 14
_LONGEST_STATE = 4
_LONGEST_ACRONYM = 5
_POINTS = {"N.": "North", "S.": "South"}


class Word(NamedTuple):
    """A capitalised word without its possessive ending."""

    text: str
    start: int
    end: int
    possessive: bool


class Segment(NamedTuple):
    """Neighbouring words of one kind; `code` is a state's, `group` counts the runs."""

    kind: Kind
    start: int
    end: int
    words: tuple[Word, ...]
    code: str | None
    group: int


def segments(text: str) -> Iterator[Segment]:
    """The segments of all runs, in order."""
    for number, run in enumerate(_runs(text)):
        yield from _cut(text, run, number)


def _runs(text: str) -> Iterator[list[Word]]:
    run: list[Word] = []
    for found in WORD.finditer(text):
        start, end = found.span()
        if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
            continue
        word = found[0]
        possessive = word.endswith(("'s", "’s"))
        if possessive:
            end -= 2
            word = word[:-2]
        elif len(word) > 1 and word[-1] == "." and not word[0:-1].isupper():
            word, end = word[:-1], end - 1
        elif text.startswith(".", end) and word.casefold() in _DOTTED:
            end += 1
        elif text.startswith(("’", "'"), end) and word.endswith("s"):
            possessive = True
        if run and not _joins(text, run[-1], start):
            yield run
            run = []
        run.append(Word(word, start, end, possessive))
    if run:
        yield run


def _joins(text: str, before: Word, start: int) -> bool:
    gap = start - before.end
    if gap == 0 and before.text in _POINTS:  # "N.Korea"
        return True
    return (
        0 < gap <= _LONGEST_GAP
        and not before.possessive
        and _GAP.fullmatch(text, before.end, start) is not None
        and text[before.end] != "-"
    )


def _cut(text: str, run: list[Word], group: int) -> Iterator[Segment]:
    at = 0
    name: list[Word] = []
    while at < len(run):
        length, code = _state(run, at)
        if code is not None and not (name and length == 1 and _is_last_word_of_name(run, at)):
            yield from _named(name, group)
            name = []
            part = run[at : at + length]
            yield Segment("state", part[0].start, part[-1].end, tuple(part), code, group)
            at += length
            continue
        word = run[at]
        kind = _kind(text, run, at, named=bool(name))
        if kind == "name":
            name.append(word)
        else:
            yield from _named(name, group)
            name = []
            yield Segment(kind, word.start, word.end, (word,), None, group)
        at += 1
    yield from _named(name, group)


def _kind(text: str, run: list[Word], at: int, *, named: bool) -> Kind:
    """What a word of a run is, by itself and by what stands around it."""
    word = run[at]
    kind = word_kind(word.text)
    if kind == "role" and _FILIATION.match(text, word.end):
        return "name"  # "Sultan bin Khalid"
    if kind != "name" and word.text not in _ALSO_NAMES and word.text not in _TAN_SRI:
        return kind
    following = [word_kind(other.text) for other in run[at + 1 : at + 3]]
    if word.text in _ALSO_NAMES:
        temporal = _TEMPORAL.search(text, max(0, word.start - 8), word.start)
        first = following[:1] == ["name"] and word.text != "Will" and not temporal
        return "name" if named or first else kind
    if (word.text, _text(run, at + 1)) == _TAN_SRI or (_text(run, at - 1), word.text) == _TAN_SRI:
        return "honorific"
    if kind == "name" and word.text.casefold() in ABBREVIATIONS:
        cut_short = text.endswith(".", 0, word.end) or following == ["name", "name"]
        return "honorific" if cut_short else kind
    if kind == "name" and not named and following[:1] == ["name"] and _is_acronym(word.text):
        return kind if run[at + 1].text.isupper() else "office"  # "DNI Haines"
    return kind


def _is_acronym(word: str) -> bool:
    """Whether a word is capitals only, and no East Asian surname ("KIM Jong Un")."""
    lower = word.casefold()
    return 1 < len(word) <= _LONGEST_ACRONYM and word.isupper() and lower not in EAST_ASIAN_SURNAMES


def _text(run: list[Word], at: int) -> str:
    return run[at].text if 0 <= at < len(run) else ""


_TAN_SRI = ("Tan", "Sri")
"""A Malaysian title of two words that are names elsewhere."""
_DOTTED = ABBREVIATIONS | {"jr", "sr", "mr", "mrs", "ms", "dr", "prof"}
"""Words whose full stop belongs to them and ends no sentence."""
_FILIATION = re.compile(r" (?:bin|ibn|bint) ")
_ALSO_NAMES = frozenset({"Sun", "Jan", "Jun", "May", "April", "June", "August", "Park", "Will"})
"""Names that are days, months, places or verbs, too."""
_TEMPORAL = re.compile(r"\b(?:in|on|of|until|since|by|late|early|last|this|next|and|mid-)\s?\Z")


def _named(name: list[Word], group: int) -> Iterator[Segment]:
    if name:
        yield Segment("name", name[0].start, name[-1].end, tuple(name), None, group)


def _state(run: list[Word], at: int) -> tuple[int, str | None]:
    first = run[at].text
    several = first in _POINTS or first.casefold() in _first_words()
    longest = min(_LONGEST_STATE, len(run) - at) if several else 1
    for length in range(longest, 0, -1):
        words = [word.text for word in run[at : at + length]]
        words[0] = _POINTS.get(words[0], words[0]) if length > 1 else words[0]
        if code := known_state(" ".join(words)):
            return length, code
    return 1, None


@cache
def _first_words() -> frozenset[str]:
    """The first words of names of states that have several, in lower case."""
    names = (n for c in countries().values() for n in (*c.names, *c.demonyms, *c.governments))
    return frozenset(name.split()[0].casefold() for name in names if " " in name)


def _is_last_word_of_name(run: list[Word], at: int) -> bool:
    """A state's name that ends a run of name words is a surname: "Michael Jordan"."""
    return at == len(run) - 1 and run[at].text.isalpha() and run[at].text in _ALSO_SURNAMES


_ALSO_SURNAMES = frozenset({"Jordan", "Chad", "Israel", "Ireland", "England", "Holland", "French"})


@lru_cache(maxsize=8192)
def known_state(words: str) -> str | None:
    """The code of a state or organisation, a demonym or a capital that stands for one."""
    return country_code(words)


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "."


@lru_cache(maxsize=8192)
def word_kind(word: str) -> Kind:
    """What a capitalised word is by itself; "name" for what no class claims."""
    lower = word.casefold()
    for kind, known in _KINDS:
        if lower in known:
            return kind
    if _is_initial(word):
        return "name"
    if "-" in lower:
        parts = lower.split("-")
        kinds = {word_kind(part) for part in parts if part}
        if "role" in kinds:
            return "role"
        if kinds and "name" not in kinds:
            return "office"
        if any(country_code(part.capitalize()) for part in parts):
            return "other"
    return "name"


_KINDS: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("honorific", HONORIFICS),
    ("role", ROLE_HEADS),
    ("body", BODY_HEADS),
    ("office", OFFICE_WORDS),
    ("place", PLACE_HEADS),
    ("other", CALENDAR | SMALL_WORDS),
)
