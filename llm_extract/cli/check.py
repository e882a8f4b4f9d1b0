"""`llm-extract check`: what the source says of every value, without a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from llm_extract.article import Article
from llm_extract.checks.audit import Audit
from llm_extract.checks.audit import audit as audited
from llm_extract.checks.finding import Verdict
from llm_extract.cli import text
from llm_extract.cli.options import (
    JsonOption,
    SpecOption,
    StoreOption,
    WeightsOption,
    opened_store,
    parse_date,
    store_words,
)
from llm_extract.errors import LLMExtractError, SourceError
from llm_extract.exchange import Line, read_lines
from llm_extract.jobs.recheck import recheck
from llm_extract.jobs.shelf import Shelf
from llm_extract.jobs.store import DEFAULT_URL, Store
from llm_extract.spec import Spec, named_spec


def check(
    context: typer.Context,
    records: Annotated[
        list[str] | None,
        typer.Argument(
            help="JSON or JSONL files in the exchange format, or -; without, the store's records.",
            show_default=False,
        ),
    ] = None,
    article: Annotated[
        list[str] | None,
        typer.Option(
            "--article",
            metavar="FILE",
            help="Article, folder, JSONL, CSV or quoted glob; more than once if need be.",
            show_default="beside the records, else in the store",
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Publication date of all the articles."),
    ] = None,
    store: StoreOption = DEFAULT_URL,
    every: Annotated[
        bool, typer.Option("--all", help="Of the store, every run's records, not each latest.")
    ] = False,
    spec: SpecOption = None,
    all_fields: Annotated[
        bool, typer.Option("--all-fields", "-v", help="Show every finding, not only what flags.")
    ] = False,
    fail_on_flag: Annotated[
        bool, typer.Option("--fail-on-flag", help="Exit with 1 when a record is flagged.")
    ] = False,
    weights: WeightsOption = None,  # noqa: ARG001 - its callback has taken them
    as_json: JsonOption = False,
) -> None:
    """Check records against their articles: fast, the same every time, without a model.

    With RECORDS, from anywhere: an export, a gold file, what another tool wrote. Without,
    those in the store are checked again, and the new findings replace the old ones.
    A record is flagged when a value of it is contradicted or not found; docs/checks.md
    explains verdicts and reasons. Exit code: 0 all was checked, flagged or not; 1 some
    articles were not found or read; 2 wrong usage.

    Example: llm-extract check records.jsonl --article articles/
    """
    day = parse_date(published)
    domain = named_spec(spec)
    shown = _Shown(all_fields=all_fields, as_json=as_json)
    if not records:
        if article or published:
            raise typer.BadParameter(
                "the store has its articles; leave --article and --published out, or name RECORDS",
                param_hint="RECORDS",
            )
        with opened_store(store) as kept:
            _recheck(kept, shown, spec=domain, every=every, next_store=store_words(store))
    else:
        if every:
            raise typer.BadParameter("is for the store's records; leave it out", param_hint="--all")
        with ExitStack() as stack:
            typed = context.get_parameter_source("store")
            is_named = typed is not None and typed.name != "DEFAULT"
            kept_too = None
            if is_named or Path(DEFAULT_URL.removeprefix("sqlite:///")).is_file():
                kept_too = stack.enter_context(opened_store(store))
            shelf = Shelf(article or (), records=records[0], store=kept_too)
            for file in records:
                near = shelf if len(records) == 1 else shelf.beside(file)
                _check(file, near, shown, spec=domain, published=day)
            for unread in shelf.errors:
                typer.echo(f"not read: {unread}", err=True)
        shown.end()
    if shown.failed or (fail_on_flag and shown.flagged):
        raise typer.Exit(1)


def _check(records: str, shelf: Shelf, shown: _Shown, *, spec: Spec, published: Any) -> None:
    for line, alone in _marked_alone(read_lines(records)):
        try:
            if isinstance(line, SourceError):
                raise line
            source = shelf.find(line, alone=alone)
            if published is not None:
                dated = {"published": published, "published_from": "option"}
                source = Article.model_validate(source.model_dump() | dated)
            if line.head.get("sha256") not in (None, source.sha256):
                typer.echo(
                    f"{line.where}: {source.source or source.id} is not the text that the line "
                    "was made from (other SHA-256); its spans may be off",
                    err=True,
                )
            found = audited(line.records, source, spec=spec)
        except LLMExtractError as error:
            where = line.where if isinstance(line, Line) else ""
            message = str(error)
            shown.fail(message if message.startswith(where) else f"{where}: {message}")
        else:
            shown.show(found, source, line.head.get("id"), records=line.records)


def _marked_alone(
    lines: Iterator[Line | SourceError],
) -> Iterator[tuple[Line | SourceError, bool]]:
    """Each line with whether it is the only one."""
    first, second = next(lines), next(lines, None)
    yield first, second is None
    if second is not None:
        yield second, False
    for line in lines:
        yield line, False


def _recheck(store: Store, shown: _Shown, *, spec: Spec, every: bool, next_store: str) -> None:
    changed = new = others = 0
    for extraction in store.extractions(all_runs=every):
        if extraction.spec != spec.name:
            others += 1
            continue
        made = recheck(store, extraction, spec=spec)
        if made.changed is None:
            new += 1
        else:
            changed += made.changed
        source = extraction.article
        if shown.as_json or shown.all_fields:
            shown.show(made.audit, source, source.id, records=made.records)
        else:
            shown.count(made.audit)
    if others:
        typer.echo(
            f"{text.counted(others, 'article')} of another domain left out; name it with --spec",
            err=True,
        )
    shown.end()
    first = f"{text.counted(new, 'article')} checked for the first time"
    typer.echo(f"{text.counted(changed, 'verdict')} changed; {first}", err=shown.as_json)
    if shown.flagged and not shown.as_json:
        typer.echo(f"next: llm-extract records --flagged{next_store}")


@dataclass
class _Shown:
    """What has been printed so far."""

    all_fields: bool
    as_json: bool
    articles: int = 0
    records: int = 0
    flagged: int = 0
    failed: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)

    def count(self, found: Audit) -> None:
        """Add an article to the totals."""
        self.articles += 1
        self.records += len(found.records)
        self.flagged += sum(record.flagged for record in found.records)
        self.verdicts += found.tally()

    def show(self, found: Audit, source: Article, name: str | None, *, records: Any) -> None:
        """Print what the checks say of an article; `name` is its id as the records give it."""
        self.count(found)
        if self.as_json:
            data = {**found.data(), "article": name or source.id}
            typer.echo(text.as_json(data))
        else:
            typer.echo(text.audit(found, source, records=records, every=self.all_fields))

    def fail(self, message: str) -> None:
        """Print why an article could not be checked."""
        self.failed += 1
        typer.echo(f"not checked: {message}", err=True)

    def end(self) -> None:
        """Print the totals."""
        if not self.as_json:
            typer.echo(
                f"{text.counted(self.articles, 'article')}, "
                f"{text.counted(self.records, 'record')}, {self.flagged} flagged; "
                f"{text.tally(self.verdicts)}"
            )
