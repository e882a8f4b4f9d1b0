"""Records as rows for spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.article import Article
from llm_extract.export.tables import HEAD, row, write_csv

ARTICLE = Article(
    text="Ana Ruiz of Peru and Jo Vik of Norway met in Lima on Monday.",
    id="a-1",
    source="a.txt",
    title="Talks",
    published=date(2024, 5, 9),
)


def mention(words: str, start: int | None = None, **more: Any) -> dict[str, Any]:
    """Words as kept; found where a start is given."""
    span = None if start is None else {"start": start, "end": start + len(words), "text": words}
    return {"value": words, "span": span, "match": "none" if span is None else "exact", **more}


def record(**changes: Any) -> dict[str, Any]:
    """A kept record with these fields besides its id and evidence."""
    return {"id": "r-1", "evidence": [mention(ARTICLE.text, 0)], **changes}


def written(*rows: dict[str, str]) -> str:
    """The CSV of these rows."""
    file = io.StringIO(newline="")
    assert write_csv(rows, file) == len(rows)
    return file.getvalue()


def test_a_row_begins_with_the_article() -> None:
    """The first cells say which record of which article it is; unknown metadata is empty."""
    cells = row(record(), ARTICLE)
    assert tuple(cells)[: len(HEAD)] == HEAD
    assert [cells[name] for name in HEAD] == ["r-1", "a-1", "a.txt", "Talks", "2024-05-09", ""]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("held", "held"),
        (0, "0"),
        ([], ""),
        (["fishing", "visas"], "fishing; visas"),
        (mention("Lima", 45), "Lima"),
        ([mention("Peru", 12), mention("Norway", 31)], "Peru; Norway"),
        (
            [
                {"name": mention("Ana Ruiz", 0), "role": mention("minister"), "country": None},
                {"name": mention("Jo Vik", 21), "role": None, "country": None},
            ],
            "Ana Ruiz (minister); Jo Vik",
        ),
    ],
)
def test_values_become_text(value: Any, cell: str) -> None:
    """Lists are joined, a person is the name with what is known in brackets."""
    assert row(record(field=value), ARTICLE)["field"] == cell


def test_a_date_has_two_cells() -> None:
    """The value stands beside the words."""
    words = mention("Monday", 53)
    cells = row(record(date={"as_written": words, "value": "2024-05-06"}), ARTICLE)
    assert (cells["date"], cells["date_as_written"]) == ("2024-05-06", "Monday")
    cells = row(record(date={"as_written": None, "value": None}), ARTICLE)
    assert (cells["date"], cells["date_as_written"]) == ("", "")


def test_codes_stand_beside_the_names() -> None:
    """Each code is listed once, in order, and names without a code are left out."""
    parties = [
        mention("Peru", 12, code="PER"),
        mention("Norway", 31, code="NOR"),
        mention("Lima", 45, code="PER"),
        mention("both sides", code=None),
    ]
    cells = row(record(parties=parties, place=mention("Lima", 45)), ARTICLE)
    assert cells["parties_codes"] == "PER; NOR"
    assert "place_codes" not in cells


def test_a_field_does_not_overwrite_the_article() -> None:
    """A record type's own title stands beside the article's."""
    cells = row(record(title="Chair", url=mention("Lima", 45, code="PER")), ARTICLE)
    assert (cells["title"], cells["record_title"]) == ("Talks", "Chair")
    assert (cells["url"], cells["record_url"], cells["record_url_codes"]) == ("", "Lima", "PER")


def test_evidence_and_what_was_not_found() -> None:
    """Where the evidence stands, and the paths of words that the article does not have."""
    cells = row(
        record(
            evidence=[mention("Ana Ruiz", 0), mention("Jo Vik", 21)],
            place=mention("Lyma"),
            people=[{"name": mention("Ana Ruiz", 0)}, {"name": mention("Jo Wik")}],
        ),
        ARTICLE,
    )
    assert cells["evidence_spans"] == "0-8; 21-27"
    assert cells["not_found"] == "place; people[1].name"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_stay_text(cell: str) -> None:
    """What a spreadsheet would run begins with an apostrophe."""
    (cells,) = csv.DictReader(io.StringIO(written({"id": cell}), newline=""))
    assert cells["id"].startswith("'")


@pytest.mark.parametrize("cell", ["a=1", "1-2", "me@here", "'=1", "회의", "“Ja”", ""])
def test_other_cells_are_unchanged(cell: str) -> None:
    """Only the first character makes a formula."""
    (cells,) = csv.DictReader(io.StringIO(written({"id": cell, "x": "y"}), newline=""))
    assert cells["id"] == cell


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
