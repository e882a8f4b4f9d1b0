"""Held, planned, proposed, postponed, cancelled: by tense and words of the encounter's clause.

A sentence may report several encounters: the words in the clause that names the record's own
actors count, and of the evidence the first sentence that speaks plainly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from llm_extract.article import Stretch
from llm_extract.checks import Case, Finding, record_check
from llm_extract.diplomacy.checks.cues import Actors, Sentence, evidence, quoted
from llm_extract.diplomacy.checks.encounters import Cue, cues
from llm_extract.diplomacy.records import Meeting, Status
from llm_extract.edtf import bounds

_GRACE = timedelta(days=4)
"""A planned meeting may lie so far before publication: an article can be older than its date."""
_AWAY = timedelta(days=1)
"""A held meeting may lie so far after publication: days differ between time zones."""


@record_check(Meeting)
def check_status(meeting: Meeting, case: Case) -> Iterator[Finding]:
    """What the words of the evidence say of the meeting's status, and its date of it."""
    yield from _by_date(meeting, case)
    if not case.reading.english:
        yield case.unverifiable("status", "status.language", "Our words for it are English.")
        return
    yield _by_words(meeting, case)


def _by_date(meeting: Meeting, case: Case) -> Iterator[Finding]:
    published, value = case.article.published, meeting.date.value
    if published is None or value is None:
        return
    first, last = bounds(value)
    if meeting.status is Status.HELD and first > published + _AWAY:
        yield case.contradicted(
            "status",
            "status.after_publication",
            f"Held on {value}, says the record, but the article is of {published}.",
            proposed=Status.PLANNED.value,
        )
    elif meeting.status is Status.PLANNED and last < published - _GRACE:
        yield case.contradicted(
            "status",
            "status.before_publication",
            f"Planned for {value}, says the record, but the article is of {published}.",
            proposed=Status.HELD.value,
        )


def _by_words(meeting: Meeting, case: Case) -> Finding:
    given = meeting.status
    actors = Actors(meeting)
    found: list[tuple[int, Sentence, Cue]] = []
    best: list[tuple[Sentence, Cue]] = []
    for sentence in evidence(case):
        named = actors.clauses(sentence)
        ranked = [(_nearness(cue, sentence, named), cue) for cue in sentence.once(cues)]
        found += [(near, sentence, cue) for near, cue in ranked]
        if not best or not any(cue.clear for _, cue in best):
            clear = [item for item in ranked if item[1].clear] or ([] if best else ranked)
            most = max((near for near, _ in clear), default=0)
            best = [(sentence, cue) for near, cue in clear if near == most] or best
    if not best:
        return case.unverifiable("status", "status.no_words", "No words of the evidence tell it.")
    spans = [_span(sentence, cue) for sentence, cue in best]
    told = [cue.status for _, cue in best]
    words = _shown(case, best)
    acts = {cue.status for _, cue in best if cue.act}
    if given in told and acts and given not in acts:
        return case.ambiguous(
            "status",
            "status.several",
            f"{words} is the nearest verb, other words agree.",
            spans=spans,
        )
    if given in told:
        return case.supported("status", "status.said", f"{words} says so.", spans=spans)
    nearest = max((near for near, sentence, cue in found if (sentence, cue) in best), default=0)
    others = [near for near, _, cue in found if cue.status is given and cue.clear]
    if max(others, default=0) >= max(nearest, 1):
        return case.ambiguous(
            "status",
            "status.several",
            f"{words} speaks against it, other words for it.",
            spans=spans,
        )
    if not any(cue.clear for _, cue in best) and (
        given is Status.HELD or any(cue.status is given for _, _, cue in found)
    ):
        return case.unverifiable(
            "status", "status.faint", f"Only {words} hints at it.", spans=spans
        )
    if given in (Status.PLANNED, Status.PROPOSED) and all(cue.vague for _, cue in best):
        return case.unverifiable("status", "status.faint", f"{words} may be either.", spans=spans)
    proposed = next((status for status in told if status), None)
    return case.contradicted(
        "status",
        "status.mismatch",
        f"{words} does not say {given.value}.",
        spans=spans,
        proposed=proposed.value if proposed else None,
    )


def _nearness(cue: Cue, sentence: Sentence, named: dict[int, int]) -> int:
    """How many of the record's actors the cue's clause names; half as many beside it."""
    clauses = {sentence.words[cue.first].clause, sentence.words[cue.last].clause}
    beside = {c + step for c in clauses for step in (-1, 1)} - clauses
    return 2 * sum(named.get(c, 0) for c in clauses) + sum(named.get(c, 0) for c in beside)


def _span(sentence: Sentence, cue: Cue) -> Stretch:
    return sentence.words[cue.first].start, sentence.words[cue.last].end


def _shown(case: Case, best: Iterable[tuple[Sentence, Cue]]) -> str:
    sentence, cue = next(iter(best))
    return f'"{quoted(case, sentence.words[cue.first], sentence.words[cue.last])}"'
