"""Samples → the weights of a confidence, with scikit-learn (the extra `calibrate`)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from llm_extract.confidence.logistic import Features, Logistic, Weight
from llm_extract.errors import ConfigurationError
from llm_extract.evaluation.samples import Sample

FOLDS = 10
STRENGTH = 1.0
"""Inverse strength of the L2 penalty, scikit-learn's `C`; few samples want a small one."""


class Models(NamedTuple):
    """The two logistic models of a confidence."""

    fields: Logistic
    records: Logistic

    def probability(self, sample: Sample) -> float:
        """How likely a sample's record is right."""
        return self.records.probability(sample.described.record(self.of_fields(sample)))

    def of_fields(self, sample: Sample) -> dict[str, float]:
        """How likely each of its fields is right, by pattern."""
        features = sample.described.fields()
        return {name: self.fields.probability(entry) for name, entry in features.items()}


def fitted(known: Sequence[Sample], *, strength: float = STRENGTH) -> Models:
    """The models that suit these samples best.

    Raises:
        ConfigurationError: scikit-learn is missing, or there are not both right and wrong
            ones among the samples.
    """
    rows = [row for sample in known for row in sample.field_features()]
    fields = logistic([f for f, _ in rows], [right for _, right in rows], strength=strength)
    first = Models(fields, fields)
    described = [sample.described.record(first.of_fields(sample)) for sample in known]
    records = logistic(described, [not sample.wrong for sample in known], strength=strength)
    return Models(fields, records)


def cross_validated(
    known: Sequence[Sample], *, folds: int = FOLDS, strength: float = STRENGTH, seed: int = 0
) -> list[float]:
    """For each sample, how likely right it is by models that have not seen its article.

    Args:
        known: the samples.
        folds: in how many parts the articles are divided; each is left out once.
        strength: as in `fitted`.
        seed: of the division.
    """
    articles = sorted({sample.article for sample in known})
    Random(seed).shuffle(articles)  # noqa: S311 - a division, no secret
    part = {name: index % folds for index, name in enumerate(articles)}
    found = [0.0] * len(known)
    for left_out in sorted(set(part.values())):
        models = fitted([s for s in known if part[s.article] != left_out], strength=strength)
        for index, sample in enumerate(known):
            if part[sample.article] == left_out:
                found[index] = models.probability(sample)
    return found


def logistic(rows: Sequence[Features], right: Sequence[bool], *, strength: float) -> Logistic:
    """A logistic model of these rows, without features that are unknown or the same in all."""
    try:
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - an extra, and slow
    except ImportError:
        raise ConfigurationError(
            "fitting needs scikit-learn: pip install 'llm-extract[calibrate]'"
        ) from None
    if len(set(right)) < 2:
        raise ConfigurationError(
            f"{len(right)} samples that are all {'right' if any(right) else 'wrong'}: weights "
            "can only be fitted on both; add gold or decisions"
        )
    typical = {}
    names = dict.fromkeys(name for row in rows for name in row)
    # A feature that a row does not have is 0 there; one that it does not know is None.
    rows = [{name: row.get(name, 0.0) for name in names} for row in rows]
    for name in names:
        values = [value for row in rows if (value := row[name]) is not None]
        if len(set(values)) > 1:
            typical[name] = sum(values) / len(values)
    table = [[typical[name] if (v := row[name]) is None else v for name in typical] for row in rows]
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(table, list(right))
    weights = {
        name: Weight(weight=round(float(weight), 4), typical=round(typical[name], 4))
        for name, weight in zip(typical, model.coef_[0], strict=True)
    }
    return Logistic(intercept=round(float(model.intercept_[0]), 4), features=weights)
