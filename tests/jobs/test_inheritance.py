"""A new run takes over what was decided, or brings it back; it never overwrites."""

from __future__ import annotations

from typing import Any

import pytest

from llm_extract.jobs.decisions import Action, State
from llm_extract.jobs.rows import ReviewedRecord
from llm_extract.jobs.store import Store
from tests.jobs.cases import AGAIN, FIRST, TEXT, called, made, met, said, saved
from tests.jobs.test_store import MADE, store

__all__ = ["store"]

HERE: dict[str, Any] = {"id": "one"}


def shown(store: Store, plural: str = "meetings") -> list[ReviewedRecord]:
    """The records of the latest run."""
    return list(store.reviewed(plural=plural))


def again(store: Store, *meetings: dict[str, Any], **more: Any) -> list[ReviewedRecord]:
    """The meetings of the same article, extracted once more."""
    saved(store, made(*meetings, **{**HERE, **more}))
    return shown(store)


@pytest.fixture
def decided(store: Store) -> Store:
    """A meeting that is accepted; a call that is edited; a position that is rejected."""
    saved(store, made(met(), called(), positions=(said(),), **HERE))
    one, call = shown(store)
    store.decide(one.id, "accept", reviewer="ana", reason="sure")
    store.decide(call.id, "edit", reviewer="ben", changes={"place": "Quito"})
    store.decide(shown(store, "positions")[0].id, "reject", reviewer="ana")
    return store


def test_what_was_found_again_inherits(decided: Store) -> None:
    """State, values, reviewer and time; the rejected stay rejected."""
    before = [*shown(decided), *shown(decided, "positions")]
    one, call = again(decided, met(), called(), positions=(said(),))
    (position,) = shown(decided, "positions")
    assert [r.state for r in (one, call, position)] == [
        State.ACCEPTED, State.EDITED, State.REJECTED,
    ]  # fmt: skip
    assert call.data["place"]["value"] == "Quito"
    assert (call.extracted or {})["place"] is None
    for old, new in zip(before, (one, call, position), strict=True):
        assert old.number != new.number
        assert (old.reviewer, old.decided) == (new.reviewer, new.decided)
    first, taken = decided.history(one.id)
    assert (taken.action, taken.origin, first.reason) == (Action.INHERIT, first.id, "sure")


def test_order_of_evidence_spans_and_ids_do_not_matter(decided: Store) -> None:
    """Only what was extracted does."""
    values = met(evidence=[FIRST, AGAIN])
    one = again(decided, values)[0]
    decided.decide(one.number, "accept", reviewer="ana", seen=one.last)
    assert again(decided, met(evidence=[AGAIN, FIRST]))[0].state is State.ACCEPTED


def test_what_was_found_otherwise_comes_back(decided: Store) -> None:
    """With what had been decided beside it; the old run's record keeps its decision."""
    old = shown(decided)
    one, call = again(decided, met(place="Quito"), called(mode="video"))
    assert [one.state, call.state] == [State.CHANGED, State.CHANGED]
    assert one.data["place"]["value"] == "Quito"
    last = decided.history(one.id)[-1]
    assert (last.action, last.reason, last.reviewer) == (Action.RETURN, "place", "ana")
    assert (last.before or {})["place"]["value"] == "Lima"
    last = decided.history(call.number)[-1]
    assert last.reason == "mode"
    assert (last.before or {})["place"]["value"] == "Quito"
    assert [item.record for item in decided.queue()][:2] == [one.number, call.number]
    assert decided.entry(old[0].number).state is State.ACCEPTED


def test_another_identity_is_matched_by_what_it_says(decided: Store) -> None:
    """A date that was read otherwise makes another id, and is the same meeting."""
    changed = met(date={"as_written": "Tuesday", "value": "2022-05-03"})
    old, new = shown(decided)[0], again(decided, changed)[0]
    assert old.id != new.id
    assert (new.state, decided.history(new.id)[-1].reason) == (State.CHANGED, "date.value")


def test_what_a_run_finds_as_it_was_edited_is_accepted(decided: Store) -> None:
    """The reviewer has said already that this is right."""
    call = again(decided, met(), called(place="Quito"))[1]
    assert (call.state, call.reviewer) == (State.ACCEPTED, "ben")
    assert call.data == call.extracted


def test_a_run_that_misses_a_record_does_not_lose_its_decision(decided: Store) -> None:
    """The next one that finds it inherits."""
    assert [r.state for r in again(decided, called())] == [State.EDITED]
    assert [r.state for r in again(decided, met(), called())] == [State.ACCEPTED, State.EDITED]


def test_what_came_back_is_compared_with_what_was_decided(decided: Store) -> None:
    """Not with the run in between; once decided again, that counts."""
    again(decided, met(place="Quito"))
    assert again(decided, met())[0].state is State.ACCEPTED
    back = again(decided, met(place="Quito"))[0]
    assert back.state is State.CHANGED
    decided.decide(back.number, "reject", reviewer="ben", seen=back.last)
    assert again(decided, met(place="Quito"))[0].state is State.REJECTED


