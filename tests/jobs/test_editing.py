"""A reviewer's values become a record, or are refused with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from llm_extract.article import Article
from llm_extract.diplomacy import diplomacy
from llm_extract.errors import ConfigurationError
from llm_extract.exchange import exchanged
from llm_extract.jobs.editing import Edited, EditError, changed, edited, parsed
from tests.jobs.cases import TEXT, called, met

ARTICLE = Article(text=TEXT)


def edit(values: dict[str, Any], **options: Any) -> Edited:
    return edited(values, ARTICLE, plural="meetings", spec=diplomacy(), **options)


def test_values_are_found_in_the_article_and_checked() -> None:
    """Copied words get their spans, and the checks say what the source has."""
    made = edit(met(place="Quito"))
    data = made.record.model_dump(mode="json")
    assert data["place"]["span"]["text"] == "Quito"
    assert data["participants"][1]["country"]["code"] == "CHL"
    assert {f.path for f in made.findings} >= {"place", "participants[0].name"}
    assert not any(f.path.startswith("meetings") for f in made.findings)


def test_selected_words_keep_their_place() -> None:
    """Of two that read the same the one that was selected."""
    place = TEXT.rindex("Soto")
    values = met(spans={"participants[1].name": [place, place + 4]})
    values["participants"][1]["name"] = "Soto"
    data = edit(values).record.model_dump(mode="json")
    assert data["participants"][1]["name"]["span"]["start"] == place


def test_other_records_are_seen() -> None:
    """A record is checked among those that it stands with, in its own place."""
    kept = [edit(values).record.model_dump(mode="json") for values in (met(), called())]
    again = edit(met(), others={"meetings": kept}, position=0)
    assert not [f for f in again.findings if "double" in f.code]
    assert edit(met(), others={"meetings": kept}).findings != again.findings


@pytest.mark.parametrize(
    ("values", "path", "why"),
    [
        (met(status="happened"), "status", "'held', 'planned'"),
        (met(place=""), "place", "at least 1 character"),
        (met(date={"as_written": "Tuesday", "value": "2022-13-40"}), "date.value", ""),
        (met(participants=[{"name": "", "role": None, "country": None}]), "participants[0].name",
         "at least 1 character"),
        (met(participants=[{"role": None, "country": None}]), "participants[0].name", "required"),
        (met(colour="red"), "colour", "not permitted"),
        (met(evidence=[]), "evidence", "at least one passage"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused(values: dict[str, Any], path: str, why: str) -> None:
    """Under the path of the value as it was given, with the reason; exit code 2."""
    with pytest.raises(EditError) as caught:
        edit(values)
    assert list(caught.value.faults) == [path]
    assert why in caught.value.faults[path]
    assert caught.value.exit_code == 2


def test_an_unknown_record_type_is_one_line() -> None:
    """It names those that there are."""
    with pytest.raises(ConfigurationError, match=r"meetings, positions.*--spec"):
        edited(met(), ARTICLE, plural="deals", spec=diplomacy())


def test_changes_go_to_their_paths() -> None:
    """Items are added behind the end and taken away by null; changed words lose their span."""
    data = edit(met()).record.model_dump(mode="json")
    before = exchanged(data)
    third = {"name": "Kim Lee", "role": None, "country": None}
    made = changed(data, {"participants[2]": third, "place": "Quito"})
    assert [p["name"] for p in made["participants"]] == ["Ana Ruiz", "Luis Soto", "Kim Lee"]
    assert "place" not in made["spans"]
    assert made["spans"]["participants[0].name"] == before["spans"]["participants[0].name"]
    gone = changed(data, {"participants[0]": None})
    assert [p["name"] for p in gone["participants"]] == ["Luis Soto"]
    assert not [path for path in gone["spans"] if path.startswith("participants")]
    assert changed(data, {"participants[2].name": "Kim"})["participants"][2] == {"name": "Kim"}
    assert exchanged(data) == before


@pytest.mark.parametrize("path", ["", "participants[7].name", "place.x.y", "id", "spans", "[0]"])
def test_a_path_to_nowhere_is_refused(path: str) -> None:
    """So is what is no field."""
    data = edit(met()).record.model_dump(mode="json")
    with pytest.raises(EditError, match="no such place"):
        changed(data, {path: "x"})


def test_typed_values() -> None:
    """JSON where it is JSON; nothing, and null, are null."""
    assert parsed("Lima") == "Lima"
    assert parsed("") is parsed("null") is None
    assert parsed('["a"]') == ["a"]
    assert parsed('"null"') == "null"
    assert parsed("[sic") == "[sic"
    assert parsed("2022") == "2022"
