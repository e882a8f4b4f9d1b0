"""Date words → EDTF, from the publication date and the tense of the clause.

The rules are the codebook's: in a past-tense clause a bare weekday is the latest such day
on or before publication, in a future clause the first on or after; the value keeps the
precision of the words ("this month" is `YYYY-MM`, "last week" the interval from Monday to
Sunday); what the words and the publication date do not settle has no value.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from llm_extract.tense import CLAUSE, is_future

__all__ = ["CLAUSE", "is_future", "resolve_date", "resolved"]

_MAX_WORDS = 200
"""Characters; no date words are longer."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thu",
         "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"a": 1, "an": 1, "a couple of": 2}
_TENS = {
    word: number * 10
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}

_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_LAST = r" ?(?:[-–—]|to|and|through|until) ?(?P<last>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>[12]\d{3})"
_WEEKDAY = "(?P<weekday>" + "|".join(sorted(_WEEKDAYS, key=len, reverse=True)) + r")\b\.?"
_WHICH = r"(?P<which>last|past|previous|this|current|next|coming|following)"
_PART = r"(?:(?:early|late|mid|the (?:start|beginning|middle|end) of|later|earlier)[ -](?:in )?)?"
_COUNT = r"(?<![\w.,-])(?P<count>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"

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
    return _iso(int(found["year"]), _MONTHS[found["month"]], int(found["day"]))


def _iso_words(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    day = found["day"]
    return _iso(int(found["year"]), int(found["month"]), int(day) if day else None)


def _month_year(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    return _iso(int(found["year"]), _MONTHS[found["month"]], None)


def _month_day(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None:
        return None
    month, day = _MONTHS[found["month"]], int(found["day"])
    years = range(published.year - 8, published.year + 9)
    days = [date(y, month, day) for y in years if 1 <= day <= monthrange(y, month)[1]]
    if ahead is not None:
        days = [d for d in days if d == published or (d > published) == ahead]
    return str(min(days, key=lambda d: abs(d - published))) if days else None


def _days(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    first = (_full if found["year"] else _month_day)(found, published, ahead)
    last = _iso(int(first[:4]), int(first[5:7]), int(found["last"])) if first else None
    return f"{first}/{last}" if first and last and first < last else None


def _month(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None:
        return None
    month, which = _MONTHS[found["month"]], found["which"]
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
        if ahead is False or (ahead is None and distance > 6):
            distance -= 12 if distance else 0
    months = published.year * 12 + published.month - 1 + distance
    return _iso(months // 12, months % 12 + 1, None)


def _weekday(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None:
        return None
    which = found["which"]
    distance = _WEEKDAYS[found["weekday"]] - published.weekday()
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
    days = _WEEKDAYS[found["weekday"]] - published.weekday() + 7 * _SHIFT.get(found["which"], 1)
    return str(published + timedelta(days=days))


def _period(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None:
        return None
    return _unit(found["unit"], published, _SHIFT.get(found["which"], 1))


def _ago(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None:
        return None
    count = _NUMBERS.get(found["count"]) or int(found["count"])
    return _unit(found["unit"], published, -count)


def _hence(found: re.Match[str], published: date | None, ahead: bool | None) -> str | None:
    if published is None or not ahead:
        return None
    count = _NUMBERS.get(found["count"]) or int(found["count"])
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


_A_MONTH = re.compile(rf"\b{_MONTH}")
_A_WEEKDAY = re.compile(rf"\b{_WEEKDAY}")
_UNSETTLED = re.compile(
    rf"\b(?:every|each|half|not|good friday|(?:first|second|third|fourth|last) {_WEEKDAY} (?:in|of))\b"
    r"|\d/\d|\bschool"
)
"""Words that fix no single day, or none that these rules know."""

_RULES: list[tuple[re.Pattern[str], _Rule]] = [
    (re.compile(r"\b(?P<year>[12]\d{3})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?!\d)"), _iso_words),
    (re.compile(rf"\b{_MONTH} {_DAY}{_LAST}(?:,? {_YEAR}\b)?"), _days),
    (re.compile(rf"\b{_DAY}{_LAST} (?:of )?{_MONTH}(?:,? {_YEAR}\b)?"), _days),
    (re.compile(rf"\b{_MONTH} {_DAY},? {_YEAR}\b"), _full),
    (re.compile(rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}\b"), _full),
    (re.compile(rf"\b{_MONTH} {_DAY}\b(?! ?(?:%|percent))"), _month_day),
    (re.compile(rf"\b{_DAY} (?:of )?{_MONTH}"), _month_day),
    (re.compile(rf"\b{_MONTH},? (?:of )?{_YEAR}\b"), _month_year),
    (_BEFORE_YESTERDAY, _day(-2)),
    (_AFTER_TOMORROW, _day(2)),
    (_YESTERDAY, _day(-1)),
    (_TODAY, _day(0)),
    (_TOMORROW, _day(1)),
    (re.compile(rf"\b{_WEEKDAY} (?:of )?{_WHICH} week\b"), _weekday_of),
    (re.compile(rf"\b{_WHICH} week(?: on)? {_WEEKDAY}"), _weekday_of),
    (re.compile(rf"\b(?:{_WHICH} )?{_WEEKDAY}"), _weekday),
    (re.compile(rf"{_COUNT} (?P<unit>day|week|month|year)s? (?:ago|back)\b"), _ago),
    (re.compile(rf"\bin {_COUNT} (?P<unit>day|week|month|year)s?\b"), _hence),
    (re.compile(rf"\b(?:{_WHICH} )?{_PART}{_MONTH}(?: (?:of )?(?P<year_which>last|this|next) year)?(?=\W|$)"), _month),
    (re.compile(rf"\b{_PART}{_WHICH} (?P<unit>weekend|week|month|year)\b"), _period),
    (re.compile(rf"(?:^|\b(?:in|of|since|until|by|during|early|late|mid)[ -]){_YEAR}$"), _year),
    (re.compile(rf"^{_YEAR}$"), _year),
]  # fmt: skip
