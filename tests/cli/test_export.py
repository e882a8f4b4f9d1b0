"""`llm-extract export`, as somebody types it, read back by each format's own reader."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyarrow import parquet

from llm_extract.diplomacy import diplomacy
from llm_extract.exchange import exchange_model
from llm_extract.jobs.store import Store
from tests.cli.test_cli import filled, typed
from tests.conftest import ROOT, Server, says
from tests.fakes import TEXT, answers, meeting, position

__all__ = ["filled", "typed"]

DEALS = f"{ROOT / 'examples' / 'custom' / 'trade_deals.py'}:trade_deals"
NAMES = [
    "meetings", "meetings.participants", "meetings.dyads",
    "positions", "positions.holders", "positions.dyads",
]  # fmt: skip
KOREAN = (
    "2022년 5월 3일\n\n"
    "박진 외교부 장관은 3일 서울에서 하야시 요시마사 외무상과 만나 한일 관계를 논의했다.\n"
)


@pytest.fixture
def reviewed(typed: Any, server: Server, tmp_path: Path) -> Any:
    """A store with a rejected, an edited and an open meeting, and a position on the edited one."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    others = [meeting(date=None), meeting(place=None, status="planned")]
    server.replies = [answers([meeting(), *others], [position(2, quote=None)])]
    assert typed("run", "a.txt", "--model", "tiny", "--base-url", server.url).code == 0
    with Store(tmp_path / "llm_extract.db") as store:
        first, second, _ = store.reviewed(plural="meetings")
        (held,) = store.reviewed(plural="positions")
        store.decide(held.number, "edit", reviewer="kim", changes={"meeting": 1})
        store.decide(first.number, "reject", reviewer="kim", reason="once is enough")
        store.decide(
            second.number, "edit", reviewer="kim", changes={"topics": ["=1+1"]}, reason="why"
        )
    return typed


def line(out: str) -> dict[str, Any]:
    """The only line of an export."""
    found = json.loads(out)
    exchange_model(diplomacy()).model_validate(found)
    return dict(found)


