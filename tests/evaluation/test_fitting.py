"""Samples to weights, and what they are worth on articles that they have not seen."""

from __future__ import annotations

import builtins
from random import Random
from typing import Any

import pytest

from llm_extract.article import Article
from llm_extract.checks.finding import Finding, Verdict
from llm_extract.confidence.features import Described
from llm_extract.diplomacy import Meeting, diplomacy
from llm_extract.errors import ConfigurationError
from llm_extract.evaluation.fitting import cross_validated, fitted, logistic
from llm_extract.evaluation.gold import Gold, Head, Records
from llm_extract.evaluation.ranking import Ranked, roc_area
from llm_extract.evaluation.samples import Sample, samples
from llm_extract.extraction import Extraction, provenance
from llm_extract.records import Usage
from llm_extract.settings import ModelSettings
from llm_extract.signals import Signals
from tests.fakes import meeting

KIND = diplomacy().record_type("meetings")


def sample(article: str, *, wrong: bool, flagged: bool) -> Sample:
    values = {**meeting(), "date": {}, "evidence": ["Ruiz met Soto."]}
    findings = [Finding("mode", Verdict.CONTRADICTED, "mode.x", "No.")] if flagged else []
    described = Described(
        Meeting.model_validate(values), KIND, findings=findings, signals=Signals()
    )
    return Sample(article, "meetings", described, wrong, {"mode": not wrong, "status": True})


def drawn(count: int, *, noise: float = 0.1) -> list[Sample]:
    """Records that a check flags when they are wrong, but for some noise."""
    random = Random(7)
    found = []
    for index in range(count):
        wrong = random.random() < 0.4
        flagged = wrong != (random.random() < noise)
        found.append(sample(f"a{index // 2}", wrong=wrong, flagged=flagged))
    return found


def test_what_goes_with_wrong_records_weighs_against_them() -> None:
    """A flagged key field lowers the probability; features that never vary are left out."""
    models = fitted(drawn(80))
    assert models.fields.features["flagged"].weight < 0
    assert "disagreement" not in models.records.features
    assert "not_literal" not in models.records.features
    good = models.probability(sample("x", wrong=False, flagged=False))
    bad = models.probability(sample("x", wrong=False, flagged=True))
    assert bad < 0.5 < good


def test_an_article_is_never_judged_by_weights_that_saw_it() -> None:
    """Where the flag says nothing, cross-validation finds nothing."""
    honest = drawn(80)
    found = cross_validated(honest)
    area = roc_area([Ranked(1 - p, s.wrong) for p, s in zip(found, honest, strict=True)])
    assert area is not None
    assert area > 0.8
    noise = drawn(200, noise=0.5)
    blind = cross_validated(noise)
    area = roc_area([Ranked(1 - p, s.wrong) for p, s in zip(blind, noise, strict=True)])
    assert area is not None
    assert area < 0.65


def test_unknown_values_are_typical() -> None:
    """A feature that is known of some counts as its mean for the others."""
    rows: list[dict[str, float | None]] = [{"a": 0.0}, {"a": 2.0}, {"a": None}, {"a": None}]
    model = logistic(rows, [True, False, True, False], strength=1.0)
    assert model.features["a"].typical == 1.0
    assert model.probability({"a": None}) == model.probability({"a": 1.0})


def test_both_right_and_wrong_are_needed() -> None:
    """And scikit-learn; one line says so."""
    with pytest.raises(ConfigurationError, match="all right"):
        fitted([sample("a", wrong=False, flagged=False)])


def test_without_the_extra_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package itself does without."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("sklearn"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigurationError, match="calibrate"):
        fitted(drawn(10))


def test_samples_know_their_truth() -> None:
    """A record with a wrong key field is wrong, one without a match has no fields to learn from."""
    text = "Ana Ruiz of Peru met Luis Soto of Chile in Lima on Tuesday. Soto left for Quito."
    article = Article(text=text, id="a")
    first, second = text.split(". ")
    plain = {**meeting(), "date": {"as_written": "Tuesday", "value": None}, "role": None}
    plain.pop("role")
    given = [
        {**plain, "evidence": [f"{first}."], "mode": "phone"},
        {**plain, "evidence": [second]},
    ]
    gold = {**plain, "evidence": [f"{first}."]}
    made = Extraction(
        article=article,
        records={"meetings": [Meeting.model_validate(g) for g in given], "positions": []},
        usage=Usage(),
        provenance=provenance(diplomacy(), ModelSettings(model="tiny")),
    )
    truth = Gold([Records(Head("a"), {"meetings": [gold]})])
    one, other = samples(made, truth, spec=diplomacy())
    assert (one.wrong, one.fields["mode"], one.fields["status"]) == (True, False, True)
    assert (other.wrong, other.fields) == (True, {})
    assert len(list(one.field_features())) == len(one.fields)
    assert samples(made, Gold([Records(Head("b"), {"meetings": []})]), spec=diplomacy()) == []
