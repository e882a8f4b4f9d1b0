"""Judgements → figures: precision, recall, F1, fields right, records right.

Every figure is made of counts that add up over articles, so that a bootstrap can draw
articles anew; see `measured`. Names of figures: `meetings.f1`, `meetings.right`,
`meetings.matched_right`, `meetings.fields.date.value`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from llm_extract.evaluation.bootstrap import Interval, intervals
from llm_extract.evaluation.judging import Judged, Judgement

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Measure:
    """A figure.

    Attributes:
        value: between 0 and 1; None where there is nothing to count.
        interval: 95 % bootstrap interval over articles; None for a single article.
        part: how many counted for it.
        whole: of how many; for F1, part and whole are twice the matched and all records.
    """

    value: float | None
    interval: Interval | None
    part: int
    whole: int


def measured(
    judgements: Sequence[Judgement], *, resamples: int = 1000, seed: int = 0
) -> dict[str, Measure]:
    """Every figure by name, with its interval.

    Per record type: `precision` (matched of given, optional ones left out), `recall`
    (matched of required), `f1`, `matched_right` (without a wrong key field, of the matched),
    `right` (the same, of the given), and `fields.…` (right, of the matched).
    """
    tallies = [tally(judgement) for judgement in judgements]
    ratios = _ratios(_total(tallies))

    def statistic(drawn: Sequence[Counts]) -> dict[str, float | None]:
        total = _total(drawn)
        return {name: _share(total, *keys) for name, keys in ratios.items()}

    found = intervals(tallies, statistic, resamples=resamples, seed=seed)
    total = _total(tallies)
    return {
        name: Measure(_share(total, *keys), found[name], _sum(total, keys[0]), _sum(total, keys[1]))
        for name, keys in ratios.items()
    }


def tally(judgement: Judgement) -> Counter[str]:
    """The counts of one article, by names such as `meetings.matched`."""
    counts: Counter[str] = Counter()
    for plural, required in judgement.required.items():
        counts[f"{plural}.required"] += required
    for record in judgement.records:
        counts[f"{record.plural}.given"] += not record.optional
        counts[f"{record.plural}.optional"] += record.optional
        if record.gold is None or record.optional:
            continue
        counts[f"{record.plural}.matched"] += 1
        counts[f"{record.plural}.right"] += not record.wrong
        for field, right in record.results:
            counts[f"{record.plural}.fields.{field}.right"] += right
            counts[f"{record.plural}.fields.{field}"] += 1
    return counts


def counted(judgements: Iterable[Judgement]) -> list[Judged]:
    """The records that count: all but those that match an optional gold record."""
    return [record for j in judgements for record in j.records if not record.optional]


_Ratio = tuple[tuple[str, ...], tuple[str, ...]]


def _ratios(total: Counts) -> dict[str, _Ratio]:
    """Each figure as the counts above and below its line."""
    ratios: dict[str, _Ratio] = {}
    for plural in [name.removesuffix(".required") for name in total if name.endswith(".required")]:
        matched, given, required, right = (
            f"{plural}.{what}" for what in ("matched", "given", "required", "right")
        )
        ratios |= {
            f"{plural}.precision": ((matched,), (given,)),
            f"{plural}.recall": ((matched,), (required,)),
            f"{plural}.f1": ((matched, matched), (given, required)),
            f"{plural}.matched_right": ((right,), (matched,)),
            f"{plural}.right": ((right,), (given,)),
        }
        for name in total:
            if name.startswith(f"{plural}.fields.") and not name.endswith(".right"):
                ratios[name] = ((f"{name}.right",), (name,))
    return ratios


def _total(tallies: Iterable[Counts]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counts in tallies:
        for name, count in counts.items():
            total[name] += count
    return total


def _share(total: Counts, part: tuple[str, ...], whole: tuple[str, ...]) -> float | None:
    below = _sum(total, whole)
    return _sum(total, part) / below if below else None


def _sum(total: Counts, names: tuple[str, ...]) -> int:
    return sum(total.get(name, 0) for name in names)
