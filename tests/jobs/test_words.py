"""What a record is searched by."""

from __future__ import annotations

from llm_extract.diplomacy import Meeting
from llm_extract.jobs.words import folded, search_words
from tests.jobs.cases import met


def test_names_codes_and_wordings_are_words() -> None:
    """Folded words, codes in capitals; neither the id nor the evidence."""
    record = Meeting.model_validate({**met(topics=["Fish  Quotas"]), "id": "0123456789ab"})
    words = search_words(record.model_dump(mode="json")).split("|")
    assert {"ana ruiz", "luis soto", "peru", "PER", "CHL", "lima", "fish quotas", "held"} <= set(
        words
    )
    assert "0123456789ab" not in words
    assert not any("met" in word for word in words)


def test_a_bar_in_a_name_cannot_pass_for_a_border() -> None:
    """Nor do white space and case matter."""
    assert folded("  Ana |\n RUIZ ") == "ana ruiz"
    assert search_words({"id": "a", "evidence": []}) == ""
