"""Records as tables."""

from __future__ import annotations

from llm_extract.diplomacy import diplomacy
from llm_extract.export.cells import HEAD, TAIL
from llm_extract.export.tables import Table, tables
from llm_extract.finals import Final, Finals
from llm_extract.spec import Spec, load_spec
from tests.conftest import ROOT
from tests.export.cases import ARTICLE, final, meeting, mention, position, record

DEALS = load_spec(f"{ROOT / 'examples' / 'custom' / 'trade_deals.py'}:trade_deals")
NAMES = [
    "meetings", "meetings.participants", "meetings.dyads",
    "positions", "positions.holders", "positions.dyads",
]  # fmt: skip


def made(spec: Spec, **records: list[Final]) -> dict[str, Table]:
    """The tables of one article by name."""
    given = [Finals(ARTICLE, spec.name, records)]
    return {table.name: table for table in tables(given, spec)}


def test_records_parts_and_dyads_have_a_table_each() -> None:
    """One row per record, per part, per pair."""
    found = made(diplomacy(), meetings=[final(meeting())], positions=[final(position())])
    assert list(found) == NAMES
    assert [len(table.rows) for table in found.values()] == [1, 2, 1, 1, 1, 0]


def test_an_empty_table_has_the_columns_of_a_full_one() -> None:
    """Columns and their types follow from the record type, not from what was found."""
    full = made(diplomacy(), meetings=[final(meeting())], positions=[final(position())])
    empty = {table.name: table for table in tables([], diplomacy())}
    nothing = made(diplomacy(), meetings=[], positions=[])
    for name in NAMES:
        assert empty[name].rows == nothing[name].rows == []
        assert list(full[name].columns) == list(empty[name].columns)
        assert full[name].columns == empty[name].columns == nothing[name].columns
    assert empty["positions"].columns["confidence"] is float
    assert empty["positions"].columns["flagged"] is bool
    assert empty["positions"].columns["meeting"] is int
    assert "meeting_id" in empty["positions"].columns


def test_one_type_is_asked_for() -> None:
    """Of nothing, its empty tables."""
    assert [table.name for table in tables([], diplomacy(), plural="meetings")] == NAMES[:3]
    (bare,) = tables([], diplomacy(), plural="trade_deals")
    assert set(bare.columns) == {*HEAD, "evidence"}


def test_records_of_ones_own_have_tables_too() -> None:
    """With their spec they have dyads; without it the tables follow from the records."""
    deal = record(
        seller=mention("Codelco", code=None), buyer=mention("Peru", 12, code="PER"), goods="copper",
        amount=None, date={"as_written": None, "value": None},
    )  # fmt: skip
    assert list(made(DEALS, trade_deals=[final(deal)])) == ["trade_deals", "trade_deals.dyads"]
    given = [Finals(ARTICLE, DEALS.name, {"trade_deals": [final(deal)]})]
    (table,) = tables(given, diplomacy())
    assert table.rows[0]["goods"] == "copper"
    assert set(TAIL) < set(table.columns)
    parted = record(shares=[{"owner": mention("Peru", 12, code="PER"), "part": 0.5}])
    given = [Finals(ARTICLE, "other", {"firms": [final(parted)]})]
    assert [table.name for table in tables(given, diplomacy())] == ["firms", "firms.shares"]


def test_a_column_has_the_type_of_all_its_cells() -> None:
    """Whole and broken numbers are numbers; else it is text."""
    table = Table("x")
    table.add([{"a": None, "b": 1, "c": 1}, {"a": "x", "b": 2.5, "c": "two"}, {"d": True}])
    assert table.columns == {"a": str, "b": float, "c": str, "d": bool}
