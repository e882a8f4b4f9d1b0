"""`llm-extract calibrate`: weights of the confidence from a store's own decisions."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from llm_extract.cli.options import JsonOption, SpecOption, StoreOption, opened_store
from llm_extract.confidence import shipped
from llm_extract.confidence.weights import VARIABLE
from llm_extract.errors import ConfigurationError
from llm_extract.evaluation.calibration import Calibration, calibrated
from llm_extract.evaluation.samples import Sample, decided_samples
from llm_extract.exchange import exchanged
from llm_extract.jobs.store import DEFAULT_URL, Store
from llm_extract.spec import Spec, named_spec

NAME = "confidence.json"


def calibrate(
    store: StoreOption = DEFAULT_URL,
    write: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where to keep better weights.",
            show_default=f"{NAME} by the store",
        ),
    ] = None,
    spec: SpecOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fit the confidence's weights on the store's decisions, and keep them if they are better.

    Accepted records are right; edited in a key field, rejected, or doubles are wrong. Both
    weights are measured on the same records, the new ones by cross-validation over
    articles. They are kept when one figure is better and none worse. Needs the extra calibrate.

    Example: llm-extract calibrate --write confidence.json
    """
    domain = named_spec(spec)
    with opened_store(store) as kept:
        known = samples(kept, domain)
    articles = len({sample.article for sample in known})
    place = write or _beside(store)
    on = f"{len(known)} decided records of {articles} articles"
    found = calibrated(known, shipped(), name=place.stem, on=on)
    if found.better:
        _write(place, found.weights.model_dump_json(indent=2) + "\n")
    if as_json:
        typer.echo(json.dumps({**_data(found), "kept": str(place) if found.better else None}))
    else:
        typer.echo(_shown(found, on=on))
        if found.better:
            typer.echo(f"better: kept in {place}; use them with --weights {place} or {VARIABLE}")
        else:
            typer.echo("not better in one figure and worse in none: the present weights stay")


def samples(store: Store, spec: Spec) -> list[Sample]:
    """The records that a person decided on in this domain, in any run, each once."""
    truth: dict[int, dict[str, dict[str, Any] | None]] = defaultdict(dict)
    for story in store.stories():
        if story.extracted is not None and story.verdict is not None:
            number, path = story.place
            values = story.vouched
            truth[number][path] = None if values is None else exchanged(values)
    return [
        sample
        for entry in store.extractions(all_runs=True)
        if entry.spec == spec.name and entry.number in truth
        for sample in decided_samples(
            store.extraction(entry.number, spec), truth[entry.number], spec=spec
        )
    ]


def _beside(store: str) -> Path:
    """A file by the store; in the working folder where that is no file."""
    path = Path(store.removeprefix("sqlite:///"))
    return path.with_name(NAME) if path.is_file() else Path(NAME)


def _write(place: Path, content: str) -> None:
    try:
        place.write_text(content, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            f"{place}: cannot be written ({error.strerror}); name a file in a folder that exists"
        ) from None


def _data(found: Calibration) -> dict[str, Any]:
    return {
        "records": found.weights.measured.records,
        "wrong": found.weights.measured.wrong,
        "present": asdict(found.present),
        "new": asdict(found.fresh),
        "better": found.better,
        "flag_below": found.weights.flag_below,
    }


def _shown(found: Calibration, *, on: str) -> str:
    one, other = found.present, found.fresh
    rows = [
        ("area under ROC", one.roc_area, other.roc_area),
        ("calibration error", one.calibration_error, other.calibration_error),
        ("wrong ones in the worst 30 %", one.caught, other.caught),
    ]
    lines = [f"{on}, {found.weights.measured.wrong} wrong", f"{'':30} present    new"]
    return "\n".join([*lines, *(f"{name:30} {a:7.3f}  {b:5.3f}" for name, a, b in rows)])
