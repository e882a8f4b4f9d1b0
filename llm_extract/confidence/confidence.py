"""A record, its findings and its signals → how likely it, and each of its values, is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from llm_extract.checks.audit import Audit
from llm_extract.checks.finding import Finding
from llm_extract.confidence.features import Described
from llm_extract.confidence.weights import Weights, shipped
from llm_extract.records import Record
from llm_extract.signals import Signals
from llm_extract.spec import RecordType, Spec


class Confidence(BaseModel):
    """Probabilities by a logistic model; never the model's own word for it."""

    model_config = ConfigDict(extra="forbid")

    record: float = Field(ge=0, le=1, description="That no key field of the record is wrong.")
    fields: dict[str, float] = Field(description="Path of a value → that it is right.")


def confidence(
    record: Record,
    kind: RecordType,
    *,
    findings: Sequence[Finding],
    signals: Signals,
    weights: Weights,
) -> Confidence:
    """How likely a record and its values are right.

    Args:
        record: as grounded.
        kind: its type.
        findings: what the checks say of it, with paths inside the record.
        signals: how it came about; what is not known counts as typical.
        weights: of the two logistic models.
    """
    described = Described(record, kind, findings=findings, signals=signals)
    by_pattern = {
        pattern: weights.fields.probability(features)
        for pattern, features in described.fields().items()
    }
    return Confidence(
        record=round(weights.records.probability(described.record(by_pattern)), 4),
        fields={
            leaf.path: round(weights.fields.probability(described.leaf(leaf)), 4)
            for leaf in described.leaves
        },
    )


def confidences(
    made: Audit,
    signals: Mapping[str, Signals],
    *,
    spec: Spec,
    weights: Weights | None = None,
) -> dict[str, Confidence]:
    """How likely each record of an article is right, by its path (`meetings[0]`).

    Args:
        made: the records and what the checks say of them.
        signals: how they came about, by path; of a path without any nothing is known.
        spec: the record types.
        weights: those that ship by default.
    """
    weights = weights or shipped()
    return {
        entry.path: confidence(
            entry.record,
            spec.record_type(entry.path.partition("[")[0]),
            findings=entry.inner_findings(),
            signals=signals.get(entry.path, Signals()),
            weights=weights,
        )
        for entry in made.records
        if entry.record is not None
    }
