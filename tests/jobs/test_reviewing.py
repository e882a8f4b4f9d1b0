"""Decisions in a real store: kept, derived, taken back, and never overwritten in silence."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from llm_extract.confidence import Confidence
from llm_extract.errors import ConfigurationError, StoreError
from llm_extract.jobs.decisions import Action, DecisionConflict, State
from llm_extract.jobs.editing import EditError
from llm_extract.jobs.queue import Wanted
from llm_extract.jobs.rows import ReviewedRecord
from llm_extract.jobs.store import Store
from tests.jobs.cases import FLAG, called, made, met, said, saved
from tests.jobs.test_store import store

__all__ = ["store"]


@pytest.fixture
def filled(store: Store) -> Store:
    """A meeting, a call and a position of one article."""
    saved(store, made(met(), called(), positions=(said(),), findings=(FLAG,), id="one"))
    return store


def first(store: Store) -> ReviewedRecord:
    return next(store.reviewed(plural="meetings"))


def test_a_decision_is_kept_with_all_that_belongs_to_it(filled: Store) -> None:
    """Who, when, why, how long, before and after; the record's state follows."""
    record = first(filled)
    made_ = filled.decide(record.id[:8], "edit", reviewer="ana", changes={"place": "Quito"},
                          reason="the end says so", seconds=4.5)  # fmt: skip
    (kept,) = filled.history(record.id)
    assert kept == made_
    assert (kept.reviewer, kept.reason, kept.seconds) == ("ana", "the end says so", 4.5)
    assert kept.before is not None
    assert kept.after is not None
    assert (kept.before["place"]["value"], kept.after["place"]["value"]) == ("Lima", "Quito")
    now = filled.entry(record.number)
    assert (now.state, now.data["place"]["value"]) == (State.EDITED, "Quito")
    assert (now.extracted or {})["place"]["value"] == "Lima"
    assert (now.id, now.last, now.reviewer) == (record.id, kept.id, "ana")
    assert filled.queue(Wanted(search="quito", everything=True, states=(State.EDITED,)))


def test_reviewed_records_are_narrowed(filled: Store) -> None:
    """By state, type, article and run."""
    filled.decide(first(filled).number, "accept", reviewer="ana")
    assert [r.state for r in filled.reviewed(states=(State.ACCEPTED,))] == [State.ACCEPTED]
    assert len(list(filled.reviewed(plural="positions", run=1))) == 1
    assert list(filled.reviewed(article="two")) == []
    assert len(list(filled.reviewed(all_runs=True))) == 3


def test_undo_goes_back_step_by_step(filled: Store) -> None:
    """Any number of one's own decisions, and no one else's."""
    record = first(filled).number
    filled.decide(record, "accept", reviewer="ana")
    filled.decide(record, "edit", reviewer="ana", changes={"place": None})
    filled.comment(record, "hm", reviewer="ana")
    assert filled.undo("ben") is None
    assert filled.undo("ana") is not None
    assert filled.entry(record).state is State.ACCEPTED
    assert filled.undo("ana") is not None
    assert filled.entry(record).state is State.OPEN
    assert filled.undo("ana") is None
    assert [d.action for d in filled.history(record)] == [
        Action.ACCEPT, Action.EDIT, Action.COMMENT, Action.UNDO, Action.UNDO,
    ]  # fmt: skip


def test_nobody_is_overwritten_in_silence(filled: Store) -> None:
    """Who has not seen the other's decision is told it; who has may decide."""
    record = first(filled).number
    theirs = filled.decide(record, "reject", reviewer="ben", reason="a panel", seen=0)
    for seen in (0, None):
        with pytest.raises(
            DecisionConflict, match=r"ben has decided.*reject \(a panel\)"
        ) as caught:
            filled.decide(record, "accept", reviewer="ana", seen=seen)
        assert caught.value.decisions == [theirs]
    filled.decide(record, "accept", reviewer="ana", seen=theirs.id)
    assert filled.entry(record).state is State.ACCEPTED
    filled.comment(record, "sure?", reviewer="ben")
    filled.decide(record, "reject", reviewer="ana", seen=theirs.id)


