"""Options that several commands share."""

from __future__ import annotations

import getpass
import os
import shlex
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from llm_extract.confidence.weights import VARIABLE, read_weights
from llm_extract.errors import ConfigurationError, StoreError
from llm_extract.jobs.store import DEFAULT_URL, Store

StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="LLM_EXTRACT_STORE",
        help="SQLite file or SQLAlchemy URL of the store.",
        show_default=DEFAULT_URL.removeprefix("sqlite:///"),
    ),
]
RunOption = Annotated[
    int | None, typer.Option("--run", help="Only what this run did or took over.")
]
AllRunsOption = Annotated[
    bool, typer.Option("--all-runs", help="Every run's records, not only each article's latest.")
]
ArticleOption = Annotated[
    str | None, typer.Option("--article", help="Only the article with this id.")
]
TypeOption = Annotated[
    str | None, typer.Option("--type", help="Only one record type, such as meetings.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
FlaggedOption = Annotated[bool, typer.Option("--flagged", help="Only records that need a person.")]
FlagBelowOption = Annotated[
    float | None,
    typer.Option(
        "--flag-below",
        min=0,
        max=1,
        help="Flag records that are less likely right, beside those that a check flags.",
        show_default="the shipped weights' line",
    ),
]

AnywayOption = Annotated[
    bool, typer.Option("--anyway", help="Also where somebody else has decided it already.")
]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="Why, in your words.")]
IdsArgument = Annotated[
    list[str],
    typer.Argument(metavar="ID…", help="Ids of records; their beginnings are enough."),
]
IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="Id of a record; its beginning is enough.")
]


def _use_weights(file: str | None) -> str | None:
    """Take the weights of a file from here on, in whatever reads them."""
    if file:
        read_weights(Path(file))
        os.environ[VARIABLE] = file
    return file


WeightsOption = Annotated[
    str | None,
    typer.Option(
        "--weights",
        metavar="FILE",
        envvar=VARIABLE,
        callback=_use_weights,
        help="Weights of the confidence, as calibrate keeps them.",
        show_default="the shipped ones",
    ),
]
SpecOption = Annotated[
    str | None,
    typer.Option(
        "--spec", metavar="FILE.py:NAME", help="Record types of your own; see examples/custom."
    ),
]

ReviewerOption = Annotated[
    str | None,
    typer.Option(
        "--reviewer",
        envvar="LLM_EXTRACT_REVIEWER",
        help="Who decides.",
        show_default="the login name",
    ),
]


def parse_date(value: str | None, *, option: str = "--published") -> date | None:
    """The date of an option, or a usage error that says how to write it."""
    if value is None:
        return None
    try:
        if len(value) == len("YYYY-MM-DD"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise typer.BadParameter(f"{value!r} is not a date; write it as YYYY-MM-DD", param_hint=option)


def store_words(url: str) -> str:
    """The option that names a store in a command to type next; nothing for the usual one."""
    return "" if url == DEFAULT_URL else f" --store {shlex.quote(url)}"


def opened_store(url: str) -> Store:
    """A store that exists; reading makes none."""
    path = url.removeprefix("sqlite:///")
    if url.strip() and "://" not in path and not Path(path).is_file():
        raise StoreError(
            f"--store {path}: there is no store; make one with `llm-extract run`, or name yours"
        )
    return Store(url, create=False)


def login(reviewer: str | None) -> str:
    """Who decides: the name given, else the login name."""
    if reviewer is not None and reviewer.strip():
        return reviewer.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise ConfigurationError("nobody is logged in; say who decides with --reviewer") from None
