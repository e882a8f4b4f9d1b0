"""Whether the article has the date words of a record, and what date follows from them.

| code | says |
|---|---|
| `date.words` | the words stand where the record is reported |
| `date.words_not_found` | the article does not have the words |
| `date.other_event` | the words date another event of the article |
| `date.follows` | the value follows from words, publication date and tense |
| `date.mismatch` | another value follows |
| `date.precision` | the value is finer or coarser than the words |
| `date.weekday` | the value is not the weekday that the words name |
| `date.missing` | the words settle a value, and none is given |
| `date.no_publication_date` | the words need a publication date, and none is known |
| `date.no_words` | a value is given and no words that say so |
| `date.open` | words and surroundings settle no value |
| `date.language` | only English date words are read |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.finding import Finding
from llm_extract.checks.reading import Reading, Stretch
from llm_extract.checks.timeline import PRETENDED, Dates, DateStretch, folded, is_anchor, is_day
from llm_extract.dates import is_future, resolved
from llm_extract.datewords import NUMBERS, WEEKDAYS
from llm_extract.edtf import bounds
from llm_extract.fields import DateExpression, Mention, Speaker

_WEEKDAY = re.compile(r"\b(?:" + "|".join(day for day in WEEKDAYS if day.endswith("day")) + r")\b")
_TIME = re.compile(
    r"\b(?:before|after|following|during|prior|ahead|earlier|later|same|day|morning|afternoon|noon"
    r"|midday|midnight|evening|night|while|when|upon|once|meanwhile|sidelines)\b"
)
"""Words that order events or give a time of day."""
_VAGUE = re.compile(
    r"\b(?:recent(?:ly)?|soon|upcoming|forthcoming|coming (?:days|weeks|months|years)|near future"
    r"|lately|now|previously|few|several)\b"
)
"""Words that never settle a date."""
_SHIFT = re.compile(
    r"\b(?P<count>\d{1,3}|" + "|".join(NUMBERS) + r") (?P<unit>day|week|month|year)s?"
    r" (?P<way>later|after|earlier|before|prior)\b"
)
_STEP = re.compile(
    r"\b(?:(?:next|following|(?P<back>previous)) (?:day|morning|afternoon|evening|night)"
    r"|day (?:after|(?P<before>before)))\b"
)


@field_check(DateExpression)
def check_date(field: Field, case: Case) -> Iterator[Finding]:
    """The words where the record is reported, and the value that follows from them."""
    given: DateExpression = field.value
    words = f"{field.path}.as_written"
    value = f"{field.path}.value"
    mention = given.as_written
    if mention is None:
        if given.value is not None:
            yield _without_words(given.value, value, case)
        return
    span = _span(mention, case)
    if span is None:
        yield _not_found(mention, words, case)
    elif case.is_in_evidence(span[0]):
        yield _in_evidence(mention, span, words, case)
    else:
        yield _elsewhere(mention, span, words, case)
    if finding := _value(mention.value, given.value, span, value, case):
        yield finding


def _span(mention: Mention, case: Case) -> Stretch | None:
    if mention.span is None:
        mention = case.reading.grounder.locate(mention.value, near=case.evidence)
    return (mention.span.start, mention.span.end) if mention.span else None


def _not_found(mention: Mention, path: str, case: Case) -> Finding:
    own = _own(case)
    return case.not_found(
        path,
        "date.words_not_found",
        f"“{mention}” stands nowhere in the article.",
        spans=_spans(own),
        proposed=own[0].words if len(own) == 1 else None,
    )


def _in_evidence(mention: Mention, span: Stretch, path: str, case: Case) -> Finding:
    known = case.reading.dates.at(span)
    supported = case.supported(
        path, "date.words", f"“{mention}” stands in the evidence.", spans=[span]
    )
    if known is None or known.sense is None or _dates_record(known, case):
        return supported
    own = [d for d in _own(case) if d.sentence == known.sentence]
    if not own and known.closed:
        own = case.reading.dates.governing(known.sentence[0], sayings=_speaks(case))
    if not own or any(d.sense == known.sense for d in own) or _is_shared(known, case):
        return supported
    return _other_event(mention, span, path, case, own=own)


def _elsewhere(mention: Mention, span: Stretch, path: str, case: Case) -> Finding:
    reading, words = case.reading, mention.value
    if not case.evidence or not reading.english:
        return case.unverifiable(
            path, "date.words", f"“{mention}” stands in the article.", spans=[span]
        )
    known, chosen = reading.dates.at(span), _own(case)
    if known is None or known.sense is None:
        chosen = [d for d in chosen if is_day(d.sense)]
        fits = not chosen and span[0] < max(start for start, _ in case.evidence)
    else:
        if not any(is_day(d.sense) for d in chosen):
            chosen = [*chosen, *_governing(case)]
        fits = any(d.is_like(words) or d.sense == known.sense for d in chosen)
        if fits and (told := _told_by_order(case)):
            fits = known.value is None or known.value in told
    if fits or not chosen:
        return case.supported(
            path, "date.words", f"“{mention}” stands near the evidence.", spans=[span]
        )
    return _other_event(mention, span, path, case, own=chosen)


def _other_event(
    mention: Mention, span: Stretch, path: str, case: Case, *, own: Sequence[DateStretch]
) -> Finding:
    said = {folded(known.words): known.words for known in own}
    listed = " and ".join(f"“{words}”" for words in said.values())
    return case.contradicted(
        path,
        "date.other_event",
        f"“{mention}” dates another event; this one is dated {listed}.",
        spans=[span, *_spans(own)],
        proposed=own[0].words if len(said) == 1 else None,
    )


def _own(case: Case) -> list[DateStretch]:
    """The calendar words of the evidence that date the record itself."""
    return [d for d in case.reading.dates.within(case.evidence) if _dates_record(d, case)]


def _dates_record(known: DateStretch, case: Case) -> bool:
    """Whether words date what the record reports; a saying only where somebody speaks."""
    if known.sense is None:
        return False
    return known.dates is Dates.EVENT or (known.dates is Dates.SAYING and _speaks(case))


def _speaks(case: Case) -> bool:
    return bool(case.of_type(Speaker))


def _governing(case: Case, *, days: bool = False) -> list[DateStretch]:
    found: dict[DateStretch, None] = {}
    for start, _ in case.evidence:
        governing = case.reading.dates.governing(start, sayings=_speaks(case), days=days)
        found.update(dict.fromkeys(governing))
    return list(found)


def _is_shared(known: DateStretch, case: Case) -> bool:
    """Whether the side clause reports an event of its own, and the record may be that one.

    So it is where another record of the same type cites the sentence too, or where the
    clause holds another of the record's own words, such as its place.
    """
    others = (r for records in case.records.values() for r in records if r is not case.record)
    for other in others:
        if type(other) is type(case.record) and any(
            _overlaps(passage.span, known.sentence) for passage in other.evidence
        ):
            return True
    low = max((d.end for d in _own(case) if d.end <= known.start), default=known.sentence[0])
    clause = _clause_start(case.reading, low, known.start)
    return any(
        entry.value.span is not None and clause <= entry.value.span.start < known.start
        for entry in case.of_type(Mention)
        if entry.value.value is not None and not entry.path.startswith("evidence")
    )


def _clause_start(reading: Reading, low: int, at: int) -> int:
    return max(low, reading.text.rfind(",", low, at), at - 120)


def _overlaps(span: object, stretch: Stretch) -> bool:
    start, end = getattr(span, "start", None), getattr(span, "end", None)
    return start is not None and end is not None and start < stretch[1] and stretch[0] < end


def _spans(known: Sequence[DateStretch]) -> list[Stretch]:
    return [(d.start, d.end) for d in known]


def _without_words(value: str, path: str, case: Case) -> Finding:
    """A value beside no words: only the evidence's own date words can give it."""
    if not case.reading.english:
        return _foreign(path, case)
    known = case.reading.dates.within(case.evidence)
    giving = [d for d in known if d.value == value and d.dates is not Dates.ARTICLE]
    own = _own(case)
    if giving and (not own or any(d in own for d in giving)):
        return case.supported(
            path, "date.follows", f"“{giving[0].words}” gives {value}.", spans=_spans(giving)
        )
    if own:
        proposed = own[0].value if len({d.value for d in own}) == 1 else None
        return case.contradicted(
            path,
            "date.mismatch",
            f"The evidence's “{own[0].words}” does not give {value}.",
            spans=_spans(own),
            proposed=proposed,
        )
    return case.not_found(
        path, "date.no_words", f"No date words of the evidence give {value}.", spans=()
    )


