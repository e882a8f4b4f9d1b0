"""What changed between two lists of records."""

from __future__ import annotations

from typing import Any

from llm_extract.evaluation.changes import Change, changes
from llm_extract.matching.evidence import Evidence
from tests.evaluation.texts import LAST, MEETINGS, TEXT, call, meeting


def changed(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Change]:
    return changes(old, new, kind=MEETINGS, evidence=Evidence(TEXT))


def test_the_same_records_have_no_changes() -> None:
    """In any order; ids, spans and findings are no change of a record."""
    old = [meeting(id="1", spans={}), call(id="2")]
    new = [call(id="2", findings=[{}]), meeting(id="1", spans={"place": [1, 2]}, confidence=0.5)]
    assert changed(old, new) == []


def test_a_record_with_the_same_id_is_the_same() -> None:
    """Whatever else became of it; every value that differs is told with its path."""
    other = call(id="1", evidence=[LAST])
    (found,) = changed([meeting(id="1")], [other])
    assert found.kind == "changed"
    assert found.fields["mode"] == ("in_person", "phone")
    assert found.fields["participants[1].name"] == ("Luis Soto", "Clara Melo")
    assert found.fields["evidence[0]"][1] == LAST


def test_other_ids_are_matched_by_what_they_report() -> None:
    """One is the same meeting with another status; one is new; one is gone."""
    old = [meeting(id="1"), meeting(id="2", evidence=[LAST])]
    new = [call(id="3"), meeting(id="4", status="planned", parties=["Peru"])]
    added, same, gone = changed(old, new)
    assert (added.kind, added.record["id"]) == ("added", "3")
    assert same.fields == {
        "status": ("held", "planned"),
        "parties": (["Peru", "Chile"], ["Peru"]),
    }
    assert (gone.kind, gone.record["id"]) == ("gone", "2")


def test_equal_ids_are_taken_once() -> None:
    """Two records with one id are two records."""
    kinds = [c.kind for c in changed([meeting(id="1")], [meeting(id="1"), meeting(id="1")])]
    assert kinds == ["added"]
