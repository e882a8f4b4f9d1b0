"""`llm-extract export`: final values for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from llm_extract.cli import text
from llm_extract.cli.options import (
    AllRunsOption,
    ArticleOption,
    RunOption,
    SpecOption,
    StoreOption,
    TypeOption,
    opened_store,
)
from llm_extract.export.files import (
    STANDARD_OUTPUT,
    Outputs,
    beside,
    write_csv,
    write_excel,
    write_lines,
    write_parquet,
)
from llm_extract.export.lines import exchange_line
from llm_extract.export.tables import tables
from llm_extract.finals import Finals, Format
from llm_extract.jobs.finals import finals, states
from llm_extract.jobs.store import DEFAULT_URL
from llm_extract.spec import Spec, named_spec

FORMATS = ("jsonl", "csv", "xlsx", "parquet")


def export(
    output: Annotated[
        str, typer.Option("--output", "-o", help="File to write; - is standard output.")
    ] = STANDARD_OUTPUT,
    fmt: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="jsonl (the exchange format), csv, xlsx, parquet, or one of the domain's own: "
            "plover, dna.",
            show_default="by the file's ending, else jsonl",
        ),
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            help="Only records in this state: open, accepted, edited, added, rejected, double, "
            "changed, disputed; reviewed (accepted, edited or added); all. More than once if "
            "need be.",
            show_default="all but rejected and double",
        ),
    ] = None,
    store: StoreOption = DEFAULT_URL,
    plural: TypeOption = None,
    article: ArticleOption = None,
    run: RunOption = None,
    all_runs: AllRunsOption = False,
    spec: SpecOption = None,
) -> None:
    """Write records, with their final values, to a file or to standard output.

    csv and parquet are several tables, one file each beside the named one: per record type,
    per kind of part (participants), and of pairs of states. csv on standard output is the
    table of one record type. docs/exports.md explains every column.

    Example: llm-extract export --state reviewed --format csv -o records.csv
    """
    domain = named_spec(spec)
    ending = Path(output).suffix.removeprefix(".").lower()
    guessed = fmt is None
    fmt = fmt or (ending if ending in FORMATS else "jsonl")
    known = [*FORMATS, *domain.formats]
    if fmt not in known:
        raise typer.BadParameter(f"{fmt!r} is none of {', '.join(known)}", param_hint="--format")
    if output == STANDARD_OUTPUT and fmt in ("xlsx", "parquet"):
        raise typer.BadParameter(f"name a file: -o records.{fmt}", param_hint="--output")
    if output == STANDARD_OUTPUT and fmt == "csv" and plural is None:
        raise typer.BadParameter("say which table: --type meetings", param_hint="--type")
    chosen = states(state or [])
    with opened_store(store) as kept:
        kept.check_names(plural=plural, article=article)
        counted = _Counted(domain)
        given = counted.through(
            finals(
                kept, spec=domain, chosen=chosen, run=run, all_runs=all_runs, article=article,
                plural=plural,
            )
        )  # fmt: skip
        if guessed and ending not in ("", *FORMATS) and not kept.is_file(output):
            raise typer.BadParameter(
                f"{output}: .{ending} says no format; name it with --format", param_hint="--output"
            )
        with Outputs(is_taken=kept.is_file) as outputs:
            if fmt == "jsonl":
                with outputs.text(output) as file:
                    write_lines(map(exchange_line, given), file)
            elif fmt in domain.formats:
                counted.written = _write_own(
                    domain.formats[fmt], given, outputs, place=output, spec=domain
                )
            else:
                _write_tables(fmt, given, outputs, place=output, spec=domain, plural=plural)
        for path in outputs.written:
            typer.echo(f"wrote {path}", err=True)
        counted.tell(fmt)


class _Counted:
    """What goes into an export, for the remarks at its end."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.records = self.others = 0
        self.written: int | None = None

    def through(self, given: Iterable[Finals]) -> Iterator[Finals]:
        """Pass articles on, counting."""
        for entry in given:
            self.others += entry.spec != self.spec.name
            self.records += sum(map(len, entry.records.values()))
            yield entry

    def tell(self, fmt: str) -> None:
        """Say what the files do not show."""
        if self.written is not None:
            typer.echo(
                f"{self.written} rows from {text.counted(self.records, 'record')}; docs/exports.md "
                f"says which have none in {fmt}",
                err=True,
            )
        if self.others:
            about = "left out" if self.written is not None else "as they are kept"
            typer.echo(
                f"{text.counted(self.others, 'article')} of another domain {about}; name it with "
                "--spec",
                err=True,
            )


def _write_own(
    fmt: Format, given: Iterable[Finals], outputs: Outputs, *, place: str, spec: Spec
) -> int:
    """Write in a format of the domain's own; returns how many rows."""
    rows = fmt.rows(entry for entry in given if entry.spec == spec.name)
    with outputs.text(place) as file:
        if fmt.columns:
            return write_csv(rows, file, columns=fmt.columns, delimiter=fmt.delimiter)
        return write_lines(rows, file)


def _write_tables(
    fmt: str,
    given: Iterable[Finals],
    outputs: Outputs,
    *,
    place: str,
    spec: Spec,
    plural: str | None,
) -> None:
    """Write the tables: sheets of one file, or a file each; of one type the first is the place."""
    made = tables(given, spec, plural=plural)
    if fmt == "xlsx":
        with outputs.binary(place) as book:
            write_excel(made, book)
        return
    for table in made:
        name = table.name if plural is None else table.name.removeprefix(plural).lstrip(".")
        where = beside(place, name) if name else place
        if fmt == "parquet":
            with outputs.binary(where) as file:
                write_parquet(table, file)
        elif place != STANDARD_OUTPUT or not name:
            with outputs.text(where) as sheet:
                write_csv(table.rows, sheet, columns=list(table.columns))
