"""What an article reports and no record cites."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.article import Article
from llm_extract.checks.coverage import coverage

TEXT = """Peruvian Foreign Minister Ana Ruiz met German Chancellor Tomas Weber in Lima on Monday.

Weber urged Peru to lower its tariffs. “We will not be rushed into an agreement,” Ruiz said.

The weather was fine, and a professor at the university called the visit "a very useful step".
"""
NOTHING: dict[str, list[object]] = {"meetings": [], "positions": []}
MEETING = {
    "status": "held",
    "mode": "in_person",
    "participants": [{"name": "Ana Ruiz"}, {"name": "Tomas Weber"}],
    "evidence": ["Peruvian Foreign Minister Ana Ruiz met German Chancellor Tomas Weber in Lima"],
}


def test_encounters_and_plain_demands_and_quotes_of_actors_are_listed_with_their_sentence() -> None:
    found = coverage(NOTHING, Article(text=TEXT))
    assert [finding.path for finding in found] == ["meetings", "positions", "positions"]
    assert {finding.code for finding in found} == {"coverage.uncited"}
    shown = [TEXT[slice(*finding.spans[0])] for finding in found]
    assert "met German Chancellor" in shown[0]
    assert "urged Peru" in shown[1]
    assert "Ruiz said" in shown[2]


def test_what_a_record_cites_is_not_listed() -> None:
    found = coverage({"meetings": [MEETING], "positions": []}, Article(text=TEXT))
    assert [finding.path for finding in found] == ["positions", "positions"]


def test_an_encounter_that_a_record_has_is_not_listed_for_another_sentence_about_it() -> None:
    text = TEXT.replace("The weather", "Weber met Ruiz for an hour. The weather")
    found = coverage({"meetings": [MEETING], "positions": []}, Article(text=text))
    assert "meetings" not in {finding.path for finding in found}


@pytest.mark.parametrize("language", ["de", "ko"])
def test_nothing_is_guessed_in_other_languages(language: str) -> None:
    assert coverage(NOTHING, Article(text=TEXT, language=language)) == []


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    coverage(NOTHING, Article(text=text))
