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

from collections.abc import Iterator, Sequence
from itertools import islice

from llm_extract.article import Stretch
from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.datevalues import check_value, check_wordless
from llm_extract.checks.dating import (
    dates_record,
    governing_dates,
    own_dates,
    says_also,
    spans_of,
    speaks,
    told_by_order,
)
from llm_extract.checks.finding import Finding
from llm_extract.checks.reading import Reading
from llm_extract.checks.timeline import Dates, DateStretch, folded, is_day
from llm_extract.fields import DateExpression, Mention

_OTHERS = 200
"""Records of the article that are looked at for one that cites the same sentence."""
_BESIDE = 60
"""Characters after a date within which a name still belongs to the same noun."""


@field_check(DateExpression)
def check_date(field: Field, case: Case) -> Iterator[Finding]:
    """The words where the record is reported, and the value that follows from them."""
    given: DateExpression = field.value
    words = f"{field.path}.as_written"
    value = f"{field.path}.value"
    mention = given.as_written
    if mention is None:
        if given.value is not None:
            yield check_wordless(given.value, case, path=value)
        return
    span = _span(mention, case)
    if span is None:
        yield _not_found(mention, words, case)
    elif case.is_in_evidence(span[0]):
        yield _in_evidence(mention, span, words, case)
    else:
        yield _elsewhere(mention, span, words, case)
    if finding := check_value(mention.value, given.value, span=span, path=value, case=case):
        yield finding


def _span(mention: Mention, case: Case) -> Stretch | None:
    if mention.span is None:
        mention = case.reading.grounder.locate(mention.value, near=case.evidence)
    return (mention.span.start, mention.span.end) if mention.span else None


def _not_found(mention: Mention, path: str, case: Case) -> Finding:
    own = own_dates(case)
    return case.not_found(
        path,
        "date.words_not_found",
        f"“{mention}” stands nowhere in the article.",
        spans=spans_of(own),
        proposed=own[0].words if len(own) == 1 else None,
    )


def _in_evidence(mention: Mention, span: Stretch, path: str, case: Case) -> Finding:
    known = case.reading.dates.at(span)
    supported = case.supported(
        path, "date.words", f"“{mention}” stands in the evidence.", spans=[span]
    )
    if known is None or known.sense is None or dates_record(known, case):
        return supported
    own = [d for d in own_dates(case) if d.sentence == known.sentence]
    if not own and known.closed:
        own = case.reading.dates.governing(known.sentence[0], sayings=speaks(case))
    if not own or any(d.sense == known.sense for d in own) or _is_shared(known, case):
        return supported
    return _other_event(mention, span, path, case, own=own)


def _elsewhere(mention: Mention, span: Stretch, path: str, case: Case) -> Finding:
    reading, words = case.reading, mention.value
    if not case.evidence or not reading.english:
        return case.unverifiable(
            path, "date.words", f"“{mention}” stands in the article.", spans=[span]
        )
    known, chosen = reading.dates.at(span), own_dates(case)
    if known is None or known.sense is None:
        chosen = [d for d in chosen if is_day(d.sense)]
        fits = not chosen and span[0] < max(start for start, _ in case.evidence)
    else:
        chosen = chosen or _named_beside(case)
        if all(says_also(d) for d in chosen):
            chosen = [*chosen, *governing_dates(case)]
        fits = any(d.is_like(words) or d.sense == known.sense for d in chosen)
        if fits and (told := told_by_order(case)):
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
        spans=[span, *spans_of(own)],
        proposed=own[0].words if len(said) == 1 else None,
    )


def _named_beside(case: Case) -> list[DateStretch]:
    """Dates beside a noun that what the record names follows: "the May accord of X and Y"."""
    starts = [
        entry.value.span.start
        for entry in case.of_type(Mention)
        if entry.value.span is not None and not entry.path.startswith("evidence")
    ]
    return [
        known
        for known in case.reading.dates.within(case.evidence)
        if known.dates is Dates.ASIDE
        and known.sense is not None
        and not known.closed
        and any(known.end <= start < known.end + _BESIDE for start in starts)
    ]


def _is_shared(known: DateStretch, case: Case) -> bool:
    """Whether the side clause reports an event of its own, and the record may be that one.

    So it is where another record of the same type cites the sentence too, or where the
    clause holds another of the record's own words, such as its place.
    """
    others = (r for records in case.records.values() for r in records if r is not case.record)
    for other in islice(others, _OTHERS):
        if type(other) is type(case.record) and any(
            _overlaps(passage.span, known.sentence) for passage in other.evidence
        ):
            return True
    low = max((d.end for d in own_dates(case) if d.end <= known.start), default=known.sentence[0])
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
