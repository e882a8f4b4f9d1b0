"""Date words → EDTF, from the publication date and the tense of the clause.

The rules are the codebook's: in a past-tense clause a bare weekday is the latest such day
on or before publication, in a future clause the first on or after; the value keeps the
precision of the words ("this month" is `YYYY-MM`, "last week" the interval from Monday to
Sunday); what the words and the publication date do not settle has no value.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from llm_extract.datewords import (
    COUNT,
    DAY,
    DAY_2,
    LAST,
    MONTH,
    MONTH_2,
    MONTHS,
    NUMBERS,
    PART,
    TENS,
    TO,
    WEEKDAY,
    WEEKDAY_2,
    WEEKDAYS,
    WHICH,
    YEAR,
    YEAR_2,
)
from llm_extract.tense import CLAUSE, is_future

__all__ = ["CLAUSE", "is_future", "resolve_date", "resolved"]

_MAX_WORDS = 200
"""Characters; no date words are longer."""
_PAST_LEAN = 2
"""Without a tense, a day or month ahead counts as this many times as far: news looks back."""
_AGAINST = 10
"""A day without a year against the tense counts as this many times as far: it is taken only
where the other is most of a year away, which news would say with the year."""

_TODAY = re.compile(
    r"\b(?:today|tonight|this (?:morning|afternoon|evening|noon)|(?:earlier|later) today)\b"
)
_BEFORE_YESTERDAY = re.compile(r"\bday before yesterday\b")
_AFTER_TOMORROW = re.compile(r"\bday after tomorrow\b")
_YESTERDAY = re.compile(r"\b(?:yesterday|last night)\b")
_TOMORROW = re.compile(r"\btomorrow\b")
_SHIFT = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0}


def resolve_date(
    expression: str, published: date | None, sentence: str | None = None
) -> str | None:
    """The date that the words mean, in EDTF level 0, or None where nothing settles it.

    Args:
        expression: the date words as written.
        published: the article's publication date; None leaves relative words, and days
            and months without a year, without a value.
        sentence: the sentence that holds the words; it gives the tense. Without it, or
            without a verb that tells, a weekday is past, as news is, and a day or month
            without a year is the nearest.
    """
    return resolved(expression, published, is_future(expression, sentence))


@lru_cache(maxsize=1024)
def resolved(expression: str, published: date | None, ahead: bool | None) -> str | None:
    """As `resolve_date`, with the tense known: whether the clause points ahead."""
    if len(expression) > _MAX_WORDS:
        return None
    words = " ".join(expression.replace("’", "'").split()).casefold().strip(" .,;")
    if not words.isascii():  # full-width digits and those of other scripts
        words = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in words)
    if _UNSETTLED.search(words):
        return None
    for pattern, rule in _RULES:
        if found := pattern.search(words):
            if _names_another(words[: found.start()] + words[found.end() :], found):
                return None
            try:
                return rule(found, published, ahead)
            except (OverflowError, ValueError):  # before the year 1 or after 9999
                return None
    return None


def _names_another(rest: str, found: re.Match[str]) -> bool:
    """Whether words beside a match name a second day or month: "May 30-June 2"."""
    groups = found.groupdict()
    if groups.get("month"):
        return bool(_A_MONTH.search(rest) or re.search(r"\b[12]\d{3}\b", rest))
    return bool(groups.get("weekday") and _A_WEEKDAY.search(rest))


_Rule = Callable[[re.Match[str], date | None, bool | None], str | None]


def _full(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    return _iso(int(found["year"]), MONTHS[found["month"]], int(found["day"]))


def _iso_words(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    day = found["day"]
    return _iso(int(found["year"]), int(found["month"]), int(day) if day else None)


def _month_year(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    return _iso(int(found["year"]), MONTHS[found["month"]], None)


def _month_day(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    day = _nearest_year(MONTHS[found["month"]], int(found["day"]), published, ahead)
    return str(day) if day else None


def _nearest_year(month: int, day: int, published: date | None, ahead: bool | None) -> date | None:
    """The nearest such day in the tense's direction; without a tense the past is nearer."""
    if published is None:
        return None
    years = range(max(1, published.year - 8), min(9999, published.year + 8) + 1)
    days = [date(y, month, day) for y in years if 1 <= day <= monthrange(y, month)[1]]
    return min(days, key=lambda d: _far(d, published, ahead), default=None)


