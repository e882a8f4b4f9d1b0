"""Words that say where: the place of an event, the goal of a trip, and whose clause it is.

The word in front of "in" or "at" tells the place of an event ("met the minister in Lima",
"talks in Lima", "on Monday at the ministry") from a matter that is spoken of ("the war in …",
"bases in …").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from llm_extract.article import Stretch
from llm_extract.checks.capitals import WORD, segments, word_kind
from llm_extract.checks.lexicon import CALENDAR, HONORIFICS, ROLE_HEADS, SMALL_WORDS
from llm_extract.checks.reading import Reading
from llm_extract.countries import countries, country_code


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BUILDINGS = (
    "airport|assembly|base|border|building|capital|complex|compound|conference|consulate|embassy"
    "|estate|forum|gathering|hall|headquarters|hotel|house|mansion|ministry|office|palace"
    "|parliament|residence|resort|station|summit|truce village|venue|village|villa"
)
_LINK = r"\s(?:(?:of|de|da|do|del|la|le|and)\s(?:the\s)?)?"
_RUN = rf"{WORD.pattern}(?:{_LINK}{WORD.pattern}){{0,6}}"
_ADJECTIVES = (
    r"(?:(?:nearby|central|downtown|northern|southern|eastern|western|neighbou?ring"
    r"|(?:[a-z\-]+\s){0,2}(?:city|town|capital|resort|state|province|port|village)\sof)\s)?"
)
_DETERMINER = r"(?:(?:the|an?|his|her|its|their|this|that)\s)?"
_SPOT = re.compile(
    r"\b(?:(?P<at>[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ii]nside|[Aa]round|[Aa]board)"
    r"|(?P<to>to|for|[Vv]isit(?:s|ed|ing)?|[Tt]oured|[Tt]ouring)"
    r"|(?P<out>[Ff]rom|via|[Ll]eaving))\s"
    rf"(?P<place>{_DETERMINER}(?:{_ADJECTIVES}{_RUN}(?:\s(?:[a-z\-]+\s)?(?:{_BUILDINGS})\b)?"
    rf"|(?:[a-z\-]+\s){{0,2}}(?:{_BUILDINGS})\b)"
    rf"(?:\s(?:in|of)\s{_DETERMINER}{_ADJECTIVES}{_RUN})?)"
)
_TRAVEL = re.compile(
    r"\b(?:travel\w*|trips?|visits?|visited|tours?|flew|fly|flies|flying|flown|went|go|goes|going"
    r"|gone|arriv\w+|came|head(?:s|ed|ing)?|bound|welcom\w+|invit\w+|journey\w*|drove|paid|pay)\b"
    r"[^;:–—]{0,50}$"
)
_SET_OFF = re.compile(
    r"\b(?:left|leav(?:es?|ing)|bound|depart(?:s|ed|ing)?|head(?:s|ed|ing)?|set off)\s?$"
)
_ASIDE = re.compile(
    r"\b(?:before|after|following|since|prior to|ahead of|until|just as)\b(?! (?:arriving|landing"
    r"|travell?ing|flying|coming|getting|(?:[\w\-]+ ){1,3}(?:hour|day|week|month|year)s?)\b)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[,;:()–—\"“”]| - ")
_WHERE = re.compile(r",\s(?:where|in which|at which)\b[^,;:]*")
_BEFORE = re.compile(r"(\w[\w’'.\-]*)\s$")
_DONE = re.compile(
    r"\b(?:signed|held|hosted|attended|opened|gave|delivered|led|chaired|joined|hold|host|sign|attend)"
    r"\s(?:an?|the|his|her|its|their|another)\s(?:[a-z\-]+\s){1,2}$"
)
_TOPIC = re.compile(
    r"\b(?:wars?|conflicts?|invasion|cris[ie]s|situations?|aggression|forces|troops|violence"
    r"|fighting|operations?|bases?|policy|regarding|concerning|programm?es?)\b"
)
_DATED = re.compile(rf"\s(?:in|of)\s(?:{'|'.join(sorted(CALENDAR))})\b", re.IGNORECASE)
_DATELINE = re.compile(
    rf"^\W{{0,3}}(?P<place>[A-Z][A-Z.’'\-]+(?:\s[A-Z][A-Z.’'\-]+){{0,3}}(?:,\s{WORD.pattern}){{0,2}})"
    r"[^\n]{0,40}?\s?(?:[–—]|--?)\s",
    re.MULTILINE,
)
_VENUE = re.compile(_BUILDINGS)
_PROVINCES = _set(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho"
    " illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan"
    " minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania"
    " tennessee texas utah vermont virginia wisconsin wyoming bavaria catalonia england scotland"
    " wales crimea ontario quebec alberta hokkaido okinawa xinjiang tibet guangdong punjab sindh"
    " kashmir siberia queensland victoria"
)
"""Parts of states that reports name instead of a city."""
_RELATIVE = re.compile(r"\s*(?:who|which|whose)\b")
_REACH = 70
_EVENT_WORDS = _set(
    "meeting meetings met meet meets talks talk dialogue summit summits discussion discussions "
    "conversation conversations consultations negotiations conference session sessions dinner "
    "lunch breakfast ceremony reception gathering gatherings gathered gather gathers forum "
    "event events encounter audience visit visits trip tour stay stop round held hold holds "
    "hosted hosts spoke speak speaks speaking sat convened convene conferred place signed sign "
    "signing opened opens received attended attend arrived arrive arrives landed together there "
    "again also person face photo photograph photos sidelines margins was were is are be been "
    "being stayed later earlier today yesterday tomorrow morning afternoon evening night day "
    "days week weeks month months year years hour hours time noon counterpart counterparts "
    "officials leaders ministers diplomats envoys presidents premiers negotiators "
    "representatives them him her us me here"
)
"""Words behind which "in" or "at" gives the place of what happened."""
_REGIONS = _set(
    "peninsula east asia pacific indo-pacific sea strait straits europe africa america americas "
    "arctic region regions gulf hemisphere atlantic union west north south world mediterranean "
    "balkans seas caucasus"
)
"""Words of regions, which are matters rather than places."""


class Spot(NamedTuple):
    """Words that say where.

    Attributes:
        start, end: the place, without its preposition.
        words: the place on one line, without a leading article.
        sentence: index of its sentence.
        trip: whether it is where somebody goes.
        aside: whether a side clause holds it ("before visiting …"), or somebody comes from it.
        plain: whether it is the place of an event by the words in front of it.
    """

    start: int
    end: int
    words: str
    sentence: int
    trip: bool
    aside: bool
    plain: bool


class Whereabouts:
    """The spots of one article, in order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.spots = list(_spots(reading))
        self._of: dict[str, list[Spot]] = {}
        self._numbers = [spot.sentence for spot in self.spots]
        self.datelines = [
            _named(found["place"]) for found in _DATELINE.finditer(reading.text, 0, _HEAD)
        ]

    def in_sentence(self, index: int) -> Sequence[Spot]:
        """The spots of a sentence, in order."""
        low = bisect_left(self._numbers, index)
        return self.spots[low : bisect_left(self._numbers, index + 1)]

    def of(self, words: str) -> list[Spot]:
        """The spots that are, or may be, a place; the first few hundred of very many."""
        if words not in self._of:
            keys = {*_folded(words).split(), *place_codes(words)} - _JOINTS
            near = sorted({at for key in keys for at in self._by_key.get(key, ())[:_MANY]})
            self._of[words] = [
                self.spots[at] for at in near if is_one_place(self.spots[at].words, words)
            ]
        return self._of[words]

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        """Spots by the words and states in them."""
        index: dict[str, list[int]] = {}
        for at, spot in enumerate(self.spots):
            for key in {*_folded(spot.words).split(), *place_codes(spot.words)} - _JOINTS:
                index.setdefault(key, []).append(at)
        return index

    def clause(self, spot: Spot) -> Stretch:
        """What a spot may be the place of: from the spot before it to itself and its "where"."""
        start, end = self.reading.sentences[spot.sentence]
        for other in self.in_sentence(spot.sentence):
            if other.start < spot.start:
                where = _WHERE.match(self.reading.text, other.end, end)
                start = where.end() if where else other.end
        where = _WHERE.match(self.reading.text, spot.end, end)
        return start, where.end() if where else spot.end


