"""What the desk shows and does in the rarer states: returned, disputed, coded twice, added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from llm_extract.errors import ConfigurationError
from llm_extract.exchange import exchanged
from llm_extract.jobs.decisions import Action, State, append
from llm_extract.jobs.queue import Wanted
from llm_extract.jobs.store import Store
from llm_extract.review.desk import Desk
from llm_extract.spec import default_spec, load_spec
from tests.review.cases import fill, hostile


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two shipped articles."""
    with Store(tmp_path / "store.db") as made:
        fill(made)
        yield made


def desk(store: Store, reviewer: str = "ana", **wanted: object) -> Desk:
    asked = Wanted(reviewer=reviewer, **{"everything": True, **wanted})  # type: ignore[arg-type]
    return Desk(store, reviewer=reviewer, wanted=asked, spec=default_spec())


def test_a_returned_record_shows_the_difference(store: Store) -> None:
    """What was decided in an earlier run beside what the new one found."""
    entry = store.entry(1)
    before = {**entry.data, "status": "held", "place": {**entry.data["place"], "value": "Filoli"}}
    with store._begun() as db:
        append(db, 1, {"reviewer": "ben", "action": Action.RETURN.value, "before": before})
    html = desk(store).begin("r1")["html"]
    assert "ben had this decided in an earlier run" in html
    assert "found now" in html
    assert "Filoli estate in Woodside" in html


def test_a_second_coding_does_not_see_the_first(store: Store) -> None:
    """Values as extracted, no state, no history; where the two differ, both are shown."""
    store.decide(1, "edit", reviewer="ben", changes={"status": "held"}, reason="they met")
    ana = desk(store, double=1.0, states=(), everything=False, coverage=False)
    html = ana.begin("r1")["html"]
    assert "second coding" in html
    assert "ben" not in html
    assert "they met" not in html
    assert 'data-path="status"' in html
    ana.decide(0, "r1", action="reject", seen=None, seconds=3.0)
    assert store.entry(1).state is State.DISPUTED
    html = desk(store, "eve").begin("r1")["html"]
    assert "Which is right?" in html
    assert html.index("ben edited it") < html.index("ana rejected it")


def test_what_others_decide_meanwhile_is_passed_over(store: Store) -> None:
    """The next one is one that still waits."""
    ana = desk(store, order="article")
    assert ana.begin(None)["key"] == "r1"
    store.decide(2, "accept", reviewer="ben")
    said = ana.decide(0, "r1", action="accept", seen=0, seconds=1.0)
    assert (said["to"], said["left"]) == ("r3", 12)


def test_accepting_ones_own_edit_goes_on(store: Store) -> None:
    """A taken proposal is decided; `a` behind it adds nothing."""
    ana = desk(store)
    ana.take(0, "r1", path="status", code="status.mismatch", seen=0, seconds=1.0)
    ana.decide(0, "r1", action="accept", seen=store.entry(1).last, seconds=1.0)
    assert [d.action for d in store.history(1)] == [Action.EDIT]


def test_an_added_record_is_shown_checked_and_taken_back(store: Store) -> None:
    """It counts as citing what it cites; undo rejects it."""
    ana = desk(store)
    missed = next(f for f in store.findings(1) if f.path == "positions")
    start, end = missed.spans[0]
    evidence = store.article(1).text[start:end]
    values = {**exchanged(store.entry(2).data), "evidence": [evidence], "issue": "something else",
              "spans": {}, "id": ""}  # fmt: skip
    values["holders"] = [{"name": "Washington", "country": None}]
    said = ana.add(0, "x1", plural="positions", values=values, seconds=2.0)
    assert "An added record cites it." in said["html"]
    (made,) = store.reviewed(states=(State.ADDED,))
    assert "added by ana" in ana.item(0, f"r{made.number}")["html"]
    assert ana.undo(0, "x1")["said"].startswith("taken back: add")
    assert store.entry(made.number).state is State.REJECTED


def test_text_is_only_ever_text(tmp_path: Path) -> None:
    """Titles, values and passages are escaped; steering characters stand there by name."""
    with Store(tmp_path / "hostile.db") as store:
        hostile(store)
        html = desk(store).begin("r1")["html"]
        form = desk(store).form(0, "r1", plural=None, values=None, seen=None, span=None)["html"]
    for each in (html, form):
        assert "<script" not in each
        assert "<img" not in each
        assert "\u202e" not in each
    assert "{{ 7 * 7 }}" in html
    assert html.count("RLO") == 2


def test_records_of_an_unknown_type_are_shown(store: Store) -> None:
    """Without their spec they can be accepted, not edited; the line says what to name."""
    spec = load_spec("examples/custom/trade_deals.py:trade_deals")
    ana = Desk(store, reviewer="ana", wanted=Wanted(everything=True), spec=spec)
    assert "Filoli estate" in ana.begin("r1")["html"]
    with pytest.raises(ConfigurationError, match="--spec"):
        ana.form(0, "r1", plural=None, values=None, seen=None, span=None)
    ana.decide(0, "r1", action="accept", seen=0, seconds=None)
    assert store.entry(1).state is State.ACCEPTED


def test_what_a_record_cannot_repeat_is_not_to_be_chosen(store: Store) -> None:
    """Records of another type stand among the doubles, and cannot be pressed."""
    html = desk(store).begin("r1")["html"]
    doubles = html.partition('class="doubles"')[2]
    choices = [part.partition(">")[0] for part in doubles.split("<button")[1:-1]]
    assert len(choices) == 2
    assert all("disabled" in choice and "same type" in choice for choice in choices)
