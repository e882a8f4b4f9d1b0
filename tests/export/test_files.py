"""Files read back by the programs that they are for."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from llm_extract.errors import ConfigurationError, StoreError
from llm_extract.export import files
from llm_extract.export.cells import HEAD, Row
from llm_extract.export.files import (
    Outputs,
    beside,
    write_csv,
    write_excel,
    write_lines,
    write_parquet,
)
from llm_extract.export.tables import Table

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x")']
KOREAN = "박진 외교부 장관은 “동맹을 강화하자”고 말했다"


def written(*rows: dict[str, Any]) -> str:
    """The CSV of these rows."""
    table = Table("x")
    table.add(rows)
    file = io.StringIO(newline="")
    assert write_csv(table.rows, file, columns=list(table.columns) or HEAD) == len(rows)
    return file.getvalue()


def sheet(*rows: dict[str, Any], name: str = "x") -> Any:
    """The only sheet of a workbook of these rows, as openpyxl reads it."""
    table = Table(name)
    table.add(rows)
    file = io.BytesIO()
    write_excel([table], file)
    (found,) = openpyxl.load_workbook(file).worksheets
    return found


@pytest.mark.parametrize("cell", FORMULAS)
def test_formulas_stay_text_in_csv(cell: str) -> None:
    """What a spreadsheet would run begins with an apostrophe."""
    (cells,) = csv.DictReader(io.StringIO(written({"id": cell}), newline=""))
    assert cells["id"].startswith("'")


@pytest.mark.parametrize("cell", [*FORMULAS[:4], *FORMULAS[6:], KOREAN, "1", "_x0041_", "a\x07b"])
def test_every_text_is_a_text_in_excel(cell: str) -> None:
    """Also what looks like a formula, a link or a number."""
    found = sheet({"id": cell})["A2"]
    assert found.data_type == "s"
    if "\x07" not in cell:  # XML has no such character
        assert found.value == cell


@pytest.mark.parametrize("cell", ["a=1", "1-2", "me@here", "'=1", KOREAN, "“Ja”", ""])
def test_other_cells_are_unchanged(cell: str) -> None:
    """Only the first character makes a formula."""
    (cells,) = csv.DictReader(io.StringIO(written({"id": cell, "x": "y"}), newline=""))
    assert cells["id"] == cell


def test_cells_that_are_no_text() -> None:
    """Numbers stand as they are, also negative ones; yes, no and nothing as words."""
    assert written({"a": -1, "b": 0.8176, "c": True, "d": False, "e": None}) == (
        "a,b,c,d,e\n-1,0.8176,yes,no,\n"
    )
    cells = next(sheet({"a": -1, "b": 0.8176, "c": True, "d": None}).iter_rows(min_row=2))
    assert [cell.value for cell in cells] == [-1, 0.8176, "yes", None]


def test_rows_with_other_columns_share_a_header() -> None:
    """Columns that only some rows have are empty in the others."""
    assert written({"id": "1", "a": "x"}, {"id": "2", "b": "y"}) == "id,a,b\n1,x,\n2,,y\n"


def test_no_rows_still_have_a_header() -> None:
    """An empty table can be told from a broken one."""
    assert written() == ",".join(HEAD) + "\n"


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_every_row_comes_back(cells: list[str]) -> None:
    """Commas, quotation marks and line ends of any kind neither split nor join rows."""
    text = written(*({"id": "x", "words": cell} for cell in cells))
    back = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row_["id"] for row_ in back] == ["x"] * len(cells)
    for cell, row_ in zip(cells, back, strict=True):
        same = cell.replace("\r\n", "\n").replace("\r", "\n")
        assert row_["words"].replace("\r\n", "\n").removeprefix("'") == same.removeprefix("'")


def test_a_workbook_has_a_sheet_per_table() -> None:
    """Long and equal names are made fit; each sheet has its header, also when it is empty."""
    names = ["meetings", "a/b?" + "x" * 40, "a:b?" + "x" * 40, "A_B_" + "x" * 40]
    file = io.BytesIO()
    write_excel([Table(name, {"id": str}) for name in names], file)
    book = openpyxl.load_workbook(file)
    assert len({name.casefold() for name in book.sheetnames}) == len(names)
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert [page["A1"].value for page in book.worksheets] == ["id"] * len(names)


def test_a_text_too_long_for_excel_is_cut() -> None:
    """And says so; the rest of the sheet is there."""
    found = sheet({"a": "é" * 40_000, "b": "x"})
    assert len(found["A2"].value) == 32_767
    assert found["A2"].value.endswith("é…")
    assert found["B2"].value == "x"


def test_too_many_rows_for_excel_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the number, the rule and what to do."""
    monkeypatch.setattr(files, "_MOST_ROWS", 3)
    sheet({"a": 1}, {"a": 2})
    with pytest.raises(ConfigurationError, match=r"x: 3 rows are more .* --format csv"):
        sheet({"a": 1}, {"a": 2}, {"a": 3})


