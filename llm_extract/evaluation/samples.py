"""An extraction before its gold → samples to fit a confidence on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from llm_extract.checks.audit import audit
from llm_extract.confidence.features import Described
from llm_extract.confidence.logistic import Features
from llm_extract.evaluation.gold import Gold, Head, Records
from llm_extract.evaluation.judging import judged
from llm_extract.exchange import exchanged
from llm_extract.extraction import Extraction
from llm_extract.matching.comparison import Data, Result, compared
from llm_extract.matching.shape import scoring
from llm_extract.records import Record
from llm_extract.signals import Signals
from llm_extract.spec import Spec


@dataclass(frozen=True)
class Sample:
    """One record of which the truth is known.

    Attributes:
        article: its article's id; the samples of one article stand or fall together.
        plural: its type.
        described: its features.
        wrong: whether it matches nothing, or has a key field wrong.
        fields: pattern of a field → whether it is right; empty for a record without a match.
    """

    article: str
    plural: str
    described: Described
    wrong: bool
    fields: Mapping[str, bool]

    def field_features(self) -> Iterator[tuple[Features, bool]]:
        """Each field whose truth is known: what speaks against it, and whether it is right."""
        features = self.described.fields()
        for pattern, right in self.fields.items():
            if pattern in features:
                yield features[pattern], right


def samples(extraction: Extraction, gold: Gold, *, spec: Spec) -> list[Sample]:
    """The records of an extraction that its gold tells right or wrong.

    None for an article without gold; what matches an optional gold record is left out.
    """
    article = extraction.article
    head = Head(article.id, article.source, article.sha256)
    truth = gold.of(head)
    if truth is None:
        return []
    lists = {
        plural: [exchanged(record.model_dump(mode="json")) for record in records]
        for plural, records in extraction.records.items()
    }
    judgement = judged(truth, Records(head, lists, article.text), spec=spec)
    described = {path: features for path, _, features in _described(extraction, spec)}
    return [
        Sample(
            article.id,
            item.plural,
            described[path],
            item.wrong,
            _by_field(item.results),
        )
        for item in judgement.records
        if (path := f"{item.plural}[{item.index}]") in described and not item.optional
    ]


def decided_samples(
    extraction: Extraction, truth: Mapping[str, Data | None], *, spec: Spec
) -> list[Sample]:
    """The records of an extraction that reviewers have decided on.

    Args:
        extraction: the records as the model gave them.
        truth: path of a record (`meetings[0]`) → its values in the exchange format, as a
            reviewer vouches for them; None for one that was dropped.
        spec: the record types.
    """
    found = []
    for path, record, described in _described(extraction, spec):
        if path not in truth:
            continue
        plural, gold = described.plural, truth[path]
        kind = spec.record_type(plural)
        given = exchanged(record.model_dump(mode="json"))
        results = () if gold is None else tuple(compared(gold, given, model=kind.model))
        keys = scoring(kind).key_fields
        wrong = gold is None or any(not r.right and r.field in keys for r in results)
        found.append(Sample(extraction.article.id, plural, described, wrong, _by_field(results)))
    return found


def _described(extraction: Extraction, spec: Spec) -> Iterator[tuple[str, Record, Described]]:
    """Each record with its path and features, by the checks as they are now."""
    for entry in audit(extraction.records, extraction.article, spec=spec).records:
        if entry.record is not None:
            kind = spec.record_type(entry.path.partition("[")[0])
            signals = extraction.signals.get(entry.path, Signals())
            findings = entry.inner_findings()
            features = Described(entry.record, kind, findings=findings, signals=signals)
            yield entry.path, entry.record, features


def _by_field(results: Iterable[Result]) -> dict[str, bool]:
    """A field with several results (the titles of several people) is right when all are."""
    found: dict[str, bool] = {}
    for result in results:
        found[result.field] = found.get(result.field, True) and result.right
    return found
