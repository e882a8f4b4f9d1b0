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
)
from llm_extract.cli.queueing import (
    AllOption,
    CheckOption,
    CountryOption,
    DecidedByOption,
    DoubleOption,
    OrderOption,
    PersonOption,
    SeedOption,
    SinceOption,
    StateOption,
    UnflaggedOption,
    UntilOption,
    wanted,
)
from llm_extract.jobs.store import DEFAULT_URL
from llm_extract.review.server import USUAL_PORT, serve
from llm_extract.spec import named_spec


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
    order: OrderOption = "worst",
    everything: AllOption = False,
    plural: TypeOption = None,
    check: CheckOption = None,
    country: CountryOption = None,
    person: PersonOption = None,
    run: RunOption = None,
    article: ArticleOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    state: StateOption = None,
    decided_by: DecidedByOption = None,
    seed: SeedOption = 0,
    unflagged: UnflaggedOption = None,
    double: DoubleOption = None,
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
    asked = wanted(
        everything=everything,
        flag_below=flag_below,
        plural=plural,
        check=check,
        country=country,
        person=person,
        run=run,
        article=article,
        since=since,
        until=until,
        order=order,
        state=state,
        decided_by=decided_by,
        seed=seed,
        unflagged=unflagged,
        reviewer=who,
        double=double,
    )
    serve(
        store,
        host=host,
        port=port,
        token=token,
        reviewer=who,
        wanted=asked,
        spec=named_spec(spec),
        open_browser=not no_browser,
    )
