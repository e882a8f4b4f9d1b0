"""What a store gives away after review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field

from llm_extract.diplomacy import diplomacy
from llm_extract.errors import ConfigurationError
from llm_extract.fields import RecordLink
from llm_extract.finals import Final, Finals, Link
from llm_extract.jobs.decisions import State
from llm_extract.jobs.finals import finals, states
from llm_extract.jobs.store import Store
from llm_extract.records import Record
from llm_extract.spec import Prompt, RecordType, Spec
from tests.jobs.cases import called, made, met, said, saved

SPEC = diplomacy()
AGAIN = met(place="Quito", status="planned")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two meetings, a call, and a position on the last of them."""
    with Store(tmp_path / "s.db") as opened:
        saved(opened, made(met(), AGAIN, called(), positions=(said(meeting=2),)))
        yield opened


def one(store: Store, *names: str, **options: Any) -> Finals:
    """The only article as it is given in these states."""
    (found,) = finals(store, spec=SPEC, chosen=states(names), **options)
    return found


def numbers(store: Store, plural: str = "meetings") -> list[int]:
    """The store's numbers of a type's records, in order."""
    return [entry.number for entry in store.reviewed(plural=plural)]


def test_names_of_states() -> None:
    """Each stands for itself, two for several, none for what is not refused."""
    assert states(["edited", "open", "edited"]) == (State.EDITED, State.OPEN)
    assert states(["reviewed"]) == (State.ACCEPTED, State.EDITED, State.ADDED)
    assert set(states(["all"])) == set(State)
    assert set(State) - set(states([])) == {State.REJECTED, State.DOUBLE}
    with pytest.raises(ConfigurationError, match="--state done: is none of reviewed, all, open"):
        states(["done"])


def test_a_store_nobody_reviewed_gives_everything(store: Store) -> None:
    """As it was extracted, without a word of review."""
    found = one(store)
    assert [len(records) for records in found.records.values()] == [3, 1]
    (position,) = found.records["positions"]
    assert position.data["meeting"] == 2
    assert position.links == {"meeting": Link("meetings", found.records["meetings"][2].id)}
    assert (position.state, position.reviewer, position.decided) == ("open", None, None)
    assert one(store, "reviewed").records == {"meetings": [], "positions": []}


def test_links_count_in_what_is_given(store: Store) -> None:
    """A rejected meeting moves those behind it up; the stored record stays as it is."""
    store.decide(numbers(store)[0], "reject", reviewer="kim", reason="no meeting")
    found = one(store)
    assert [len(records) for records in found.records.values()] == [2, 1]
    (position,) = found.records["positions"]
    assert position.data["meeting"] == 1
    assert found.records["meetings"][1].id == position.links["meeting"].id
    (kept,) = store.reviewed(plural="positions")
    assert kept.data["meeting"] == 2
    assert one(store, "all").records["positions"][0].data["meeting"] == 2


def test_a_link_to_what_is_left_out_is_null(store: Store) -> None:
    """Where it led can be told all the same."""
    third = store.entry(numbers(store)[2])
    store.decide(third.number, "reject", reviewer="kim")
    (position,) = one(store).records["positions"]
    assert position.data["meeting"] is None
    assert position.links == {"meeting": Link("meetings", third.id)}


def test_links_count_the_same_with_one_type(store: Store) -> None:
    """So that two files of one type each fit together."""
    found = one(store, plural="positions")
    assert list(found.records) == ["positions"]
    assert found.records["positions"][0].data["meeting"] == 2


def test_final_values_with_who_decided_them(store: Store) -> None:
    """Edited, doubled and added records say by whom, when, why, and of what."""
    first, second, _ = numbers(store)
    store.decide(first, "edit", reviewer="kim", changes={"place": "Quito"}, reason="see end")
    store.decide(second, "double", reviewer="lee", double_of=first)
    added = store.add(1, said(issue="visas"), plural="positions", reviewer="kim")
    edited, double, _ = one(store, "all").records["meetings"]
    assert edited.data["place"]["value"] == "Quito"
    assert (edited.state, edited.reviewer, edited.reason) == ("edited", "kim", "see end")
    assert edited.decided is not None
    assert edited.decided.tzinfo is not None
    assert (double.state, double.double_of) == ("double", edited.id)
    chosen = one(store, "reviewed")
    assert [f.id for f in chosen.records["meetings"]] == [edited.id]
    assert [(f.id, f.state) for f in chosen.records["positions"]] == [(added.id, "added")]


