"""Which records cite each sentence of their article, looked up once for all records."""

from __future__ import annotations

from collections.abc import Sequence

from llm_extract.checks.case import Batch, Case
from llm_extract.checks.reading import Reading
from llm_extract.records import Record

_MOST_SENTENCES = 40
"""Sentences of one record's evidence that are looked at."""


class Citations:
    """The evidence of all the records of an article, by sentence."""

    def __init__(self, batch: Batch) -> None:
        self._of: dict[int, list[int]] = {}
        self._citing: dict[tuple[type, int], list[Record]] = {}
        for same in batch.records.values():
            for record in same:
                if record is None:
                    continue
                cited = _sentences(record, batch.reading)
                self._of[id(record)] = cited
                for index in cited:
                    self._citing.setdefault((type(record), index), []).append(record)

    def sentences(self, record: Record) -> list[int]:
        """Indexes of the sentences that a record's evidence touches, in its order."""
        return self._of.get(id(record), [])

    def citing(self, index: int, *, kind: type[Record]) -> Sequence[Record]:
        """The records of a type that cite a sentence, in order."""
        return self._citing.get((kind, index), ())


def citations(case: Case) -> Citations:
    """What the records of a case's article cite."""
    return case.batch.once(Citations)


def _sentences(record: Record, reading: Reading) -> list[int]:
    found: dict[int, None] = {}
    for passage in record.evidence:
        if passage.span is not None:
            first = max(reading.sentence_at(passage.span.start), 0)
            last = reading.sentence_at(max(passage.span.end - 1, passage.span.start))
            found.update(dict.fromkeys(range(first, min(last, first + _MOST_SENTENCES) + 1)))
    return list(found)
