"""Commands that read a store: records, export, articles, runs; and schema."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from llm_extract.cli import review_text, text
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
    WeightsOption,
    opened_store,
)
from llm_extract.cli.run import usage_words
from llm_extract.errors import StoreError
from llm_extract.exchange import article_head, exchange_model, exchanged
from llm_extract.jobs.rows import StoredRecord
from llm_extract.jobs.store import DEFAULT_URL
from llm_extract.spec import named_spec

_HISTORY = "history"
"""Not an id: these are hexadecimal."""


def records(
    record: Annotated[
        str | None,
        typer.Argument(
            metavar="ID|history",
            help="Id of one record (its beginning is enough): show it.",
            show_default=False,
        ),
    ] = None,
    of: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="With history: tell all that was decided on it.", show_default=False
        ),
    ] = None,
    store: StoreOption = DEFAULT_URL,
    plural: TypeOption = None,
    article: ArticleOption = None,
    run: RunOption = None,
    all_runs: AllRunsOption = False,
    flagged: FlaggedOption = False,
    flag_below: FlagBelowOption = None,
    weights: WeightsOption = None,  # noqa: ARG001 - its callback has taken them
    as_json: JsonOption = False,
) -> None:
    """List records, or show one with its evidence in context and what the checks say of it.

    Without options, those of each article's latest successful run; behind a flagged one
    stand its reasons, as docs/checks.md explains them.

    Example: llm-extract records --type meetings
    """
    if of is not None and record != _HISTORY:
        raise typer.BadParameter(f"one id is enough; leave out {of!r}", param_hint="ID")
    if record == _HISTORY:
        if not of:
            raise typer.BadParameter("say of which record: history ID", param_hint="ID")
        _history(of, store=store, as_json=as_json)
        return
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
            found_there = kept.findings_of(chosen)
            if as_json:
                data = [finding.data() for finding in found_there]
                sure = {"confidences": chosen.confidences, "findings": data}
                typer.echo(text.as_json({**_full(chosen), **sure}))
                return
            source = kept.article(chosen.extraction)
            findings = found_there if chosen.checked else None
            typer.echo(text.record(chosen, source, findings=findings))
            return
        count = 0
        for entry in found:
            count += 1
            typer.echo(text.as_json(_full(entry)) if as_json else text.summary(entry))
        if not count and flagged:
            typer.echo("no flagged records", err=True)
        elif not count and not as_json:
            typer.echo("no records; see `llm-extract runs` for what the runs did", err=True)


def _history(record: str, *, store: str, as_json: bool) -> None:
    """Tell the story of a record."""
    with opened_store(store) as kept:
        entry = kept.entry(record)
        if not as_json:
            typer.echo(review_text.history(kept, entry))
            return
        for decision in kept.history(entry.number):
            data = review_text.decision_data(decision)
            typer.echo(text.as_json({"record": kept.entry(decision.record).id, **data}))


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
                    text.as_json(
                        {**head, "extraction": entry.number, "characters": len(source.text)}
                    )
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
                typer.echo(text.as_json(vars(outcome)) if as_json else text.outcome(outcome))
            return
        for entry in known:
            usage = kept.usage(run=entry.id)
            if as_json:
                typer.echo(text.as_json({**vars(entry), "usage": usage.model_dump(mode="json")}))
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
    domain = named_spec(spec)
    found = {kind.plural: kind.model.model_json_schema() for kind in domain.record_types}
    return {**found, "exchange": exchange_model(domain).model_json_schema()}


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
