"""Label Studio: tasks out, annotations back."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from llm_extract.diplomacy import diplomacy
from llm_extract.errors import SourceError
from llm_extract.exchange import exchanged
from llm_extract.jobs.annotations import line, read_tasks
from llm_extract.jobs.decisions import Action, State
from llm_extract.jobs.finals import finals
from llm_extract.jobs.intake import take_in
from llm_extract.jobs.labelling import config, task
from llm_extract.jobs.store import Store
from tests.jobs.cases import AGAIN, TEXT, called, made, met, placed, said, saved
from tests.jobs.test_store import store

__all__ = ["store"]


@pytest.fixture
def filled(store: Store) -> Store:
    """A meeting, a call and a position."""
    records = met(topics=["fish", "copper"]), called()
    saved(store, placed(made(*records, positions=(said(meeting=0),), id="one")))
    return store


@pytest.fixture
def exported(filled: Store) -> dict[str, Any]:
    """The task, annotated as it was predicted."""
    (entry,) = finals(filled, spec=diplomacy(), chosen=tuple(State))
    made_ = task(entry, spec=diplomacy())
    result = copy.deepcopy(made_["predictions"][0]["result"])
    return {**made_, "annotations": [{"result": result}]}


def take(store: Store, given: Any, folder: Path) -> list[Action | str | None]:
    """What an export of Label Studio appends."""
    file = folder / "tasks.json"
    file.write_text(json.dumps([given]), encoding="utf-8")
    (read,) = read_tasks(str(file))
    if isinstance(read, SourceError):
        raise read
    known: dict[str, list[Any]] = {}
    for entry in store.reviewed():
        known.setdefault(entry.plural, []).append(exchanged(entry.data))
    found = take_in(store, line(read, known, spec=diplomacy()), spec=diplomacy(), reviewer="ana")
    return [str(taken.error) if taken.error else taken.action for taken in found]


def result(given: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = given["annotations"][0]["result"]
    return found


def of(given: Any, label: str) -> list[dict[str, Any]]:
    return [r for r in result(given) if label in r["value"].get("labels", ())]


def dropped(given: Any, name: str) -> None:
    """Take regions away, with all that hangs at them."""
    given["annotations"][0]["result"] = [r for r in result(given) if r["id"] != name]


def region(name: str, words: str, label: str, owner: str) -> list[dict[str, Any]]:
    """A region as an annotator draws it."""
    value = {"start": TEXT.rindex(words), "end": TEXT.rindex(words) + len(words), "text": words}
    kinds = ("labels", "labels", "label", [label]), ("textarea", "text", "record", [owner])
    return [
        {
            "id": name,
            "type": kind,
            "from_name": by,
            "to_name": "text",
            "value": {**value, key: said},
        }
        for kind, key, by, said in kinds
    ]


def first(store: Store) -> Any:
    return next(store.reviewed(plural="meetings"))


def test_the_configuration_names_all_that_the_tasks_use(exported: dict[str, Any]) -> None:
    """It is XML; every result refers to one of its tags, every choice is one of its choices."""
    root = ElementTree.fromstring(config(diplomacy()))
    tags = {tag.get("name"): tag for tag in root.iter() if tag.get("name")}
    for entry in exported["predictions"][0]["result"]:
        tag = tags[entry["from_name"]]
        assert tag.tag.lower() == entry["type"]
        known = {choice.get("value") for choice in tag}
        given = entry["value"].get("labels") or entry["value"].get("choices") or []
        assert set(given) <= known
        start, end = entry["value"]["start"], entry["value"]["end"]
        assert exported["data"]["text"][start:end].strip()


def test_an_annotation_as_predicted_accepts(
    filled: Store, exported: dict[str, Any], tmp_path: Path
) -> None:
    """Every record is vouched for; the second time nothing changes."""
    assert take(filled, exported, tmp_path) == [Action.ACCEPT] * 3
    assert take(filled, exported, tmp_path) == [None] * 3


def test_changes_become_edits(filled: Store, exported: dict[str, Any], tmp_path: Path) -> None:
    """A moved region, a new participant, one taken away, a choice, wordings and a date."""
    one = first(filled)
    place = next(r for r in of(exported, "meetings: place"))
    start = TEXT.index("Quito")
    place["value"] |= {"start": start, "end": start + 5, "text": "Quito"}
    dropped(exported, f"{one.id}:participants[1].name")
    dropped(exported, f"{one.id}:participants[1].country")
    result(exported).extend(
        region("x1", "Kim Lee", "meetings: participants[].name", f"{one.id} participants[2]")
    )
    for entry in result(exported):
        if entry["id"].startswith(one.id) and entry["from_name"] == "meetings.mode":
            entry["value"]["choices"] = ["video"]
        if entry["id"].startswith(one.id) and entry["from_name"] == "meetings.topics":
            entry["value"]["text"] = ["fish"]
    anchor = next(r for r in result(exported) if r["id"] == f"{one.id}:evidence[0]")
    date = {**anchor["value"], "text": ["2022-05-03"]}
    result(exported).append(
        {**anchor, "type": "textarea", "from_name": "meetings.date.value", "value": date}
    )
    assert take(filled, exported, tmp_path) == [Action.EDIT, Action.ACCEPT, Action.ACCEPT]
    data = exchanged(first(filled).data)
    assert data["place"] == "Quito"
    assert data["spans"]["place"] == [start, start + 5]
    assert [p["name"] for p in data["participants"]] == ["Ana Ruiz", "Kim Lee"]
    assert (data["mode"], data["topics"], data["date"]["value"]) == (
        "video",
        ["fish"],
        "2022-05-03",
    )
    assert data["parties"] == ["Peru", "Chile"]


def test_no_evidence_or_a_rejection_rejects(
    filled: Store, exported: dict[str, Any], tmp_path: Path
) -> None:
    """A record whose regions are gone is no record."""
    one, call = filled.reviewed(plural="meetings")
    dropped(exported, f"{one.id}:evidence[0]")
    anchor = next(r for r in result(exported) if r["id"] == f"{call.id}:evidence[0]")
    result(exported).append({
        **anchor, "type": "choices", "from_name": "meetings.decision",
        "value": {"choices": ["reject"]},
    })  # fmt: skip
    assert take(filled, exported, tmp_path) == [Action.REJECT, Action.REJECT, Action.ACCEPT]


def test_what_the_task_could_not_show_is_left_alone(store: Store, tmp_path: Path) -> None:
    """Nobody has seen a record whose evidence stands nowhere."""
    saved(store, made(met(), id="one"))
    (entry,) = finals(store, spec=diplomacy(), chosen=tuple(State))
    given = {**task(entry, spec=diplomacy()), "annotations": [{"result": []}]}
    assert take(store, given, tmp_path) == [None]


def test_a_new_record_is_added(filled: Store, exported: dict[str, Any], tmp_path: Path) -> None:
    """Under whatever name its regions share; what is missing is told."""
    parts = [
        ("n1", AGAIN, "meetings: evidence[]", "new1"),
        ("n2", "Ruiz", "meetings: participants[].name", "new1 participants[0]"),
        ("n3", "Soto", "meetings: participants[].name", "new1 participants[1]"),
    ]
    for part in parts:
        result(exported).extend(region(*part))
    acts = take(filled, exported, tmp_path)
    assert "mode" in str(acts[2])
    assert "status" in str(acts[2])
    anchor = result(exported)[-6]["value"]
    for name, choice in (("status", "held"), ("mode", "in_person")):
        result(exported).append({
            "id": "n1", "type": "choices", "from_name": f"meetings.{name}", "to_name": "text",
            "value": {**anchor, "choices": [choice]},
        })  # fmt: skip
    assert take(filled, exported, tmp_path)[2] is Action.ADD
    added = list(filled.reviewed(plural="meetings"))[-1]
    assert [p["name"] for p in exchanged(added.data)["participants"]] == ["Ruiz", "Soto"]


def test_offsets_may_count_as_browsers_do(store: Store, tmp_path: Path) -> None:
    """UTF-16 units, where a sign beyond the basic plane is two."""
    text = f"😀 {TEXT}"
    saved(store, placed(made(met(), id="one", text=text)))
    (entry,) = finals(store, spec=diplomacy(), chosen=tuple(State))
    given = task(entry, spec=diplomacy())
    moved = copy.deepcopy(given["predictions"][0]["result"])
    for item in moved:
        item["value"] |= {"start": item["value"]["start"] + 1, "end": item["value"]["end"] + 1}
    given["annotations"] = [{"result": moved}]
    assert take(store, given, tmp_path) == [Action.ACCEPT]


def test_what_is_no_annotation_is_told(exported: dict[str, Any], tmp_path: Path) -> None:
    """No task, nobody's annotation, a cancelled one, no JSON, no file."""
    for given, said_ in (
        ({"data": {}}, "no Label Studio task"),
        ("x", "no Label Studio task"),
        ({**exported, "annotations": []}, "nobody has annotated"),
        ({**exported, "annotations": [{"result": [], "was_cancelled": True}]}, "nobody"),
    ):
        (tmp_path / "t.json").write_text(json.dumps([given]))
        (fault,) = read_tasks(str(tmp_path / "t.json"))
        assert isinstance(fault, SourceError)
        assert said_ in str(fault)
    (tmp_path / "t.json").write_text("[")
    (fault,) = read_tasks(str(tmp_path / "t.json"))
    assert "is not JSON" in str(fault)
    (fault,) = read_tasks(str(tmp_path / "gone.json"))
    assert "cannot be read" in str(fault)
