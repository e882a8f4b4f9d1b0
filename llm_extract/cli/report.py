"""`llm-extract report`: one page for people who would rather look than read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from llm_extract.cli.options import RunOption, SpecOption, StoreOption, opened_store
from llm_extract.errors import StoreError
from llm_extract.jobs.decisions import State
from llm_extract.jobs.store import DEFAULT_URL
from llm_extract.report.page import report as made
from llm_extract.spec import load_spec


def report(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="HTML file to write.", show_default=True)
    ] = Path("report.html"),
    store: StoreOption = DEFAULT_URL,
    run: RunOption = None,
    state: Annotated[
        list[State] | None,
        typer.Option("--state", help="Only records in this state; more than once if need be."),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Title of the page.")] = None,
    spec: SpecOption = None,
) -> None:
    """Write records as one HTML page: figures whose marks lead to records and their evidence.

    The file stands alone: no script, nothing from the network, at most 5 MB; it prints, too.
    Needs the extra [report].

    Example: llm-extract report -o report.html --title "Talks of 2024"
    """
    with opened_store(store) as kept:
        if kept.is_file(str(output)):
            raise typer.BadParameter(f"{output} is the store itself", param_hint="--output")
        domain = load_spec(spec) if spec else None
        page = made(kept, spec=domain, run=run, states=tuple(state or ()), title=title)
    partial = output.with_name(f"{output.name}.partial")
    try:
        partial.write_bytes(page.encode("utf-8", "replace"))
        partial.replace(output)  # an older file stays until the new one is whole
    except OSError as error:
        raise StoreError(
            f"{output}: cannot be written ({error.strerror}); name a file in a folder that exists"
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    typer.echo(f"wrote {output}", err=True)
