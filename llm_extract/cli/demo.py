"""`llm-extract demo`: the whole way, offline, on articles that ship with the project."""

from __future__ import annotations

import asyncio
import tempfile
import textwrap
from pathlib import Path
from typing import Annotated

import typer

from llm_extract.api import answering
from llm_extract.article import Article
from llm_extract.cli import text
from llm_extract.diplomacy import diplomacy
from llm_extract.jobs.rows import StoredRecord
from llm_extract.jobs.runner import run_job
from llm_extract.jobs.store import Store
from llm_extract.model import Model
from llm_extract.resources import resource
from llm_extract.sources import read_sources

CASSETTE = ("cassettes", "qwen2.5-coder-1.5b", "examples.yaml")
WIDTH = 180
"""Characters of a record, and of a passage, that the demo shows."""


def demo(
    store: Annotated[
        str | None, typer.Option(help="Keep the records here; else they are thrown away.")
    ] = None,
) -> None:
    """Extract records from eight shipped articles, answered from a shipped cassette.

    No key and no network are needed. The answers are those of a small model (1.5 billion
    parameters) on two cores; its mistakes are in them.

    Example: llm-extract demo --store demo.db
    """
    folder = resource("examples", "diplomacy")
    with (
        tempfile.TemporaryDirectory(prefix="llm-extract-") as temporary,
        Store(store or Path(temporary) / "demo.db") as kept,
    ):
        asyncio.run(_run(folder, kept))
        for extraction in kept.extractions():
            _show(extraction.article, list(kept.records(article=extraction.article.id)))
    where = f" --store {store}" if store else ""
    typer.echo(
        "\nA ? follows words that the article does not have; [start:end] is where it has the "
        "evidence.\n"
        f"The articles and their hand-coded records are in {folder}.\n"
        "What next:\n"
        + (f"  llm-extract records{where}\n" if store else "  llm-extract demo --store demo.db\n")
        + "  llm-extract run YOUR_ARTICLES/ --model gpt-5-mini     (needs OPENAI_API_KEY)\n"
        "  llm-extract run YOUR_ARTICLES/ --local-model FILE.gguf (needs the extra [local])"
    )


async def _run(folder: Path, store: Store) -> None:
    spec = diplomacy()
    with answering(spec, replay=resource(*CASSETTE)) as (settings, limit, _tape):
        async with Model(settings) as model:
            progress = await run_job(
                read_sources([str(folder / "*.txt")]),
                spec=spec,
                model=model,
                store=store,
                max_input_tokens=limit,
            )
    for failure in progress.failures:
        raise failure.error


def _show(article: Article, records: list[StoredRecord]) -> None:
    typer.echo(f"\n{Path(article.source or '').name}: {len(records)} records")
    for record in records:
        typer.echo(f"  {record.plural}: {textwrap.shorten(text.words(record.data), WIDTH)}")
        span = record.data["evidence"][0]["span"]
        passage = " ".join(article.text[span["start"] : span["end"]].split())
        passage = textwrap.shorten(passage, WIDTH)
        typer.echo(f"      [{span['start']}:{span['end']}] {passage}")
