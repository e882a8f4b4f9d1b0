"""Files for other programs: written whole or not at all."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TextIO

from llm_extract.errors import ConfigurationError, StoreError
from llm_extract.export.cells import HEAD, Cell
from llm_extract.export.tables import Table

STANDARD_OUTPUT = "-"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST_CELL = 32_767
"""Characters that a cell of an Excel sheet holds."""
_MOST_ROWS = 1_048_576
"""Rows of an Excel sheet, its header included."""
_LONGEST_SHEET = 31
"""Characters in the name of an Excel sheet."""


class Outputs:
    """Files that come into being together: all of them whole, or none.

    Until then each is written beside its place, and an older file stays.
    """

    def __init__(self, *, is_taken: Callable[[str], bool] = lambda _: False) -> None:
        """Make none yet; `is_taken` tells of a path that must not be written, such as the store."""
        self._is_taken = is_taken
        self._partials: dict[Path, Path] = {}
        self.written: list[Path] = []

    def __enter__(self) -> Outputs:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                for path, partial in self._partials.items():
                    with _telling(path):
                        partial.replace(path)
                    self.written.append(path)
        finally:
            for partial in self._partials.values():
                with suppress(OSError):  # what could not be made is not there
                    partial.unlink()

    @contextmanager
    def text(self, place: str) -> Iterator[TextIO]:
        """A file for text, or standard output where the place is `-`."""
        if place == STANDARD_OUTPUT:
            yield sys.stdout
            return
        path, partial = self._partial(place)
        with _telling(path), partial.open("w", encoding="utf-8", newline="") as file:
            yield file

    @contextmanager
    def binary(self, place: str) -> Iterator[IO[bytes]]:
        """A file for bytes."""
        path, partial = self._partial(place)
        with _telling(path), partial.open("wb") as file:
            yield file

    def _partial(self, place: str) -> tuple[Path, Path]:
        if self._is_taken(place):
            raise ConfigurationError(f"{place} is the store itself; name another file")
        path = Path(place)
        if path.is_dir() or not path.name:
            raise StoreError(f"{place}: is a folder; name a file in it")
        self._partials[path] = path.with_name(f"{path.name}.partial")
        return path, self._partials[path]


def write_lines(lines: Iterable[Mapping[str, Any]], file: TextIO) -> int:
    """Write JSON objects, one a line; returns how many."""
    count = 0
    for line in lines:
        file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        count += 1
    return count


def write_csv(
    rows: Iterable[Mapping[str, Cell]],
    file: TextIO,
    *,
    columns: Sequence[str] = HEAD,
    delimiter: str = ",",
) -> int:
    """Write rows under a header; returns how many.

    A cell that a spreadsheet would take for a formula begins with an apostrophe, so that
    it stays text; a lone carriage return becomes a line feed, so that no row is cut.
    """
    writer = csv.DictWriter(file, list(columns), lineterminator="\n", delimiter=delimiter)
    writer.writeheader()
    count = 0
    for cells in rows:
        writer.writerow({name: _harmless(cells.get(name)) for name in columns})
        count += 1
    return count


def write_excel(tables: Sequence[Table], file: IO[bytes]) -> None:
    """Write tables as the sheets of a workbook; every text is a text, never a formula.

    A text of more than 32,767 characters is cut, and ends with "…".

    Raises:
        ConfigurationError: XlsxWriter is not installed, or a table has too many rows.
    """
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415 - an extra
    except ImportError:
        raise _missing("xlsx", "XlsxWriter", extra="excel") from None
    for table in tables:
        if len(table.rows) >= _MOST_ROWS:
            raise ConfigurationError(
                f"{table.name}: {len(table.rows):,} rows are more than an Excel sheet holds; "
                "narrow them with --type, --article or --run, or take --format csv"
            )
    names: set[str] = set()
    with Workbook(file) as book:
        bold = book.add_format({"bold": True})
        for table in tables:
            sheet = book.add_worksheet(_sheet_name(table.name, names))
            sheet.freeze_panes(1, 1)
            columns = list(table.columns)
            for column, name in enumerate(columns):
                sheet.write_string(0, column, name, bold)
            for number, cells in enumerate(table.rows, start=1):
                for column, name in enumerate(columns):
                    cell = cells.get(name)
                    if isinstance(cell, int | float) and not isinstance(cell, bool):
                        sheet.write_number(number, column, cell)
                    elif cell is not None:
                        sheet.write_string(number, column, _shortened(text_of(cell)))


def write_parquet(table: Table, file: IO[bytes]) -> None:
    """Write a table as Parquet: numbers as numbers, yes and no as booleans, all else as text.

    Raises:
        ConfigurationError: PyArrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise _missing("parquet", "PyArrow", extra="parquet") from None
    kinds = {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
    arrays = {}
    for name, kind in table.columns.items():
        cells = [row.get(name) for row in table.rows]
        if kind not in kinds:
            cells = [None if cell is None else text_of(cell) for cell in cells]
        arrays[name] = pa.array(cells, type=kinds.get(kind, pa.string()))
    parquet.write_table(pa.table(arrays), file)


def text_of(cell: Cell) -> str:
    """A cell as text: nothing is empty, true is yes."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def beside(place: str, name: str) -> str:
    """The place of one table of several: `out.csv` and `meetings` give `out.meetings.csv`."""
    path = Path(place)
    return str(path.with_name(f"{path.stem}.{name}{path.suffix}"))


def _harmless(cell: Cell) -> str | int | float | None:
    if not isinstance(cell, str):
        return text_of(cell)
    text = f"'{cell}" if cell.startswith(_FORMULA) else cell
    return re.sub(r"\r(?!\n)", "\n", text)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes: short, without its special characters, unlike the others."""
    plain = re.sub(r"[\[\]:*?/\\]", "_", name).strip("'")
    made, number = plain[:_LONGEST_SHEET], 1
    while made.casefold() in taken:
        number += 1
        made = f"{plain[: _LONGEST_SHEET - len(str(number)) - 1]}~{number}"
    taken.add(made.casefold())
    return made


def _missing(fmt: str, library: str, *, extra: str) -> ConfigurationError:
    return ConfigurationError(f"--format {fmt} needs {library}: pip install 'llm-extract[{extra}]'")


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written ({error.strerror}); name a file in a folder that exists"
        ) from None
