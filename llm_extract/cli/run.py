"""`llm-extract run`: articles in, records into the store."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from llm_extract.api import answering
from llm_extract.article import Article
from llm_extract.cli import text
from llm_extract.cli.options import (
    FlagBelowOption,
    JsonOption,
    SpecOption,
    StoreOption,
    WeightsOption,
    parse_date,
    store_words,
)
from llm_extract.confidence import shipped
from llm_extract.errors import SourceError
from llm_extract.extraction import MAX_INPUT_TOKENS
from llm_extract.jobs.cassettes import Tape
from llm_extract.jobs.rows import Outcome
from llm_extract.jobs.runner import CONCURRENCY, Listener, Progress, run_job
from llm_extract.jobs.store import DEFAULT_URL, Store
from llm_extract.model import Model
from llm_extract.records import Usage
from llm_extract.settings import ModelSettings
from llm_extract.sources import MAX_BYTES, count_sources, read_sources
from llm_extract.spec import Spec, named_spec

MODES = ("auto", "tools", "json_schema", "json")
_RECORDED = (
    "model",
    "base_url",
    "local_model",
    "mode",
    "temperature",
    "max_input_tokens",
    "max_output_tokens",
    "repair",
    "samples",
    "second_model",
    "second_base_url",
)
"""Options that a cassette brings along."""
_LISTED = 10
"""Flagged records that are shown at the end; the others are counted."""
_SAVE_EVERY = 20.0
"""Seconds between two writings of a cassette: each writes the whole file."""


def run(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Files (.txt .md .html .jsonl .csv), folders, globs, or - for standard input."
        ),
    ],
    store: StoreOption = DEFAULT_URL,
    model: Annotated[
        str | None,
        typer.Option(envvar="LLM_EXTRACT_MODEL", help="The model's name, as the server knows it."),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            envvar="OPENAI_BASE_URL",
            help="Any OpenAI-compatible server; OpenAI's own unless given.",
        ),
    ] = None,
    mode: Annotated[
        str, typer.Option(help=f"How the schema is handed over: {', '.join(MODES)}.")
    ] = "auto",
    local_model: Annotated[
        Path | None,
        typer.Option(metavar="FILE.gguf", help="Run this model here (extra [local])."),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Publication date of all the articles."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of all the articles.")] = None,
    spec: SpecOption = None,
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Record the answers into a cassette; with --force also those the store has.",
        ),
    ] = None,
    replay: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Answer from a cassette, with its model and settings: no key, no network.",
        ),
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=1000,
            help="Articles under way at once.",
            show_default=f"{CONCURRENCY}; 1 with --local-model",
        ),
    ] = None,
    max_input_tokens: Annotated[
        int, typer.Option(min=1, help="For one request; longer articles are cut into windows.")
    ] = MAX_INPUT_TOKENS,
    max_output_tokens: Annotated[
        int | None,
        typer.Option(min=1, help="For one answer.", show_default="4096; 32000 for o… and gpt-5…"),
    ] = None,
    temperature: Annotated[
        float | None,
        typer.Option(
            help="Sampling temperature; a negative one leaves it to the server.",
            show_default="0; the server's for o… and gpt-5…",
        ),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for one request.")] = 600.0,
    tries: Annotated[
        int, typer.Option(min=1, help="Sendings of one request to a busy or broken server.")
    ] = 6,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest file that is read.")] = MAX_BYTES,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help="Ask once more where the article contradicts an answer, saying what."
        ),
    ] = False,
    samples: Annotated[
        int,
        typer.Option(min=1, help="Answers to each question; where they differ, confidence falls."),
    ] = 1,
    second_model: Annotated[
        str | None,
        typer.Option(help="Ask this model too; where it disagrees, confidence falls."),
    ] = None,
    second_base_url: Annotated[
        str | None, typer.Option(help="Server of the second model, if it is another.")
    ] = None,
    flag_below: FlagBelowOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Ask anew what the store has already.")
    ] = False,
    weights: WeightsOption = None,  # noqa: ARG001 - its callback has taken them
    as_json: JsonOption = False,
) -> None:
    """Extract records from articles and keep them in the store.

    What the store has already for the same article, prompt, schema, model and settings is
    not asked again. Every value is checked against its article; the records that a check
    flags are listed at the end. Exit code: 0 all done, 1 some articles failed, 2 wrong usage.

    Example: llm-extract run news/ --model gpt-5-mini
    """
    if mode not in MODES:
        raise typer.BadParameter(f"{mode!r} is none of {', '.join(MODES)}", param_hint="--mode")
    day = parse_date(published)
    domain = named_spec(spec)
    if replay:
        given = [name for name in _RECORDED if _is_typed(context, name)]
        if given:
            raise typer.BadParameter(
                f"the cassette sets {', '.join(given)}; leave it out", param_hint="--replay"
            )
    at_once = concurrency or (1 if local_model else CONCURRENCY)
    with (
        answering(
            domain,
            model=model,
            base_url=base_url,
            local_model=local_model,
            record=record,
            replay=replay,
            max_input_tokens=max_input_tokens,
            parallel=at_once,
            options={
                "mode": mode,
                "max_output_tokens": max_output_tokens,
                "temperature": temperature,
                "timeout": timeout,
                "tries": tries,
                "repair": repair,
                "samples": samples,
                "second_model": second_model,
                "second_base_url": second_base_url,
            },
        ) as (settings, limit, tape),
        Store(store) as kept,
    ):
        items = read_sources(sources, published=day, title=title, max_bytes=max_bytes)
        total = count_sources(sources)
        with _Display(total, tape) as display:
            progress = asyncio.run(
                _run(
                    items,
                    spec=domain,
                    settings=settings,
                    store=kept,
                    max_input_tokens=limit,
                    concurrency=at_once,
                    force=force,
                    listener=display.update,
                )
            )
        flagged = _Flagged(kept, progress.run, below=flag_below)
    if record and progress.reused:
        typer.echo(
            f"{progress.reused} articles were taken over from the store and are not in {record}; "
            "record them with --force",
            err=True,
        )
    _report(progress, flagged, store=store, as_json=as_json)
    if progress.failures or progress.stopped:
        raise typer.Exit(1)


def _is_typed(context: typer.Context, name: str) -> bool:
    """Whether an option stands on the command line, not in the environment."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


