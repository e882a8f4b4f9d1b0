"""The app, and how errors end it."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Annotated, Any

import typer

from llm_extract.cli import calibrate, check, demo, evaluate, export, report, run, show
from llm_extract.cli.review import review
from llm_extract.errors import LLMExtractError

UsageError: Any = typer.BadParameter.__base__
"""Typer ships its own click and does not name the class."""

app = typer.Typer(
    name="llm-extract",
    help="Structured records from news articles, every value with its place in the source.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("check")(check.check)
app.command("records")(show.records)
app.command("export")(export.export)
app.command("report")(report.report)
app.command("articles")(show.articles)
app.command("runs")(show.runs)
app.command("schema")(show.schema)
app.command("evaluate")(evaluate.evaluate)
app.command("compare")(evaluate.compare)
app.command("demo")(demo.demo)
app.add_typer(review)
app.command("calibrate")(calibrate.calibrate)


def _version(wanted: bool) -> None:
    if wanted:
        from llm_extract import __version__  # noqa: PLC0415 - only this option needs it

        typer.echo(f"llm-extract {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Structured records from news articles, every value with its place in the source."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command line; every error is one line on standard error.

    Exits with 0 when a reader such as `head` has seen enough.
    """
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except LLMExtractError as error:
        typer.echo(f"llm-extract: {error}", err=True)
        code = error.exit_code
    except UsageError as error:
        where = f"{error.ctx.command_path}: " if error.ctx else ""
        line = " ".join(error.format_message().split())
        typer.echo(f"{where}{line} (--help tells more)", err=True)
        code = error.exit_code
    except (typer.Abort, KeyboardInterrupt, asyncio.CancelledError):
        typer.echo("llm-extract: interrupted; run the same command again to go on", err=True)
        code = 130
    except (BrokenPipeError, SystemExit) as end:  # click turns the one into the other
        code = end.code if isinstance(end, SystemExit) else 0
        if isinstance(end.__context__ or end, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
    sys.exit(code or 0)
