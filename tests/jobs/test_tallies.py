"""What decisions tell in sum, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from llm_extract.jobs.decisions import Action, Decision
from llm_extract.jobs.store import Store
from llm_extract.jobs.tallies import Story, Work, Worth, is_touched, tallied
from tests.jobs.cases import FLAG, called, made, met, said, saved
from tests.jobs.test_store import store

__all__ = ["store"]

OLD: dict[str, Any] = {"id": "a", "place": "Lima", "people": [{"n": "x"}, {"n": "y"}]}
PLACE = [("place.x", "place"), ("name.x", "people[1].n")]


def told(*steps: tuple[str, dict[str, Any]]) -> list[Decision]:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Decision(**{"id": at, "record": 1, "at": now, "reviewer": "ana", "action": Action(name),
                    "before": OLD, **more})
        for at, (name, more) in enumerate(steps, start=1)
    ]  # fmt: skip


def story(*steps: tuple[str, dict[str, Any]], flagged: bool = True) -> Story:
    return Story(OLD, told(*steps), PLACE if flagged else [], flagged)


@pytest.mark.parametrize(
    ("path", "new", "touched"),
    [
        ("place", {"place": "Quito"}, True),
        ("people[0].n", {"place": "Quito"}, False),
        ("", {"place": "Quito"}, True),
        ("people", {"people": [{"n": "x"}]}, True),
        ("people[0].n", {"people": [{"n": "x"}]}, False),
        ("people[1].n", {"people": [{"n": "x"}]}, True),
        ("people[1]", {"people": [{"n": "y"}, {"n": "x"}]}, False),
        ("people[1].n", {"people": [{"n": "x"}, {"n": "z"}]}, True),
    ],
)
def test_an_edit_touches_what_it_changes(path: str, new: dict[str, Any], touched: bool) -> None:
    """An item that only moved is not touched."""
    assert is_touched(path, OLD, {**OLD, **new}) is touched


def test_flags_are_right_or_wrong() -> None:
    """By code: rejected or edited there is wrong; a double says nothing of the values."""
    quito = {**OLD, "place": "Quito"}
    tally = tallied([
        story(("accept", {})),
        story(("edit", {"after": quito})),
        story(("edit", {"after": quito}), ("accept", {})),
        story(("reject", {})),
        story(("double", {"other": 2})),
        story(("accept", {}), ("undo", {"undoes": 1})),
        story(("comment", {})),
        story(("accept", {}), flagged=False),
        story(("accept", {}), flagged=False),
        story(("reject", {}), flagged=False),
        Story(None, told(("add", {"after": OLD}))),
    ])  # fmt: skip
    assert tally.codes == {"name.x": Worth(wrong=1, right=3), "place.x": Worth(wrong=3, right=1)}
    assert tally.flagged == Worth(wrong=4, right=1)
    assert tally.unflagged == Worth(wrong=1, right=2)


def test_reviewers_and_their_time() -> None:
    """What was taken back took its time, and does not count; nor does what a run took over."""
    ben = {"reviewer": "ben"}
    tally = tallied([
        story(("accept", {"seconds": 2.0}), ("undo", {"undoes": 1}), ("reject", {"seconds": 4.0})),
        story(("edit", {"seconds": 9.0, "after": OLD}), ("comment", {})),
        story(("accept", {**ben, "seconds": 1.0})),
        story(("inherit", {"reason": "accepted"})),
        story(("accept", ben)),
    ])  # fmt: skip
    assert tally.reviewers == {
        "ana": Work({"reject": 1, "edit": 1}, undone=1, seconds=4.0, total=15.0),
        "ben": Work({"accept": 2}, seconds=1.0, total=1.0),
    }
    assert tally.seconds == 3.0
    assert tallied([]).seconds is None


def test_a_store_tells_its_stories(store: Store) -> None:
    """Every decided record with its flags, over all runs; double codings are compared."""
    saved(store, made(met(), called(), positions=(said(),), id="one", findings=(FLAG,)))
    one, call, position = store.reviewed()
    store.decide(one.number, "edit", reviewer="ana", changes={"place": "Quito"}, seconds=3.0)
    store.decide(call.number, "accept", reviewer="ana")
    store.decide(call.number, "edit", reviewer="ben", changes={"mode": "video"}, second=True)
    saved(store, made(met(), called(), positions=(said(),), id="one", findings=(FLAG,)))
    tally = store.tally()
    assert tally.codes == {"place.x": Worth(wrong=1)}
    assert tally.unflagged == Worth(right=1)
    assert tally.agreement["decision"].share == 1.0
    assert tally.agreement["mode"].share == 0.0
    assert tally.reviewers["ana"].actions == {"edit": 1, "accept": 1}
    assert store.tally(below=1.0).unflagged == Worth(right=1)
    assert position.state.waits
