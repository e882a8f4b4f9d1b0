"""What a record type is made of."""

from __future__ import annotations

from dataclasses import replace

from llm_extract.diplomacy.records import Meeting, Participant, Position
from llm_extract.fields import CountryName, DateExpression, PersonName
from llm_extract.matching.shape import named_by, scoring, shapes
from llm_extract.spec import Scoring, load_spec
from tests.conftest import ROOT
from tests.evaluation.texts import MEETINGS, POSITIONS


def test_fields_have_their_kind() -> None:
    """Lists, parts, links, free wording and optional values are told apart."""
    fields = {field.name: field for field in shapes(Meeting)}
    assert "evidence" not in fields
    assert "id" not in fields
    assert (fields["parties"].kind, fields["parties"].many) == (CountryName, True)
    assert (fields["participants"].part, fields["participants"].many) == (Participant, True)
    assert fields["date"].part is DateExpression
    assert fields["topics"].worded
    assert fields["place"].part is None
    links = {field.name: field.link for field in shapes(Position) if field.link}
    assert links == {"meeting": "meetings"}
    assert named_by(Participant).kind is PersonName


def test_the_spec_says_how_a_type_is_scored() -> None:
    """As the domain lays it down."""
    assert scoring(MEETINGS).actors == ("participants[].name", "parties")
    assert scoring(POSITIONS).key_fields == ("holders[].name", "date.value", "stance")


def test_a_type_without_scoring_gets_one_from_its_fields() -> None:
    """Actors and persons are the actors; they, dates and enums are key."""
    assert scoring(replace(MEETINGS, scoring=None)) == Scoring(
        ("participants[].name",), ("participants[].name", "date.value", "status", "mode")
    )
    spec = load_spec(f"{ROOT}/examples/custom/trade_deals.py:trade_deals")
    assert scoring(spec.record_types[0]) == Scoring(
        ("seller", "buyer"), ("seller", "buyer", "date.value")
    )
