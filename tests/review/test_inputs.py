"""Inputs follow from field types alone, for meetings and for anybody's records."""

from __future__ import annotations

from llm_extract.diplomacy import Meeting, Position
from llm_extract.review.inputs import Input, guessed, inputs, title
from llm_extract.spec import load_spec


def by_name(fields: tuple[Input, ...]) -> dict[str, Input]:
    return {field.name: field for field in fields}


def test_every_field_type_has_its_input() -> None:
    """Choices, lists of parts, dates, links, worded and copied text; evidence comes last."""
    meeting, position = by_name(inputs(Meeting)), by_name(inputs(Position))
    assert [*meeting][-1] == "evidence"
    kinds = {name: field.kind for name, field in position.items()}
    assert kinds == {
        "statement": "long", "holders": "list", "issue": "text", "stance": "choice",
        "addressee": "words", "reported_by": "words", "date": "group", "meeting": "link",
        "quote": "passage", "evidence": "list",
    }  # fmt: skip
    people = meeting["participants"].item
    assert people is not None
    assert (people.kind, people.lead) == ("group", "name")
    assert [(f.name, f.kind) for f in meeting["date"].fields] == [
        ("as_written", "words"), ("value", "edtf"),
    ]  # fmt: skip
    assert meeting["date"].is_date
    assert meeting["place"].optional
    assert position["meeting"].plural == "meetings"


def test_choices_carry_the_codebooks_rules() -> None:
    """The docstring below a member is its rule; the field's description stands above."""
    stance = by_name(inputs(Position))["stance"]
    rules = {option.value: option.rule for option in stance.options}
    assert rules["concerned"] == "Voices worry without rejecting."
    assert stance.rule == "What the holder does about the issue."


def test_records_of_ones_own() -> None:
    """The example's trade deals get a form; records of an unknown type are shown at least."""
    (kind,) = load_spec("examples/custom/trade_deals.py:trade_deals").record_types
    fields = by_name(inputs(kind.model))
    assert {name: field.kind for name, field in fields.items()} == {
        "seller": "words", "buyer": "words", "goods": "text", "amount": "words",
        "date": "group", "evidence": "list",
    }  # fmt: skip
    assert title(kind.model) == "trade deal"
    mention = {"value": "Peru", "span": None, "match": "none", "score": 0.0}
    found = guessed({"id": "1", "seller": mention, "tags": ["a"], "date": {"value": "2020"}})
    assert [field.kind for field in found] == ["words", "list", "group"]
