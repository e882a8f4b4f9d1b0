"""Stored records, checked again after the checks got better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from llm_extract.checks.audit import Audit, audit
from llm_extract.checks.finding import Finding, verdicts
from llm_extract.confidence import confidences
from llm_extract.jobs.rows import StoredExtraction
from llm_extract.jobs.store import Store
from llm_extract.spec import Spec


@dataclass(frozen=True)
class Rechecked:
    """What checking an extraction again has changed.

    Attributes:
        audit: what the checks say now.
        records: the records as kept, by plural name.
        changed: values whose verdict is another one now; None at the first check.
    """

    audit: Audit
    records: dict[str, list[dict[str, Any]]]
    changed: int | None


def recheck(store: Store, extraction: StoredExtraction, *, spec: Spec) -> Rechecked:
    """Check an extraction's records without a model, and keep the new findings instead."""
    number = extraction.number
    kept = store.kept(number)
    records = {kind.plural: kept.get(kind.plural, []) for kind in spec.record_types}
    made = audit(records, extraction.article, spec=spec)
    found = [*made.findings, *made.coverage]
    sure = confidences(made, store.signals(number), spec=spec)
    changed = _changed(store.findings(number), found) if extraction.checked else None
    store.replace_findings(number, found, confidence=sure)
    return Rechecked(made, records, changed)


def _changed(before: Sequence[Finding], after: Sequence[Finding]) -> int:
    old, new = verdicts(before), verdicts(after)
    return sum(old.get(path) is not new.get(path) for path in old.keys() | new.keys())
