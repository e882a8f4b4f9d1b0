"""Proposals taken into a record."""

from __future__ import annotations

from llm_extract.diplomacy import Meeting
from llm_extract.review.inputs import inputs
from llm_extract.review.proposals import taken
from tests.jobs.cases import met


def kept() -> dict[str, object]:
    return Meeting.model_validate(met()).model_dump(mode="json")


def test_a_value_takes_the_place_of_another() -> None:
    """At its path; the rest stays."""
    values = taken(kept(), "status", proposed="held", fields=inputs(Meeting))
    assert values["status"] == "held"
    assert values["participants"][0]["name"] == "Ana Ruiz"


def test_names_for_a_list_of_parts_add_what_is_new() -> None:
    """Who is there keeps role and country; whom the list lacks comes in by name."""
    proposed = ["Ana Ruiz", "Luis Soto", "Kim Lee"]
    people = taken(kept(), "participants", proposed=proposed, fields=inputs(Meeting))[
        "participants"
    ]
    assert [person["name"] for person in people] == proposed
    assert people[0]["country"] == "Peru"
    assert people[2] == {"name": "Kim Lee", "role": None, "country": None}
