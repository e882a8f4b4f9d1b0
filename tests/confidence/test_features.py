"""What speaks against a record and its values."""

from __future__ import annotations

from typing import Any

from llm_extract.checks.finding import Finding, Verdict
from llm_extract.confidence.features import Described, leaves, pattern_of
from llm_extract.diplomacy import Meeting, Position, diplomacy
from llm_extract.fields import Match
from llm_extract.signals import Signals
from tests.fakes import meeting, position

MEETINGS = diplomacy().record_type("meetings")


def record(**changes: Any) -> Meeting:
    values = {**meeting(), "date": {"as_written": "Tuesday", "value": "2022-05-03"}, **changes}
    return Meeting.model_validate({**values, "evidence": ["Ruiz met Soto."]})


def described(
    *findings: tuple[str, Verdict], signals: Signals | None = None, **changes: Any
) -> Described:
    said = [Finding(path, verdict, "x.y", "So.") for path, verdict in findings]
    return Described(record(**changes), MEETINGS, findings=said, signals=signals or Signals())


def test_every_value_is_a_leaf_but_own_wording_and_links() -> None:
    """With its path, its pattern and its kind; what is left open is there too."""
    found = {leaf.path: leaf.kind for leaf in leaves(record(place=None, parties=[]))}
    assert found == {
        "status": "code", "mode": "code",
        "participants[0].name": "name", "participants[0].role": "role",
        "participants[0].country": "country",
        "participants[1].name": "name", "participants[1].role": "role",
        "participants[1].country": "country",
        "parties": "country", "date.as_written": "date", "date.value": "date", "place": "place",
    }  # fmt: skip
    held = Position.model_validate({**position(), "date": {}, "evidence": ["x"]})
    assert {"issue", "statement", "meeting"}.isdisjoint(leaf.path for leaf in leaves(held))
    assert pattern_of("participants[12].name") == "participants[].name"


def test_a_field_takes_the_worst_of_its_values() -> None:
    """And what is said of its list."""
    one = described(("participants[1].name", Verdict.NOT_FOUND))
    fields = one.fields()
    assert fields["participants[].name"]["flagged"] == 1
    assert fields["participants[].role"]["flagged"] == 0
    whole = described(("participants", Verdict.CONTRADICTED)).fields()["participants[].name"]
    assert (whole["flagged"], whole["list_flagged"]) == (0, 1)


def test_verdicts_are_told_apart() -> None:
    """A date as a whole speaks for its value; what nobody checked is no verdict."""
    one = described(("date", Verdict.AMBIGUOUS), ("place", Verdict.UNVERIFIABLE))
    fields = one.fields()
    assert fields["date.value"]["ambiguous"] == 1
    assert fields["date.as_written"]["ambiguous"] == 0
    assert (fields["place"]["unverifiable"], fields["place"]["unchecked"]) == (1, 0)
    assert fields["status"]["unchecked"] == 1


def test_words_that_are_not_there_literally_count() -> None:
    """Near words and none; a state's code is no words."""
    near = described()
    for leaf in near.leaves:
        if leaf.path == "place":
            leaf.value.match = Match.EXACT
    assert near.fields()["place"]["not_literal"] == 0
    assert near.fields()["participants[].name"]["not_literal"] == 1
    assert near.fields()["mode"]["not_literal"] == 0


def test_doubt_is_the_least_likely_token() -> None:
    """Unknown without log-probabilities; the date's words stand for its value."""
    sure = {"place": (-0.5, -1.0), "date": (-9.0, -9.0)}
    fields = described(signals=Signals(certainty=sure)).fields()
    assert fields["place"]["doubt"] == 1.0
    assert fields["date.value"]["doubt"] == 5.0
    assert fields["mode"]["doubt"] is None


def test_disagreement_needs_other_answers() -> None:
    """A field that no other answer has like this is disputed."""
    assert described().fields()["place"]["disagreement"] is None
    asked = Signals(others=2, agreement={"": 1.0, "place": 0.5})
    one = described(signals=asked)
    assert one.fields()["place"]["disagreement"] == 0.5
    assert one.fields()["mode"]["disagreement"] == 1.0
    assert one.record({})["disagreement"] == 0.0


def test_key_fields_weigh_apart() -> None:
    """A missing participant is said of the list that holds a key field; a place is none."""
    one = described(
        ("participants", Verdict.CONTRADICTED), ("mode", Verdict.CONTRADICTED),
        ("place", Verdict.NOT_FOUND), ("status", Verdict.AMBIGUOUS),
    )  # fmt: skip
    features = one.record({"mode": 0.25, "status": 0.75, "place": 0.0})
    assert (features["keys_flagged"], features["others_flagged"]) == (2, 1)
    assert features["keys_unsettled"] == 1
    assert features["keys_improbable"] == 1.0


def test_how_a_record_came_about_counts() -> None:
    """Answers that broke the schema, and drafts that said the same again; three at most."""
    features = described(signals=Signals(reasks=2, repeats=7)).record({})
    assert (features["reasks"], features["repeats"]) == (2, 3)
