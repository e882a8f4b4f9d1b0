"""`llm-extract review`, `records history` and `calibrate`, as somebody types them."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Any

import pytest

from llm_extract.confidence import shipped
from llm_extract.jobs.store import Store
from tests.cli.test_cli import typed
from tests.jobs.cases import AGAIN, FLAG, MISSED, called, made, met, placed, said, saved

__all__ = ["typed"]

URL = "llm_extract.db"


@pytest.fixture
def ids(typed: Any) -> list[str]:
    """A flagged meeting, a call and a position in the store of the empty folder; their ids."""
    assert typed
    with Store(URL) as store:
        extraction = made(met(), called(), positions=(said(meeting=0),), id="one", sure=(0.9, 0.9),
                          findings=(FLAG, MISSED))  # fmt: skip
        saved(store, placed(extraction))
        return [entry.id for entry in store.reviewed()]


def state(record: str) -> tuple[str, str | None]:
    with Store(URL) as store:
        entry = store.entry(record)
        return entry.state.value, entry.reviewer


def test_the_queue_is_listed(typed: Any, ids: list[str]) -> None:
    """Flagged ones with their reasons, then articles; as JSON for programs."""
    ended = typed("review", "list")
    first, second = ended.out.splitlines()
    assert ids[0] in first
    assert "[place.x]" in first
    assert "1 passage in no record" in second
    assert "2 items" in ended.err
    assert len(typed("review", "list", "--all").out.splitlines()) == 4
    assert "3 not shown" in typed("review", "list", "--all", "--limit", "1").err
    item, article = map(json.loads, typed("review", "list", "--json").out.splitlines())
    assert (item["record"]["id"], item["state"], item["reasons"]) == (ids[0], "open", ["place.x"])
    assert article == {"article": "one", "record": None}
    assert typed("review", "list", "--country", "KOR", "--all").out.startswith(ids[1])
    assert typed("review", "list", "--search", "DATA sharing", "--all").out.startswith(ids[2])


@pytest.mark.parametrize(
    ("words", "said_"),
    [
        (["list", "--order", "best"], "best: is none of worst, article, random"),
        (["list", "--state", "fine"], "'fine' is none of open, accepted"),
        (["list", "--since", "May"], "--since: 'May' is not a date"),
        (["list", "--double", "20"], "'20' is no share"),
        (["list", "--type", "deals"], "this store has meetings, positions"),
        (["show", "ffff"], "there is no record ffff"),
        (["edit", "ffff", "--field", "place"], "write PATH=VALUE"),
        (["undo", "--reviewer", "ben"], "ben has decided nothing"),
        (["--order", "random", "list"], "put --order behind list"),
        (["export", "--format", "xml"], "none of jsonl, label-studio"),
        (["import", "none.jsonl", "--format", "csv"], "none of jsonl, label-studio"),
        (["add", "one", "none.json", "--type", "meetings"], "none.json: cannot be read"),
    ],
)
def test_wrong_words_are_one_line(typed: Any, ids: list[str], words: list[str], said_: str) -> None:
    """With the value and what would be right; not 0."""
    assert ids
    ended = typed("review", *words)
    assert ended.code in (1, 2)
    assert said_ in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_the_reviewer_is_named_or_logged_in(
    typed: Any, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """--reviewer, else the environment, else the login name."""
    typed("review", "accept", ids[0])
    assert state(ids[0]) == ("accepted", getpass.getuser())
    monkeypatch.setenv("LLM_EXTRACT_REVIEWER", "ben")
    typed("review", "accept", ids[1])
    assert state(ids[1]) == ("accepted", "ben")
    typed("review", "reject", ids[2], "--reviewer", "ana", "--reason", "none")
    assert state(ids[2]) == ("rejected", "ana")


def test_one_that_fails_does_not_disturb_the_others(typed: Any, ids: list[str]) -> None:
    """It is told, and ends with 1."""
    ended = typed("review", "accept", ids[0], "ffff", ids[1], "--reviewer", "ana")
    assert ended.code == 1
    assert "not accepted: ffff: there is no record ffff" in ended.err
    assert [state(record)[0] for record in ids] == ["accepted", "accepted", "open"]


def test_an_edit_says_what_the_article_has(typed: Any, ids: list[str]) -> None:
    """Before and after, and the findings on the new values; a wrong value changes nothing."""
    ended = typed("review", "edit", ids[0], "--field", "place=Cusco", "--field",
                  'parties=["Peru"]', "--reviewer", "ana")  # fmt: skip
    assert ended.code == 0
    assert "place: Lima -> Cusco" in ended.out
    assert "parties: - Chile" in ended.out
    assert "not found  place" in ended.out
    wrong = typed("review", "edit", ids[1], "--field", "status=gone")
    assert (wrong.code, "status: Input should be 'held'" in wrong.err) == (2, True)
    assert state(ids[1])[0] == "open"


def test_others_decisions_are_not_overwritten(typed: Any, ids: list[str]) -> None:
    """Unless one says so, knowing them."""
    typed("review", "reject", ids[0], "--reviewer", "ben", "--reason", "a panel")
    ended = typed("review", "accept", ids[0], "--reviewer", "ana")
    assert ended.code == 1
    assert "ben has decided it already: reject (a panel)" in ended.err
    assert typed("review", "accept", ids[0], "--reviewer", "ana", "--anyway").code == 0
    assert state(ids[0]) == ("accepted", "ana")


def test_the_story_of_a_record(typed: Any, ids: list[str]) -> None:
    """Every decision, with reviewer, reason, what changed; those of earlier runs, too."""
    typed("review", "edit", ids[0], "--field", "place=Quito", "--reason", "so", "--reviewer", "ana")
    typed("review", "comment", ids[0], "which Quito?", "--reviewer", "ben")
    typed("review", "undo", "--reviewer", "ana")
    typed("review", "double", ids[0], ids[1], "--reviewer", "ana")
    with Store(URL) as store:
        saved(store, placed(made(met(mode="video"), called(), id="one")))
    told = typed("records", "history", ids[0][:8]).out
    for words in ("ana  edit  so", "place: Lima -> Quito", "ben  comment  which Quito?",
                  "undo  of decision 1", f"double  of {ids[1]}",
                  "extracted otherwise by a later run", "mode"):  # fmt: skip
        assert words in told
    rows = [json.loads(row) for row in typed("records", "history", ids[0], "--json").out.split("\n")
            if row]  # fmt: skip
    assert rows[0]["changes"] == {"place": {"before": "Lima", "after": "Quito"}}
    assert [row["action"] for row in rows] == ["edit", "comment", "undo", "double", "return"]
    shown = typed("review", "show", ids[0]).out
    assert "state changed by ana" in shown
    assert "mode: in_person -> video" in shown
    data = json.loads(typed("review", "show", ids[0], "--json").out)
    assert (data["state"], len(data["decisions"])) == ("changed", 5)
    for typed_ in (["history"], [ids[0], ids[1]]):
        assert typed("records", *typed_).code == 2


def test_missed_records_are_added(typed: Any, ids: list[str]) -> None:
    """From a file or standard input; each on its own."""
    values = met(place="Quito", evidence=[AGAIN], date={"as_written": "Friday", "value": None})
    given = json.dumps([values, {**values, "status": "gone"}])
    ended = typed("review", "add", "one", "-", "--type", "meetings", stdin=given)
    assert ended.code == 1
    assert "added: " in ended.out
    assert "not added: 1: status" in ended.err
    assert len(ids) == 3


def test_export_and_import_are_a_circle(typed: Any, ids: list[str]) -> None:
    """Untouched, nothing changes; edited, what was edited."""
    typed("review", "accept", ids[0], "--reviewer", "ana")
    assert typed("review", "export", "-o", "all.jsonl").code == 0
    assert "3 unchanged; 0 failed" in typed("review", "import", "all.jsonl").out
    data = json.loads(Path("all.jsonl").read_text())
    data["meetings"][1]["place"] = "Lima"
    data["positions"][0]["state"] = "fine"
    Path("all.jsonl").write_text(json.dumps(data) + '\n{"article": "nope", "meetings": []}\n')
    ended = typed("review", "import", "all.jsonl", "--reviewer", "ana")
    assert ended.code == 1
    assert "1 edit, 1 unchanged; 2 failed" in ended.out
    assert "positions[0]: state fine" in ended.err
    assert "all.jsonl:2: the store has no records of the article nope" in ended.err


def test_label_studio_and_back(typed: Any, ids: list[str]) -> None:
    """The configuration, tasks, and what was annotated."""
    assert typed("review", "export", "--format", "label-studio-config").out.startswith("<View>")
    typed("review", "export", "--format", "label-studio", "-o", "tasks.json")
    (task,) = json.loads(Path("tasks.json").read_text())
    assert typed("review", "import", "--format", "label-studio", "tasks.json").code == 1
    task["annotations"] = [{"result": task["predictions"][0]["result"]}]
    Path("done.json").write_text(json.dumps([task]))
    ended = typed("review", "import", "--format", "label-studio", "done.json", "--reviewer", "ana")
    assert "3 accept; 0 failed" in ended.out
    assert [state(record) for record in ids] == [("accepted", "ana")] * 3


def test_stats(typed: Any, ids: list[str]) -> None:
    """Per reviewer, per code, per field; nothing yet is said so."""
    assert "nothing has been decided yet" in typed("review", "stats").out
    typed("review", "reject", ids[0], "--reviewer", "ana")
    with Store(URL) as store:
        store.decide(ids[1], "accept", reviewer="ana", seconds=3.0)
        store.decide(ids[1], "accept", reviewer="ben", second=True)
    shown = typed("review", "stats").out
    assert "ana              1 accept, 1 reject  3.0 s a record" in shown
    assert "place.x                      1      0  100% of 1 decision" in shown
    assert "decision                       1    100%      -" in shown
    data = json.loads(typed("review", "stats", "--json").out)
    assert data["codes"] == {"place.x": {"wrong": 1, "right": 0}}
    assert data["agreement"]["place"] == {"count": 1, "share": 1.0, "kappa": None}


def test_calibrate_refuses_what_is_too_little(typed: Any, ids: list[str]) -> None:
    """In one line, and writes nothing."""
    typed("review", "accept", *ids)
    ended = typed("calibrate", "--store", URL)
    assert ended.code == 2
    assert "3 decided records of 1 articles, 3 right and 0 wrong, are too few" in ended.err
    assert not Path("confidence.json").exists()


def test_calibrate_keeps_better_weights(typed: Any) -> None:
    """Where flagged records are the right ones, against all that the shipped weights know."""
    with Store(URL) as store:
        for number in range(30):
            text = f"Ana Ruiz of Peru met Luis Soto of Chile in Lima on Tuesday. No {number}."
            first = text.split(" No", maxsplit=1)[0]
            wrong = met(evidence=[first], place="Cusco", participants=[
                {"name": "Bo Ek", "role": None, "country": None},
                {"name": "Luis Soto", "role": None, "country": "Chile"}])  # fmt: skip
            records = met(evidence=[first]), wrong
            saved(store, placed(made(*records, id=f"a{number}", text=text)))
        for entry in list(store.reviewed()):
            fine = entry.data["place"]["value"] == "Cusco"
            changes = {"mode": "phone"}
            if fine:
                store.decide(entry.number, "edit", reviewer="ana", changes={"place": "Lima"})
            else:
                store.decide(entry.number, "edit", reviewer="ana", changes=changes)
    data = json.loads(typed("calibrate", "--json").out)
    assert (data["records"], data["wrong"], data["better"]) == (60, 30, True)
    assert data["new"]["roc_area"] > data["present"]["roc_area"]
    assert data["kept"] == "confidence.json"
    shown = typed("calibrate", "--write", "own.json").out
    assert "60 decided records of 30 articles, 30 wrong" in shown
    assert "--weights own.json" in shown
    before = json.loads(Path("own.json").read_text())["flag_below"]
    assert typed("records", "--weights", "own.json").code == 0
    assert shipped().flag_below == before
    wrong_ = typed("records", "--weights", "none.json")
    assert (wrong_.code, "none.json: cannot be read" in wrong_.err) == (2, True)
