"""Commands that read a store: records, export, articles, runs; and schema."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from llm_extract.article import Article
from llm_extract.checks.finding import is_within
from llm_extract.cli import text
from llm_extract.cli.options import (
    AllRunsOption,
    ArticleOption,
    FlagBelowOption,
    FlaggedOption,
    JsonOption,
    RunOption,
    SpecOption,
    StoreOption,
    TypeOption,
    opened_store,
)
from llm_extract.cli.run import usage_words
from llm_extract.diplomacy import diplomacy
from llm_extract.errors import StoreError
from llm_extract.exchange import article_head, exchange_model, exchanged, line
from llm_extract.export.tables import row, write_csv
from llm_extract.jobs.rows import StoredRecord
from llm_extract.jobs.store import DEFAULT_URL, Store
from llm_extract.spec import load_spec

FORMATS = ("jsonl", "csv")


def records(
    record: Annotated[
        str | None, typer.Argument(help="Id of one record (its beginning is enough): show it.")
    ] = None,
    store: StoreOption = DEFAULT_URL,
    plural: TypeOption = None,
    article: ArticleOption = None,
    run: RunOption = None,
    all_runs: AllRunsOption = False,
    flagged: FlaggedOption = False,
    flag_below: FlagBelowOption = None,
    as_json: JsonOption = False,
) -> None:
    """List records, or show one with its evidence in context and what the checks say of it.

    Without options, those of each article's latest successful run; behind a flagged one
    stand its reasons, as docs/checks.md explains them.

    Example: llm-extract records --type meetings
    """
    if record is not None and not record:
        raise typer.BadParameter("an id is missing; see `llm-extract records`", param_hint="RECORD")
    with opened_store(store) as kept:
        kept.check_names(plural=plural, article=article)
        found = kept.records(
            run=run, all_runs=all_runs or record is not None, article=article, plural=plural,
            record=record, flagged=flagged, flag_below=flag_below,
        )  # fmt: skip
        if record is not None:
            chosen = _one(list(found), record)
            path = f"{chosen.plural}[{chosen.position}]"
            found_there = [f for f in kept.findings(chosen.extraction) if is_within(f.path, path)]
            if as_json:
                data = [finding.data() for finding in found_there]
                sure = {"confidences": chosen.confidences, "findings": data}
                typer.echo(_json({**_full(chosen), **sure}))
                return
            source = kept.article(chosen.extraction)
            findings = found_there if chosen.checked else None
            typer.echo(text.record(chosen, source, findings=findings))
            return
        count = 0
        for entry in found:
            count += 1
            typer.echo(_json(_full(entry)) if as_json else text.summary(entry))
        if not count and flagged:
            typer.echo("no flagged records", err=True)
        elif not count and not as_json:
            typer.echo("no records; see `llm-extract runs` for what the runs did", err=True)


def export(
    output: Annotated[
        str, typer.Option("--output", "-o", help="File to write; - is standard output.")
    ] = "-",
    fmt: Annotated[
        str, typer.Option("--format", help="jsonl (the exchange format) or csv.")
    ] = "jsonl",
    store: StoreOption = DEFAULT_URL,
    plural: TypeOption = None,
    article: ArticleOption = None,
    run: RunOption = None,
    all_runs: AllRunsOption = False,
) -> None:
    """Write records to a file or to standard output.

    A CSV table holds one record type: name it with --type, or give a file name and get one
    table per type beside it.

    Example: llm-extract export --format csv --type meetings -o meetings.csv
    """
    if fmt not in FORMATS:
        raise typer.BadParameter(f"{fmt!r} is none of {', '.join(FORMATS)}", param_hint="--format")
    if fmt == "csv" and output == "-" and plural is None:
        raise typer.BadParameter("say which table: --type meetings", param_hint="--type")
    with opened_store(store) as kept:
        kept.check_names(plural=plural, article=article)
        if kept.is_file(output):
            raise typer.BadParameter(f"{output} is the store itself", param_hint="--output")
        lines = _lines(kept, run=run, all_runs=all_runs, article=article, plural=plural)
        if fmt == "jsonl":
            with _opened(output) as file:
                for source, by_type in lines:
                    plainly = {
                        kind: [exchanged(e.data, confidence=e.confidence) for e in found]
                        for kind, found in by_type.items()
                    }
                    file.write(_json(line(source, plainly)) + "\n")
            return
        tables: dict[str, list[dict[str, str]]] = {plural: []} if plural else {}
        for source, by_type in lines:
            for kind, found in by_type.items():
                rows = tables.setdefault(kind, [])
                rows += [
                    row(e.data, source, reasons=_reasons(e), confidence=e.confidence) for e in found
                ]
        for kind, rows in tables.items():
            with _opened(output if plural else _beside(output, kind)) as file:
                write_csv(rows, file)


def articles(
    store: StoreOption = DEFAULT_URL,
    run: RunOption = None,
    all_runs: AllRunsOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the articles that have records, with their publication dates.

    Example: llm-extract articles --json
    """
    with opened_store(store) as kept:
        for entry in kept.extractions(run=run, all_runs=all_runs):
            source = entry.article
            if as_json:
                head = {**article_head(source), "published_from": source.published_from}
                typer.echo(
                    _json({**head, "extraction": entry.number, "characters": len(source.text)})
                )
            else:
                typer.echo(text.article(source))


