"""What dates a record: its own words, those that govern it, and words that order events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from llm_extract.article import Stretch
from llm_extract.checks.case import Case
from llm_extract.checks.timeline import PRETENDED, Dates, DateStretch, folded, is_anchor, is_day
from llm_extract.dates import resolved
from llm_extract.datewords import NUMBERS
from llm_extract.edtf import bounds
from llm_extract.fields import Speaker

_SHIFT = re.compile(
    r"\b(?P<count>\d{1,3}|" + "|".join(NUMBERS) + r") (?P<unit>day|week|month|year)s?"
    r" (?P<way>later|after|earlier|before|prior)\b"
)
_STEP = re.compile(
    r"\b(?:(?:next|following|(?P<back>previous)) (?:day|morning|afternoon|evening|night)"
    r"|day (?:after|(?P<before>before)))\b"
)


def own_dates(case: Case) -> list[DateStretch]:
    """The calendar words of the evidence that date the record itself."""
    return [d for d in case.reading.dates.within(case.evidence) if dates_record(d, case)]


def dates_record(known: DateStretch, case: Case) -> bool:
    """Whether words date what the record reports; a saying only where somebody speaks."""
    if known.sense is None:
        return False
    return known.dates is Dates.EVENT or (known.dates is Dates.SAYING and speaks(case))


def speaks(case: Case) -> bool:
    """Whether the record is of what somebody says: such a one is dated by its saying."""
    return bool(case.of_type(Speaker))


def governing_dates(case: Case, *, days: bool = False) -> list[DateStretch]:
    """The dates that the evidence takes part in: see `Timeline.governing`."""
    found: dict[DateStretch, None] = {}
    for start, _ in case.evidence:
        governing = case.reading.dates.governing(start, sayings=speaks(case), days=days)
        found.update(dict.fromkeys(governing))
    return list(found)


def says_also(known: DateStretch) -> bool:
    """Whether words mean a period around publication, which says no more than "lately"."""
    if known.sense is None or is_day(known.sense):
        return False
    first, last = bounds(known.sense)
    return first <= PRETENDED <= last


def spans_of(known: Sequence[DateStretch]) -> list[Stretch]:
    """Where date words stand."""
    return [(d.start, d.end) for d in known]


def told_by_order(case: Case) -> list[str]:
    """The days that the evidence's own "a day later" comes to."""
    for known in case.reading.dates.within(case.evidence):
        plain = folded(known.words)
        if known.sense is None and (_SHIFT.search(plain) or _STEP.search(plain)):
            return ordered(plain, case, span=(known.start, known.end))[1]
    return []


def ordered(plain: str, case: Case, *, span: Stretch | None) -> tuple[list[DateStretch], list[str]]:
    """What words that order events hang on, and the values that they can have by it."""
    timeline = case.reading.dates
    shift = _SHIFT.search(plain)
    stepped = _STEP.search(plain)
    step = 0 if stepped is None else -1 if stepped["back"] or stepped["before"] else 1
    own = [d for d in own_dates(case) if is_day(d.sense)]
    if shift or step:
        nearest = timeline.before(span[0]) if span else None
        anchors = [nearest] if nearest and is_anchor(nearest) else []
        if not anchors or (shift and not plain.endswith(shift["way"])):
            anchors = [*anchors, *own, *governing_dates(case, days=True)]
    else:
        anchors = [*own, *governing_dates(case, days=True)]
        if span and (nearest := timeline.before(span[0])) and is_anchor(nearest):
            anchors.append(nearest)
    anchors = list(dict.fromkeys(anchors))
    values: dict[str, None] = {}
    for anchor in anchors:
        if anchor.value is None or not is_day(anchor.value):
            continue
        day = date.fromisoformat(anchor.value)
        values.update(dict.fromkeys(_shifted(day, shift) if shift else _stepped(day, step)))
    return anchors, list(values)


def _stepped(day: date, step: int) -> list[str]:
    try:
        return [str(day + timedelta(days=step))]
    except OverflowError:
        return []


def _shifted(day: date, shift: re.Match[str]) -> list[str]:
    """The day at so many days, weeks, months or years from another, at both precisions."""
    count = NUMBERS.get(shift["count"]) or int(shift["count"])
    back = shift["way"] in ("earlier", "before", "prior")
    unit = shift["unit"]
    period = resolved(f"{count} {unit}s ago", day, None) if back else None
    if not back:
        period = resolved(f"in {count} {unit}s", day, True)
    if unit not in ("day", "week"):
        return [period] if period else []
    steps = count * (7 if unit == "week" else 1)
    values = _stepped(day, -steps if back else steps)
    return [*values, period] if period and period not in values else values