def _foreign(path: str, case: Case) -> Finding:
    return case.unverifiable(path, "date.language", "Only English date words are read.")


def _value(
    words: str, value: str | None, span: Stretch | None, path: str, case: Case
) -> Finding | None:
    if not case.reading.english:
        return _foreign(path, case) if value is not None else None
    sentence = _sentence(span, case)
    ahead = is_future(_as_it_stands(words, span, case), sentence)
    published = case.article.published
    expected = resolved(words, published, ahead)
    spans = [span] if span else []
    if value is None:
        if expected is not None:
            return case.contradicted(
                path,
                "date.missing",
                f"“{words}” gives {expected}.",
                spans=spans,
                proposed=expected,
            )
        return None
    if expected is None:
        return _unresolved(words, value, span, path, case, ahead=ahead)
    day = _weekday_named(words)
    if day is not None and is_day(value) and date.fromisoformat(value).weekday() != day:
        return case.contradicted(
            path,
            "date.weekday",
            f"{value} is no {_weekday_name(words)}; “{words}” gives {expected}.",
            spans=spans,
            proposed=expected,
        )
    if value == expected:
        return case.supported(path, "date.follows", f"“{words}” gives {value}.", spans=spans)
    return _differing(words, value, path, case, expected=expected, spans=spans)