def table(path: Path, **options: Any) -> list[dict[str, str]]:
    """A CSV file as the csv module reads it."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, **options))


def sheets(path: Path) -> dict[str, list[dict[str, Any]]]:
    """A workbook as openpyxl reads it."""
    found = {}
    for sheet in openpyxl.load_workbook(path):
        header, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return found


def test_the_rest_is_given_with_final_values(reviewed: Any) -> None:
    """A rejected record is left out, and the link to one behind it counts anew."""
    given = line(reviewed("export").out)
    assert [m["status"] for m in given["meetings"]] == ["held", "planned"]
    edited, waiting = given["meetings"]
    assert (edited["topics"], edited["state"], edited["reviewer"], edited["reason"]) == (
        ["=1+1"], "edited", "kim", "why",
    )  # fmt: skip
    assert "decided" in edited
    assert "state" not in waiting
    (held,) = given["positions"]
    assert (held["meeting"], held["links"]) == (0, {"meeting": edited["id"]})


@pytest.mark.parametrize(
    ("names", "meetings", "positions"),
    [
        (["reviewed"], 1, 1), (["open"], 1, 0), (["rejected"], 1, 0), (["all"], 3, 1),
        (["open", "rejected"], 2, 0), (["double"], 0, 0),
    ],
)  # fmt: skip
def test_states_are_chosen(reviewed: Any, names: list[str], meetings: int, positions: int) -> None:
    """By name, several, or all."""
    options = [word for name in names for word in ("--state", name)]
    given = line(reviewed("export", *options).out)
    assert (len(given["meetings"]), len(given["positions"])) == (meetings, positions)


def test_a_link_to_what_is_left_out_is_null(reviewed: Any, tmp_path: Path) -> None:
    """In a line that lacks the record, and in one that lacks its type."""
    with Store(tmp_path / "llm_extract.db") as store:
        (held,) = store.reviewed(plural="positions")
        store.decide(held.number, "edit", reviewer="kim", changes={"meeting": 0})
    (held_,) = line(reviewed("export").out)["positions"]
    assert held_["meeting"] is None
    assert line(reviewed("export", "--state", "all").out)["positions"][0]["meeting"] == 0
    alone = json.loads(reviewed("export", "--state", "all", "--type", "positions").out)
    assert alone["positions"][0]["meeting"] is None
    assert list(alone) == ["article", "positions"]


def test_csv_tables(reviewed: Any, tmp_path: Path) -> None:
    """A file per table; formulas are text; links have ids; each row has evidence and state."""
    ended = reviewed("export", "--format", "csv", "-o", "out.csv")
    assert ended.err.splitlines() == [f"wrote out.{name}.csv" for name in NAMES]
    found = {name: table(tmp_path / f"out.{name}.csv") for name in NAMES}
    assert [len(rows) for rows in found.values()] == [2, 4, 2, 1, 1, 0]
    assert found["meetings"][0]["topics"] == "'=1+1"
    assert found["positions"][0]["meeting_id"] == found["meetings"][0]["id"]
    assert [row["name"] for row in found["meetings.participants"]][:2] == ["Ana Ruiz", "Luis Soto"]
    (dyad, _) = found["meetings.dyads"]
    assert (dyad["dyad_a_code"], dyad["dyad_b_code"], dyad["date"]) == ("CHL", "PER", "")
    for rows in found.values():
        for row in rows:
            assert row["evidence"]
            assert row["source"].endswith("a.txt")
            assert row["state"] in ("edited", "open")
            assert row["reviewer"] == ("kim" if row["state"] == "edited" else "")


def test_csv_of_one_type(reviewed: Any, tmp_path: Path) -> None:
    """Its table has the name that is given; on standard output it stands alone."""
    reviewed("export", "--type", "meetings", "-o", "m.csv")
    assert sorted(path.name for path in tmp_path.glob("m*.csv")) == [
        "m.csv", "m.dyads.csv", "m.participants.csv",
    ]  # fmt: skip
    out = reviewed("export", "--type", "meetings", "--format", "csv").out
    assert out == (tmp_path / "m.csv").read_text(encoding="utf-8")


def test_excel_and_parquet_have_the_same_tables(reviewed: Any, tmp_path: Path) -> None:
    """The ending says which format; what looks like a formula is the text that it was."""
    reviewed("export", "-o", "out.xlsx")
    book = sheets(tmp_path / "out.xlsx")
    assert list(book) == NAMES
    reviewed("export", "-o", "out.parquet")
    for name in NAMES:
        rows = parquet.read_table(tmp_path / f"out.{name}.parquet").to_pylist()
        assert len(rows) == len(book[name])
        for one, other in zip(rows, book[name], strict=True):
            said = {True: "yes", False: "no"}
            assert {k: said[v] if isinstance(v, bool) else v for k, v in one.items()} == other
    assert book["meetings"][0]["topics"] == "=1+1"
    assert isinstance(book["meetings"][0]["confidence"], float)


def test_plover(reviewed: Any, tmp_path: Path) -> None:
    """An event a line, and how many records gave them."""
    ended = reviewed("export", "--format", "plover", "-o", "events.jsonl")
    events = [json.loads(row) for row in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert [event["event"] for event in events] == [["CONSULT"], ["CONSULT"], ["AGREE"]]
    assert events[2]["link"] == events[0]["id"]
    assert "3 rows from 3 records" in ended.err


def test_dna(reviewed: Any, tmp_path: Path) -> None:
    """A table with semicolons, as DNA writes it."""
    reviewed("export", "--format", "dna", "-o", "dna.csv")
    (row,) = table(tmp_path / "dna.csv", delimiter=";")
    assert (row["person"], row["organization"], row["concept"], row["agreement"]) == (
        "Ruiz", "Peru", "data sharing", "1",
    )  # fmt: skip
    assert list(row)[:9] == [
        "statement ID", "time", "document ID", "document title", "author", "source", "section",
        "type", "text",
    ]  # fmt: skip


def test_korean_text_comes_back(typed: Any, server: Server, tmp_path: Path) -> None:
    """In every format, letter for letter."""
    (tmp_path / "k.txt").write_text(KOREAN, encoding="utf-8")
    people = [
        {"name": "박진", "role": "외교부 장관", "country": None},
        {"name": "하야시 요시마사", "role": "외무상", "country": None},
    ]
    drafts = [
        meeting(participants=people, parties=[], place="서울", date="3일", topics=["한일 관계"])
    ]
    server.replies = [answers(drafts, [])]
    assert typed("run", "k.txt", "--model", "tiny", "--base-url", server.url).code == 0
    for name in ("k.jsonl", "k.csv", "k.xlsx", "k.parquet", "k.plover"):
        fmt = name.partition(".")[2]
        assert typed("export", "--format", fmt, "-o", name).code == 0
    (met,) = line((tmp_path / "k.jsonl").read_text(encoding="utf-8"))["meetings"]
    names = ["박진", "하야시 요시마사"]
    assert [person["name"] for person in met["participants"]] == names
    rows = [
        table(tmp_path / "k.meetings.participants.csv"),
        sheets(tmp_path / "k.xlsx")["meetings.participants"],
        parquet.read_table(tmp_path / "k.meetings.participants.parquet").to_pylist(),
    ]
    for found in rows:
        assert [row["name"] for row in found] == names
    (event,) = map(json.loads, (tmp_path / "k.plover").read_text(encoding="utf-8").splitlines())
    assert [actor["actor_text"] for actor in event["source"]] == names


def test_an_empty_store_gives_empty_files(typed: Any, tmp_path: Path) -> None:
    """Headers and sheets are there; nothing fails."""
    Store(tmp_path / "llm_extract.db").close()
    for name in ("e.jsonl", "e.csv", "e.xlsx", "e.parquet"):
        assert typed("export", "-o", name).code == 0
    for fmt in ("plover", "dna"):
        assert typed("export", "--format", fmt, "-o", f"e.{fmt}").code == 0
    assert (tmp_path / "e.jsonl").read_text() == (tmp_path / "e.plover").read_text() == ""
    assert (tmp_path / "e.dna").read_text().startswith("statement ID;time;")
    assert table(tmp_path / "e.meetings.csv") == []
    assert "participants_codes" in (tmp_path / "e.meetings.csv").read_text()
    assert sheets(tmp_path / "e.xlsx") == {name: [] for name in NAMES}
    assert parquet.read_table(tmp_path / "e.positions.parquet").num_rows == 0


def test_records_of_ones_own(typed: Any, server: Server, tmp_path: Path) -> None:
    """In every format with and without their spec, which brings their dyads."""
    deal = {
        "evidence": [2], "seller": "Peru", "buyer": "Chile's president", "goods": "copper",
        "amount": None, "date": "Tuesday",
    }  # fmt: skip
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    server.replies = [says({"trade_deals": [deal]})]
    run = typed("run", "a.txt", "--spec", DEALS, "--model", "tiny", "--base-url", server.url)
    assert run.code == 0
    ended = typed("export", "-o", "x.csv")
    assert table(tmp_path / "x.trade_deals.csv")[0]["goods"] == "copper"
    assert not (tmp_path / "x.trade_deals.dyads.csv").exists()
    assert "1 article of another domain as they are kept; name it with --spec" in ended.err
    assert "another domain" not in typed("export", "-o", "y.csv", "--spec", DEALS).err
    (dyad,) = table(tmp_path / "y.trade_deals.dyads.csv")
    assert (dyad["dyad_a_code"], dyad["dyad_b"]) == ("PER", "Chile's president")
    assert dyad["dyad_directed"] == "yes"
    typed("export", "-o", "y.xlsx", "--spec", DEALS)
    assert list(sheets(tmp_path / "y.xlsx")) == ["trade_deals", "trade_deals.dyads"]
    refused = typed("export", "--format", "plover", "--spec", DEALS)
    assert (refused.code, "none of jsonl, csv, xlsx, parquet" in refused.err) == (2, True)
    nothing = typed("export", "--format", "plover")
    assert nothing.out == ""
    assert "1 article of another domain left out" in nothing.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--state", "done"], "--state done: is none of reviewed, all, open"),
        (["--format", "xlsx"], "name a file: -o records.xlsx"),
        (["--format", "parquet"], "name a file: -o records.parquet"),
        (["--format", "csv"], "say which table: --type meetings"),
        (["--format", "xlsx", "-o", "no/such.xlsx"], "name a file in a folder that exists"),
        (["--format", "xlsx", "-o", "llm_extract.db"], "is the store itself"),
        (["--format", "dna", "-o", "llm_extract.db"], "is the store itself"),
    ],
)
def test_wrong_usage_says_why(filled: Any, tmp_path: Path, words: list[str], said: str) -> None:
    """Value, rule, next step; nothing is written."""
    before = sorted(path.name for path in tmp_path.iterdir())
    ended = filled("export", *words)
    assert (ended.code, said in ended.err) == (2, True), ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_an_export_is_checked_as_the_store_is(reviewed: Any) -> None:
    """What stands beside the values is no unknown field."""
    reviewed("export", "--state", "all", "-o", "x.jsonl")
    ended = reviewed("check", "x.jsonl", "--all-fields")
    assert "4 records" in ended.out
    assert "field.unknown" not in ended.out


def test_standard_output_is_a_csv_that_reads_back(reviewed: Any) -> None:
    """DNA's, too."""
    out = reviewed("export", "--format", "dna").out
    assert len(list(csv.DictReader(io.StringIO(out, newline=""), delimiter=";"))) == 1