def _far(day: date, published: date, ahead: bool | None) -> int:
    distance = (day - published).days
    if ahead is None:
        return distance * _PAST_LEAN if distance > 0 else -distance
    return abs(distance) if distance == 0 or (distance > 0) == ahead else abs(distance) * _AGAINST


def _days(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    first = (_full if found["year"] else _month_day)(found, published, ahead)
    last = _iso(int(first[:4]), int(first[5:7]), int(found["last"])) if first else None
    return _interval(first, last)


def _span(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    """From a day of one month to a day of another: a year given once is the last one's."""
    months = (MONTHS[found["month"]], MONTHS[found["month_2"]])
    days = (int(found["day"]), int(found["day_2"]))
    crossing = months[1] < months[0]
    if found["year_2"]:
        years = (int(found["year"] or int(found["year_2"]) - crossing), int(found["year_2"]))
    else:
        first = _nearest_year(months[0], days[0], published, ahead)
        if first is None:
            return None
        years = (first.year, first.year + crossing)
    return _interval(*(_iso(y, m, d) for y, m, d in zip(years, months, days, strict=True)))


def _months(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    first, last = MONTHS[found["month"]], MONTHS[found["month_2"]]
    if found["year"]:
        year = int(found["year"])
    elif published is None:
        return None
    elif ahead:
        year = published.year + (first < published.month)
    else:
        year = published.year - (ahead is False and last > published.month)
    return _interval(_iso(year - (last < first), first, None), _iso(year, last, None))


def _weekdays(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    """Two weekdays as one interval; with "and" or "or" only where they touch."""
    if published is None:
        return None
    first, last = WEEKDAYS[found["weekday"]], WEEKDAYS[found["weekday_2"]]
    length = (last - first) % 7
    if length == 0 or (length > 1 and found["joint"] in ("and", "or")):
        return None
    if found["which"] == "this":
        start = published + timedelta(days=first - published.weekday())
    elif found["which"] in ("next", "coming") or (ahead and found["which"] is None):
        start = published + timedelta(days=(first - published.weekday()) % 7)
    else:
        start = published - timedelta(days=(published.weekday() - last) % 7 + length)
    return f"{start}/{start + timedelta(days=length)}"


def _years(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    first, last = found["year"], found["last"]
    return _interval(first, first[: 4 - len(last)] + last)


def _interval(first: str | None, last: str | None) -> str | None:
    return f"{first}/{last}" if first and last and first < last else None


def _day_of_month(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    """A bare "the 19th": of this month, unless the tense points to the one beside it."""
    if published is None:
        return None
    near = published.year * 12 + published.month - 1
    days = [_iso(m // 12, m % 12 + 1, int(found["day"])) for m in (near - 1, near, near + 1)]
    known = [date.fromisoformat(day) for day in days if day]
    if ahead is not None:
        known = [d for d in known if d == published or (d > published) == ahead]
    return str(min(known, key=lambda d: abs(d - published))) if known else None


def _weekend(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    """A bare "the weekend": the latest one that has begun, or in a future clause the next to end."""
    if published is None:
        return None
    sunday = -1 if published.weekday() < 5 and not ahead else 0
    return _unit("weekend", published, sunday)


def _week_of(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    rule = _full if found["year"] else _month_day
    day = rule(found, published, ahead)
    return _unit("week", date.fromisoformat(day), 0) if day else None


def _this(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    return _unit(found["unit"] or "year", published, 0) if published else None


def _spelled_year(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    century = {"nineteen": 1900, "twenty": 2000, "two thousand": 2000}[found["century"]]
    tens = TENS.get(found["tens"]) or NUMBERS.get(found["tens"], 0)
    return str(century + tens + NUMBERS.get(found["ones"], 0))


def _month(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None:
        return None
    month, which = MONTHS[found["month"]], found["which"]
    if found["year_which"]:
        return _iso(published.year + _SHIFT.get(found["year_which"], 1), month, None)
    if which in ("next", "coming", "following"):
        distance = (month - published.month) % 12 or 12
    elif which in ("last", "past", "previous"):
        distance = -((published.month - month) % 12 or 12)
    elif which:
        distance = month - published.month
    else:
        distance = (month - published.month) % 12
        if ahead is False or (ahead is None and distance * _PAST_LEAN > 12 - distance):
            distance -= 12 if distance else 0
    months = published.year * 12 + published.month - 1 + distance
    return _iso(months // 12, months % 12 + 1, None)


def _weekday(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None:
        return None
    which = found["which"]
    distance = WEEKDAYS[found["weekday"]] - published.weekday()
    if which == "this":
        pass
    elif which in ("next", "coming", "following"):
        distance = distance % 7 or 7
    elif which in ("last", "past", "previous"):
        distance = -(-distance % 7 or 7)
    else:
        distance = distance % 7 if ahead else -(-distance % 7)
    return str(published + timedelta(days=distance))


def _weekday_of(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None:
        return None
    days = WEEKDAYS[found["weekday"]] - published.weekday() + 7 * _SHIFT.get(found["which"], 1)
    return str(published + timedelta(days=days))


def _period(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None:
        return None
    return _unit(found["unit"], published, _SHIFT.get(found["which"], 1))


def _ago(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None:
        return None
    count = NUMBERS.get(found["count"]) or int(found["count"])
    return _unit(found["unit"], published, -count)


def _hence(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None or not ahead:
        return None
    count = NUMBERS.get(found["count"]) or int(found["count"])
    return _unit(found["unit"], published, count)


def _day(shift: int) -> _Rule:
    def rule(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
        return str(published + timedelta(days=shift)) if published else None

    return rule


def _year(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    return str(int(found["year"]))


def _unit(unit: str, published: date, shift: int) -> str | None:
    if unit == "day":
        return str(published + timedelta(days=shift))
    if unit == "week":
        monday = published + timedelta(days=7 * shift - published.weekday())
        return f"{monday}/{monday + timedelta(days=6)}"
    if unit == "weekend":
        saturday = published + timedelta(days=5 - published.weekday() + 7 * shift)
        return f"{saturday}/{saturday + timedelta(days=1)}"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + shift
        return _iso(months // 12, months % 12 + 1, None)
    return f"{date(published.year + shift, 1, 1).year:04d}"


def _iso(year: int, month: int, day: int | None) -> str | None:
    try:
        first = date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return str(first)[:7] if day is None else str(first)


_A_MONTH = re.compile(rf"\b{MONTH}")
_A_WEEKDAY = re.compile(rf"\b{WEEKDAY}")
_UNSETTLED = re.compile(
    rf"\b(?:every|each|half|quarter|decade|century|not|good friday"
    rf"|(?:first|second|third|fourth|last) {WEEKDAY} (?:in|of)"
    r"|(?:the|a|an|one|two|three|few|several) (?:\w+ )?(?:days?|weeks?|months?|years?)"
    r" (?:earlier|later|before|after|prior)(?! (?:yesterday|tomorrow))|the (?:following|previous) \w+)\b"
    r"|\d/\d|\bschool|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b"
)
"""Words that fix no single day, or none that publication settles: sets, halves, fractions,
and what counts from another event of the text ("a day later", "the following week")."""

_OF_YEAR = rf"(?:,? (?:of )?{YEAR}\b)?"
_SOME = r"(?:(?:early|late|mid)[ -])?"
_TENS_OR_ONES = "|".join([*TENS, "ten", "eleven", "twelve", *list(NUMBERS)[:9]])

_RULES: list[tuple[re.Pattern[str], _Rule]] = [
    (re.compile(r"\b(?P<year>[12]\d{3})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?!\d)"), _iso_words),
    (re.compile(rf"\b(?:the )?week of (?:{WEEKDAY},? )?{MONTH} {DAY}(?:,? {YEAR})?\b"), _week_of),
    (re.compile(rf"\b{MONTH} {DAY}(?:,? {YEAR})?{TO}{MONTH_2} {DAY_2}(?:,? {YEAR_2}\b)?"), _span),
    (re.compile(rf"\b{DAY} {MONTH}(?:,? {YEAR})?{TO}{DAY_2} {MONTH_2}(?:,? {YEAR_2}\b)?"), _span),
    (re.compile(rf"\b{MONTH} {DAY}{LAST}(?:,? {YEAR}\b)?"), _days),
    (re.compile(rf"\b{DAY}{LAST} (?:of )?{MONTH}(?:,? {YEAR}\b)?"), _days),
    (re.compile(rf"\b{MONTH} {DAY},? {YEAR}\b"), _full),
    (re.compile(rf"\b{DAY} (?:of )?{MONTH},? {YEAR}\b"), _full),
    (re.compile(rf"\b{MONTH} {DAY}\b(?! ?(?:%|percent))"), _month_day),
    (re.compile(rf"\b{DAY} (?:of )?{MONTH}"), _month_day),
    (re.compile(rf"\b{_SOME}{MONTH}{TO}{_SOME}{MONTH_2}{_OF_YEAR}$"), _months),
    (re.compile(rf"\b{MONTH},? (?:of )?{YEAR}\b"), _month_year),
    (re.compile(rf"\b{YEAR}(?: ?[-–—/] ?| to | through )(?P<last>[12]\d{{3}}|\d{{2}})$"), _years),
    (_BEFORE_YESTERDAY, _day(-2)),
    (_AFTER_TOMORROW, _day(2)),
    (_YESTERDAY, _day(-1)),
    (_TODAY, _day(0)),
    (_TOMORROW, _day(1)),
    (re.compile(rf"\b{WEEKDAY} (?:of )?{WHICH} week\b"), _weekday_of),
    (re.compile(rf"\b{WHICH} week(?: on)? {WEEKDAY}"), _weekday_of),
    (re.compile(rf"\b(?:{WHICH} )?{WEEKDAY} ?(?P<joint>[-–—]|\b(?:to|and|or|through|until)\b) ?{WEEKDAY_2}"), _weekdays),
    (re.compile(rf"\b(?:{WHICH} )?{WEEKDAY}"), _weekday),
    (re.compile(rf"{COUNT} (?P<unit>day|week|month|year)s? (?:ago|back)\b"), _ago),
    (re.compile(rf"\bin {COUNT} (?P<unit>day|week|month|year)s?\b"), _hence),
    (re.compile(rf"\b(?:{WHICH} )?{PART}{MONTH}(?: (?:of )?(?P<year_which>last|this|next) year)?(?=\W|$)"), _month),
    (re.compile(rf"\b{PART}{WHICH} (?P<unit>weekend|week|month|year)\b"), _period),
    (re.compile(r"\bthe weekend\b"), _weekend),
    (re.compile(r"\b(?:in|of|for) the (?P<unit>month|year|week)$|^the (?:full |whole )?(?P<unit_3>year)$|\b(?P<unit_2>year)(?:'s)?[ -]end\b"), _this),
    (re.compile(rf"\bthe {DAY}(?<=[a-z])(?: of (?:the|this) month)?$"), _day_of_month),
    (re.compile(rf"(?:^|\b(?:in|of|since|until|by|during|early|late|mid)[ -]){YEAR}$"), _year),
    (re.compile(rf"^{YEAR}$"), _year),
    (re.compile(rf"\b(?P<century>nineteen|twenty|two thousand)(?: and)?(?: (?P<tens>{_TENS_OR_ONES})(?:[ -](?P<ones>{_TENS_OR_ONES}))?)?$"), _spelled_year),
]  # fmt: skip
