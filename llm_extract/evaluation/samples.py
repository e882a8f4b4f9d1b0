"""An extraction before its gold → samples to fit a confidence on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from llm_extract.checks.audit import audit
from llm_extract.confidence.features import Described
from llm_extract.confidence.logistic import Features
from llm_extract.evaluation.gold import Gold, Head, Records
from llm_extract.evaluation.judging import Judged, judged
from llm_extract.exchange import exchanged
from llm_extract.extraction import Extraction
from llm_extract.matching.comparison import Data, Result, compared
from llm_extract.matching.shape import scoring
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
    made = {entry.path: entry for entry in audit(extraction.records, article, spec=spec).records}
    found = []
    for item in judgement.records:
        entry = made[f"{item.plural}[{item.index}]"]
        if item.optional or entry.record is None:
            continue
        described = Described(
            entry.record,
            spec.record_type(item.plural),
            findings=entry.inner_findings(),
            signals=extraction.signals.get(entry.path, Signals()),
        )
        found.append(Sample(article.id, item.plural, described, item.wrong, _fields(item)))
    return found


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
    for entry in audit(extraction.records, extraction.article, spec=spec).records:
        if entry.record is None or entry.path not in truth:
            continue
        plural = entry.path.partition("[")[0]
        kind, gold = spec.record_type(plural), truth[entry.path]
        given = exchanged(entry.record.model_dump(mode="json"))
        results = () if gold is None else tuple(compared(gold, given, model=kind.model))
        keys = scoring(kind).key_fields
        described = Described(
            entry.record,
            kind,
            findings=entry.inner_findings(),
            signals=extraction.signals.get(entry.path, Signals()),
        )
        wrong = gold is None or any(not r.right and r.field in keys for r in results)
        found.append(Sample(extraction.article.id, plural, described, wrong, _by_field(results)))
    return found


def _fields(item: Judged) -> dict[str, bool]:
    return _by_field(item.results)


def _by_field(results: Iterable[Result]) -> dict[str, bool]:
    """A field with several results (the titles of several people) is right when all are."""
    found: dict[str, bool] = {}
    for result in results:
        found[result.field] = found.get(result.field, True) and result.right
    return found