def test_the_reason_is_that_of_the_decision_that_stands(store: Store) -> None:
    """Comments and what was undone do not count."""
    (first, *_) = numbers(store)
    store.decide(first, "accept", reviewer="kim", reason="fine")
    store.comment(first, "look again", reviewer="lee")
    store.decide(first, "reject", reviewer="kim", reason="oops")
    store.undo("kim")
    (final, *_) = one(store).records["meetings"]
    assert (final.state, final.reason) == ("accepted", "fine")


def test_an_inherited_decision_keeps_its_reason(store: Store) -> None:
    """A new run's record says what was decided on the old one."""
    (first, *_) = numbers(store)
    store.decide(first, "accept", reviewer="kim", reason="fine")
    saved(store, made(met(), AGAIN, called()))
    (final, *_) = one(store).records["meetings"]
    assert (final.state, final.reviewer, final.reason) == ("accepted", "kim", "fine")


def test_reasons_hold_a_low_confidence(tmp_path: Path) -> None:
    """As the list of records has it."""
    with Store(tmp_path / "s.db") as store:
        saved(store, made(met(), AGAIN, sure=(0.01, 0.999)))
        low, high = one(store).records["meetings"]
    assert (low.reasons, high.reasons) == (["confidence.low"], [])
    assert (low.confidence, high.confidence) == (0.01, 0.999)


def test_several_articles_come_in_order(store: Store) -> None:
    """Those without records, too; runs and articles narrow them."""
    saved(store, made(text="Nothing here.", id="z"))
    saved(store, made(met(), text="Again: Ana Ruiz of Peru met Luis Soto.", id="0"))
    found = list(finals(store, spec=SPEC))
    assert [sum(map(len, entry.records.values())) for entry in found] == [1, 4, 0]
    assert [entry.article.id for entry in finals(store, spec=SPEC, article="z")] == ["z"]
    assert [entry.article.id for entry in finals(store, spec=SPEC, run=3)] == ["0"]


class Part(BaseModel):
    """A part with a link."""

    of: Annotated[int | None, RecordLink("notes")] = None


class Note(Record):
    """A record with links in all places."""

    see: Annotated[list[int], RecordLink("notes")] = Field(description="x")
    parts: list[Part] = Field(description="x")
    whole: Part = Field(description="x")


def test_links_in_lists_and_parts_are_counted_anew(tmp_path: Path) -> None:
    """Of any record type; a list loses what is left out."""
    spec = Spec("own", [RecordType("notes", Note, Prompt("p", "x"))])
    extraction = made(text="A. B.")
    note = Note.model_validate(
        {"evidence": ["A."], "see": [0, 1, 2], "parts": [{"of": 0}, {"of": 2}], "whole": {"of": 2}}
    )
    extraction.records = {
        "notes": [note.model_copy(update={"id": name}, deep=True) for name in "abc"]
    }
    extraction.provenance = extraction.provenance.model_copy(
        update={"spec": "own", "record_types": ["notes"]}
    )
    with Store(tmp_path / "s.db") as store:
        saved(store, extraction)
        store.decide("a", "reject", reviewer="kim")
        (entry,) = finals(store, spec=spec)
        (other,) = finals(store, spec=SPEC)
    (second, third) = entry.records["notes"]
    assert second.data == third.data | {"id": "b"}
    assert second.data["see"] == [0, 1]
    assert [part["of"] for part in second.data["parts"]] == [None, 1]
    assert second.data["whole"] == {"of": 1}
    assert {path: link.id for path, link in second.links.items()} == {
        "see[0]": "a", "see[1]": "b", "see[2]": "c", "parts[0].of": "a", "parts[1].of": "c",
        "whole.of": "c",
    }  # fmt: skip
    kept: Final = other.records["notes"][0]
    assert (kept.data["see"], kept.links) == ([0, 1, 2], {})
