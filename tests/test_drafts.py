"""Drafts: what the model fills."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from llm_extract.diplomacy import diplomacy
from llm_extract.drafts import MOST_EVIDENCE, MOST_ITEMS, answer_model, draft_model
from llm_extract.fields import (
    MAX_WORDS,
    DateExpression,
    NounPhrase,
    PersonName,
    Place,
    Quote,
    RecordLink,
)
from llm_extract.records import Record
from llm_extract.spec import Prompt, RecordType


class Guest(BaseModel):
    """Somebody at the table."""

    model_config = ConfigDict(extra="forbid")

    id: str
    name: PersonName
    seat: int | None = None


class Dinner(Record):
    """A record type with every kind of field, some with defaults."""

    theme: NounPhrase
    guests: list[Guest] = Field(min_length=1)
    dishes: list[NounPhrase] = Field(default=[])
    place: Place | None = None
    toast: Quote | None = Field(default=None, description="What the host said.")
    date: DateExpression
    follows: Annotated[int | None, RecordLink("dinners")] = None


DINNER: dict[str, Any] = {
    "evidence": [1, 4],
    "theme": "harvest",
    "guests": [{"id": "a", "name": "Kim Min-ho", "seat": None}],
    "dishes": ["soup"],
    "place": "Lima",
    "toast": None,
    "date": "Monday",
}


def schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema that a server gets."""
    return model.model_json_schema()


def accepts(**changes: Any) -> bool:
    """Whether the draft of a dinner with these changes is valid."""
    try:
        draft_model(Dinner).model_validate({**DINNER, **changes})
    except ValidationError:
        return False
    return True


def test_a_draft_asks_for_plain_values() -> None:
    """Words for mentions, numbers for passages, date words for dates."""
    assert accepts()
    assert accepts(place=None, date=None, dishes=[])
    assert not accepts(place={"value": "Lima"})
    assert not accepts(date={"as_written": "Monday", "value": None})
    assert not accepts(evidence=["A sentence."])


def test_evidence_comes_first() -> None:
    """The model finds the sentences before it fills the other fields, in their order."""
    assert list(draft_model(Dinner).model_fields) == [
        "evidence",
        "theme",
        "guests",
        "dishes",
        "place",
        "toast",
        "date",
    ]


def test_ids_and_links_are_not_asked_for() -> None:
    """The record's id and its links are filled by our code; a part's own id is a field."""
    assert not {"id", "follows"} & set(draft_model(Dinner).model_fields)
    assert "id" in draft_model(Guest).model_fields
    assert not accepts(id="a")
    assert not accepts(follows=0)


@pytest.mark.parametrize("name", list(DINNER))
def test_every_field_is_required(name: str) -> None:
    """A default of the record type does not let the model leave a field out."""
    draft = {key: value for key, value in DINNER.items() if key != name}
    with pytest.raises(ValidationError, match="Field required"):
        draft_model(Dinner).model_validate(draft)


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({"evidence": []}, False),
        ({"evidence": [0]}, False),
        ({"evidence": [1] * MOST_EVIDENCE}, True),
        ({"evidence": [1] * (MOST_EVIDENCE + 1)}, False),
        ({"guests": []}, False),
        ({"dishes": ["soup"] * MOST_ITEMS}, True),
        ({"dishes": ["soup"] * (MOST_ITEMS + 1)}, False),
        ({"dishes": [""]}, False),
        ({"theme": ""}, False),
        ({"theme": "x" * 201}, False),
        ({"place": "x" * Place.max_length}, True),
        ({"place": "x" * (Place.max_length + 1)}, False),
        ({"toast": "x" * MAX_WORDS}, True),
        ({"toast": "x" * (MAX_WORDS + 1)}, False),
        ({"date": ""}, False),
        ({"mood": "merry"}, False),
    ],
)
def test_bounds(changes: dict[str, Any], accepted: bool) -> None:
    """Lists and strings have a least and a greatest length, and nothing is added."""
    assert accepts(**changes) is accepted


class Rated(Record):
    """A record type with bounds of its own."""

    stars: int = Field(ge=1, le=5)
    names: list[PersonName] = Field(max_length=2)


@pytest.mark.parametrize("changes", [{"stars": 9}, {"names": ["Kim", "Lee", "Cho"]}])
def test_bounds_of_the_record_type_hold_for_the_draft(changes: dict[str, Any]) -> None:
    """What the record would refuse, the draft refuses, so that the model is asked again."""
    with pytest.raises(ValidationError):
        draft_model(Rated).model_validate(
            {"evidence": [1], "stars": 3, "names": ["Kim"], **changes}
        )


def test_an_answer_holds_a_bounded_list_per_record_type() -> None:
    """The lists are required, and no longer than their record types allow."""
    kind = RecordType("dinners", Dinner, Prompt("dinners-1", "Find dinners."), most=2)
    answer = answer_model([kind])
    assert answer.model_validate({"dinners": [DINNER] * 2})
    assert answer.model_validate({"dinners": []})
    wrongs: list[dict[str, Any]] = [
        {"dinners": [DINNER] * 3},
        {"dinners": None},
        {"dinners": [], "more": []},
    ]
    for wrong in wrongs:
        with pytest.raises(ValidationError):
            answer.model_validate(wrong)


@pytest.mark.parametrize("plural", ["meetings", "positions"])
def test_nothing_is_no_answer(plural: str) -> None:
    """An empty object is neither an answer nor a record."""
    kind = diplomacy().record_type(plural)
    for model in (answer_model([kind]), draft_model(kind.model)):
        with pytest.raises(ValidationError, match="Field required"):
            model.model_validate({})


def _nodes(node: Any) -> list[dict[str, Any]]:
    """Every object in a JSON Schema."""
    if isinstance(node, list):
        return [found for item in node for found in _nodes(item)]
    if isinstance(node, dict):
        return [node, *(found for item in node.values() for found in _nodes(item))]
    return []


@pytest.mark.parametrize("plural", ["meetings", "positions"])
def test_the_schema_of_an_answer_is_closed(plural: str) -> None:
    """Every object lists all its fields as required, every list and free string has an end."""
    for node in _nodes(schema(answer_model([diplomacy().record_type(plural)]))):
        if node.get("type") == "object":
            assert node["required"] == list(node["properties"])
            assert node["additionalProperties"] is False
        if node.get("type") == "array":
            assert "maxItems" in node
        if node.get("type") == "string" and "enum" not in node:
            assert "maxLength" in node


def test_descriptions_reach_the_model() -> None:
    """What a field means is said in the schema."""
    toast = schema(draft_model(Dinner))["properties"]["toast"]
    assert toast["description"] == "What the host said."
