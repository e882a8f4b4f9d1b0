"""Exported, edited elsewhere, and taken in again."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from llm_extract.diplomacy import diplomacy
from llm_extract.errors import SourceError
from llm_extract.exchange import Line
from llm_extract.export.lines import exchange_line
from llm_extract.jobs.decisions import Action, State
from llm_extract.jobs.finals import finals
from llm_extract.jobs.intake import Taken, take_in
from llm_extract.jobs.store import Store
from tests.jobs.cases import AGAIN, called, made, met, said, saved
from tests.jobs.test_store import store

__all__ = ["store"]


@pytest.fixture
def filled(store: Store) -> Store:
    """A meeting, a call, and a position expressed at the call."""
    saved(store, made(met(), called(), positions=(said(meeting=1),), id="one"))
    return store


def exported(store: Store) -> dict[str, Any]:
    """The one article of a store, as it is exported."""
    (entry,) = finals(store, spec=diplomacy(), chosen=tuple(State))
    return copy.deepcopy(exchange_line(entry))


def take(store: Store, data: dict[str, Any], reviewer: str = "ana") -> list[Taken]:
    head = {name: str(value) for name, value in data["article"].items() if value}
    line = Line("f:1", head, None, data)
    return list(take_in(store, line, spec=diplomacy(), reviewer=reviewer))


def actions(taken: list[Taken]) -> list[Action | str | None]:
    return [str(entry.error) if entry.error else entry.action for entry in taken]


def test_its_own_export_changes_nothing(filled: Store) -> None:
    """Whatever the states are: open, edited, rejected, a double, added."""
    assert actions(take(filled, exported(filled))) == [None, None, None]
    one, call = filled.reviewed(plural="meetings")
    filled.decide(one.id, "edit", reviewer="ben", changes={"place": "Quito"}, reason="so")
    filled.decide(call.id, "double", reviewer="ben", double_of=one.id)
    filled.decide(next(filled.reviewed(plural="positions")).id, "reject", reviewer="ben")
    values = met(place="Quito", evidence=[AGAIN], date={"as_written": "Friday", "value": None})
    filled.add(one.extraction, values, plural="meetings", reviewer="ben")
    before = exported(filled)
    assert actions(take(filled, before)) == [None] * 4
    assert exported(filled) == before


def test_what_was_changed_is_taken_in(filled: Store) -> None:
    """Edits, states, doubles and new records; with the reason that stands beside them."""
    data = exported(filled)
    one, call = data["meetings"]
    one |= {"place": "Quito", "reason": "the end says so"}
    call |= {"state": "double", "double_of": one["id"]}
    data["positions"][0]["state"] = "accepted"
    new = met(place="Quito", evidence=[AGAIN], date={"as_written": "Friday", "value": None})
    data["meetings"].append(new)
    assert actions(take(filled, data)) == [
        Action.EDIT, Action.DOUBLE, Action.ADD, Action.ACCEPT,
    ]  # fmt: skip
    assert filled.history(one["id"])[-1].reason == "the end says so"
    assert [r.state for r in filled.reviewed(plural="meetings")] == [
        State.EDITED, State.DOUBLE, State.ADDED,
    ]  # fmt: skip
    data = exported(filled)
    assert actions(take(filled, data)) == [None] * 4


def test_the_same_new_record_is_added_once(filled: Store) -> None:
    """A file that is taken in twice changes nothing the second time."""
    new = met(place="Quito", evidence=[AGAIN], date={"as_written": "Friday", "value": None})
    data = {"article": {"id": "one"}, "meetings": [new]}
    assert actions(take(filled, data)) == [Action.ADD]
    assert actions(take(filled, data)) == [None]


def test_what_the_file_lacks_stays(filled: Store) -> None:
    """Records and fields; a link whose list is not there leads where it led."""
    data = exported(filled)
    position = data["positions"][0]
    part = {"id": position["id"], "issue": "sharing of data", "links": position["links"]}
    assert actions(take(filled, {"article": {"id": "one"}, "positions": [part]})) == [Action.EDIT]
    (entry,) = filled.reviewed(plural="positions")
    assert (entry.data["issue"], entry.data["meeting"]) == ("sharing of data", 1)
    assert entry.data["stance"] == "commits_to"


def test_links_count_in_the_file(filled: Store) -> None:
    """The first of the file may be the second of the store, or a new one."""
    data = exported(filled)
    data["meetings"].reverse()
    data["positions"][0]["meeting"] = 0
    assert actions(take(filled, data)) == [None] * 3
    data["positions"][0]["meeting"] = 1
    assert actions(take(filled, data)) == [None, None, Action.EDIT]
    assert next(filled.reviewed(plural="positions")).data["meeting"] == 0
    data = exported(filled)
    data["positions"][0]["meeting"] = 9
    assert "no meetings[9]" in str(actions(take(filled, data))[-1])


def test_what_somebody_decided_since_is_not_overwritten(filled: Store) -> None:
    """The others of the file are taken in all the same."""
    data = exported(filled)
    one, call = data["meetings"]
    filled.decide(one["id"], "reject", reviewer="ben")
    one["place"] = call["place"] = "Quito"
    first, second, _ = actions(take(filled, data))
    assert "ben has decided it already" in str(first)
    assert second is Action.EDIT
    assert filled.entry(one["id"]).state is State.REJECTED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "fine"}, "state fine: is none of open, accepted"),
        ({"status": "gone"}, "status: Input should be"),
        ({"state": "double"}, "name the record that it repeats"),
        ({"decided": "yesterday", "place": "Quito"}, "decided yesterday: is no time"),
    ],
)
def test_what_cannot_stand_is_told(filled: Store, change: dict[str, Any], said: str) -> None:
    """Under the place in the file; nothing of that record is kept."""
    data = exported(filled)
    data["meetings"][0] |= change
    first = take(filled, data)[0]
    assert said in str(first.error)
    assert first.where == "f:1: meetings[0]"
    assert filled.history(data["meetings"][0]["id"]) == []


def test_an_article_is_found_by_its_text_too(filled: Store) -> None:
    """An unknown one is an error; a record that is none, too."""
    data = exported(filled)
    data["article"]["id"] = "other"
    assert actions(take(filled, data)) == [None] * 3
    with pytest.raises(SourceError, match="no records of the article nope"):
        take(filled, {"article": {"id": "nope"}, "meetings": []})
    with pytest.raises(SourceError, match="is no list"):
        take(filled, {"article": {"id": "one"}, "meetings": {}})
    (taken,) = take(filled, {"article": {"id": "one"}, "meetings": ["x"]})
    assert "is no record" in str(taken.error)
