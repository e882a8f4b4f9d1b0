"""Records from anywhere: whatever their shape, what can be checked is."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.article import Article
from llm_extract.checks.finding import Verdict
from llm_extract.checks.loading import Loaded, load
from llm_extract.checks.reading import Reading
from llm_extract.diplomacy import Meeting, Position, diplomacy
from llm_extract.errors import ConfigurationError
from llm_extract.fields import Match

TEXT = "Envoy Ana Ruiz met Jo Vik, mayor of Lima, on Monday. Ruiz left Lima on Tuesday."
ARTICLE = Article(text=TEXT)
RUIZ = {"name": "Ana Ruiz", "role": "Envoy", "country": None}
MEETING: dict[str, Any] = {
    "mode": "in_person",
    "status": "held",
    "participants": [RUIZ, {"name": "Jo Vik", "role": "mayor", "country": None}],
    "parties": [],
    "date": {"as_written": "Monday", "value": None},
    "place": "Lima",
    "topics": [],
    "outcomes": [],
    "evidence": ["Envoy Ana Ruiz met Jo Vik, mayor of Lima, on Monday."],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def loaded(record: Any, plural: str = "meetings") -> Loaded:
    """One record, loaded."""
    (item,) = load({plural: [record]}, Reading(ARTICLE), spec=diplomacy())
    return item


def meeting(**changes: Any) -> Loaded:
    """MEETING with changes, loaded; `...` takes a field away."""
    data = {**MEETING, **changes}
    return loaded({name: value for name, value in data.items() if value is not ...})


def codes(item: Loaded) -> dict[str, str]:
    """Path → code of what was wrong."""
    return {fault.path: fault.code for fault in item.faults}


def test_plain_strings_get_their_spans() -> None:
    """No spans are needed; a part's words are sought near its first one."""
    record = meeting().record
    assert isinstance(record, Meeting)
    assert record.evidence[0].span is not None
    assert record.place is not None
    assert record.place.span == ARTICLE.span(36, 40)
    assert record.participants[1].role is not None
    assert record.participants[1].role.match is Match.EXACT


def test_given_spans_are_taken_over() -> None:
    """Where the words stand there; a wrong one is sought anew."""
    right = loaded({**MEETING, "spans": {"place": [63, 67]}}).record
    wrong = loaded({**MEETING, "spans": {"place": [0, 4], "date": [True, 9], "x": 1}}).record
    assert isinstance(right, Meeting)
    assert isinstance(wrong, Meeting)
    assert right.place is not None
    assert wrong.place is not None
    assert right.place.span == ARTICLE.span(63, 67)
    assert wrong.place.span == ARTICLE.span(36, 40)


def test_a_span_of_nearly_the_words_tells_how_near() -> None:
    """A normalised match stays one; so the export of a record loads as the record was."""
    item = loaded({**MEETING, "place": "LIMA", "spans": {"place": [63, 67]}}).record
    assert isinstance(item, Meeting)
    assert item.place is not None
    assert (item.place.match, item.place.span) == (Match.NORMALISED, ARTICLE.span(63, 67))


@pytest.mark.parametrize("spans", [None, [], "x", 3, {"place": "x"}, {"place": [-1, 9**99]}])
def test_spans_of_any_shape_do_no_harm(spans: Any) -> None:
    """They are not taken over."""
    assert loaded({**MEETING, "spans": spans}).record is not None


def test_what_is_missing_is_filled_and_stays_silent() -> None:
    """A field that another tool does not know is no finding."""
    item = meeting(mode=..., status=None, topics=..., place="", date=..., participants=[{}])
    assert isinstance(item.record, Meeting)
    assert item.faults == []
    assert item.record.place is None
    assert {"meetings[0].mode", "meetings[0].status", "meetings[0].participants[0].name"} <= (
        item.missing
    )
    assert "meetings[0].place" not in item.missing


def test_a_position_without_most_of_it_is_loaded() -> None:
    """Its holders, its statement and its stance are placeholders."""
    item = loaded({"quote": "Monday"}, "positions")
    assert isinstance(item.record, Position)
    assert item.record.quote is not None
    assert item.record.quote.span is not None
    assert {"positions[0].statement", "positions[0].stance", "positions[0].holders[0].name"} <= (
        item.missing
    )
    assert codes(item) == {"positions[0].evidence": "evidence.missing"}


