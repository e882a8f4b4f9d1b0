"""What the article reports and no record cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from llm_extract.article import Article, Stretch
from llm_extract.checks.case import report_of
from llm_extract.checks.finding import Finding, Verdict
from llm_extract.checks.loading import Loaded, load
from llm_extract.checks.reading import Reading
from llm_extract.records import Record
from llm_extract.spec import Spec, default_spec

_SHOWN = 90
"""Characters of a sentence that a message quotes."""


def coverage(
    records: Mapping[str, Any], article: Article, *, spec: Spec | None = None
) -> list[Finding]:
    """Sentences that plainly report something and that no record cites, in order.

    The path is the plural name of what they report (`meetings`), the span the sentence. It
    needs a function marked `reports` for the record type, and English text.
    """
    spec, reading = spec or default_spec(), Reading(article)
    return list(uncited(load(records, reading, spec=spec), reading, spec=spec))


def uncited(loaded: Sequence[Loaded], reading: Reading, *, spec: Spec) -> Iterator[Finding]:
    """The same for records that are loaded already."""
    by_type: dict[str, list[Record]] = {kind.plural: [] for kind in spec.record_types}
    for item in loaded:
        if item.record is not None:
            by_type[item.plural].append(item.record)
    cited = _cited([record for same in by_type.values() for record in same], reading)
    for kind in spec.record_types:
        report = report_of(kind.model)
        if report is None or not reading.english:
            continue
        for stretch, words in report(reading, by_type[kind.plural]):
            if stretch not in cited:
                text = " ".join(reading.text[slice(*stretch)].split())
                shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
                message = f"No record cites {words}: “{shown}”"
                yield Finding(
                    kind.plural, Verdict.NOT_FOUND, "coverage.uncited", message, (stretch,)
                )


def _cited(records: list[Record], reading: Reading) -> set[Stretch]:
    """The sentences that any record's evidence touches."""
    return {
        sentence
        for record in records
        for passage in record.evidence
        if passage.span is not None
        for sentence in reading.sentences_in(passage.span.start, passage.span.end)
    }
