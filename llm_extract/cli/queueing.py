"""Options that say which records wait, and in which order: of the page and of `review list`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from llm_extract.cli.options import parse_date
from llm_extract.confidence import flag_line
from llm_extract.jobs.decisions import State
from llm_extract.jobs.queue import ORDERS, Wanted

AllOption = Annotated[
    bool, typer.Option("--all", help="All records that wait, not only the flagged ones.")
]
CheckOption = Annotated[
    str | None, typer.Option(help="Only records with a finding of this code, such as date.")
]
CountryOption = Annotated[
    str | None, typer.Option(help="Only records that name this state: a code such as KOR.")
]
PersonOption = Annotated[str | None, typer.Option(help="Only records that name somebody so.")]
SinceOption = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Only articles published then or later.")
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Only articles published until then.")
]
StateOption = Annotated[
    list[str] | None,
    typer.Option(help=f"Only records in this state: {', '.join(State)}; more than once."),
]
DecidedByOption = Annotated[
    str | None, typer.Option(help="Only records that this reviewer decided.")
]
OrderOption = Annotated[str, typer.Option(help=f"{', '.join(ORDERS)}.")]
SeedOption = Annotated[int, typer.Option(help="Of the random order and draws.")]
UnflaggedOption = Annotated[
    str | None,
    typer.Option(metavar="SHARE", help="Mix in unflagged ones: 20% of the flagged ones."),
]
DoubleOption = Annotated[
    str | None,
    typer.Option(metavar="SHARE", help="Code 20% of what others decided a second time."),
]


def wanted(
    *,
    flag_below: float | None,
    since: str | None,
    until: str | None,
    state: list[str] | None,
    unflagged: str | None,
    double: str | None,
    **as_typed: Any,
) -> Wanted:
    """What the options ask for; `as_typed` are those that `Wanted` takes as they are."""
    return Wanted(
        below=flag_line(flag_below),
        since=parse_date(since, option="--since"),
        until=parse_date(until, option="--until"),
        states=tuple(map(parse_state, state or ())),
        unflagged=parse_share(unflagged, option="--unflagged"),
        double=parse_share(double, option="--double"),
        **as_typed,
    )


def parse_state(name: str) -> State:
    """The state with that name, or a usage error that names them all."""
    if name not in list(State):
        raise typer.BadParameter(f"{name!r} is none of {', '.join(State)}", param_hint="--state")
    return State(name)


def parse_share(value: str | None, *, option: str) -> float:
    """A share as "20%" or "0.2"; 0 where none is given."""
    try:
        share = float((value or "0").removesuffix("%")) / (
            100 if value and value.endswith("%") else 1
        )
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise typer.BadParameter(f"{value!r} is no share; write 20% or 0.2", param_hint=option)
    return share
