"""Meetings and positions have the shape that the codebook gives them."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from llm_extract import Meeting, Position
from llm_extract.article import Article
from llm_extract.extraction import Provenance
from llm_extract.fields import CountryName, Mention
from llm_extract.records import Usage
from tests.conftest import ROOT
from tests.fakes import meeting


@pytest.mark.parametrize("model", [Meeting, Position, Article, Usage, Mention, Provenance])
def test_every_public_field_has_a_description(model: type[BaseModel]) -> None:
    """In the model and in every part of it."""
    schema = model.model_json_schema()
    for part in [schema, *schema.get("$defs", {}).values()]:
        for name, field in part.get("properties", {}).items():
            assert field.get("description"), f"{part['title']}.{name}"


@pytest.mark.parametrize(("model", "heading"), [(Meeting, "Meeting"), (Position, "Position")])
def test_the_codebooks_fields_are_the_models(model: type[BaseModel], heading: str) -> None:
    """Each field of the codebook's table is one of the model's, and no other but the id."""
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0].split("\n### ")[0]
    named = set()
    for line in section.splitlines():
        if line.startswith("| `"):
            cell = line.split("|")[1]
            named |= {part.strip(" `").split("[")[0].split(".")[0] for part in cell.split(",")}
    assert named == set(model.model_fields) - {"id"}


def test_plain_strings_are_accepted_for_mentions() -> None:
    """What a person writes becomes a mention that has not been looked for."""
    record = Meeting.model_validate({**meeting(), "date": {}, "evidence": ["Ruiz met Soto."]})
    assert record.place is not None
    assert (record.place.value, record.place.match) == ("Lima", "none")


@pytest.mark.parametrize(
    "change",
    [
        {"evidence": []},
        {"status": "done"},
        {"date": {"value": "2022-02-30"}},
        {"date": {"value": "last week"}},
        {"place": ""},
        {"mood": "good"},
    ],
)
def test_what_the_codebook_does_not_allow_is_refused(change: dict[str, object]) -> None:
    """No evidence, an unknown status, an impossible date, an empty string, a strange field."""
    with pytest.raises(ValidationError):
        Meeting.model_validate({**meeting(), "date": {}, "evidence": ["x"], **change})


def test_capitals_and_organisations_have_codes() -> None:
    """Beside the words, which stay."""
    codes = {
        name: CountryName(value=name).code for name in ("Seoul", "the U.N.", "ROK", "Atlantis")
    }
    assert codes == {"Seoul": "KOR", "the U.N.": "UN", "ROK": "KOR", "Atlantis": None}
