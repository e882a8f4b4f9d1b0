"""What an article says of a person: the titles beside the name, and whom they act for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from llm_extract.checks.capitals import Segment, known_state
from llm_extract.checks.lexicon import (
    ABBREVIATIONS,
    HONORIFICS,
    OFFICE_WORDS,
    OUTSIDERS,
    ROLE_HEADS,
    SMALL_WORDS,
    SPEECH_VERBS,
)
from llm_extract.checks.people import Directory, Naming

_REACH = 110
"""Characters before and after a name that its titles may fill."""
_WORD = re.compile(r"[^\W\d_][\w’'\-.]*")
_STOP_BEFORE = re.compile(r"[;:!?\"“”()–—]|(?<![A-Z])\.(?=\s)|, ")
_APPOSITION = re.compile(r"(?: \([^)]{0,20}\))?,\s?(?!and\b)(?:who (?:is|was|heads|serves as) )?")
_APPOSITION_END = re.compile(r"[,;:!?\"“”()–—]|\. [A-Z]| (?:and|but|while) [A-Z]|\n\n")
_OF_STATE = re.compile(r"\s+(?:of\s+|\()(?:the\s+)?")
_ONE_HOLDER = [word for word in ROLE_HEADS if not word.endswith("s") or word.endswith("ss")]
_TITLE_COMMA = re.compile(
    r"(?:\b(?:the|his|her|its|their)|['’]s|s['’])\s"
    r"(?:(?!(?:with|of|to|and|for|from|by|in|at|on|that|who|as)\b)[\w’'.\-]+\s){0,4}?"
    rf"({'|'.join(sorted(_ONE_HOLDER, key=len, reverse=True))}|opposite number)"
    r"(?: (?:of|for|to|on) [\w’' \-]{2,70})?, \Z",
    re.IGNORECASE,
)
"""A definite title in front of a comma: what follows is its holder's name."""
_PREPOSITIONS = frozenset("on to with in at over against about from by into toward towards".split())
PEER = re.compile(r"counterpart|colleague|opposite number")
"""Titles that say only that somebody holds the same office elsewhere."""
_LINKS = frozenset("of for and the &".split())
_COURTESY = HONORIFICS | ABBREVIATIONS | ROLE_HEADS
_VERBISH = re.compile(r"(?:ed|ing)$")


@dataclass(slots=True)
class Profile:
    """What stands beside a person's names.

    Attributes:
        titles: stretches that hold a title or an office, the longest first.
        states: code of a state or organisation → where the article ties the person to it.
    """

    titles: list[tuple[int, int]] = field(default_factory=list)
    states: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def profile(namings: Iterable[Naming], directory: Directory) -> Profile:
    """The titles and states beside the places where a person is named."""
    made = Profile()
    for naming in namings:
        if naming.others and not naming.full:
            continue
        _before(naming, directory, made)
        _after(naming, directory, made)
    made.titles.sort(key=lambda title: title[0] - title[1])
    return made


def title_start(naming: Naming, directory: Directory) -> int:
    """Where the titles in front of a name begin; the name's own beginning without any."""
    text, start = directory.text, naming.start
    floor, tail = _floor(naming, directory)
    if floor >= start:
        return start
    chain = _chain(text, floor, start, tail=tail)
    return chain[0] if chain is not None and (chain[1] or text[chain[0]].isupper()) else start


def _floor(naming: Naming, directory: Directory) -> tuple[int, int]:
    """Where the words in front of a name may begin, behind marks and other names.

    The second offset is that of the last noun of a title in front of a comma; whatever
    stands behind it belongs to the title ("the ambassador to the Holy See, NAME").
    """
    text, start = directory.text, naming.start
    floor = max(directory.sentence_start(start), start - _REACH)
    first, tail = floor, start
    for stop in _STOP_BEFORE.finditer(text, floor, start):
        courtesy = stop[0] == ", " and _is_courtesy(text[stop.end() : start])
        if courtesy and (title := _TITLE_COMMA.search(text, first, stop.end())):
            # "the minister for trade, Sir NAME", "Kenya's president, NAME"
            tail, possessive = title.start(1), title[0].startswith(("'", "’", "s"))
            floor = first if possessive else max(floor, title.start())
            continue
        if stop[0] == "." and _is_courtesy(text[floor : stop.start()].rpartition(" ")[2]):
            continue  # "Sen. NAME"
        floor = stop.end()
    for earlier in directory.namings_in(floor, start):
        possessive = text.startswith(("'s", "’s"), earlier.end)
        floor = max(floor, earlier.end + 2 * possessive)
    return floor, tail


def _is_courtesy(words: str) -> bool:
    """Whether words are only titles, as in front of a name: "Dr", "Sheikh", "Ambassador"."""
    return all(bare(word) in _COURTESY for word in words.split())


def _before(naming: Naming, directory: Directory, made: Profile) -> None:
    """Titles in front: "South Korean Foreign Minister NAME", "his Chinese counterpart, NAME"."""
    text, start = directory.text, naming.start
    floor, tail = _floor(naming, directory)
    if floor >= start:
        return
    chain = _chain(text, floor, start, tail=tail)
    if chain is None:
        return
    begin, has_role = chain
    states = [s for s in directory.segments_in(max(floor, begin), start) if s.kind == "state"]
    if has_role:
        made.titles.append((begin, start - 1 - (text[start - 2 : start] == ", ")))
    owner = _owner(states, text, begin)
    if owner is not None and (has_role or start - owner.end <= 4):
        _tie(made, owner)


