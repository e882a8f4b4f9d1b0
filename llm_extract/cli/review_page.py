"""`llm-extract review` without a subcommand: opens the page."""

from __future__ import annotations

from typing import Annotated

import typer

from llm_extract.cli.options import (
    FlagBelowOption,
    SpecOption,
    StoreOption,
    opened_store,
    parse_date,
)
from llm_extract.confidence import shipped
from llm_extract.jobs.queue import ORDERS, Wanted
from llm_extract.jobs.store import DEFAULT_URL
from llm_extract.review.server import USUAL_PORT, login_name, serve
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
    reviewer: Annotated[
        str | None, typer.Option(help="Who decides.", show_default="the login name")
    ] = None,
    order: Annotated[str, typer.Option(help=f"{', '.join(ORDERS)}.")] = "worst",
    everything: Annotated[
        bool, typer.Option("--all", help="All records that wait, not only the flagged ones.")
    ] = False,
    plural: Annotated[
        str | None, typer.Option("--type", help="Only one record type, such as meetings.")
    ] = None,
    check: Annotated[
        str | None, typer.Option(help="Only records with a finding of this code, such as date.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="Only records that name this state: a code such as KOR.")
    ] = None,
    person: Annotated[str | None, typer.Option(help="Only records that name somebody so.")] = None,
    run: Annotated[int | None, typer.Option(help="Only what this run did or took over.")] = None,
    article: Annotated[str | None, typer.Option(help="Only the article with this id.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Only articles published on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only articles published on this day or before.")
    ] = None,
    unflagged: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="Mix in this share of unflagged records, to see what flags miss."
        ),
    ] = 0.0,
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
    who = reviewer or login_name()
    wanted = Wanted(
        everything=everything,
        below=shipped().flag_below if flag_below is None else flag_below,
        plural=plural,
        check=check,
        country=country,
        person=person,
        run=run,
        article=article,
        since=parse_date(since),
        until=parse_date(until),
        order=order,  # type: ignore[arg-type]  # Wanted refuses what is none
        unflagged=unflagged,
        reviewer=who,
        double=_share(double),
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


def _share(value: str | None) -> float:
    """A share as "20%" or "0.2"."""
    if value is None:
        return 0.0
    try:
        share = float(value.removesuffix("%")) / (100 if value.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise typer.BadParameter(f"{value!r} is no share; write 20% or 0.2", param_hint="--double")
    return share