def test_an_added_record_is_carried_over(decided: Store) -> None:
    """Through any number of runs, with its edits; one that was taken back is not."""
    extraction = shown(decided)[0].extraction
    values = met(place="Quito", evidence=[AGAIN], date={"as_written": "Friday", "value": None})
    added = decided.add(extraction, values, plural="meetings", reviewer="ana")
    decided.decide(added.number, "edit", reviewer="ana", changes={"mode": "unspecified"})
    for _ in range(2):
        kept = again(decided, met())[-1]
        assert (kept.id, kept.state, kept.extracted, kept.reviewer, kept.position) == (
            added.id, State.ADDED, None, "ana", 1,
        )  # fmt: skip
        assert kept.data["mode"] == "unspecified"
    assert [d.action for d in decided.history(kept.number)] == [
        Action.ADD, Action.EDIT, Action.INHERIT, Action.INHERIT,
    ]  # fmt: skip
    decided.undo("ana")
    decided.undo("ana")
    assert decided.entry(kept.number).state is State.REJECTED
    assert len(again(decided, met())) == 1


def test_an_added_record_that_a_run_finds_is_accepted(decided: Store) -> None:
    """Otherwise found, it comes back."""
    extraction = shown(decided)[0].extraction
    values = met(place="Quito", evidence=[AGAIN], date={"as_written": "Friday", "value": None})
    decided.add(extraction, values, plural="meetings", reviewer="ana")
    _, found = again(decided, met(), values)
    assert (found.state, found.extracted is None) == (State.ACCEPTED, False)
    _, found = again(decided, met(), {**values, "mode": "video"})
    assert found.state is State.CHANGED
    assert (decided.history(found.number)[-1].before or {})["mode"] == "in_person"


def test_a_double_repeats_the_new_record(decided: Store) -> None:
    """Without that one it comes back."""
    one, call = shown(decided)
    decided.decide(call.id, "double", reviewer="ben", double_of=one.id)
    one, call = again(decided, met(), called())
    assert (call.state, decided.history(call.number)[-1].other) == (State.DOUBLE, one.number)
    (call,) = again(decided, called())
    assert call.state is State.CHANGED
    assert "repeated" in (decided.history(call.number)[-1].reason or "")


def test_links_follow_the_records_they_lead_to(store: Store) -> None:
    """The same meeting at another place in the list is no difference."""
    saved(store, made(met(), positions=(said(meeting=0),), **HERE))
    (position,) = shown(store, "positions")
    store.decide(position.id, "edit", reviewer="ana", changes={"issue": "sharing data"})
    saved(store, made(called(), met(), positions=(said(meeting=1),), **HERE))
    (position,) = shown(store, "positions")
    assert (position.state, position.data["meeting"]) == (State.EDITED, 1)
    saved(store, made(called(), met(), positions=(said(meeting=0),), **HERE))
    (position,) = shown(store, "positions")
    assert position.state is State.CHANGED


def test_a_dispute_stays_one(decided: Store) -> None:
    """Nobody has settled it."""
    one = shown(decided)[0]
    decided.decide(one.number, "reject", reviewer="ben", second=True)
    assert again(decided, met())[0].state is State.DISPUTED


def test_a_corrected_text_moves_the_words(decided: Store) -> None:
    """Edited and added values are found anew where they stand now."""
    extraction = shown(decided)[0].extraction
    values = met(place="Quito", evidence=[AGAIN], date={"as_written": "Friday", "value": None})
    decided.add(extraction, values, plural="meetings", reviewer="ana")
    found = again(decided, met(), called(), text=f"LIMA. {TEXT}")
    assert [r.state for r in found] == [State.ACCEPTED, State.EDITED, State.ADDED]
    for record in found[1:]:
        span = record.data["place"]["span"]
        assert span["text"] == f"LIMA. {TEXT}"[span["start"] : span["end"]] == "Quito"


def test_taking_back_reaches_the_heirs(decided: Store) -> None:
    """What rests on a decision falls with it."""
    again(decided, met(), called())
    decided.undo("ben")
    assert [r.state for r in shown(decided)] == [State.ACCEPTED, State.OPEN]


def test_what_is_taken_over_stays_as_it_is(decided: Store) -> None:
    """The same extraction in another run has its decisions already."""
    one = shown(decided)[0]
    number = one.extraction
    decided.reuse(decided.start_run(MADE), decided.article(number), extraction=number)
    assert shown(decided)[0] == one


def test_an_extraction_that_comes_back_has_what_was_decided_since(decided: Store) -> None:
    """It was left for another one in between, where people went on."""
    first = shown(decided)[0].extraction
    met_again = met(place="Quito", evidence=[AGAIN], date={"as_written": "Friday", "value": None})
    _, _, friday = again(decided, met(), called(), met_again)
    decided.decide(friday.number, "accept", reviewer="ana")
    decided.add(friday.extraction, met(mode="video", status="planned"), plural="meetings",
                reviewer="ana")  # fmt: skip
    decided.reuse(decided.start_run(MADE), decided.article(first), extraction=first)
    assert [r.state for r in shown(decided)] == [State.ACCEPTED, State.EDITED, State.ADDED]


def test_other_articles_and_domains_are_left_alone(decided: Store) -> None:
    """Equal words in another article are another record."""
    saved(decided, made(met(), id="two", text=f"{TEXT} Rain fell."))
    assert {r.state for r in decided.reviewed(article="two")} == {State.OPEN}
    other = MADE.model_copy(update={"spec": "visits"})
    fresh = made(met(), **HERE).model_copy(update={"provenance": other})
    run = decided.start_run(other)
    number = decided.save(run, fresh)
    assert {r.state for r in decided.reviewed(run=run) if r.extraction == number} == {State.OPEN}
