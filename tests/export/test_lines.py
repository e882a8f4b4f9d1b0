"""Lines of the exchange format after review."""

from __future__ import annotations

import json

from llm_extract.diplomacy import diplomacy
from llm_extract.exchange import exchange_model
from llm_extract.export.lines import exchange_line
from llm_extract.finals import Finals, Link
from tests.export.cases import ARTICLE, DECIDED, final, meeting, position, record

LINKS = {"meeting": Link("meetings", "r-1")}


def test_a_decided_record_says_so() -> None:
    """State, reviewer, time and reason stand beside the values, and the line is valid."""
    decided = final(
        meeting(), state="double", reviewer="kim", decided=DECIDED, reason="again",
        double_of="r-0", confidence=0.5,
    )  # fmt: skip
    line = exchange_line(Finals(ARTICLE, "diplomacy", {"meetings": [decided], "positions": []}))
    (told,) = line["meetings"]
    names = ("state", "reviewer", "decided", "reason", "double_of")
    assert {name: told[name] for name in names} == {
        "state": "double", "reviewer": "kim", "decided": "2024-06-01T12:30:00+00:00",
        "reason": "again", "double_of": "r-0",
    }  # fmt: skip
    assert exchange_model(diplomacy()).model_validate(json.loads(json.dumps(line)))


def test_an_undecided_record_says_nothing() -> None:
    """What is not known is left out."""
    line = exchange_line(Finals(ARTICLE, "diplomacy", {"meetings": [final(meeting())]}))
    assert not {"state", "reviewer", "decided", "reason", "links"} & set(line["meetings"][0])


def test_a_link_is_null_where_the_line_lacks_its_list() -> None:
    """The id of the record that it leads to is there all the same."""
    linked = final(position(meeting=0), links=LINKS)
    whole = exchange_line(
        Finals(ARTICLE, "diplomacy", {"meetings": [final(meeting())], "positions": [linked]})
    )
    alone = exchange_line(Finals(ARTICLE, "diplomacy", {"positions": [linked]}))
    assert (whole["positions"][0]["meeting"], alone["positions"][0]["meeting"]) == (0, None)
    for line in (whole, alone):
        assert line["positions"][0]["links"] == {"meeting": "r-1"}
    assert linked.data["meeting"] == 0


def test_links_in_parts_and_lists_are_cleared_too() -> None:
    """Wherever a record type has them."""
    links = {"see[0]": Link("others", "x"), "parts[0].of": Link("others", "y")}
    linked = final(record(see=[0], parts=[{"of": 1}]), links=links)
    (told,) = exchange_line(Finals(ARTICLE, "own", {"mine": [linked]}))["mine"]
    assert (told["see"], told["parts"]) == ([], [{"of": None}])


def test_a_field_of_the_records_own_goes_first() -> None:
    """A record type may have a field named `reason`."""
    told = final(record(reason="flood"), reason="typo", state="edited")
    (line,) = exchange_line(Finals(ARTICLE, "own", {"mine": [told]}))["mine"]
    assert (line["reason"], line["state"]) == ("flood", "edited")
