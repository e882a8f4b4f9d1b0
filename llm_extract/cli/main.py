"""The app, and how errors end it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from llm_extract.cli import demo, run, show
from llm_extract.errors import LLMExtractError

app = typer.Typer(
    name="llm-extract",
    help="Structured records from news articles, every value with its place in the source.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("records")(show.records)
app.command("export")(show.export)
app.command("articles")(show.articles)
app.command("runs")(show.runs)
app.command("schema")(show.schema)
app.command("demo")(demo.demo)


def _version(wanted: bool) -> None:
    if wanted:
        from llm_extract import __version__  # noqa: PLC0415 - only this option needs it

        typer.echo(f"llm-extract {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Structured records from news articles, every value with its place in the source."""


def main() -> None:
    """Run the command line; every error of ours is one line on standard error."""
    try:
        app()
    except LLMExtractError as error:
        typer.echo(f"llm-extract: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader has seen enough (`llm-extract records | head`).
        sys.stderr.close()
        sys.exit(0)