@pytest.mark.parametrize("evidence", [..., None, [], ""])
def test_no_evidence_is_said_and_the_rest_is_loaded(evidence: Any) -> None:
    """Nothing speaks for the record, nothing against it."""
    item = meeting(evidence=evidence)
    assert item.record is not None
    (fault,) = item.faults
    assert (fault.code, fault.verdict) == ("evidence.missing", Verdict.UNVERIFIABLE)


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"status": "done"}, "status", "value.invalid"),
        ({"place": 7}, "place", "value.invalid"),
        ({"place": ["Lima"]}, "place", "value.invalid"),
        ({"date": {"as_written": "Monday", "value": "2023-02-30"}}, "date.value",
         "date.impossible"),
        ({"date": {"as_written": None, "value": "2023-05/2023-04"}}, "date.value",
         "date.impossible"),
        ({"participants": [RUIZ, None, "Jo Vik"]}, "participants[2]", "value.invalid"),
        ({"participants": [{**RUIZ, "name": 5}]}, "participants[0].name", "value.invalid"),
        ({"participants": "Ana Ruiz"}, "participants", "value.invalid"),
        ({"topics": ["x" * 999]}, "topics[0]", "value.invalid"),
        ({"evidence": "Envoy Ana Ruiz met"}, "evidence", "value.invalid"),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_a_finding_and_the_rest_is_loaded(
    changes: dict[str, Any], path: str, code: str
) -> None:
    """It names the path, the value and the rule."""
    item = meeting(**changes)
    assert item.record is not None
    assert codes(item)[f"meetings[0].{path}"] == code
    fault = next(f for f in item.faults if f.code == code)
    assert fault.verdict is Verdict.CONTRADICTED
    assert "\n" not in fault.message
    assert len(fault.message) < 200


def test_every_wrong_value_is_told() -> None:
    """Also when there are many."""
    item = meeting(status="x", mode="y", topics=[1] * 50, place={"value": "Lima", "match": "z"})
    assert item.record is not None
    assert len(item.faults) == 53


def test_an_unknown_field_flags_nothing() -> None:
    """It is said that nothing looks at it, in the record and in its parts."""
    item = meeting(mood="calm", participants=[{**RUIZ, "age": 50}])
    assert item.record is not None
    assert codes(item) == {
        "meetings[0].mood": "field.unknown",
        "meetings[0].participants[0].age": "field.unknown",
    }
    assert not any(fault.verdict.flags for fault in item.faults)


@pytest.mark.parametrize("record", [None, 5, "Ana Ruiz met Jo Vik", ["x"]])
def test_what_is_no_record_is_one_finding(record: Any) -> None:
    """And nothing else can be said of it."""
    item = loaded(record)
    assert item.record is None
    assert codes(item) == {"meetings[0]": "record.invalid"}


def test_gold_marks_are_no_fields() -> None:
    """`accept` and `optional` are of the exchange format."""
    assert meeting(accept={"place": ["x"]}, optional=True, id="a").faults == []


def test_objects_are_not_changed() -> None:
    """A record with spans is itself; one without is copied before it gets them."""
    bare = Meeting.model_validate(MEETING)
    before = bare.model_copy(deep=True)
    first = loaded(bare).record
    assert first is not bare
    assert bare == before
    assert first is not None
    placed = load({"meetings": [first]}, Reading(ARTICLE), spec=diplomacy())[0].record
    assert placed is not None
    assert placed == first


def test_plain_data_is_not_changed() -> None:
    """The caller's lists and objects stay as they were."""
    data = {**copy.deepcopy(MEETING), "status": "x", "place": {"value": "Lima", "match": "z"}}
    before = copy.deepcopy(data)
    loaded(data)
    assert data == before


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ({"visits": []}, "no list of meetings or positions"),
        ({"meetings": {"0": MEETING}}, "meetings: is no list"),
        ({"meetings": "x"}, "meetings: is no list"),
        ([MEETING], "is no mapping of meetings or positions"),
    ],
)
def test_what_holds_no_records_is_refused(records: Any, said: str) -> None:
    """In one line that says what is missing."""
    with pytest.raises(ConfigurationError, match=said):
        load(records, Reading(ARTICLE), spec=diplomacy())


@given(st.dictionaries(st.sampled_from([*MEETING, "spans", "x"]), JSON))
def test_no_record_raises(changes: dict[str, Any]) -> None:
    """Whatever stands in its fields."""
    loaded({**MEETING, **changes})
    loaded(changes)
    loaded(changes, "positions")