def _chain(text: str, floor: int, start: int, *, tail: int) -> tuple[int, bool] | None:
    """Where the words in front of a name begin to belong to it, and whether one is a title."""
    words = [(found[0], found.start()) for found in _WORD.finditer(text, floor, start)]
    begin, has_role = start, False
    for number in range(len(words) - 1, -1, -1):
        word, at = words[number]
        lower = bare(word)
        if has_role and lower in ("to", "the"):  # "Assistant to the President"
            left = next((bare(w) for w, _ in reversed(words[:number]) if bare(w) != "to"), "")
            if left in ROLE_HEADS:
                continue
        if lower == "and" and number and known_state(words[number - 1][0]) is not None:
            break  # "King X of Jordan and Crown Prince Y"
        if lower == "and" and has_role and _is_definite(words[max(0, number - 6) : number]):
            break  # "the Vice President and President X"
        opposite = lower == "number" and number and words[number - 1][0] == "opposite"
        if lower in ROLE_HEADS or lower in OUTSIDERS or lower in ABBREVIATIONS or opposite:
            has_role = True
        elif at < tail and not (
            word[0].isupper() or lower in OFFICE_WORDS or lower in _LINKS or _is_modifier(lower)
        ):
            break
        begin = at
    for word, at in words:  # a title does not begin with "and"
        if at >= begin and bare(word) not in _LINKS:
            return at, has_role
    return None


def _is_definite(words: list[tuple[str, int]]) -> bool:
    """Whether words end with somebody's title behind "the", itself no part of a title."""
    plain = [word.casefold() for word, _ in words]
    if not plain or bare(plain[-1]) not in ROLE_HEADS or "the" not in plain:
        return False
    at = plain.index("the")
    return at == 0 or plain[at - 1] not in ("to", "of", "for")


@lru_cache(maxsize=4096)
def bare(word: str) -> str:
    """A word in lower case without a possessive ending and without hyphenated first parts."""
    lower = word.casefold().replace("’", "'").removesuffix("'s").strip(".'-")
    return lower.rpartition("-")[2] if lower.rpartition("-")[2] in ROLE_HEADS else lower


def _is_modifier(word: str) -> bool:
    """Whether a lower-case word can stand before a title: "nuclear", "publicity", "top"."""
    return word.isalpha() and word not in _NOT_MODIFIERS and not _VERBISH.search(word)


_NOT_MODIFIERS = (SMALL_WORDS | SPEECH_VERBS) - OFFICE_WORDS | frozenset(
    "say tell left held saw spoke met meet meets see sees visit visits because though host hosts "
    "receive receives welcome welcomes join joins".split()
)


def _owner(states: list[Segment], text: str, begin: int) -> Segment | None:
    """The state that a chain of titles belongs to: before them, or behind "of"."""
    for state in states:
        between = text[begin : state.start].split()
        if not between or between[-1].casefold() not in ("for", "on", "to", "in", "with"):
            last = between[-1].casefold() if between else ""
            if last == "of" or state.start - begin <= 5 or last in ("the", "former", "then"):
                return state
            if not any(bare(word) in _PREPOSITIONS or bare(word) == "for" for word in between):
                return state
    return None


def _after(naming: Naming, directory: Directory, made: Profile) -> None:
    """Titles behind: "NAME, South Korea's vice minister of foreign affairs,", "NAME of Peru"."""
    text, end = directory.text, naming.end
    if text.startswith(("'s", "’s"), end):
        return
    if (of := _OF_STATE.match(text, end)) is not None:
        near = directory.segments_in(of.end(), of.end() + 1)
        if near and near[0].kind == "state":
            _tie(made, near[0])
        return
    apposition = _APPOSITION.match(text, end)
    if apposition is None:
        return
    begin = apposition.end()
    limit = min(len(text), begin + _REACH)
    stop = _APPOSITION_END.search(text, begin, limit)
    close = stop.start() if stop else limit
    states = [s for s in directory.segments_in(begin, close) if s.kind == "state"]
    words = list(_WORD.finditer(text, begin, close))
    head = next((i for i, w in enumerate(words[:9]) if _is_title(w[0], words, i)), None)
    if head is None or any(_is_clause(w[0]) for w in words[: head + 1]):
        return
    first = next((n for n in directory.namings_in(begin, close)), None)
    if first is not None and title_start(first, directory) <= begin:
        return  # the next of a list, with a title of its own
    made.titles.append((begin, close))
    for state in states:
        if first is not None and state.start > first.start:
            break
        if state.start < words[head].start() or _OF.search(text, begin, state.start):
            _tie(made, state)
            break


_OF = re.compile(r"\bof (?:the )?(?:[A-Z]\w+ ){0,2}$")


def _is_title(word: str, words: list[re.Match[str]], at: int) -> bool:
    lower = bare(word)
    opposite = lower == "number" and at > 0 and words[at - 1][0] == "opposite"
    return lower in ROLE_HEADS or lower in OUTSIDERS or opposite


def _is_clause(word: str) -> bool:
    """Whether a word in front of a title says that it is no apposition."""
    return word in _CLAUSE


_CLAUSE = frozenset(
    "said met told is was has had will were are in at on with from by to during after "
    "before".split()
)


def _tie(made: Profile, state: Segment) -> None:
    if state.code is not None:
        made.states.setdefault(state.code, []).append((state.start, state.end))
