"""The mode of a meeting against the words of its encounter."""

from __future__ import annotations

import pytest

from llm_extract.checks import Verdict
from tests.diplomacy.cases import findings, meeting, on_meeting

REPORTS = [
    ("phone", "Ruiz and Weber spoke by phone on Sunday."),
    ("phone", "Ruiz held a telephone conversation with Weber on Sunday."),
    ("phone", "In a call with Weber on Saturday, Ruiz raised the case."),
    ("phone", "Ruiz phoned Weber on Sunday to discuss the vote."),
    ("phone", "During their 40-minute call, Ruiz and Weber agreed to stay in touch."),
    ("video", "Ruiz and Weber met by video link on Sunday."),
    ("video", "Ruiz held a virtual summit with Weber on Sunday."),
    ("video", "Ruiz and Weber held talks via videoconference."),
    ("video", "Ruiz and Weber met online on Sunday."),
    ("in_person", "Ruiz and Weber met face to face for the first time."),
    ("in_person", "Ruiz received Weber at the palace."),
    ("in_person", "Ruiz visited Berlin for talks with Weber."),
    ("in_person", "Ruiz and Weber met in Geneva on Friday."),
    ("in_person", "Ruiz called on Weber to end the strike when they met in Geneva on Friday."),
    ("in_person", "Ruiz and Weber met in Geneva on Friday, an aide told the agency by phone."),
    ("in_person", "Weber will travel to Lima to meet Ruiz, he said in a telephone interview."),
    ("unspecified", "Ruiz and Weber met on Friday."),
    ("unspecified", "Ruiz met Weber on Friday and called for an end to online abuse."),
    ("unspecified", "Ruiz spoke with Weber on Friday."),
    ("unspecified", "Ruiz and Weber discussed a video showing the attack."),
]


@pytest.mark.parametrize(("mode", "report"), REPORTS)
def test_the_mode_that_the_words_say_is_supported(mode: str, report: str) -> None:
    """An interview by phone, a demand ("called on") or a video of something are none."""
    assert on_meeting(report, "mode", mode=mode).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(("mode", "report"), REPORTS)
def test_a_call_that_was_none_is_flagged(mode: str, report: str) -> None:
    """Phone and video need words for them; a bare "spoke" may have been by phone."""
    for other in {"phone", "video"} - {mode}:
        found = on_meeting(report, "mode", mode=other)
        assert found.verdict.flags or (other == "phone" and "spoke" in report)


@pytest.mark.parametrize(("mode", "report"), [r for r in REPORTS if r[0] in ("phone", "video")])
def test_a_call_is_no_meeting_in_person(mode: str, report: str) -> None:
    """The right mode is proposed."""
    found = on_meeting(report, "mode", mode="in_person")
    assert found.code == "mode.mismatch"
    assert found.proposed == mode


def test_met_alone_does_not_say_how() -> None:
    """Neither right nor wrong."""
    found = on_meeting("Ruiz met Weber on Friday.", "mode", mode="in_person")
    assert found.verdict is Verdict.UNVERIFIABLE


def test_a_place_makes_a_meeting_one_in_person() -> None:
    """The record's own place, in the evidence."""
    text = "Ruiz met Weber on Friday at the Sheraton hotel."
    values = {"place": "Sheraton hotel"}
    assert on_meeting(text, "mode", mode="in_person", **values).verdict is Verdict.SUPPORTED
    for other in ("phone", "video", "unspecified"):
        assert on_meeting(text, "mode", mode=other, **values).proposed == "in_person"


def test_the_call_may_stand_in_the_next_sentence() -> None:
    """Words next to the evidence are enough to support."""
    text = "Ruiz spoke with Weber on Friday."
    record = meeting(text, mode="phone")
    found = findings(f"{text} The phone call lasted an hour.", meetings=[record])
    assert found["meetings[0].mode"].verdict is Verdict.SUPPORTED


def test_the_call_with_somebody_else_does_not_count() -> None:
    """It is told by whom it names."""
    text = "Ruiz briefed Weber on her call with President Mwangi."
    assert on_meeting(text, "mode", mode="unspecified").verdict is Verdict.SUPPORTED


def test_another_language_is_left_alone() -> None:
    """The words are English ones."""
    text = "Ruiz telefonierte mit Weber."
    found = findings(text, language="de", meetings=[meeting(text)])
    assert found["meetings[0].mode"].code == "mode.language"