def runs(
    number: Annotated[int | None, typer.Argument(help="Show what became of its articles.")] = None,
    store: StoreOption = DEFAULT_URL,
    as_json: JsonOption = False,
) -> None:
    """List the runs, or show what became of each article of one.

    Example: llm-extract runs 1
    """
    with opened_store(store) as kept:
        known = kept.runs()
        if number is not None:
            if number not in {entry.id for entry in known}:
                raise StoreError(f"there is no run {number}; see `llm-extract runs`")
            for outcome in kept.outcomes(number):
                typer.echo(_json(vars(outcome)) if as_json else text.outcome(outcome))
            return
        for entry in known:
            usage = kept.usage(run=entry.id)
            if as_json:
                typer.echo(_json({**vars(entry), "usage": usage.model_dump(mode="json")}))
            else:
                typer.echo(text.run(entry, usage_words(usage)))


def schema(
    name: Annotated[
        str | None, typer.Argument(help="A record type (meetings, positions), or exchange.")
    ] = None,
    spec: SpecOption = None,
) -> None:
    """Print a JSON Schema: of a record type as it is kept, or of the exchange format.

    Example: llm-extract schema exchange
    """
    known = schemas(spec)
    if name is None:
        typer.echo("\n".join(known))
    elif name not in known:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}")
    else:
        typer.echo(json.dumps(known[name], indent=2, ensure_ascii=False))


def schemas(spec: str | None = None) -> dict[str, dict[str, Any]]:
    """Every schema of a domain, by name."""
    domain = load_spec(spec) if spec else diplomacy()
    found = {kind.plural: kind.model.model_json_schema() for kind in domain.record_types}
    return {**found, "exchange": exchange_model(domain).model_json_schema()}


def _lines(
    store: Store, *, plural: str | None, **chosen: Any
) -> Iterator[tuple[Article, dict[str, list[StoredRecord]]]]:
    """Articles with their records; an article without any has empty lists."""
    found = groupby(store.records(plural=plural, **chosen), key=lambda entry: entry.extraction)
    waiting = next(found, None)
    for extraction in store.extractions(**chosen):
        by_type: dict[str, list[StoredRecord]] = {
            name: [] for name in extraction.record_types if plural in (None, name)
        }
        if waiting is not None and waiting[0] == extraction.number:
            for entry in waiting[1]:
                by_type[entry.plural].append(entry)
            waiting = next(found, None)
        yield extraction.article, by_type


def _full(entry: StoredRecord) -> dict[str, Any]:
    head = {"article": entry.article, "type": entry.plural, "reasons": _reasons(entry)}
    return {**head, **exchanged(entry.data, confidence=entry.confidence)}


def _reasons(entry: StoredRecord) -> list[str] | None:
    """The codes that flag a record; None where it has not been checked."""
    return entry.reasons if entry.checked else None


def _one(found: list[StoredRecord], record: str) -> StoredRecord:
    if not found:
        raise StoreError(f"there is no record {record}; see `llm-extract records`")
    if len({entry.id for entry in found}) > 1:
        ids = ", ".join(sorted({entry.id for entry in found})[:5])
        raise StoreError(f"{record} is the beginning of several ids: {ids}")
    return max(found, key=lambda entry: entry.extraction)


@contextmanager
def _opened(output: str) -> Iterator[TextIO]:
    if output == "-":
        yield sys.stdout
        return
    path = Path(output)
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file
        partial.replace(path)  # an older file stays until the new one is whole
    except OSError as error:
        raise StoreError(
            f"{output}: cannot be written ({error.strerror}); name a file in a folder that exists"
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    typer.echo(f"wrote {output}", err=True)


def _beside(output: str, kind: str) -> str:
    path = Path(output)
    return str(path.with_name(f"{path.stem}.{kind}{path.suffix or '.csv'}"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