def _as_it_stands(words: str, span: Stretch | None, case: Case) -> str:
    return case.reading.text[span[0] : span[1]] if span else words


def _sentence(span: Stretch | None, case: Case) -> str | None:
    if span is None:
        return None
    start, end = case.reading.sentence(span[0])
    return case.reading.text[start:end]


def _differing(
    words: str, value: str, path: str, case: Case, *, expected: str, spans: list[Stretch]
) -> Finding:
    low, high = bounds(value)
    first, last = bounds(expected)
    nested = (first <= low and high <= last) or (low <= first and last <= high)
    finer = "finer" if (high - low) < (last - first) else "coarser"
    return case.contradicted(
        path,
        "date.precision" if nested else "date.mismatch",
        f"“{words}” gives {expected}, not {value}"
        + (f", which is {finer} than the words." if nested else "."),
        spans=spans,
        proposed=expected,
    )


def _unresolved(
    words: str, value: str, span: Stretch | None, path: str, case: Case, *, ahead: bool | None
) -> Finding:
    """A value although the words alone give none."""
    spans = [span] if span else []
    published = case.article.published
    plain = folded(words)
    if published is None and resolved(words, PRETENDED, ahead) is not None:
        return _unpublished(words, path, case, spans=spans)
    if _VAGUE.search(plain):
        return case.contradicted(
            path, "date.precision", f"“{words}” gives no date, so not {value}.", spans=spans
        )
    if not _TIME.search(plain):
        return case.unverifiable(
            path, "date.open", f"Our rules do not read “{words}”.", spans=spans
        )
    anchors, expected = _ordered(plain, span, case)
    if not anchors:
        return case.unverifiable(
            path, "date.open", f"Nothing near “{words}” fixes a day.", spans=spans
        )
    if not expected:
        return _unpublished(words, path, case, spans=spans)
    if value in expected:
        return case.supported(
            path,
            "date.follows",
            f"“{words}” and “{anchors[0].words}” give {value}.",
            spans=[*spans, *_spans(anchors)],
        )
    if any(_holds(value, other) for other in expected):
        return case.unverifiable(
            path, "date.open", f"“{words}” may be a day of {value}.", spans=spans
        )
    return case.contradicted(
        path,
        "date.mismatch",
        f"“{words}” and “{anchors[0].words}” give {expected[0]}, not {value}.",
        spans=[*spans, *_spans(anchors)],
        proposed=expected[0] if len(expected) == 1 else None,
    )


def _unpublished(words: str, path: str, case: Case, *, spans: list[Stretch]) -> Finding:
    return case.contradicted(
        path,
        "date.no_publication_date",
        f"“{words}” has no value while the publication date is unknown.",
        spans=spans,
    )


def _told_by_order(case: Case) -> list[str]:
    """The days that the evidence's own "a day later" comes to."""
    for known in case.reading.dates.within(case.evidence):
        plain = folded(known.words)
        if known.sense is None and (_SHIFT.search(plain) or _STEP.search(plain)):
            return _ordered(plain, (known.start, known.end), case)[1]
    return []


def _ordered(plain: str, span: Stretch | None, case: Case) -> tuple[list[DateStretch], list[str]]:
    """What words that order events hang on, and the values that they can have by it."""
    timeline = case.reading.dates
    shift = _SHIFT.search(plain)
    stepped = _STEP.search(plain)
    step = 0 if stepped is None else -1 if stepped["back"] or stepped["before"] else 1
    own = [d for d in _own(case) if is_day(d.sense)]
    if shift or step:
        nearest = timeline.before(span[0]) if span else None
        anchors = [nearest] if nearest and is_anchor(nearest) else []
        if not anchors or (shift and not plain.endswith(shift["way"])):
            anchors = [*anchors, *own, *_governing(case, days=True)]
    else:
        anchors = [*own, *_governing(case, days=True)]
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


def _holds(value: str, other: str) -> bool:
    low, high = bounds(value)
    first, last = bounds(other)
    return low <= first and last <= high


def _weekday_named(words: str) -> int | None:
    """The one weekday that the words name; None for none and for several."""
    named = {WEEKDAYS[found] for found in _WEEKDAY.findall(words.casefold())}
    return named.pop() if len(named) == 1 else None


def _weekday_name(words: str) -> str:
    found = _WEEKDAY.search(words.casefold())
    return found[0].capitalize() if found else ""