_MANY = 200
"""Spots of one word that are compared with a place."""
_JOINTS = frozenset({"in", "of", "the", "and"})
_HEAD = 3_000
"""Characters in which a dateline is looked for."""


def whereabouts(reading: Reading) -> Whereabouts:
    """The spots of an article, read once."""
    return reading.once(Whereabouts)


def is_one_place(one: str, other: str) -> bool:
    """Whether one place is, or may be, the other, a part of it or the state that it lies in."""
    a, b = f" {_folded(one)} ", f" {_folded(other)} "
    return a in b or b in a or bool(place_codes(one) & place_codes(other))


def may_hold(one: str, other: str) -> bool:
    """Whether one of two places may lie in the other, though neither's words say so.

    A city that stands for no state may lie in any state, a ministry in any city.
    """
    if _is_wide(one) and not place_codes(other):
        return True
    if _is_wide(other) and not place_codes(one):
        return True
    return _is_venue(one) is not _is_venue(other)


def _is_wide(words: str) -> bool:
    """Whether it is a whole state, or a part of one, rather than a capital or a building."""
    name = _named(words)
    if name.casefold() in _PROVINCES:
        return True
    code = country_code(name)
    return code is not None and name in countries()[code].names


def _is_venue(words: str) -> bool:
    """Whether it is a building or a gathering without a city or state."""
    line = _named(words)
    last = line.rpartition(" ")[2].casefold()
    return _VENUE.fullmatch(last) is not None and not place_codes(line)