def test_of_two_at_the_same_moment_one_is_told(filled: Store) -> None:
    """The look at what was decided and the decision are one step."""
    record, told = first(filled).number, []
    ready = threading.Barrier(2)

    def decide(reviewer: str) -> None:
        ready.wait()
        try:
            filled.decide(record, "accept", reviewer=reviewer, seen=0)
        except DecisionConflict:
            told.append(reviewer)

    threads = [threading.Thread(target=decide, args=(name,)) for name in ("ana", "ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert len(filled.history(record)) == 1


def test_a_second_coding_starts_from_what_was_extracted(filled: Store) -> None:
    """The second reviewer's edit is not made on the first one's values."""
    record = first(filled).number
    filled.decide(record, "edit", reviewer="ana", changes={"place": "Quito"})
    theirs = filled.decide(
        record, "edit", reviewer="ben", changes={"mode": "unspecified"}, second=True
    )
    assert theirs.before is not None
    assert theirs.after is not None
    assert theirs.before["place"]["value"] == theirs.after["place"]["value"] == "Lima"
    assert filled.entry(record).state is State.DISPUTED


def test_a_missed_record_is_added(filled: Store) -> None:
    """Behind the extracted ones; once."""
    extraction = first(filled).extraction
    values = met(place="Quito", date={"as_written": "Friday", "value": None})
    added = filled.add(extraction, values, plural="meetings", reviewer="ana", seconds=9.0)
    assert (added.state, added.position, added.extracted) == (State.ADDED, 2, None)
    assert added.data["place"]["span"]["text"] == "Quito"
    assert len(list(filled.records())) == 3
    with pytest.raises(EditError, match="has this record already"):
        filled.add(extraction, values, plural="meetings", reviewer="ben")
    filled.undo("ana")
    assert filled.entry(added.number).state is State.REJECTED
    again = filled.add(extraction, values, plural="meetings", reviewer="ana")
    assert filled.entry(again.id).number == again.number
    changed = filled.decide(again.id, "edit", reviewer="ana", changes={"place": None})
    assert filled.entry(again.id).state is State.ADDED
    assert changed.after is not None


def test_a_double_names_the_record_that_it_repeats(filled: Store) -> None:
    """Another one than itself."""
    one, other = list(filled.reviewed(plural="meetings"))
    decision = filled.decide(other.id, "double", reviewer="ana", double_of=one.id)
    assert (decision.other, filled.entry(other.id).state) == (one.number, State.DOUBLE)
    with pytest.raises(ConfigurationError, match="cannot repeat itself"):
        filled.decide(one.id, "double", reviewer="ana", double_of=one.id)
    with pytest.raises(ConfigurationError, match="name the record"):
        filled.decide(one.id, "double", reviewer="ana")


def test_the_record_that_is_repeated_stays(filled: Store) -> None:
    """Of the same type and article, and neither rejected nor a double itself."""
    one, other = list(filled.reviewed(plural="meetings"))
    (position,) = filled.reviewed(plural="positions")
    with pytest.raises(ConfigurationError, match="same type and article"):
        filled.decide(one.id, "double", reviewer="ana", double_of=position.id)
    filled.decide(other.id, "double", reviewer="ana", double_of=one.id)
    with pytest.raises(ConfigurationError, match="is double itself"):
        filled.decide(one.id, "double", reviewer="ana", double_of=other.id)


def test_an_edit_that_changes_nothing_accepts(filled: Store) -> None:
    """Nothing is otherwise afterwards, so that no statistics count an edit."""
    record = first(filled)
    status = record.data["status"]
    decision = filled.decide(record.id, "edit", reviewer="ana", changes={"status": status})
    assert (decision.action, decision.after) == (Action.ACCEPT, None)
    assert filled.entry(record.id).state is State.ACCEPTED


def test_an_empty_comment_is_none(filled: Store) -> None:
    """It says so."""
    with pytest.raises(ConfigurationError, match="say something"):
        filled.comment(first(filled).id, " ", reviewer="ana")


def test_low_confidence_is_a_reason_in_the_queue_too(store: Store) -> None:
    """As in the lists of records."""
    extraction = made(met(), id="one")
    sure = {"meetings[0]": Confidence(record=0.01, fields={})}
    saved(store, extraction.model_copy(update={"confidence": sure}))
    assert first(store).reasons == ["confidence.low"]


def test_a_preview_keeps_nothing(filled: Store) -> None:
    """It says what the article has for the new value."""
    record = first(filled)
    found = filled.preview(
        record.number, met(place="Cusco"), extraction=record.extraction, plural="meetings"
    ).findings
    assert [f.verdict.value for f in found if f.path == "place"] == ["not_found"]
    assert filled.history(record.id) == []


def test_wrong_wishes_are_refused(filled: Store) -> None:
    """An unknown record or action, an edit without values, an ambiguous id."""
    record = first(filled)
    with pytest.raises(StoreError, match="no record ffffffffffff"):
        filled.entry("ffffffffffff")
    for nothing in (0, ""):
        with pytest.raises(StoreError, match="there is no record"):
            filled.entry(nothing)
    with pytest.raises(ConfigurationError, match="undo: is none of accept, edit"):
        filled.decide(record.id, "undo", reviewer="ana")
    with pytest.raises(ConfigurationError, match="either the whole record or"):
        filled.decide(record.id, "edit", reviewer="ana")
    with pytest.raises(EditError, match="place"):
        filled.decide(record.id, "edit", reviewer="ana", changes={"place": ""})
    assert filled.history(record.id) == []


def test_drafts_are_kept_until_they_are_dropped(filled: Store) -> None:
    """One a name and reviewer; the latest."""
    filled.put_draft("record 1", {"place": "Qu"}, reviewer="ana")
    filled.put_draft("record 1", {"place": "Quito"}, reviewer="ana")
    draft = filled.draft("record 1", reviewer="ana")
    assert draft is not None
    assert draft.data == {"place": "Quito"}
    assert filled.draft("record 1", reviewer="ben") is None
    filled.put_draft("record 1", None, reviewer="ana")
    assert filled.draft("record 1", reviewer="ana") is None


def test_findings_of_a_record_come_alone(filled: Store) -> None:
    """Not those of its neighbours."""
    one, other = list(filled.reviewed(plural="meetings"))
    assert filled.findings_of(one) == [FLAG]
    assert filled.findings_of(other) == []


def test_decisions_outlive_the_process(tmp_path: Path) -> None:
    """What was answered is on the disk."""
    with Store(tmp_path / "s.db") as opened:
        saved(opened, made(met()))
        opened.decide(first(opened).id, "accept", reviewer="ana")
    with Store(tmp_path / "s.db") as opened:
        assert first(opened).state is State.ACCEPTED
        assert [d.reviewer for d in opened.decisions()] == ["ana"]


def test_of_several_runs_the_shown_record_is_meant(filled: Store) -> None:
    """Not the newest row, where a later run took over an older extraction."""
    old = first(filled)
    saved(filled, made(met(place="Quito"), called(), id="one", published="2022-05-05"))
    newer = first(filled)
    assert newer.id == old.id
    assert newer.number != old.number
    again = filled.start_run(made(met()).provenance)
    filled.reuse(again, filled.article(old.extraction), extraction=old.extraction)
    assert filled.entry(old.id).number == old.number
