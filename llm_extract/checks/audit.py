"""An audit: everything that the checks say of one article's records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from llm_extract.article import Article
from llm_extract.checks.checking import examined
from llm_extract.checks.coverage import uncited
from llm_extract.checks.finding import Finding, Verdict, inside, reasons, verdicts
from llm_extract.checks.loading import load
from llm_extract.checks.reading import Reading
from llm_extract.records import Record
from llm_extract.spec import Spec, default_spec


@dataclass(frozen=True, slots=True)
class RecordAudit:
    """What the checks say of one record.

    Attributes:
        path: `meetings[0]`.
        findings: the worst of each of its values, in order.
        record: as read; None for one that cannot be.
    """

    path: str
    findings: Sequence[Finding]
    record: Record | None = None

    def inner_findings(self) -> list[Finding]:
        """The findings with paths inside the record."""
        return inside(self.findings, self.path)

    @property
    def reasons(self) -> list[str]:
        """The codes that flag the record; empty when none does."""
        return reasons(self.findings, self.path)

    @property
    def flagged(self) -> bool:
        """Whether a person should look at the record."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class Audit:
    """What the checks say of one article.

    Attributes:
        article: the article's id.
        records: every record with its findings, in order.
        coverage: what the article reports and no record cites.
    """

    article: str
    records: Sequence[RecordAudit]
    coverage: Sequence[Finding] = ()

    @property
    def findings(self) -> list[Finding]:
        """The findings of all records, in order."""
        return [finding for record in self.records for finding in record.findings]

    def tally(self) -> Counter[Verdict]:
        """How many values got each verdict."""
        return Counter(verdicts(self.findings).values())

    def data(self) -> dict[str, Any]:
        """The audit as plain values: a line of `llm-extract check --json`."""
        return {
            "article": self.article,
            "findings": [finding.data() for finding in self.findings],
            "records": [
                {"path": record.path, "flagged": record.flagged, "reasons": record.reasons}
                for record in self.records
            ],
            "coverage": [finding.data() for finding in self.coverage],
        }


def audit(records: Mapping[str, Any], article: Article, *, spec: Spec | None = None) -> Audit:
    """Check one article's records, and look for what they miss; see `check`."""
    spec = spec or default_spec()
    reading = Reading(article)
    loaded = load(records, reading, spec=spec)
    return Audit(
        article=article.id,
        records=[
            RecordAudit(path, findings, item.record)
            for item, (path, findings) in zip(loaded, examined(loaded, reading), strict=True)
        ],
        coverage=list(uncited(loaded, reading, spec=spec)),
    )