@lru_cache(maxsize=4096)
def place_codes(words: str) -> frozenset[str]:
    """Codes of the states that a place names or, as a capital, lies in."""
    return frozenset(s.code for s in segments(" ".join(words.split())) if s.code is not None)


@lru_cache(maxsize=4096)
def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold().replace("’", "'").removeprefix("the ")))


def _spots(reading: Reading) -> Iterator[Spot]:
    text = reading.text
    for index, (start, end) in enumerate(reading.sentences):
        at = start
        while (found := _SPOT.search(text, at, end)) is not None:
            at = max(found.end("place"), found.start() + 1)
            if spot := _spot(found, reading, index):
                at = spot.end
                yield spot


def _spot(found: re.Match[str], reading: Reading, index: int) -> Spot | None:
    text = reading.text
    first, last = found.span("place")
    for naming in reading.people.namings_in(first, last):
        last = min(last, naming.start)  # "in Lima Ana Ruiz …"
    if dated := _DATED.search(text, first, last):
        last = dated.start()
    last = first + len(text[first:last].rstrip(" ,.\n'’-"))
    words = _named(text[first:last])
    if not words or not _is_place(words):
        return None
    start = reading.sentences[index][0]
    head = text[max(start, found.start() - _REACH) : found.start()]
    trip = False
    if found["to"]:
        verb = found["to"].casefold().startswith(("visit", "tour"))
        cue = _SET_OFF if found["to"] == "for" else _TRAVEL
        trip = verb or cue.search(head) is not None
        if not trip:
            return None
    clause = text[max(start, found.start() - 2 * _REACH) : found.start()]
    relative = trip and _RELATIVE.match(_CLAUSE_END.split(clause)[-1]) is not None
    if breaks := list(_CLAUSE_END.finditer(clause)):
        clause = clause[breaks[-1].end() :]
    aside = bool(found["out"]) or _ASIDE.search(f"{clause}{found[0]}") is not None
    vague = words.split()[-1].casefold() in _REGIONS and country_code(words) is None
    plain = not (vague or relative) and (trip or (bool(found["at"]) and _is_plain(head)))
    return Spot(first, last, words, index, trip, aside, plain)


def _named(words: str) -> str:
    line = " ".join(words.split())
    return re.sub(r"^(?:the|an?|his|her|its|their|this|that) ", "", line)


def _is_place(words: str) -> bool:
    head = words.split(maxsplit=1)[0]
    lower = head.casefold().removesuffix("'s").removesuffix("’s")
    if words.endswith(("'s", "’s")) or not any(c.isupper() for c in words):
        return False
    return not (
        lower in CALENDAR
        or (lower in SMALL_WORDS and not head.isupper())
        or (lower in ROLE_HEADS | HONORIFICS and words.count(" ") < 2)
    )


def _is_plain(head: str) -> bool:
    """Whether what stands in front of "in" makes it the place of an event."""
    before = _BEFORE.search(head)
    if before is None:
        return True  # the head of a sentence or of a clause
    word = before[1]
    if word[0].isupper() or word[0].isdigit():
        return word_kind(word) != "office" and _TOPIC.search(head) is None
    if _DONE.search(head):
        return _TOPIC.search(head) is None
    lower = word.casefold()
    return lower in _EVENT_WORDS or lower.endswith("ly") or lower in ROLE_HEADS or (
        lower in _GATHERED and _CAPITAL_BEFORE.search(head) is not None
    )  # fmt: skip


_GATHERED = frozenset({"forum", "assembly", "council", "conference", "summit", "bank"})
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w\-]+\s\w+\s$")
