"""What follows from decisions, without a store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from llm_extract.jobs.decisions import Action, Decision, State, agree, coded_twice, standing

NOW = datetime(2026, 1, 1, tzinfo=UTC)
A, B = {"id": "a", "place": "Lima"}, {"id": "a", "place": "Quito"}


def told(*steps: tuple[str, dict[str, Any]]) -> list[Decision]:
    """Decisions in order; each an action and what goes with it."""
    return [
        Decision(**{"id": at, "record": 1, "at": NOW, "reviewer": "ana", "action": Action(name),
                    **more})
        for at, (name, more) in enumerate(steps, start=1)
    ]  # fmt: skip


def states(*steps: tuple[str, dict[str, Any]], added: bool = False) -> State:
    """What a record is after these."""
    return standing(told(*steps), added=added).state


def test_the_last_decision_counts() -> None:
    """With its values, its reviewer and its time; comments decide nothing."""
    now = standing(told(("accept", {}), ("edit", {"after": A, "reviewer": "ben"}), ("comment", {})))
    assert (now.state, now.final, now.reviewer, now.decided) == (State.EDITED, A, "ben", NOW)
    assert standing([]).state is State.OPEN
    assert states(("reject", {})) is State.REJECTED
    assert states(("double", {"other": 2})) is State.DOUBLE


def test_who_accepts_an_edit_vouches_for_it() -> None:
    """It stays edited, and an added record stays added."""
    assert states(("edit", {"after": A}), ("accept", {})) is State.EDITED
    assert states(("edit", {"after": A}), ("reject", {}), ("accept", {})) is State.EDITED
    assert states(("add", {"after": A}), ("edit", {"after": B}), added=True) is State.ADDED
    assert states(("add", {"after": A}), ("accept", {}), added=True) is State.ADDED
    assert states(("add", {"after": A}), ("reject", {}), added=True) is State.REJECTED


def test_what_is_taken_back_never_was() -> None:
    """One decision after the other; an added record taken back is rejected."""
    steps: list[tuple[str, dict[str, Any]]] = [("edit", {"after": A}), ("reject", {})]
    assert states(*steps, ("undo", {"undoes": 2})) is State.EDITED
    now = standing(told(*steps, ("undo", {"undoes": 2}), ("undo", {"undoes": 1})))
    assert (now.state, now.final, now.reviewer) == (State.OPEN, None, None)
    assert states(("add", {"after": A}), ("undo", {"undoes": 1}), added=True) is State.REJECTED


def test_two_codings_that_differ_are_a_dispute() -> None:
    """The first one's values stand until somebody settles it."""
    second = {"second": True, "reviewer": "ben"}
    assert states(("accept", {}), ("accept", second)) is State.ACCEPTED
    assert states(("accept", {}), ("reject", second)) is State.DISPUTED
    now = standing(told(("edit", {"after": A}), ("edit", {"after": B, **second})))
    assert (now.state, now.final) == (State.DISPUTED, A)
    assert states(("accept", {}), ("reject", second), ("reject", {})) is State.REJECTED
    assert states(("accept", {}), ("reject", second), ("undo", {"undoes": 2})) is State.ACCEPTED


def test_codings_agree_by_what_they_say() -> None:
    """Not by where the words were selected, nor by how the state came about."""
    here: dict[str, Any] = {"place": {"value": "Lima", "match": "exact", "span": {"start": 1}}}
    there = {"place": {**here["place"], "span": {"start": 9}}}
    one, other, third = told(
        ("edit", {"after": here}), ("edit", {"after": there}), ("edit", {"after": B})
    )
    assert agree(one, other)
    assert not agree(one, third)
    kept, accepted = told(("inherit", {"reason": "accepted"}), ("accept", {}))
    assert agree(kept, accepted)


def test_double_codings_are_found() -> None:
    """The one before the second, whatever came later."""
    steps = told(("accept", {}), ("reject", {"second": True}), ("edit", {"after": A}))
    assert coded_twice(steps) == (steps[0], steps[1])
    assert coded_twice(steps[:1]) is None


def test_what_came_back_waits_and_what_was_inherited_holds() -> None:
    """With the state that it had; a return drops the edited values."""
    assert states(("inherit", {"reason": "rejected"})) is State.REJECTED
    now = standing(told(("inherit", {"reason": "edited", "after": A})))
    assert (now.state, now.final) == (State.EDITED, A)
    now = standing(told(("edit", {"after": A}), ("return", {"before": A})))
    assert (now.state, now.final) == (State.CHANGED, None)
    assert State.CHANGED.waits
    assert not State.CHANGED.holds
