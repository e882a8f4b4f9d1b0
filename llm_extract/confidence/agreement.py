"""Several answers about one article → how far they agree with the one that is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from llm_extract.article import Article
from llm_extract.exchange import exchanged
from llm_extract.matching.comparison import compared
from llm_extract.matching.evidence import Evidence
from llm_extract.matching.pairing import matches
from llm_extract.records import Record
from llm_extract.signals import Signals
from llm_extract.spec import RecordType, Spec

Lists = Mapping[str, Sequence[Record]]
"""Records by the plural name of their type."""


def note_agreement(
    signals: Mapping[str, Sequence[Signals]],
    records: Lists,
    others: Sequence[Lists],
    *,
    article: Article,
    spec: Spec,
) -> None:
    """Write into each record's signals which share of the other answers agrees with it.

    A record of another answer is the same by `matching.pairing`; its fields are compared as
    an evaluation compares them with gold.
    """
    if not others:
        return
    evidence = Evidence(article.text)
    for kind in spec.record_types:
        for signal in signals[kind.plural]:
            signal.others = len(others)
        for other in others:
            _note(signals[kind.plural], records[kind.plural], other[kind.plural], kind=kind,
                  evidence=evidence, share=1 / len(others))  # fmt: skip


def _note(
    signals: Sequence[Signals], records: Sequence[Record], others: Sequence[Record], *,
    kind: RecordType, evidence: Evidence, share: float,
) -> None:  # fmt: skip
    mine = [exchanged(record.model_dump(mode="json")) for record in records]
    theirs = [exchanged(record.model_dump(mode="json")) for record in others]
    for place, other in matches(theirs, mine, kind=kind, evidence=evidence).items():
        agreement = signals[place].agreement
        agreement[""] = agreement.get("", 0.0) + share
        same: dict[str, bool] = {}
        for result in compared(theirs[other], mine[place], model=kind.model):
            same[result.field] = same.get(result.field, True) and result.right
        for field, right in same.items():
            agreement[field] = agreement.get(field, 0.0) + share * right
