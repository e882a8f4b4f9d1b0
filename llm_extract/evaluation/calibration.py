"""Samples → weights, and whether they are better than those in use on articles not seen."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from llm_extract.confidence.weights import Measured, Weights
from llm_extract.errors import ConfigurationError
from llm_extract.evaluation.fitting import Models, cross_validated, fitted
from llm_extract.evaluation.ranking import Ranked, calibration_error, caught, roc_area
from llm_extract.evaluation.samples import Sample

LEAST = 50
"""Records that a calibration needs."""
LEAST_EACH = 10
"""Right ones and wrong ones that it needs."""
LEAST_ARTICLES = 5
"""Articles, so that each can be judged by weights that have not seen it."""
WORST_FIRST = 0.3
_STEPS = [step / 100 for step in range(5, 96)]
_EQUAL = 1e-9


@dataclass(frozen=True)
class Figures:
    """What a confidence is worth.

    Attributes:
        roc_area: the chance that a wrong record has less confidence than a right one.
        calibration_error: how far confidence and share right lie apart.
        caught: the share of the wrong records among the worst-first 30 %.
    """

    roc_area: float
    calibration_error: float
    caught: float


@dataclass(frozen=True)
class Calibration:
    """New weights before the present ones.

    Attributes:
        weights: fitted on all samples.
        present: what the present weights are worth on the samples.
        fresh: what new ones are worth, by cross-validation over articles.
    """

    weights: Weights
    present: Figures
    fresh: Figures

    @property
    def better(self) -> bool:
        """Whether the new ones are better in one figure, and worse in none."""
        one, other = self.present, self.fresh
        gains = (
            other.roc_area - one.roc_area,
            one.calibration_error - other.calibration_error,
            other.caught - one.caught,
        )
        return min(gains) >= -_EQUAL and max(gains) > _EQUAL


def calibrated(known: Sequence[Sample], present: Weights, *, name: str, on: str) -> Calibration:
    """Weights fitted on samples, with what they and the present ones are worth there.

    Args:
        known: records of which the truth is known.
        present: the weights in use.
        name: of the new ones.
        on: what they were fitted on, in words.

    Raises:
        ConfigurationError: there are too few samples, or of one kind only; or scikit-learn is
            missing.
    """
    _require_enough(known)
    fresh = cross_validated(known)
    models = Models(present.fields, present.records)
    return Calibration(
        weights=weights(known, fresh, name=name, on=on),
        present=figures(known, [models.probability(sample) for sample in known]),
        fresh=figures(known, fresh),
    )


def figures(known: Sequence[Sample], probabilities: Sequence[float]) -> Figures:
    """What these probabilities of being right are worth."""
    found = [Ranked(1 - p, s.wrong) for s, p in zip(known, probabilities, strict=True)]
    return Figures(
        roc_area=roc_area(found) or 0.0,
        calibration_error=calibration_error(found) or 0.0,
        caught=caught(found, WORST_FIRST) or 0.0,
    )


def weights(
    known: Sequence[Sample], probabilities: Sequence[float], *, name: str, on: str
) -> Weights:
    """The weights of all samples, with what their flags were worth on unseen articles.

    `probabilities` are those of models that have not seen the sample's article.
    """
    models = fitted(known)
    below = line(known, probabilities)
    flagged = [
        s.wrong for s, p in zip(known, probabilities, strict=True) if is_flagged(s, p, below=below)
    ]
    return Weights(
        name=name,
        fields=models.fields,
        records=models.records,
        flag_below=below,
        measured=Measured(
            on=on,
            date=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
            records=len(known),
            wrong=sum(sample.wrong for sample in known),
            flagged=len(flagged),
            flagged_wrong=sum(flagged),
        ),
    )


def is_flagged(sample: Sample, probability: float, *, below: float) -> bool:
    """Whether a run would flag the record: a check does, or its confidence is low."""
    checks = any(verdict.flags for verdict in sample.described.verdicts.values())
    return checks or probability < below


def line(known: Sequence[Sample], probabilities: Sequence[float]) -> float:
    """Where to flag: what catches most of the wrong records less most of the right ones."""
    pairs = list(zip(known, probabilities, strict=True))
    wrong = [pair for pair in pairs if pair[0].wrong]
    right = [pair for pair in pairs if not pair[0].wrong]

    def worth(below: float) -> float:
        found = sum(is_flagged(*pair, below=below) for pair in wrong) / max(len(wrong), 1)
        disturbed = sum(is_flagged(*pair, below=below) for pair in right) / max(len(right), 1)
        return found - disturbed

    return max(_STEPS, key=lambda below: (worth(below), -below))


def _require_enough(known: Sequence[Sample]) -> None:
    wrong = sum(sample.wrong for sample in known)
    articles = len({sample.article for sample in known})
    right = len(known) - wrong
    if len(known) < LEAST or min(wrong, right) < LEAST_EACH or articles < LEAST_ARTICLES:
        raise ConfigurationError(
            f"{len(known)} decided records of {articles} articles, {right} right and {wrong} "
            f"wrong, are too few to fit on: it takes {LEAST} of {LEAST_ARTICLES}, {LEAST_EACH} of "
            "each kind; decide more with `llm-extract review`"
        )