async def _run(
    items: Iterator[Article | SourceError],
    *,
    spec: Spec,
    settings: ModelSettings,
    store: Store,
    max_input_tokens: int,
    concurrency: int,
    force: bool,
    listener: Listener,
) -> Progress:
    """The job, with Ctrl-C finishing what is in flight and a second one ending it."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()

    def interrupted() -> None:
        if stop.is_set() and task is not None:
            task.cancel()
            return
        typer.echo("finishing what is in flight; press Ctrl-C again to drop it", err=True)
        stop.set()

    with suppress(NotImplementedError):  # Windows: Ctrl-C then ends the run at once
        loop.add_signal_handler(signal.SIGINT, interrupted)
    async with Model(settings) as model:
        return await run_job(
            items,
            spec=spec,
            model=model,
            store=store,
            concurrency=concurrency,
            max_input_tokens=max_input_tokens,
            force=force,
            stop=stop,
            listener=listener,
        )


class _Display:
    """A bar on a terminal, a line per article elsewhere; both on standard error."""

    def __init__(self, total: int | None, tape: Tape | None) -> None:
        self.total, self.tape = total, tape
        self.saved = self.started = time.monotonic()
        self.console = Console(stderr=True)
        self.bar: Bar | None = None
        if self.console.is_terminal:
            self.bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                TextColumn("{task.fields[spent]}"),
                console=self.console,
            )
            self.task = self.bar.add_task("articles", total=total, spent="")

    def __enter__(self) -> _Display:
        if self.bar:
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    def update(self, progress: Progress, outcome: Outcome) -> None:
        """Show how far the run is."""
        now = time.monotonic()
        if self.tape is not None and now - self.saved > _SAVE_EVERY:
            self.tape.save()
            self.saved = now
        failed = len(progress.failures)
        spent = f"{failed} failed · {usage_words(progress.usage)}"
        if self.bar:
            total = max(self.total, progress.finished) if self.total is not None else None
            self.bar.update(self.task, completed=progress.finished, total=total, spent=spent)
            return
        of = "" if self.total is None else f"/{max(self.total, progress.finished)}"
        left = ""
        if self.total and progress.finished < self.total:
            pace = (now - self.started) / progress.finished
            left = f" · about {pace * (self.total - progress.finished):.0f} s left"
        typer.echo(f"{progress.finished}{of} {outcome} · {spent}{left}", err=True)


def usage_words(usage: Usage) -> str:
    """Tokens and cost in a few words."""
    cost = "cost unknown" if usage.cost is None else f"${usage.cost:.4f}"
    return f"{usage.input_tokens:,} + {usage.output_tokens:,} tokens · {cost}"


class _Flagged:
    """The records of a run that need a person: how many, and the first of them."""

    def __init__(self, store: Store, run: int, *, below: float | None) -> None:
        found = store.records(run=run, flagged=True, flag_below=below)
        self.first = list(islice(found, _LISTED))
        self.count = len(self.first) + sum(1 for _ in found)
        self.records = store.count(run=run)


def _report(progress: Progress, flagged: _Flagged, *, store: str, as_json: bool) -> None:
    for failure in progress.failures:
        where = f"{failure.source}: " if failure.source else ""
        typer.echo(f"failed: {where}{failure.error}", err=True)
    if progress.stopped:
        typer.echo(f"stopped: {progress.stopped}; run the same command again to go on", err=True)
    if as_json:
        summary = {
            "run": progress.run,
            "done": progress.done,
            "reused": progress.reused,
            "failed": [
                {"source": f.source, "error": f.error.kind, "message": str(f.error)}
                for f in progress.failures
            ],
            "records": progress.records,
            "flagged": flagged.count,
            "flags_measured": shipped().measured.model_dump(),
            "usage": progress.usage.model_dump(mode="json"),
            "stopped": progress.stopped,
        }
        typer.echo(text.as_json(summary))
        return
    typer.echo(
        f"run {progress.run}: {progress.done} done, {progress.reused} taken over from the store, "
        f"{len(progress.failures)} failed; {progress.records} new records; "
        f"{progress.usage.requests} requests, {usage_words(progress.usage)}"
    )
    for entry in flagged.first:
        typer.echo(f"  {text.flagged(entry)}")
    where = store_words(store)
    if flagged.count > len(flagged.first):
        more = flagged.count - len(flagged.first)
        typer.echo(
            f"  … and {more} more: llm-extract records --flagged --run {progress.run}{where}"
        )
    if progress.done or progress.reused:
        typer.echo(f"next: llm-extract records{where}    llm-extract export{where}")
    if flagged.records:
        typer.echo(text.worth(flagged.count, flagged.records))
