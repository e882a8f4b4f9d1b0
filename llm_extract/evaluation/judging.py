"""Records before the truth: which gold record each matches, and what is wrong with it.

What matches an optional gold record counts neither way.
"""

from __future__ import annotations

from dataclasses import dataclass

from llm_extract.evaluation.gold import Records
from llm_extract.matching.comparison import Data, Links, Result, compared
from llm_extract.matching.evidence import Evidence
from llm_extract.matching.pairing import matches
from llm_extract.matching.shape import scoring
from llm_extract.spec import RecordType, Spec


@dataclass(frozen=True)
class Judged:
    """One record before the truth.

    Attributes:
        plural: its record type.
        index: its place in the article's list.
        data: the record.
        gold: the place of the gold record that it matches, or None.
        optional: whether that gold record is optional: then nothing else counts.
        results: its fields, when it matches.
        wrong_keys: the key fields that differ.
    """

    plural: str
    index: int
    data: Data
    gold: int | None = None
    optional: bool = False
    results: tuple[Result, ...] = ()
    wrong_keys: tuple[str, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether it matches nothing, or has a key field wrong."""
        return self.gold is None or bool(self.wrong_keys)


@dataclass(frozen=True)
class Judgement:
    """One article before the truth.

    Attributes:
        article: its id.
        records: its records of the types that the gold has, in order.
        required: plural name → how many gold records had to be found.
        missed: plural name → the places of those that were not.
    """

    article: str
    records: tuple[Judged, ...]
    required: dict[str, int]
    missed: dict[str, tuple[int, ...]]


def judged(gold: Records, given: Records, *, spec: Spec) -> Judgement:
    """The records of an article, held against its gold; types that it does not code left out."""
    evidence = Evidence(given.text if given.text is not None else gold.text)
    kinds = [kind for kind in spec.record_types if kind.plural in gold.of]
    links: dict[str, dict[int, int]] = {
        kind.plural: matches(
            gold.of[kind.plural], given.of.get(kind.plural, ()), kind=kind, evidence=evidence
        )
        for kind in kinds
    }
    records = tuple(
        _judged(kind, index, data, gold=gold, links=links)
        for kind in kinds
        for index, data in enumerate(given.of.get(kind.plural, ()))
    )
    required = {
        kind.plural: [i for i, data in enumerate(gold.of[kind.plural]) if not data.get("optional")]
        for kind in kinds
    }
    found = {plural: set(pairs.values()) for plural, pairs in links.items()}
    return Judgement(
        article=given.head.id,
        records=records,
        required={plural: len(places) for plural, places in required.items()},
        missed={
            plural: tuple(i for i in places if i not in found[plural])
            for plural, places in required.items()
        },
    )


def _judged(kind: RecordType, index: int, data: Data, *, gold: Records, links: Links) -> Judged:
    place = links[kind.plural].get(index)
    if place is None:
        return Judged(kind.plural, index, data)
    target = gold.of[kind.plural][place]
    results = tuple(compared(target, data, model=kind.model, links=links))
    keys = scoring(kind).key_fields
    return Judged(
        kind.plural, index, data, place, bool(target.get("optional")), results,
        tuple(dict.fromkeys(r.field for r in results if not r.right and r.field in keys)),
    )  # fmt: skip
