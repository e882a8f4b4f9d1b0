"""A timeline: the date words of an article, and what each of them dates.

Read from the words around them, without a parser. What stands in a sentence of its own
("Published : May 3, 2022") or before a dash at its head ("LIMA, May 3 -") dates the
article, no event.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from llm_extract.article import Stretch
from llm_extract.dates import resolved
from llm_extract.tense import has_verb, tense_at

PRETENDED = date(2020, 6, 17)
"""A publication date that tells date words apart where the right one is unknown."""


class Dates(Enum):
    """What date words date."""

    EVENT = "the event of the main clause"
    SAYING = "when somebody said so"
    ASIDE = "another event, in a side clause or beside a noun"
    QUOTED = "what somebody speaks of, in quoted words"
    ARTICLE = "the article"


@dataclass(eq=False)
class DateStretch:
    """Date words of an article.

    Attributes:
        start: offset of the first character.
        end: offset after the last one.
        words: the characters between them.
        sentence: (start, end) of the sentence that holds them.
        dates: what they date.
        closed: the side clause that they stand in cannot be about the main event.
        sense: their value in a past clause of an article published on `PRETENDED`; None for
            words that only order events ("the next day").
    """

    start: int
    end: int
    words: str
    sentence: Stretch
    dates: Dates
    closed: bool
    sense: str | None
    _timeline: Timeline

    @cached_property
    def value(self) -> str | None:
        """EDTF level 0, or None where words and publication date settle none."""
        return resolved(self.words, self._timeline.published, self._timeline.tense(self))

    def is_like(self, words: str) -> bool:
        """Whether these words hold the others, or are held by them."""
        one, other = folded(self.words), folded(words)
        return one in other or other in one


_MONTH = (
    r"(?:Jan(?:uary\b|\.)|Feb(?:ruary\b|\.)|Mar(?:ch\b|\.)|Apr(?:il\b|\.)|May\b|June?\b|July?\b"
    r"|Aug(?:ust\b|\.)|Sept?(?:ember\b|\.)|Oct(?:ober\b|\.)|Nov(?:ember\b|\.)|Dec(?:ember\b|\.))"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\d:%])"
_YEAR = r"(?:,?\s{1,2}[12]\d{3}\b)?"
_TO = r"\s?(?:[-–—]|\b(?:to|and|or|through|until)\b)\s?"
_PART = r"(?:\s(?:morning|afternoon|evening|night)\b)?"
_MONTH_DAY = rf"{_MONTH}\s{{1,2}}{_DAY}{_YEAR}(?:{_TO}(?:{_MONTH}\s)?{_DAY}(?!\s[a-z]+s\b){_YEAR})?"
_DAY_MONTH = rf"{_DAY}(?:{_TO}{_DAY})?\s{{1,2}}(?:of\s)?{_MONTH}(?:{_TO}{_DAY}\s{_MONTH})?{_YEAR}"
_WEEKDAYS = (
    rf"{_WEEKDAY}(?:,?\s{{1,2}}(?:{_MONTH_DAY}|{_DAY_MONTH})|{_TO}{_WEEKDAY})?{_PART}"
    r"(?:\s(?:of\s)?(?:last|this|next)\sweek\b)?"
)
_PARTS = r"(?:day|morning|afternoon|evening|night)\b"
_WORDS = re.compile(
    rf"""\b(?=[\dJFMASONDTWYLNPCEIytlnpcfosaei])(?:{_WEEKDAYS}|{_MONTH_DAY}|{_DAY_MONTH}
    |{_MONTH},?\s(?:of\s)?[12]\d{{3}}\b
    |(?P<month>{_MONTH}(?:{_TO}(?:early\s|late\s|mid-)?{_MONTH})?)
    |[12]\d{{3}}-\d\d(?:-\d\d)?\b
    |(?P<year>(?:19|20)\d\d)\b(?![-–,]\d)
    |[Tt]oday\b|[Tt]onight\b|[Yy]esterday\b{_PART}|[Tt]omorrow\b{_PART}
    |[Tt]he\sday\s(?:before\syesterday|after\stomorrow)\b
    |(?:[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Pp]revious|[Cc]oming|[Ff]ollowing)
     \s(?:{_WEEKDAYS}|{_MONTH}|(?:week(?:end)?|month|year|morning|afternoon|evening|night)\b)
    |[Tt]he\sweekend\b
    |[Oo]n\sthe\s\d{{1,2}}(?:st|nd|rd|th)(?=\s?[.,;)]|\s(?:in|at|with|to|for|and|by)\b)
    |(?:\d{{1,3}}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)
     \s(?:days?|weeks?|months?|years?)\s(?:ago|earlier|later|before|after)\b
    |[Ii]n\sthe\s(?:morning|afternoon|evening)\b
    |[Tt]hat(?:\ssame)?\s{_PARTS}
    |[Tt]he\s(?:same|next|following|previous)\s{_PARTS}
    |(?:[Ee]arlier|[Ll]ater)\s(?:in\sthe|that|the\ssame)\sday\b)""",
    re.VERBOSE,
)
"""The first letters that date words have come first: most words are passed over by them."""
_HINT = re.compile(
    r"\d|day\b|days\b|tonight|tomorrow|week|month|year|morning|noon|evening|night"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
"""A sentence without one of these holds no date words: it is not searched for them."""
_MOST = 2_000
"""Date words that are read in one article; no news article has as many."""
_BEFORE_MONTH = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|of|[Bb]y|[Ff]rom|[Tt]o|[Dd]uring|[Bb]etween|[Ee]arly|[Ll]ate"
    r"|[Mm]id|and|or|the|a|before|after|around|through)[\s-]{1,2}$"
)
_BEFORE_YEAR = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Dd]uring|early|late|mid)[\s-]$"
)
_SEGMENT = re.compile(r'[;:—“”"()]|,(?!\d)')
_OPENER = re.compile(
    r"\b(?:(?P<closed>since|which|who|whom|whose|where|because|until)|after|before|when|while"
    r"|once|although|though|following|follows|followed|ahead of|despite|(?P<that>that))\b",
    re.IGNORECASE,
)
_DIRECTLY = re.compile(r"\b(?:since|until|till|before|after)\s(?:early\s|late\s|mid-)?$", re.I)
_SAYS = re.compile(
    r"\b(?:said|says|told|added|stated|reported|announced|confirmed|according to|stressed|noted"
    r"|warned|wrote|tweeted|claimed|insisted|argued|explained|remarked|quoted|cited)\b"
)
_SAYS_NEXT = re.compile(r"\s?(?:said|says|told|added|stated|announced|confirmed|reported)\b")
_DETERMINED = re.compile(r"(?:\b(?:the|his|her|its|their|our)|['’]s)\s$", re.IGNORECASE)
_NOUN = re.compile(
    r"\s(?!(?:and|or|to|in|at|with|on|by|for|after|before|as|when|that|of|from)\b)\w"
)
_POSSESSIVE = re.compile(r"['’]s?\s")
_LABEL = re.compile(
    r"\b(?:[Pp]ublished|[Uu]pdated|[Pp]osted|[Ii]ssued|[Rr]eleased|[Mm]odified|[Ll]ast|[Oo]n|[Dd]ate|[Aa]t"
    r"|[Ii]nput|[Tt]ime|[ap]\.?m|[A-Z]{2,4}|PUBLISHED|UPDATED|POSTED|ISSUED)\b"
)
_LETTER = re.compile(r"[^\W\d_]")
_WIRE = re.compile(r"\s?(?:\([^()]{1,30}\)\s?)?(?:--|—|–|-)\s")


def folded(words: str) -> str:
    """Words without differences of case and white space."""
    return " ".join(words.split()).casefold()


class Timeline:
    """The date words of a text, in order.

    Args:
        text: the article's text.
        sentences: (start, end) of its sentences, in order.
        quoted: (start, end) of the outermost quotations, in order.
        published: the article's publication date, if known.
    """

    def __init__(
        self,
        text: str,
        *,
        sentences: Sequence[Stretch],
        quoted: Sequence[Stretch] = (),
        published: date | None = None,
    ) -> None:
        self.text = text
        self.published = published
        self._sentences = sentences
        self._quoted = quoted
        self._quoted_from = [start for start, _ in quoted]
        self._chosen: dict[tuple[bool, bool], tuple[list[DateStretch], list[int]]] = {}

    @cached_property
    def stretches(self) -> list[DateStretch]:
        """Every date expression, and all words that give a time by another event's."""
        found: list[DateStretch] = []
        for start, end in self._sentences:
            if len(found) >= _MOST:
                break
            if not _HINT.search(self.text, start, end):
                continue
            matches = [m for m in _WORDS.finditer(self.text, start, end) if self._is_date(m)]
            if matches:
                found += self._read(matches, (start, end))
        return found

    def tense(self, known: DateStretch) -> bool | None:
        """Whether the clause of date words points ahead; None where nothing tells."""
        start, end = known.sentence
        return tense_at(self.text[start:end], known.start - start, known.end - start)

    def within(self, stretches: Iterable[Stretch]) -> list[DateStretch]:
        """The date words in some stretches of the text."""
        return [
            self.stretches[at]
            for start, end in stretches
            for at in range(bisect_left(self._starts, start), bisect_left(self._starts, end))
        ]

    def at(self, span: Stretch) -> DateStretch | None:
        """The date words that overlap a stretch; the first of several."""
        at = max(bisect_right(self._starts, span[0]) - 1, 0)
        for known in self.stretches[at : at + 2]:
            if known.start < span[1] and span[0] < known.end:
                return known
        return None

    def governing(self, offset: int, *, sayings: bool, days: bool = False) -> list[DateStretch]:
        """The dates that a sentence without date words takes part in.

        Those of the nearest sentence before it that dates an event or a saying, and those of
        the article's first one, to which news comes back.

        Args:
            offset: where the sentence begins.
            sayings: words that date a saying count as well.
            days: only single days count.
        """
        anchors, starts = self._anchors(sayings, days)
        if not anchors:
            return []
        nearest = anchors[max(bisect_left(starts, offset) - 1, 0)].sentence
        chosen = dict.fromkeys([nearest, anchors[0].sentence])
        return [known for known in self.within(chosen) if _counts(known, sayings, days)]

    def before(self, offset: int) -> DateStretch | None:
        """The nearest words before an offset that fix a single day."""
        anchors, starts = self._all_days
        at = bisect_left(starts, offset) - 1
        return anchors[at] if at >= 0 else None

    @cached_property
    def _starts(self) -> list[int]:
        return [known.start for known in self.stretches]

    def _anchors(self, sayings: bool, days: bool) -> tuple[list[DateStretch], list[int]]:
        if (sayings, days) not in self._chosen:
            kept = [known for known in self.stretches if _counts(known, sayings, days)]
            self._chosen[sayings, days] = kept, [known.start for known in kept]
        return self._chosen[sayings, days]

    @cached_property
    def _all_days(self) -> tuple[list[DateStretch], list[int]]:
        kept = [k for k in self.stretches if k.dates is not Dates.ARTICLE and is_day(k.sense)]
        return kept, [known.start for known in kept]

    def _is_date(self, found: re.Match[str]) -> bool:
        if found["month"]:
            return bool(_BEFORE_MONTH.search(self.text, max(0, found.start() - 12), found.start()))
        if found["year"]:
            return bool(_BEFORE_YEAR.search(self.text, max(0, found.start() - 12), found.start()))
        return True

    def _read(self, matches: list[re.Match[str]], sentence: Stretch) -> Iterable[DateStretch]:
        start, end = sentence
        text = self.text[start:end]
        header = self._is_header(matches, sentence)
        for found in matches:
            low, high = found.start() - start, found.end() - start
            if header:
                dates, closed = Dates.ARTICLE, False
            elif self._is_quoted(found.start()):
                dates, closed = Dates.QUOTED, False
            else:
                dates, closed = _role(text, low, high)
            yield DateStretch(
                start=found.start(),
                end=found.end(),
                words=found[0],
                sentence=sentence,
                dates=dates,
                closed=closed,
                sense=resolved(found[0], PRETENDED, False),
                _timeline=self,
            )

    def _is_quoted(self, offset: int) -> bool:
        at = bisect_right(self._quoted_from, offset) - 1
        return at >= 0 and offset < self._quoted[at][1]

    def _is_header(self, matches: list[re.Match[str]], sentence: Stretch) -> bool:
        if sentence[1] - sentence[0] > 120:
            return False
        rest, at = [], sentence[0]
        for found in matches:
            rest.append(self.text[at : found.start()])
            at = found.end()
        rest.append(self.text[at : sentence[1]])
        return not _LETTER.search(_LABEL.sub("", " ".join(rest)))


