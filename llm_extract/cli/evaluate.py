"""Commands that measure: evaluate against gold, compare two runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from llm_extract.cli import text
from llm_extract.cli.options import (
    FlagBelowOption,
    JsonOption,
    RunOption,
    SpecOption,
    StoreOption,
    opened_store,
)
from llm_extract.errors import ConfigurationError
from llm_extract.evaluation.bootstrap import Interval
from llm_extract.evaluation.changes import Change, changes
from llm_extract.evaluation.curves import svg
from llm_extract.evaluation.evaluation import Evaluation, Ranking, evaluated
from llm_extract.evaluation.gold import Gold, Head, Records, read_records
from llm_extract.evaluation.ranking import RISKS, SHARES
from llm_extract.evaluation.signals import Flags
from llm_extract.exchange import exchanged
from llm_extract.jobs.store import DEFAULT_URL, Store
from llm_extract.matching.evidence import Evidence
from llm_extract.spec import Spec, named_spec

_SIGNS = {"added": "+", "gone": "-", "changed": "~"}
_SHOWN = 160
"""Characters of a record or a value in a line of `compare`."""


def evaluate(
    gold: Annotated[
        Path,
        typer.Option(
            "--gold", exists=True, help="File or folder of gold records (exchange format)."
        ),
    ],
    run: RunOption = None,
    records: Annotated[
        Path | None,
        typer.Option(
            "--records", exists=True, help="Evaluate these records (exchange format), no store."
        ),
    ] = None,
    store: StoreOption = DEFAULT_URL,
    flag_below: FlagBelowOption = None,
    spec: SpecOption = None,
    as_json: JsonOption = False,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE.svg", help="Draw risk-coverage and reliability."),
    ] = None,
) -> None:
    """Hold records against gold: how many were found, what is right, what the flags are worth.

    Without --run or --records, those of each article's latest successful run. In brackets
    stand 95 % bootstrap intervals over articles.

    Example: llm-extract evaluate --gold examples/diplomacy
    """
    if run is not None and records is not None:
        raise typer.BadParameter("give either --run or --records", param_hint="--records")
    if plot is not None and plot.suffix.lower() != ".svg":
        raise typer.BadParameter(f"{plot}: is drawn as SVG; end it with .svg", param_hint="--plot")
    domain = named_spec(spec)
    truth = Gold(read_records(gold))
    if records is not None:
        articles = read_records(records)
    else:
        with opened_store(store) as kept:
            articles = _articles(kept, run=run)
    found = evaluated(truth, articles, spec=domain, flag_below=flag_below)
    if plot is not None:
        _draw(found, plot)
    typer.echo(text.as_json(found.data()) if as_json else "\n".join(_report(found)))


def compare(
    old: Annotated[int, typer.Argument(metavar="RUN", help="Number of the earlier run.")],
    new: Annotated[int, typer.Argument(metavar="RUN", help="Number of the later run.")],
    store: StoreOption = DEFAULT_URL,
    spec: SpecOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what changed between two runs, record by record.

    Example: llm-extract compare 1 2
    """
    domain = named_spec(spec)
    with opened_store(store) as kept:
        before = {article.head.id: article for article in _articles(kept, run=old)}
        after = {article.head.id: article for article in _articles(kept, run=new)}
    same = 0
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name), after.get(name)
        if one is None or other is None or one.failed or other.failed:
            reasons = [
                {"run": number, "was": "failed" if side else "not there"}
                for number, side in ((old, one), (new, other))
                if side is None or side.failed
            ]
            words = ", ".join(f"{reason['was']} in run {reason['run']}" for reason in reasons)
            typer.echo(text.as_json({"article": name, "left_out": reasons}) if as_json
                       else f"{name}: {words}")  # fmt: skip
            continue
        found = list(_changes(one, other, spec=domain))
        same += not found
        if found and not as_json:
            typer.echo(f"{name}  {other.head.source or ''}".rstrip())
        for change in found:
            typer.echo(text.as_json(_data(name, change)) if as_json else "\n".join(_shown(change)))
    if not as_json:
        typer.echo(f"articles with the same records in both runs: {same}")


def _articles(store: Store, *, run: int | None) -> list[Records]:
    """What a run, or the latest ones, gave for each article; failures with nothing."""
    by_extraction: dict[int, dict[str, list[dict[str, Any]]]] = {}
    for entry in store.records(run=run):
        kept = by_extraction.setdefault(entry.extraction, {})
        kept.setdefault(entry.plural, []).append(exchanged(entry.data, confidence=entry.confidence))
    found = []
    for extraction in store.extractions(run=run):
        article, lists = extraction.article, by_extraction.get(extraction.number, {})
        of = {name: lists.get(name, []) for name in extraction.record_types}
        if extraction.checked:
            _add_findings(of, store, extraction=extraction.number)
        head = Head(article.id, article.source, article.sha256)
        found.append(Records(head, of, article.text))
    known = {article.head.id for article in found} | {article.head.source for article in found}
    runs = [run] if run is not None else [entry.id for entry in store.runs()]
    for outcome in (outcome for number in runs for outcome in store.outcomes(number)):
        name = outcome.article or outcome.source
        if outcome.outcome == "failed" and name and name not in known:
            known |= {outcome.article, outcome.source}
            found.append(Records(Head(name, outcome.source), failed=True))
    return found


