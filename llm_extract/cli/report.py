"""`llm-extract report`: one page for people who would rather look than read."""

from __future__ import annotations

from typing import Annotated

import typer

from llm_extract.cli.options import RunOption, SpecOption, StoreOption, opened_store
from llm_extract.export.files import Outputs
from llm_extract.jobs.finals import states
from llm_extract.jobs.store import DEFAULT_URL
from llm_extract.report.page import report as made
from llm_extract.spec import named_spec


def report(
    output: Annotated[
        str, typer.Option("--output", "-o", help="HTML file to write; - is standard output.")
    ] = "report.html",
    store: StoreOption = DEFAULT_URL,
    run: RunOption = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            help="Only records in this state: open, accepted, edited, added, changed, disputed; "
            "reviewed (accepted, edited or added). More than once if need be.",
            show_default="all; rejected and double ones are counted only",
        ),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Title of the page.")] = None,
    spec: SpecOption = None,
) -> None:
    """Write records as one HTML page: figures whose marks lead to records and their evidence.

    The file stands alone: no script, nothing from the network, at most 5 MB; it prints, too.
    Needs the extra [report].

    Example: llm-extract report -o report.html --title "Talks of 2024"
    """
    chosen = states(state) if state else ()
    domain = named_spec(spec)
    with opened_store(store) as kept:
        with Outputs(is_taken=kept.is_file) as outputs:
            page = made(kept, spec=domain, run=run, states=chosen, title=title)
            with outputs.text(output) as file:
                file.write(page)
        for path in outputs.written:
            typer.echo(f"wrote {path}", err=True)