def is_anchor(known: DateStretch) -> bool:
    """Whether words date an event or a saying by the calendar."""
    return known.sense is not None and known.dates in (Dates.EVENT, Dates.SAYING)


def is_day(value: str | None) -> bool:
    """Whether an EDTF value is a single day."""
    return value is not None and len(value) == len("YYYY-MM-DD")


def _counts(known: DateStretch, sayings: bool, days: bool) -> bool:
    return (
        is_anchor(known)
        and (sayings or known.dates is Dates.EVENT)
        and (not days or is_day(known.sense))
    )


def _role(sentence: str, start: int, end: int) -> tuple[Dates, bool]:
    """What the words in sentence[start:end] date, and whether their side clause is closed."""
    if start < 60 and sentence[:start].isupper() and _WIRE.match(sentence, end):
        return Dates.ARTICLE, False
    low = max(0, start - 200)
    before = sentence[low:start]
    cut = 0
    for mark in _SEGMENT.finditer(before):
        cut = mark.end()
    segment = before[cut:]
    if directly := _DIRECTLY.search(segment):
        return Dates.ASIDE, directly[0][0] in "sSuU"
    if _POSSESSIVE.match(sentence, end):
        return Dates.ASIDE, False
    if _DETERMINED.search(segment) and _NOUN.match(sentence, end):
        return Dates.ASIDE, False
    for opener in _OPENER.finditer(segment):
        if not (opener["that"] and _SAYS.search(before, 0, cut + opener.start())):
            return Dates.ASIDE, opener["closed"] is not None
    if _SAYS_NEXT.match(sentence, end):
        return Dates.SAYING, False
    says = [found.end() for found in _SAYS.finditer(segment)]
    if says and not has_verb(segment[says[-1] :]):
        return Dates.SAYING, False
    return Dates.EVENT, False
