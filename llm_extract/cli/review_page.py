"""`llm-extract review` without a subcommand: opens the page."""

from __future__ import annotations

from typing import Annotated

import typer

from llm_extract.cli.options import (
    ArticleOption,
    FlagBelowOption,
    ReviewerOption,
    RunOption,
    SpecOption,
    StoreOption,
    TypeOption,
    login,
    opened_store,
    parse_date,
)
from llm_extract.confidence import flag_line
from llm_extract.jobs.decisions import State
from llm_extract.jobs.queue import ORDERS, Wanted
from llm_extract.jobs.store import DEFAULT_URL
from llm_extract.review.server import USUAL_PORT, serve
from llm_extract.spec import load_spec


def page(
    context: typer.Context,
    store: StoreOption = DEFAULT_URL,
    host: Annotated[
        str, typer.Option(help="Where to listen; beyond this machine only with --token.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="0 for any.", show_default=str(USUAL_PORT)),
    ] = None,
    token: Annotated[
        str | None, typer.Option(help="The secret in the link; a random one by default.")
    ] = None,
    reviewer: ReviewerOption = None,
    order: Annotated[str, typer.Option(help=f"{', '.join(ORDERS)}.")] = "worst",
    everything: Annotated[
        bool, typer.Option("--all", help="All records that wait, not only the flagged ones.")
    ] = False,
    plural: TypeOption = None,
    check: Annotated[
        str | None, typer.Option(help="Only records with a finding of this code, such as date.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="Only records that name this state: a code such as KOR.")
    ] = None,
    person: Annotated[str | None, typer.Option(help="Only records that name somebody so.")] = None,
    run: RunOption = None,
    article: ArticleOption = None,
    since: Annotated[
        str | None, typer.Option(help="Only articles published on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only articles published on this day or before.")
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(help=f"Only records in this state: {', '.join(State)}; more than once."),
    ] = None,
    decided_by: Annotated[
        str | None, typer.Option(help="Only records that this reviewer decided.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the random order and draws.")] = 0,
    unflagged: Annotated[
        str | None,
        typer.Option(metavar="SHARE", help="Mix in unflagged ones: 20% of the flagged ones."),
    ] = None,
    double: Annotated[
        str | None,
        typer.Option(
            metavar="SHARE", help="Code this share of what others decided a second time: 20%."
        ),
    ] = None,
    flag_below: FlagBelowOption = None,
    spec: SpecOption = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the link.")] = False,
) -> None:
    """Decide on records: a page on this machine, with the article beside the record.

    Example: llm-extract review --store llm_extract.db --order article
    """
    if context.invoked_subcommand is not None:
        return
    with opened_store(store) as kept:
        kept.check_names(plural=plural, article=article)
    who = login(reviewer)
    wanted = Wanted(
        everything=everything,
        below=flag_line(flag_below),
        plural=plural,
        check=check,
        country=country,
        person=person,
        run=run,
        article=article,
        since=parse_date(since, option="--since"),
        until=parse_date(until, option="--until"),
        order=order,  # type: ignore[arg-type]  # Wanted refuses what is none
        states=tuple(map(parse_state, state or ())),
        decided_by=decided_by,
        seed=seed,
        unflagged=parse_share(unflagged, option="--unflagged"),
        reviewer=who,
        double=parse_share(double, option="--double"),
    )
    serve(
        store,
        host=host,
        port=port,
        token=token,
        reviewer=who,
        wanted=wanted,
        spec=load_spec(spec) if spec else None,
        open_browser=not no_browser,
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
