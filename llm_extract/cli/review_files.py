"""`llm-extract review stats`, `export` and `import`: decisions in sum, and as files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer

from llm_extract.cli import text
from llm_extract.cli.options import (
    ArticleOption,
    FlagBelowOption,
    JsonOption,
    ReviewerOption,
    RunOption,
    SpecOption,
    StoreOption,
    login,
    opened_store,
)
from llm_extract.errors import LLMExtractError, SourceError
from llm_extract.exchange import Line, exchanged, read_lines
from llm_extract.export.files import STANDARD_OUTPUT, Outputs, write_lines
from llm_extract.export.lines import exchange_line
from llm_extract.finals import Finals
from llm_extract.jobs import labelling
from llm_extract.jobs.annotations import line as annotated_line
from llm_extract.jobs.annotations import read_tasks
from llm_extract.jobs.decisions import State
from llm_extract.jobs.finals import finals
from llm_extract.jobs.intake import extraction_of
from llm_extract.jobs.intake import take_in as taken_in
from llm_extract.jobs.store import DEFAULT_URL, Store
from llm_extract.jobs.tallies import Tally, Worth
from llm_extract.spec import Spec, named_spec

FORMATS = ("jsonl", "label-studio", "label-studio-config")


def stats(
    store: StoreOption = DEFAULT_URL,
    flag_below: FlagBelowOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who decided how much and how fast, what flags were worth, how reviewers agree.

    Over all runs. A flagged value was wrong when its record was rejected or it was edited.

    Example: llm-extract review stats --json
    """
    with opened_store(store) as kept:
        tally = kept.tally(below=flag_below)
    typer.echo(text.as_json(asdict(tally)) if as_json else _shown(tally))


def export(
    output: Annotated[
        str, typer.Option("--output", "-o", help="File to write; - is standard output.")
    ] = STANDARD_OUTPUT,
    fmt: Annotated[str, typer.Option("--format", help=f"{', '.join(FORMATS)}.")] = "jsonl",
    store: StoreOption = DEFAULT_URL,
    article: ArticleOption = None,
    run: RunOption = None,
    spec: SpecOption = None,
) -> None:
    """Write every record with its state, reviewer, time and reason, to work on elsewhere.

    `review import` reads the file back after it was edited. label-studio writes tasks with the
    records as predictions, label-studio-config the labelling configuration that they need.

    Example: llm-extract review export -o records.jsonl
    """
    domain = named_spec(spec)
    _require_known(fmt, FORMATS)
    if fmt == "label-studio-config":
        with Outputs() as outputs, outputs.text(output) as file:
            file.write(labelling.config(domain))
        return
    with opened_store(store) as kept, Outputs(is_taken=kept.is_file) as outputs:
        kept.check_names(plural=None, article=article)
        with outputs.text(output) as file:
            given = finals(kept, spec=domain, chosen=tuple(State), run=run, article=article)
            mine = _of(given, domain.name)
            if fmt == "jsonl":
                write_lines(map(exchange_line, mine), file)
            else:
                tasks = [labelling.task(entry, spec=domain) for entry in mine]
                file.write(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
    for path in outputs.written:
        typer.echo(f"wrote {path}", err=True)


def take_in(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What was exported; - to type it.")],
    fmt: Annotated[str, typer.Option("--format", help=f"{', '.join(FORMATS[:2])}.")] = "jsonl",
    reviewer: ReviewerOption = None,
    store: StoreOption = DEFAULT_URL,
    spec: SpecOption = None,
) -> None:
    """Read an edited export back: edits, accepts, rejects, doubles and new records.

    What is as it was changes nothing; records and fields that the file lacks stay. Exit code: 0
    all was taken in, 1 some was not.

    Example: llm-extract review import records.jsonl --reviewer ana
    """
    domain = named_spec(spec)
    _require_known(fmt, FORMATS[:2])
    who = login(reviewer)
    counts: Counter[str] = Counter()
    with opened_store(store) as kept:
        lines = read_lines(file) if fmt == "jsonl" else _annotated(kept, file, spec=domain)
        for line in lines:
            try:
                if isinstance(line, SourceError):
                    raise line
                for taken in taken_in(kept, line, spec=domain, reviewer=who):
                    if taken.error is not None:
                        counts["failed"] += 1
                        typer.echo(f"not taken in: {taken.where}: {taken.error}", err=True)
                    else:
                        counts[taken.action.value if taken.action else "unchanged"] += 1
            except LLMExtractError as error:
                counts["failed"] += 1
                typer.echo(f"not taken in: {error}", err=True)
    failed = counts.pop("failed", 0)
    said = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
    typer.echo(f"{said or 'no records'}; {failed} failed")
    if failed:
        raise typer.Exit(1)


def _annotated(store: Store, file: str, *, spec: Spec) -> Iterator[Line | SourceError]:
    """Label Studio's annotations as lines, held against what the store has."""
    for task in read_tasks(file):
        if isinstance(task, SourceError):
            yield task
            continue
        known: dict[str, list[dict[str, Any]]] = {}
        if (found := extraction_of(store, task.head, spec=spec)) is not None:
            for entry in store.reviewed(article=found.article.id):
                if entry.extraction == found.number and entry.state not in labelling.LEFT_OUT:
                    known.setdefault(entry.plural, []).append(exchanged(entry.data))
        yield annotated_line(task, known, spec=spec)


def _of(given: Iterable[Finals], spec: str) -> Iterator[Finals]:
    """Only the articles of one domain: others' records could not be read back."""
    return (entry for entry in given if entry.spec == spec)


def _require_known(fmt: str, known: tuple[str, ...]) -> None:
    if fmt not in known:
        raise typer.BadParameter(f"{fmt!r} is none of {', '.join(known)}", param_hint="--format")


def _shown(tally: Tally) -> str:
    if not tally.reviewers:
        return "nothing has been decided yet; see `llm-extract review list`"
    lines = ["reviewers"]
    for name, work in tally.reviewers.items():
        acts = ", ".join(f"{count} {action}" for action, count in sorted(work.actions.items()))
        undone = f", {work.undone} taken back" if work.undone else ""
        pace = f"  {work.seconds:.1f} s a record" if work.seconds is not None else ""
        lines.append(f"  {name:16} {acts or 'nothing that stands'}{undone}{pace}")
    if tally.seconds is not None:
        lines.append(f"  median of all: {tally.seconds:.1f} s a record")
    lines += ["", "records                    wrong  right"]
    lines += [_worth("flagged", tally.flagged), _worth("not flagged", tally.unflagged)]
    if tally.codes:
        lines += ["", "values that a check flags  wrong  right"]
        lines += [_worth(code, worth) for code, worth in tally.codes.items()]
    if tally.agreement:
        lines += ["", "double coding              records  agreed  kappa"]
        for name, entry in tally.agreement.items():
            kappa = "-" if entry.kappa is None else f"{entry.kappa:.2f}"
            lines.append(f"  {name:24} {entry.count:7}  {entry.share:6.0%}  {kappa:>5}")
    return "\n".join(lines)


def _worth(name: str, worth: Worth) -> str:
    whole = worth.wrong + worth.right
    share = f"  {worth.wrong / whole:.0%} of {text.counted(whole, 'decision')}" if whole else ""
    return f"  {name:24} {worth.wrong:5}  {worth.right:5}{share}"
