"""Positions and the meetings they were expressed at; meetings and their own sides."""

from __future__ import annotations

from typing import Any

import pytest

from llm_extract.checks import Finding, Verdict
from tests.diplomacy.cases import RUIZ, WEBER, findings, meeting, person, position

TEXT = "Ruiz met Weber on Monday. Weber urged Peru to free the sailors."
MET, URGED = "Ruiz met Weber on Monday.", "Weber urged Peru to free the sailors."


def linked(values: dict[str, Any] | None = None, **other: Any) -> dict[str, Finding]:
    """The findings on a position that is linked to a meeting, with other values of the two."""
    said = {"stance": "calls_for", "meeting": 0} | other
    record = position(URGED, "Weber urges Peru to free the sailors.", **said)
    return findings(TEXT, meetings=[meeting(MET, **(values or {}))], positions=[record])


def test_a_holder_who_takes_part_is_supported() -> None:
    """By name or by the state."""
    assert linked()["positions[0].meeting"].verdict is Verdict.SUPPORTED
    state = linked(holders=[person("Berlin", "Germany")])
    assert state["positions[0].meeting"].verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("code", "values", "other"),
    [
        ("meeting.no_such", {}, {"meeting": 1}),
        ("meeting.not_held", {"status": "planned"}, {}),
        ("meeting.not_present", {}, {"holders": [person("Joy Otieno", "Kenya")]}),
    ],
)
def test_a_link_that_cannot_be(code: str, values: dict[str, Any], other: dict[str, Any]) -> None:
    """No such meeting, none held yet, none of theirs."""
    assert linked(values, **other)["positions[0].meeting"].code == code


def test_whom_an_unknown_holder_acts_for_is_open() -> None:
    """No country, no name of a participant."""
    found = linked(holders=[person("Joy Otieno", None)])
    assert found["positions[0].meeting"].verdict is Verdict.UNVERIFIABLE


def test_a_position_has_the_date_of_its_meeting() -> None:
    """Another day is contradicted, a day within its interval is not."""
    days = {"date": {"as_written": None, "value": "2024-05-06/2024-05-12"}}
    for day, wrong in (("2024-05-20", True), ("2024-05-07", False)):
        found = linked(days, date={"as_written": None, "value": day})
        fault = found.get("positions[0].date.value")
        assert (fault is not None and fault.code == "date.not_the_meetings") is wrong


def sides(**values: Any) -> dict[str, Finding]:
    """The findings on a meeting of these sides."""
    return findings(MET, meetings=[meeting(MET, **values)])


def test_a_meeting_of_two_sides_has_no_such_fault() -> None:
    """Nor has one of whose sides only one is known."""
    assert not any(found.code.startswith(("meeting.", "parties.")) for found in sides().values())
    one = sides(participants=[RUIZ], parties=["Peru"])
    assert not any(found.code.startswith(("meeting.", "parties.")) for found in one.values())


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("participants", {"participants": [RUIZ, WEBER, RUIZ]}),
        ("parties[1]", {"parties": ["Peru", "Lima"]}),
        ("parties", {"participants": [RUIZ, person("Tomas Weber", "Peru")], "parties": ["Peru"]}),
    ],
)
def test_nobody_meets_himself(path: str, values: dict[str, Any]) -> None:
    """The same person or state twice, or all of one state."""
    assert sides(**values)[f"meetings[0].{path}"].verdict is Verdict.CONTRADICTED


def test_a_party_that_is_missing_is_proposed() -> None:
    """Both sides of a bilateral meeting are there."""
    found = sides(parties=["Peru"])["meetings[0].parties"]
    assert found.code == "parties.missing"
    assert found.proposed == ["Peru", "Germany"]


def test_a_party_for_whom_nobody_acts() -> None:
    """Unless the evidence names it."""
    found = sides(parties=["Peru", "Germany", "Kenya"])
    assert found["meetings[0].parties[2]"].code == "parties.mismatch"