def test_an_export_that_comes_back_changes_nothing(reviewed: Any, tmp_path: Path) -> None:
    """Of all states, and of those that are given by default, whose links count otherwise."""
    for options in (["--state", "all"], []):
        reviewed("export", *options, "-o", "x.jsonl")
        ended = reviewed("review", "import", "x.jsonl", "--reviewer", "kim")
        assert ended.code == 0
        assert "unchanged; 0 failed" in ended.out
        with Store(tmp_path / "llm_extract.db") as store:
            assert len(store.decisions()) == 3


def test_a_format_of_ones_own(typed: Any, server: Server, tmp_path: Path) -> None:
    """A function that makes rows, in the spec; docs/exports.md shows it."""
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    shown = page.partition("```python\n")[2].partition("```")[0]
    made, _, offered = shown.partition("Spec(")
    own = (ROOT / "examples" / "custom" / "trade_deals.py").read_text(encoding="utf-8")
    formats = offered[offered.index("formats=") : offered.rindex(")")]
    own = own.replace("@record_check", f"{made}\n\n@record_check", 1)
    own = own.replace('    name="trade_deals",\n', f'    name="trade_deals",\n    {formats},\n', 1)
    (tmp_path / "own.py").write_text(own, encoding="utf-8")
    (tmp_path / "trade-deals-1.md").write_text("List the deals.", encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    deal = {"evidence": [2], "seller": "Peru", "buyer": "Chile", "goods": "=copper", "date": None}
    server.replies = [says({"trade_deals": [{**deal, "amount": None}]})]
    spec = ["--spec", "own.py:trade_deals"]
    ended = typed("run", "a.txt", *spec, "--model", "tiny", "--base-url", server.url)
    assert ended.code == 0, ended.err
    assert typed("export", "--format", "goods", *spec).out == "goods,state\n'=copper,open\n"
