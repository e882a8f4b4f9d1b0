"""Two records for one event, and records that are only alike."""

from __future__ import annotations

from typing import Any

from llm_extract.checks import Finding, Verdict
from tests.diplomacy.cases import RUIZ, WEBER, findings, meeting, person, position

MET = "Ruiz met Weber in Lima on Monday, and they agreed to build a port."
AGAIN = "The talks between Ruiz and Weber lasted an hour."
TEXT = f"{MET} {AGAIN} Weber said the port was urgent. Bo Li of China joined them later."


def second(plural: str, *records: dict[str, Any]) -> Finding | None:
    """The finding on the second record as a whole."""
    given: dict[str, Any] = {plural: list(records)}
    return findings(TEXT, **given).get(f"{plural}[1]")


def test_a_meeting_twice_is_a_double() -> None:
    """In whatever order its people stand, and with other evidence of the same day."""
    day = {"as_written": "Monday", "value": "2024-05-06"}
    first = meeting(MET, date=day)
    turned = meeting(AGAIN, date=day, participants=[WEBER, RUIZ], parties=["Germany", "Peru"])
    found = second("meetings", first, turned)
    assert found is not None
    assert (found.code, found.verdict) == ("record.double", Verdict.CONTRADICTED)
    assert "meetings[0]" in found.message


def test_what_differs_in_one_point_is_another_meeting() -> None:
    """Status, date, way, place or people."""
    day = {"as_written": "Monday", "value": "2024-05-06"}
    first = meeting(MET, date=day, place="Lima", mode="in_person")
    for other in (
        {"status": "planned"},
        {"date": {"as_written": None, "value": "2024-05-07"}},
        {"mode": "phone"},
        {"place": "Bonn"},
        {"participants": [RUIZ, person("Bo Li", "China")]},
    ):
        assert second("meetings", first, first | other) is None, other


def test_fewer_people_of_one_sentence_may_be_a_part() -> None:
    """ "Met A and B" may be one encounter or two."""
    three = meeting(MET, participants=[RUIZ, WEBER, person("Bo Li", "China")])
    found = second("meetings", three, meeting(MET))
    assert found is not None
    assert (found.code, found.verdict) == ("record.part", Verdict.AMBIGUOUS)


def test_one_person_alone_of_the_same_meeting_is_a_double() -> None:
    """The other was left out."""
    found = second("meetings", meeting(MET), meeting(MET, participants=[RUIZ]))
    assert found is not None
    assert found.code == "record.double"


def test_sides_alone_tell_a_meeting() -> None:
    """Where nobody is named."""
    alone = meeting(MET, participants=[])
    found = second("meetings", alone, alone)
    assert found is not None
    assert found.code == "record.double"


def test_a_position_twice_is_a_double() -> None:
    """With a word more, a shorter issue, in other evidence."""
    first = position(MET, "Tomas Weber calls the new port urgent.")
    same = position(AGAIN, "Tomas Weber calls the new port urgent, it is said.", issue="new port")
    found = second("positions", first, same)
    assert found is not None
    assert found.code == "record.double"


def test_other_issues_stances_and_holders_are_other_positions() -> None:
    """However alike their sentences."""
    first = position(MET, "Tomas Weber agrees to build a port.", issue="port")
    road = position(MET, "Tomas Weber agrees to mend the roads.", issue="roads")
    assert second("positions", first, road) is None
    assert second("positions", first, first | {"stance": "opposes"}) is None
    assert second("positions", first, first | {"holders": [RUIZ]}) is None


def test_many_doubles_are_all_found() -> None:
    """Each names an earlier record."""
    found = findings(TEXT, meetings=[meeting(MET)] * 30)
    assert sum(f.code == "record.double" for f in found.values()) == 29