def test_parquet_keeps_types() -> None:
    """Numbers, yes and no, text in any script, and nothing; mixed columns are text."""
    table = Table("x", {"empty": str, "sure": float})
    rows: list[Row] = [
        {"a": 1, "b": True, "c": KOREAN, "sure": 0.5, "mixed": 1},
        {"a": None, "b": None, "c": "=1+1", "mixed": "x"},
    ]
    table.add(rows)
    file = io.BytesIO()
    write_parquet(table, file)
    found = parquet.read_table(file)
    assert {name: str(kind) for name, kind in zip(found.schema.names, found.schema.types,
                                                  strict=True)} == {
        "empty": "string", "sure": "double", "a": "int64", "b": "bool", "c": "string",
        "mixed": "string",
    }  # fmt: skip
    assert found.to_pylist() == [
        {"empty": None, "sure": 0.5, "a": 1, "b": True, "c": KOREAN, "mixed": "1"},
        {"empty": None, "sure": None, "a": None, "b": None, "c": "=1+1", "mixed": "x"},
    ]


def test_an_empty_parquet_table_has_its_columns() -> None:
    """So that it can be read together with others."""
    file = io.BytesIO()
    write_parquet(Table("x", {"id": str, "sure": float}), file)
    found = parquet.read_table(file)
    assert (found.num_rows, found.schema.names) == (0, ["id", "sure"])


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'llm-extract\[excel\]'"):
        write_excel([Table("x")], io.BytesIO())
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'llm-extract\[parquet\]'"):
        write_parquet(Table("x"), io.BytesIO())


def test_lines_are_json() -> None:
    """One object a line, in any script."""
    file = io.StringIO()
    assert write_lines([{"a": KOREAN}, {"b": "x\ny"}], file) == 2
    assert KOREAN in file.getvalue()
    assert [json.loads(line) for line in file.getvalue().splitlines()] == [
        {"a": KOREAN}, {"b": "x\ny"},
    ]  # fmt: skip


def test_files_come_into_being_together(tmp_path: Path) -> None:
    """Both, once all is written."""
    one, two = tmp_path / "one.csv", tmp_path / "two.bin"
    with Outputs() as outputs:
        with outputs.text(str(one)) as text:
            text.write("x")
        assert not one.exists()
        with outputs.binary(str(two)) as binary:
            binary.write(b"y")
    assert (one.read_text(), two.read_bytes()) == ("x", b"y")
    assert outputs.written == [one, two]
    assert len(list(tmp_path.iterdir())) == 2


def test_or_not_at_all(tmp_path: Path) -> None:
    """An error in the second leaves the older first one as it was, and nothing half done."""
    one = tmp_path / "one.csv"
    one.write_text("old")
    with pytest.raises(ZeroDivisionError), Outputs() as outputs:  # noqa: PT012
        with outputs.text(str(one)) as text:
            text.write("new")
        with outputs.text(str(tmp_path / "two.csv")):
            raise ZeroDivisionError
    assert one.read_text() == "old"
    assert list(tmp_path.iterdir()) == [one]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there, a folder, a file as a folder, the store: one line each."""
    (tmp_path / "a.txt").write_text("x")
    for place in (tmp_path / "no" / "x.csv", tmp_path, tmp_path / "a.txt" / "x.csv"):
        with pytest.raises(StoreError, match="name a file"), Outputs() as outputs:  # noqa: SIM117
            with outputs.text(str(place)):
                pass
    with (
        pytest.raises(ConfigurationError, match="is the store itself"),
        Outputs(is_taken=lambda _: True) as outputs,
        outputs.binary(str(tmp_path / "x.db")),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_tables_stand_beside_each_other() -> None:
    """The table's name goes before the file's ending."""
    assert beside("out/all.csv", "meetings.dyads") == str(Path("out/all.meetings.dyads.csv"))
