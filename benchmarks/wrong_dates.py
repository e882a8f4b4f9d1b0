"""Wrong dates: one error a copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from gold import Data, Edit, Gold, Site, plainly

from llm_extract.dates import resolve_date

PLURALS = ("meetings", "positions")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WORDS = re.compile(
    rf"\b(?:(?:{_MONTHS}) \d{{1,2}}(?:, \d{{4}})?|(?:{_MONTHS}) \d{{4}}"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\. \d{1,2}(?:, \d{4})?"
    rf"|(?<=[Ii]n )(?:{_MONTHS})\b|(?<=[Ii]n )\d{{4}}"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:[Ll]ast|[Nn]ext) (?:week|month|year)"
    r"|[Yy]esterday|[Tt]omorrow)\b"
)
_PRETENDED = date(2020, 6, 17)
"""Tells date words apart where the publication date is unknown."""


def day_off(gold: Gold, rng: Random) -> Iterator[Edit]:
    """One day earlier or later."""
    yield from _shifted(gold, rng.choice((-1, 1)))


def week_off(gold: Gold, rng: Random) -> Iterator[Edit]:
    """Seven days earlier or later."""
    yield from _shifted(gold, rng.choice((-7, 7)))


def day_and_month(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """Day and month swapped."""
    for site in _values(gold):
        if _DAY.fullmatch(site.value):
            year, month, day = site.value.split("-")
            if int(day) <= 12:
                yield from site.put(f"{year}-{day}-{month}")


def wrong_year(gold: Gold, rng: Random) -> Iterator[Edit]:
    """The year before or after, at any precision."""
    for site in _values(gold):
        moved = _moved(site.value, rng.choice((-1, 1)))
        if not moved.endswith("-02-29"):
            yield from site.put(moved)


def too_fine(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A month gets a day, a year a month, an interval becomes one of its days."""
    for site in _values(gold):
        first, slash, _ = site.value.partition("/")
        if slash:
            yield from site.put(first if _DAY.fullmatch(first) else f"{first}-15")
        elif not _DAY.fullmatch(site.value):
            low, high = (1, 12) if len(site.value) == 4 else (1, 28)
            yield from site.put(f"{site.value}-{rng.randint(low, high):02}")


def invented(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A day although the publication date is unknown and the words are relative."""
    if gold.article.published is None:
        yield from _filled(gold, rng, worded=True)


def from_nowhere(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A day where the record has no date words at all."""
    yield from _filled(gold, rng, worded=False)


def other_words(gold: Gold, rng: Random) -> Iterator[Edit]:
    """Date words of another event with the date that follows from them."""
    yield from _reworded(gold, rng, keep=False)


def other_words_kept(gold: Gold, rng: Random) -> Iterator[Edit]:
    """Date words of another event beside the right date."""
    yield from _reworded(gold, rng, keep=True)


def _moved(value: str, years: int) -> str:
    return re.sub(r"\d{4}", lambda found: str(int(found[0]) + years), value)


def _values(gold: Gold) -> Iterator[Site]:
    for plural in PLURALS:
        yield from gold.sites(f"{plural}[].date.value")


def _shifted(gold: Gold, days: int) -> Iterator[Edit]:
    for site in _values(gold):
        if _DAY.fullmatch(site.value):
            yield from site.put(str(date.fromisoformat(site.value) + timedelta(days)))


def _filled(gold: Gold, rng: Random, *, worded: bool) -> Iterator[Edit]:
    for plural in PLURALS:
        for path, record in gold.each(plural):
            given = record["date"]
            accepted = record.get("accept", {})
            if given["value"] is None and (given["as_written"] is not None) == worded:
                day = gold.article.published or date(2019, 5, 14)
                made = str(day - timedelta(rng.randint(0, 20)))
                if made not in accepted.get("date.value", []):
                    yield gold.edit(f"{path}.date.value", made)


def _reworded(gold: Gold, rng: Random, *, keep: bool) -> Iterator[Edit]:
    for plural in PLURALS:
        for path, record in gold.each(plural):
            if record["date"]["as_written"] is None or (keep and record["date"]["value"] is None):
                continue
            fit = [(words, value) for words, value in _elsewhere(gold, record)]
            if fit:
                words, value = rng.choice(fit)
                given = {"as_written": words, "value": record["date"]["value"] if keep else value}
                edit = gold.edit(f"{path}.date", given)
                yield edit


def _elsewhere(gold: Gold, record: Data) -> list[tuple[str, str | None]]:
    """Date words that stand in none of the record's sentences, with what they come to.

    Left out are those that are accepted, that hold or are held by the right ones, that come
    to the right date, and that stand in the sentences of the record's meeting.
    """
    records = [record]
    if record.get("meeting") is not None:
        records.append(gold.records["meetings"][record["meeting"]])
    own = [sentence for entry in records for sentence in gold.sentences(entry)]
    near = plainly(" ".join(gold.text[start:end] for start, end in own))
    accept = record.get("accept", {})
    right = [w for w in [record["date"]["as_written"], *accept.get("date.as_written", [])] if w]
    values = [record["date"]["value"], *accept.get("date.value", [])]
    pretended = [resolve_date(w, _PRETENDED, sentence=_clause(gold, w)) for w in right]
    found: dict[str, str | None] = {}
    for match in _WORDS.finditer(gold.text):
        words, sentence = match[0], _sentence(gold, match.start())
        if plainly(words) in near or any(
            plainly(words) in plainly(r) or plainly(r) in plainly(words) for r in right
        ):
            continue
        value = resolve_date(words, gold.article.published, sentence=sentence)
        unsure = resolve_date(words, _PRETENDED, sentence=sentence)
        if (value is None and gold.article.published) or unsure is None or unsure in pretended:
            continue
        if value is None or value not in values:
            found[words] = value
    return list(found.items())


def _clause(gold: Gold, words: str) -> str | None:
    at = gold.text.find(words)
    return _sentence(gold, at) if at >= 0 else None


def _sentence(gold: Gold, offset: int) -> str | None:
    for sentence in gold.article.sentences:
        if sentence.start <= offset < sentence.end:
            return gold.text[sentence.start : sentence.end]
    return None