def _add_findings(of: dict[str, list[dict[str, Any]]], store: Store, *, extraction: int) -> None:
    """Give every record of a checked article its findings."""
    places: dict[str, dict[str, Any]] = {
        f"{plural}[{index}]": record
        for plural, records in of.items()
        for index, record in enumerate(records)
    }
    for record in places.values():
        record["findings"] = []
    for finding in store.findings(extraction):
        found = places.get(finding.path.partition(".")[0])
        if found is not None:  # else it is about what no record cites
            found["findings"].append(finding.data())


def _changes(old: Records, new: Records, *, spec: Spec) -> list[Change]:
    text = new.text if new.text is not None else old.text
    evidence = Evidence(text if new.head.sha256 == old.head.sha256 else None)
    return [
        change
        for kind in spec.record_types
        for change in changes(
            old.of.get(kind.plural, []), new.of.get(kind.plural, []), kind=kind, evidence=evidence
        )
    ]


def _report(found: Evaluation) -> list[str]:
    lines = [f"articles with gold: {len(found.judgements)}"]
    if found.failed:
        lines.append(f"  of them failed, so that their gold is missed: {len(found.failed)}")
    for left, words in (
        (found.without_gold, "articles without gold, left out"),
        (found.gold_left, "gold articles that were not asked about, left out"),
    ):
        if left:
            lines.append(f"{words}: {len(left)}")
    for plural in found.plurals:
        lines += _type_lines(found, plural)
    lines += ["", *_flag_lines(found.flags)]
    if found.ranking:
        lines += _ranking_lines(found.ranking)
    return lines


def _type_lines(found: Evaluation, plural: str) -> list[str]:
    names = {
        "precision": "matched, of the given",
        "recall": "found, of the required",
        "f1": "F1",
        "matched_right": "no key field wrong, of the matched",
        "right": "no key field wrong, of the given",
    }
    lines = ["", plural]
    for name, measure in found.measures.items():
        head, _, rest = name.partition(".")
        if head != plural:
            continue
        words = names.get(rest) or f"  {rest.removeprefix('fields.')}"
        of = "" if rest == "f1" else f"  {measure.part} of {measure.whole}"
        lines.append(f"  {words:36} {_figure(measure.value, measure.interval)}{of}")
    optional = sum(r.optional for j in found.judgements for r in j.records if r.plural == plural)
    if optional:
        lines.append(f"  {optional} more match optional gold and do not count")
    return lines


def _flag_lines(flags: Flags | None) -> list[str]:
    if flags is None:
        return ["flags: no findings stored"]
    right = flags.records - flags.wrong
    caught = _percent(flags.flagged_wrong, flags.wrong)
    disturbed = _percent(flags.flagged - flags.flagged_wrong, right)
    return [
        f"flags: {flags.flagged} of {flags.records} records, {flags.flagged_wrong} of them wrong",
        f"  flagged are {caught} of {flags.wrong} wrong records, {disturbed} of {right} right ones",
    ]


def _ranking_lines(ranking: Ranking) -> list[str]:
    found = ranking.figures
    lines = [
        f"order of {len(ranking.records)} records by {ranking.basis}",
        f"  {'wrong':36} {_figure(*found['wrong_share'])}",
    ]
    for share in SHARES:
        possible = found[f"most_possible_{share:.0%}"][0]
        lines.append(
            f"  {f'of these in the worst-first {share:.0%}':36} "
            f"{_figure(*found[f'caught_{share:.0%}'])}  possible {_number(possible)}"
        )
    lines.append(f"  {'area under ROC':36} {_figure(*found['roc_area'])}")
    lines.append(f"  {'area under risk-coverage':36} {_figure(*found['risk_coverage_area'])}")
    if "calibration_error" in found:
        lines.append(f"  {'calibration error':36} {_figure(*found['calibration_error'])}")
    for risk in RISKS:
        figure = _figure(*found[f"accepted_at_{risk:.0%}"])
        lines.append(f"  {f'accepted with {risk:.0%} wrong at most':36} {figure}")
    return lines


def _draw(found: Evaluation, plot: Path) -> None:
    if found.ranking is None:
        raise ConfigurationError("--plot: there is nothing to draw without findings or confidence")
    title = f"{len(found.ranking.records)} records by {found.ranking.basis}"
    picture = svg(found.ranking.records, title=title,
                  calibrated=found.ranking.basis == "confidence")  # fmt: skip
    try:
        plot.write_text(picture, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"--plot {plot}: cannot be written ({error.strerror})") from None
    typer.echo(f"wrote {plot}", err=True)


def _shown(change: Change) -> list[str]:
    lines = [f"  {_SIGNS[change.kind]} {change.kind:8} {change.plural}  {_record(change)}"]
    for path, (old, new) in change.fields.items():
        lines.append(f"      {path}: {_cut(text.as_json(old))} -> {_cut(text.as_json(new))}")
    return lines


def _record(change: Change) -> str:
    hidden = {"id", "spans", "evidence", "findings", "confidence", "topics", "outcomes"}
    shown = [text.as_json(value) for name, value in change.record.items() if name not in hidden]
    return _cut(f"{change.record.get('id', '')}  {' · '.join(shown)}")


def _data(article: str, change: Change) -> dict[str, Any]:
    return {
        "article": article,
        "type": change.plural,
        "change": change.kind,
        "record": change.record,
        "fields": {path: {"old": old, "new": new} for path, (old, new) in change.fields.items()},
    }


def _figure(value: float | None, interval: Interval | None) -> str:
    around = f" [{interval.low:.2f}, {interval.high:.2f}]" if interval else ""
    return f"{_number(value)}{around:13}"


def _number(value: float | None) -> str:
    return "   -" if value is None else f"{value:.2f}"


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
