"""Articles' records + gold → everything that is measured, ready to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from llm_extract.confidence import flag_line
from llm_extract.errors import ConfigurationError
from llm_extract.evaluation.bootstrap import Interval, intervals
from llm_extract.evaluation.gold import Gold, Records
from llm_extract.evaluation.judging import Judged, Judgement, judged
from llm_extract.evaluation.ranking import Ranked, figures
from llm_extract.evaluation.scores import Measure, counted, measured
from llm_extract.evaluation.signals import Basis, Flags, flags, ranked
from llm_extract.spec import Spec


@dataclass(frozen=True)
class Ranking:
    """How well the wrong records were found.

    Attributes:
        basis: what put them in order: confidence, or findings where there is none.
        records: badness and truth of each.
        figures: as `ranking.figures` names them, with their intervals.
    """

    basis: Basis
    records: list[Ranked]
    figures: dict[str, tuple[float | None, Interval | None]]


@dataclass(frozen=True)
class Evaluation:
    """What came of holding articles against their gold.

    Attributes:
        judgements: one an article with gold.
        failed: ids of the articles among them that gave nothing; their gold is missed.
        without_gold: ids of the articles that have no gold; they do not count.
        gold_left: ids of the gold articles that were not asked about; they do not count.
        measures: as `scores.measured` names them.
        flags: how flags meet the wrong records; None where nothing was checked.
        ranking: None where there is neither confidence nor finding.
    """

    judgements: list[Judgement]
    failed: list[str]
    without_gold: list[str]
    gold_left: list[str]
    measures: dict[str, Measure]
    flags: Flags | None
    ranking: Ranking | None

    @property
    def plurals(self) -> list[str]:
        """The record types that some gold codes, in order."""
        return list(dict.fromkeys(name for j in self.judgements for name in j.required))

    def data(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        ranking = self.ranking and {
            "basis": self.ranking.basis,
            "records": len(self.ranking.records),
            **{name: _data(*pair) for name, pair in self.ranking.figures.items()},
        }
        return {
            "articles": len(self.judgements),
            "failed": self.failed,
            "without_gold": self.without_gold,
            "gold_left": self.gold_left,
            "measures": {
                name: {**_data(m.value, m.interval), "part": m.part, "whole": m.whole}
                for name, m in self.measures.items()
            },
            "flags": self.flags._asdict() if self.flags else None,
            "ranking": ranking,
            "records": [_record(j.article, r) for j in self.judgements for r in j.records],
            "missed": {j.article: j.missed for j in self.judgements if any(j.missed.values())},
        }


def evaluated(
    gold: Gold,
    articles: Sequence[Records],
    *,
    spec: Spec,
    flag_below: float | None = None,
    resamples: int = 1000,
    seed: int = 0,
) -> Evaluation:
    """Hold the records of articles against their gold.

    Args:
        gold: the truth.
        articles: what was extracted, article by article.
        spec: the record types, and how they are scored.
        flag_below: records less likely right are flagged; the shipped weights' line by default.
        resamples: samples drawn for the intervals.
        seed: the same seed gives the same intervals.

    Raises:
        ConfigurationError: no article has gold.
    """
    pairs = [(gold.of(article.head), article) for article in articles]
    judgements = [judged(truth, article, spec=spec) for truth, article in pairs if truth]
    if not any(judgement.required for judgement in judgements):
        raise ConfigurationError(
            "no article has gold: it is found by the article's id, the text's sha256, or the "
            "name of the source file, and must list a record type of the spec"
        )
    used = {id(truth) for truth, _ in pairs if truth}
    return Evaluation(
        judgements=judgements,
        failed=[article.head.id for truth, article in pairs if truth and article.failed],
        without_gold=[article.head.id for truth, article in pairs if truth is None],
        gold_left=[article.head.id for article in gold.articles if id(article) not in used],
        measures=measured(judgements, resamples=resamples, seed=seed),
        flags=flags(counted(judgements), below=flag_line(flag_below)),
        ranking=_ranking(judgements, resamples=resamples, seed=seed),
    )


def _ranking(judgements: Sequence[Judgement], *, resamples: int, seed: int) -> Ranking | None:
    found = ranked(counted(judgements))
    if found is None:
        return None
    basis, records = found
    groups = []
    for judgement in judgements:
        own = ranked(counted([judgement]))
        groups.append(own[1] if own and own[0] == basis else [])

    def statistic(drawn: Sequence[list[Ranked]]) -> dict[str, float | None]:
        return figures([r for group in drawn for r in group], calibrated=basis == "confidence")

    ranges = intervals(groups, statistic, resamples=resamples, seed=seed)
    values = statistic([records])
    return Ranking(basis, records, {name: (values[name], ranges[name]) for name in values})


def _data(value: float | None, interval: Interval | None) -> dict[str, Any]:
    return {"value": value, "interval": list(interval) if interval else None}


def _record(article: str, record: Judged) -> dict[str, Any]:
    return {
        "article": article,
        "type": record.plural,
        "index": record.index,
        "id": record.data.get("id"),
        "gold": record.gold,
        "optional": record.optional,
        "wrong": None if record.optional else record.wrong,
        "wrong_keys": list(record.wrong_keys),
    }
