"""Fits the weights of the confidence on the recorded answers, and says what it is worth.

    python benchmarks/confidence.py            # figures by cross-validation over articles
    python benchmarks/confidence.py --write    # and weights/confidence-1.json from all of them

Needs the extra `calibrate`, and `../shared` for more than the examples. Every figure is
of models that have not seen the record's article. The baselines put the same records in order:
by the mean log-probability of their tokens, by how many copied values stand in the text as
they are, at random.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from recordings import ROOT, SHARED, Recording, recordings

from llm_extract.confidence.weights import Weights
from llm_extract.evaluation import calibration
from llm_extract.evaluation.bootstrap import Interval, intervals
from llm_extract.evaluation.fitting import cross_validated
from llm_extract.evaluation.ranking import Ranked, figures
from llm_extract.evaluation.samples import Sample, samples
from llm_extract.fields import Match, Mention

FILE = ROOT / "weights" / "confidence-1.json"
MODEL = "Qwen2.5-Coder-1.5B-Instruct"
COMPARED = ("caught_30%", "roc_area", "risk_coverage_area")


@dataclass(frozen=True)
class Scored:
    """A sample and its badness by each way of putting records in order."""

    sample: Sample
    badness: Mapping[str, float]


def known(found: Sequence[Recording]) -> list[Sample]:
    """The samples of all recordings."""
    return [
        sample
        for recording in found
        for extraction in recording.extractions()
        for sample in samples(extraction, recording.gold, spec=recording.spec)
    ]


def improbability(sample: Sample) -> float:
    """Minus the mean log-probability of the tokens of a record's values."""
    means = [mean for mean, _ in sample.described.signals.certainty.values()]
    return -sum(means) / len(means) if means else 0.0


def inexactness(sample: Sample) -> float:
    """How many copied values do not stand in the text as they are, white space aside."""
    values = [leaf.value for leaf in sample.described.leaves if isinstance(leaf.value, Mention)]
    return float(sum(value.match in (Match.FUZZY, Match.NONE) for value in values))


BASELINES: dict[str, Callable[[Sample], float]] = {
    "log-probability": improbability,
    "exact match": inexactness,
    "random": lambda _: 0.0,
}


def scored(found: Sequence[Sample]) -> list[Scored]:
    """The samples with their badness, the confidence's by cross-validation over articles."""
    probabilities = cross_validated(found)
    return [
        Scored(
            sample,
            {"confidence": 1 - p, **{name: of(sample) for name, of in BASELINES.items()}},
        )
        for sample, p in zip(found, probabilities, strict=True)
    ]


def by_article(found: Sequence[Scored]) -> list[list[Scored]]:
    """The samples of each article."""
    groups: dict[str, list[Scored]] = {}
    for item in found:
        groups.setdefault(item.sample.article, []).append(item)
    return list(groups.values())


def ordered(found: Sequence[Scored], name: str) -> list[Ranked]:
    """The samples as an order sees them."""
    return [Ranked(item.badness[name], item.sample.wrong) for item in found]


def compared(
    found: Sequence[Scored], *, resamples: int = 1000
) -> dict[str, tuple[float | None, Interval | None]]:
    """Every figure of the confidence, of each baseline, and what the confidence is better by."""

    def statistic(drawn: Sequence[Sequence[Scored]]) -> dict[str, float | None]:
        items = [item for group in drawn for item in group]
        of = {
            name: figures(ordered(items, name), calibrated=name == "confidence")
            for name in ("confidence", *BASELINES)
        }
        flat = {f"{name}.{key}": value for name, each in of.items() for key, value in each.items()}
        for name in BASELINES:
            for key in COMPARED:
                ours, theirs = of["confidence"][key], of[name][key]
                sign = -1 if key == "risk_coverage_area" else 1
                better = None if ours is None or theirs is None else sign * (ours - theirs)
                flat[f"better than {name}.{key}"] = better
        return flat

    groups = by_article(found)
    values, ranges = statistic(groups), intervals(groups, statistic, resamples=resamples)
    return {name: (values[name], ranges[name]) for name in values}


def weights(found: Sequence[Scored], *, on: str) -> Weights:
    """The weights of all samples, with what their flags were worth on unseen articles."""
    probabilities = [1 - item.badness["confidence"] for item in found]
    return calibration.weights(
        [item.sample for item in found], probabilities, name=FILE.stem, on=on
    )


def described(found: Sequence[Recording], count: int) -> str:
    """Which records the weights were fitted on, in words."""
    parts = ", ".join(f"{len(r.articles)} of {r.name}" for r in found)
    return f"{count} records of {sum(len(r.articles) for r in found)} articles ({parts}) by {MODEL}"


def _row(name: str, figure: tuple[float | None, Interval | None]) -> str:
    value, around = figure
    said = "-" if value is None else f"{value:.3f}"
    return f"  {name:42} {said}" + (f"  [{around.low:.3f}, {around.high:.3f}]" if around else "")


def main() -> None:
    """Fit, print, and write on request."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder with gold and seeds")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.relative_to(ROOT)}")
    options = parser.parse_args()
    found = recordings(options.shared)
    everything = scored(known(found))
    for name, group in {
        "all": everything,
        "meetings": [item for item in everything if item.sample.plural == "meetings"],
        "positions": [item for item in everything if item.sample.plural == "positions"],
    }.items():
        print(f"{name}: {len(group)} records, {sum(i.sample.wrong for i in group)} wrong")
        for figure, value in compared(group).items():
            print(_row(figure, value))
    made = weights(everything, on=described(found, len(everything)))
    print(f"flag below {made.flag_below}: {made.measured.model_dump()}")
    print(json.dumps(made.model_dump(include={"fields", "records"}), indent=1))
    if options.write:
        FILE.write_text(made.model_dump_json(indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
