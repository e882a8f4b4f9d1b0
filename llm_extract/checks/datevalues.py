"""Whether the value of a date follows from its words."""

from __future__ import annotations

import re
from datetime import date

from llm_extract.article import Stretch
from llm_extract.checks.case import Case
from llm_extract.checks.dating import ordered, own_dates, spans_of
from llm_extract.checks.finding import Finding
from llm_extract.checks.timeline import PRETENDED, Dates, folded, is_day
from llm_extract.dates import resolved
from llm_extract.datewords import WEEKDAYS
from llm_extract.edtf import bounds
from llm_extract.tense import tense_at

_WEEKDAY = re.compile(r"\b(?:" + "|".join(day for day in WEEKDAYS if day.endswith("day")) + r")\b")
_CHOICE = re.compile(r"\bor\b")
"""Between two dates: an interval may stand for them, and nothing may."""
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


def check_wordless(value: str, case: Case, *, path: str) -> Finding:
    """A value beside no words: only the evidence's own date words can give it."""
    if not case.reading.english:
        return _foreign(path, case)
    known = case.reading.dates.within(case.evidence)
    giving = [d for d in known if d.value == value and d.dates is not Dates.ARTICLE]
    own = own_dates(case)
    if giving and (not own or any(d in own for d in giving)):
        return case.supported(
            path, "date.follows", f"“{giving[0].words}” gives {value}.", spans=spans_of(giving)
        )
    if own:
        proposed = own[0].value if len({d.value for d in own}) == 1 else None
        return case.contradicted(
            path,
            "date.mismatch",
            f"The evidence's “{own[0].words}” does not give {value}.",
            spans=spans_of(own),
            proposed=proposed,
        )
    return case.not_found(
        path, "date.no_words", f"No date words of the evidence give {value}.", spans=()
    )


def _foreign(path: str, case: Case) -> Finding:
    return case.unverifiable(path, "date.language", "Only English date words are read.")


def check_value(
    words: str, value: str | None, *, span: Stretch | None, path: str, case: Case
) -> Finding | None:
    """The value against its words, the publication date and the tense of their clause.

    Args:
        words: the date words as written.
        value: the value given, if any.
        span: where the words stand, if anywhere.
        path: the value's own.
        case: the record.
    """
    if not case.reading.english:
        return _foreign(path, case) if value is not None else None
    ahead = _is_ahead(span, case)
    published = case.article.published
    expected = resolved(words, published, ahead)
    spans = [span] if span else []
    if value is None:
        if expected is not None and not _CHOICE.search(folded(words)):
            return case.contradicted(
                path,
                "date.missing",
                f"“{words}” gives {expected}.",
                spans=spans,
                proposed=expected,
            )
        return None
    if expected is None:
        return _unresolved(words, value, case, span=span, path=path, ahead=ahead)
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


def _is_ahead(span: Stretch | None, case: Case) -> bool | None:
    if span is None:
        return None
    start, end = case.reading.sentence(span[0])
    return tense_at(case.reading.text[start:end], span[0] - start, span[1] - start)


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
    words: str, value: str, case: Case, *, span: Stretch | None, path: str, ahead: bool | None
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
    anchors, expected = ordered(plain, case, span=span)
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
            spans=[*spans, *spans_of(anchors)],
        )
    if any(_holds(value, other) for other in expected):
        return case.unverifiable(
            path, "date.open", f"“{words}” may be a day of {value}.", spans=spans
        )
    return case.contradicted(
        path,
        "date.mismatch",
        f"“{words}” and “{anchors[0].words}” give {expected[0]}, not {value}.",
        spans=[*spans, *spans_of(anchors)],
        proposed=expected[0] if len(expected) == 1 else None,
    )


def _unpublished(words: str, path: str, case: Case, *, spans: list[Stretch]) -> Finding:
    return case.contradicted(
        path,
        "date.no_publication_date",
        f"“{words}” has no value while the publication date is unknown.",
        spans=spans,
    )


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
