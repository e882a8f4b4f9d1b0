"""Who takes part in a meeting, by the words of its encounter."""

from __future__ import annotations

from typing import Any

import pytest

from llm_extract.article import Article
from llm_extract.checks import Finding, Verdict, check
from llm_extract.checks.reading import Reading
from llm_extract.diplomacy.checks.frames import frames

INTRODUCED = (
    "Peruvian Foreign Minister Ana Ruiz, German Chancellor Tomas Weber, Kenyan President "
    "Grace Otieno and Danish Prime Minister Lars Holm are busy people."
)


def found(evidence: str, *names: str, **values: Any) -> dict[str, Finding]:
    """The findings on a meeting of these people that the sentence reports, by path."""
    record = {
        "status": "held",
        "mode": "unspecified",
        "participants": [{"name": name} for name in names],
        "evidence": [evidence],
        **values,
    }
    article = Article(text=f"{INTRODUCED}\n\n{evidence}", language="en")
    return {finding.path: finding for finding in check({"meetings": [record]}, article)}


TIED = [
    "Ruiz met Weber in Lima on Monday.",
    "Ruiz and Weber held talks in Lima on Monday.",
    "Ruiz spoke by telephone with Weber on Monday.",
    "Ruiz was received by Weber in Berlin.",
    "Ruiz is set to meet Weber on Friday.",
    "Ruiz hosted German Chancellor Tomas Weber in Lima.",
    "A meeting between Ruiz and Weber took place in Lima.",
    "Weber, who arrived late, met Ruiz in Lima.",
]


@pytest.mark.parametrize("sentence", TIED)
def test_persons_of_one_encounter_are_tied_together(sentence: str) -> None:
    reading = Reading(Article(text=f"{INTRODUCED}\n\n{sentence}", language="en"))
    (frame, *_) = frames(reading, len(reading.sentences) - 1)
    assert {person.name for person in frame.persons} == {"Ana Ruiz", "Tomas Weber"}


@pytest.mark.parametrize("sentence", TIED)
def test_somebody_who_takes_part_and_is_left_out_is_named(sentence: str) -> None:
    finding = found(sentence, "Ana Ruiz")["meetings[0].participants"]
    assert finding.code == "participants.missing"
    assert finding.verdict is Verdict.CONTRADICTED
    assert finding.proposed == ["Ana Ruiz", "Tomas Weber"]


@pytest.mark.parametrize("sentence", TIED)
def test_a_full_list_is_not_called(sentence: str) -> None:
    findings = found(sentence, "Ana Ruiz", "Tomas Weber")
    assert not [f for f in findings.values() if f.verdict.flags and "participants" in f.path]


def test_who_only_named_a_participant_does_not_take_part() -> None:
    sentence = "Ruiz met Weber, who was appointed by Otieno."
    finding = found(sentence, "Ana Ruiz", "Tomas Weber", "Grace Otieno")
    assert finding["meetings[0].participants[2].name"].code == "participant.agent"


def test_who_only_reports_a_meeting_does_not_take_part() -> None:
    sentence = "Ruiz met Weber in Lima, Otieno said."
    finding = found(sentence, "Ana Ruiz", "Tomas Weber", "Grace Otieno")
    assert finding["meetings[0].participants[2].name"].code == "participant.reports"


def test_half_of_another_summit_does_not_take_part() -> None:
    sentence = "Ruiz met Weber in Lima weeks before the Otieno-Holm summit."
    finding = found(sentence, "Ana Ruiz", "Tomas Weber", "Grace Otieno")
    assert finding["meetings[0].participants[2].name"].code == "participant.other_event"


def test_persons_of_another_record_of_the_sentence_are_not_missed() -> None:
    sentence = "Ruiz met Weber and, a day later, met Otieno."
    records = [
        {"status": "held", "mode": "unspecified", "evidence": [sentence],
         "participants": [{"name": "Ana Ruiz"}, {"name": other}]}
        for other in ("Tomas Weber", "Grace Otieno")
    ]  # fmt: skip
    article = Article(text=f"{INTRODUCED}\n\n{sentence}", language="en")
    codes = {finding.code for finding in check({"meetings": records}, article)}
    assert "participants.missing" not in codes


def test_text_in_another_language_is_left_alone() -> None:
    text = "Ana Ruiz hat am Montag in Lima den Kanzler Tomas Weber getroffen und gesprochen."
    record = {"status": "held", "mode": "unspecified", "evidence": [text],
              "participants": [{"name": "Ana Ruiz"}]}  # fmt: skip
    article = Article(text=text, language="de")
    codes = {finding.code for finding in check({"meetings": [record]}, article)}
    assert not {code for code in codes if code.startswith("participant")}


def test_somebody_in_the_place_of_who_takes_part_is_named_with_the_other() -> None:
    sentence = "Ruiz met Weber in Lima, a city that Otieno knows."
    finding = found(sentence, "Ana Ruiz", "Grace Otieno")["meetings[0].participants[1].name"]
    assert finding.code == "participant.instead"
    assert finding.proposed == "Tomas Weber"
