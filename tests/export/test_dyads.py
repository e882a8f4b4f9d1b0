"""Pairs of states and organisations."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import Field

from llm_extract.diplomacy import Meeting, Position
from llm_extract.export.dyads import dyad_rows, has_dyads, pairs
from llm_extract.fields import ActorName, CountryName, Relayer, Verbatim
from llm_extract.records import Record
from tests.export.cases import ARTICLE, final, meeting, mention, position, record


class Deal(Record):
    """Somebody sells to somebody, as somebody else tells."""

    seller: ActorName = Field(description="x")
    buyer: ActorName | None = Field(description="x")
    told_by: Relayer | None = Field(description="x")


class Note(Record):
    """One actor alone."""

    author: ActorName = Field(description="x")
    words: Verbatim = Field(description="x")


class Pact(Record):
    """States that join."""

    members: list[CountryName] = Field(description="x")
    host: CountryName | None = Field(description="x")


def codes(data: dict[str, Any], model: type[Record]) -> list[tuple[str, str, bool]]:
    """The pairs by code, or by words."""
    return [(p.one.key, p.other.key, p.directed) for p in pairs(data, model)]


def test_parties_are_pairs_in_the_order_of_their_codes() -> None:
    """Three states are three pairs, however the record orders them."""
    parties = [mention(w, code=c) for w, c in (("U.S.", "USA"), ("Peru", "PER"), ("Oslo", "NOR"))]
    found = codes(meeting(parties=parties), Meeting)
    assert found == [("NOR", "PER", False), ("NOR", "USA", False), ("PER", "USA", False)]


def test_who_only_a_person_stands_for_meets_too() -> None:
    """The countries of the participants count as parties; each once."""
    assert codes(meeting(parties=[]), Meeting) == [("NOR", "PER", False)]
    assert codes(meeting(), Meeting) == [("NOR", "PER", False)]
    assert codes(meeting(parties=[], participants=[]), Meeting) == []


def test_a_holder_acts_on_the_addressee() -> None:
    """By code of the country that a person speaks for; nobody acts on himself."""
    addressed = position(addressee=mention("Norway", 31, code="NOR"))
    assert codes(addressed, Position) == [("PER", "NOR", True)]
    assert codes(position(addressee=mention("Lima", code="PER")), Position) == []
    assert codes(position(reported_by=mention("Norway", 31, code="NOR")), Position) == []


def test_other_record_types_have_dyads_by_their_field_types() -> None:
    """Two actors make pairs, an actor alone and who relays none; codes are not needed."""
    sale = record(
        seller=mention("Codelco", code=None),
        buyer=mention("Peru", code="PER"),
        told_by=mention("Norway", code="NOR"),
    )
    assert codes(sale, Deal) == [("codelco", "PER", True)]
    assert codes({**sale, "buyer": None}, Deal) == []
    joined = record(members=[mention("Peru", code="PER")], host=mention("Norway", code="NOR"))
    assert codes(joined, Pact) == [("NOR", "PER", False)]


@pytest.mark.parametrize(
    ("model", "found"), [(Meeting, True), (Position, True), (Deal, True), (Pact, True),
                         (Note, False)]
)  # fmt: skip
def test_record_types_that_bring_nobody_together_have_none(
    model: type[Record], found: bool
) -> None:
    """The type says so, not its records."""
    assert has_dyads(model) is found


def test_a_dyad_row_has_the_records_cells() -> None:
    """Codes and words of both, then date, state and all else without a join."""
    (cells,) = dyad_rows(final(meeting(), state="accepted"), ARTICLE, model=Meeting)
    assert (cells["dyad_a"], cells["dyad_a_code"]) == ("Norway", "NOR")
    assert (cells["dyad_b"], cells["dyad_b_code"]) == ("Peru", "PER")
    assert (cells["dyad_directed"], cells["date"], cells["state"]) == (
        False, "2024-05-06", "accepted",
    )  # fmt: skip
