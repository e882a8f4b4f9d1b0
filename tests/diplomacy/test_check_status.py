"""The status of a meeting against tense and words of its evidence."""

from __future__ import annotations

from datetime import date

import pytest

from llm_extract.checks import Verdict
from tests.diplomacy.cases import findings, meeting, on_meeting

REPORTS = [
    (
        "held",
        "Foreign ministers Ana Ruiz and Tomas Weber met on the sidelines of the forum on Monday.",
    ),
    (
        "held",
        "Ruiz and Weber met behind closed doors for two hours to discuss the upcoming elections.",
    ),
    (
        "held",
        "Ruiz told Weber during their meeting that Peru will host the next summit of the group.",
    ),
    ("held", "Ruiz has held talks with Weber in Lima, the ministry said on Friday."),
    ("held", "Ruiz hosted Weber for dinner at the presidential palace."),
    ("held", "After the talks, Ruiz and Weber announced a plan to reopen the border."),
    (
        "held",
        "The meeting between Ruiz and Weber, planned for months, took place in Geneva on Friday.",
    ),
    ("held", "Ruiz flew to Berlin on Tuesday, where she was received by Weber."),
    ("held", "Ruiz and Weber discussed plans for a summit next year."),
    ("held", "Peru's Ruiz meets Germany's Weber in Lima"),
    ("held", "Ruiz, Weber hold talks on trade"),
    ("held", "Ruiz spoke with Weber by phone on Sunday and agreed to meet again next month."),
    ("held", "Weber visited Lima last week for talks with Ruiz."),
    ("held", "Ruiz sat down with Weber in Vienna after weeks of delay."),
    ("held", "The two sides wrapped up two days of negotiations between Ruiz and Weber in Doha."),
    ("held", "Weber was in Lima on Thursday for a meeting with Ruiz."),
    ("held", "Ruiz and Weber shook hands before their talks in Lima."),
    ("held", "In a call on Saturday, Ruiz pressed Weber to release the funds."),
    ("planned", "Ruiz will meet Weber in Vienna on Thursday."),
    ("planned", "Ruiz is expected to hold talks with Weber next week."),
    ("planned", "Ruiz is scheduled to visit Berlin on May 4 for talks with Weber."),
    ("planned", "Ruiz to meet Weber in Vienna"),
    ("planned", "Ruiz and Weber are due to sit down in Doha on Sunday."),
    ("planned", "The summit between Ruiz and Weber is set for June 12 in Helsinki."),
    ("planned", "Ruiz plans to travel to Berlin, where she will be hosted by Weber."),
    ("planned", "Ruiz arrived in Berlin on Monday ahead of talks with Weber on Tuesday."),
    ("planned", "A meeting between Ruiz and Weber will take place in Oslo, the spokesman said."),
    ("planned", "The ministry announced that Ruiz would meet Weber on the sidelines of the forum."),
    ("planned", "Ruiz leaves for Berlin on Tuesday to meet Weber."),
    ("planned", "Ruiz and Weber have agreed to meet in Doha next month."),
    ("planned", "Preparations are under way for the meeting of Ruiz and Weber in Oslo."),
    (
        "planned",
        "The talks between Ruiz and Weber, scheduled for Friday, are to cover fishing rights.",
    ),
    ("planned", "Weber is going to host Ruiz at his residence."),
    ("proposed", "Ruiz may meet Weber in Vienna, a diplomat said."),
    ("proposed", "Ruiz has proposed a summit with Weber in Lima."),
    ("proposed", "Ruiz invited Weber to visit Lima for talks."),
    ("proposed", "Ruiz offered to meet Weber at any time."),
    ("proposed", "Ruiz said she was ready to hold talks with Weber."),
    ("proposed", "Ruiz could hold talks with Weber on the margins of the assembly."),
    ("proposed", "Ruiz hopes to meet Weber before the end of the year."),
    ("proposed", "Weber is considering a meeting with Ruiz."),
    ("proposed", "A possible meeting between Ruiz and Weber was discussed by aides."),
    ("postponed", "The meeting between Ruiz and Weber was postponed until July."),
    ("postponed", "Ruiz put off her talks with Weber because of the storm."),
    ("postponed", "Talks between Ruiz and Weber have been delayed indefinitely."),
    ("postponed", "Ruiz postponed a trip to Berlin where she was to meet Weber."),
    ("cancelled", "Ruiz called off her meeting with Weber on Friday."),
    ("cancelled", "The planned summit of Ruiz and Weber has been cancelled, the palace said."),
    ("cancelled", "Weber scrapped a meeting with Ruiz that had been scheduled for Monday."),
    ("cancelled", "Ruiz cancelled her visit to Berlin, where she had been due to meet Weber."),
    (
        "held",
        "Ruiz and Weber signed a fishing accord in Lima on Monday after three hours of talks.",
    ),
    ("held", "Weber, who will step down in May, met Ruiz on Friday."),
    ("held", "At a meeting with Weber on Tuesday, Ruiz said Peru would not give in."),
    ("held", "Ruiz and Weber agreed at talks in Lima to cut tariffs."),
    ("held", "It was the first meeting between Ruiz and Weber since 2019."),
    ("planned", "It will be the first meeting between Ruiz and Weber since 2019."),
    ("planned", "Ruiz heads to Berlin this week for talks with Weber."),
    ("held", "Ruiz met Weber after earlier talks were cancelled."),
]
AGAINST = {
    "held": ("cancelled", "postponed"),
    "planned": ("held", "cancelled"),
    "proposed": ("held", "cancelled"),
    "postponed": ("held",),
    "cancelled": ("held",),
}


@pytest.mark.parametrize(("status", "report"), REPORTS)
def test_the_status_that_the_words_say_is_supported(status: str, report: str) -> None:
    """Verbs and their auxiliaries, adjectives, trips, headlines, call-offs."""
    assert on_meeting(report, "status", status=status).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(("status", "report"), REPORTS)
def test_another_status_is_contradicted(status: str, report: str) -> None:
    """With the words that say so, and the status that they say."""
    for other in AGAINST[status]:
        found = on_meeting(report, "status", status=other)
        assert found.verdict is Verdict.CONTRADICTED
        assert found.spans


def test_the_words_and_the_status_that_they_say_are_shown() -> None:
    """So that a person sees why."""
    found = on_meeting("Ruiz is set to meet Weber in Vienna.", "status", status="held")
    assert found.code == "status.mismatch"
    assert '"set to meet"' in found.message
    assert found.proposed == "planned"


def test_of_two_encounters_in_a_sentence_the_one_of_these_actors_counts() -> None:
    """The clause that names them."""
    text = "Ruiz met Weber on Monday, while Otieno will meet Haddad on Tuesday."
    ours = meeting(text)
    theirs = meeting(
        text,
        participants=[{"name": "Otieno", "country": None}, {"name": "Haddad", "country": None}],
        parties=[],
    )
    found = findings(text, meetings=[ours | {"status": "planned"}, theirs | {"status": "held"}])
    assert found["meetings[0].status"].verdict is Verdict.CONTRADICTED
    assert found["meetings[1].status"].verdict is Verdict.CONTRADICTED


def test_a_word_for_another_status_in_the_same_clause_leaves_it_open() -> None:
    """ "held a previously delayed meeting": held, but a delay is spoken of."""
    text = "Ruiz held a previously delayed meeting with Weber on Friday."
    assert on_meeting(text, "status", status="held").verdict is Verdict.SUPPORTED
    assert on_meeting(text, "status", status="postponed").verdict is Verdict.AMBIGUOUS


def test_a_negated_meeting_is_not_held() -> None:
    """Nothing is proposed for it: nobody knows what it is."""
    found = on_meeting("Ruiz did not meet Weber in Vienna.", "status", status="held")
    assert found.verdict is Verdict.CONTRADICTED
    assert found.proposed is None


def test_an_invitation_may_be_a_plan() -> None:
    """Planned and proposed lie near each other."""
    found = on_meeting("Ruiz invited Weber to visit Lima for talks.", "status", status="planned")
    assert found.verdict is Verdict.UNVERIFIABLE


def test_a_trip_to_meet_somebody_may_still_be_one() -> None:
    """Held or planned: the words leave it open."""
    report = "Ruiz travelled to Berlin to meet Weber."
    assert on_meeting(report, "status", status="held").verdict is Verdict.SUPPORTED
    assert on_meeting(report, "status", status="planned").verdict is Verdict.UNVERIFIABLE


def test_without_words_of_an_encounter_nothing_is_said() -> None:
    """No guess."""
    found = on_meeting("Ruiz likes the novels of Weber.", "status", status="planned")
    assert found.verdict is Verdict.UNVERIFIABLE


def test_another_language_is_left_alone() -> None:
    """The words are English ones."""
    text = "Ruiz trifft Weber am Montag in Wien."
    found = findings(text, language="de", meetings=[meeting(text)])
    assert found["meetings[0].status"].code == "status.language"


@pytest.mark.parametrize(
    ("status", "day", "code"),
    [
        ("held", "2024-05-20", "status.after_publication"),
        ("planned", "2024-04-01", "status.before_publication"),
        ("planned", "2024-05-08", "status.said"),
        ("held", "2024-05", "status.mismatch"),
    ],
)
def test_the_date_and_the_publication_date_are_held_against_it(
    status: str, day: str, code: str
) -> None:
    """Held after publication, planned long before; a few days' delay is no fault."""
    text = "Ruiz will meet Weber."
    record = meeting(text, status=status, date={"as_written": None, "value": day})
    found = findings(text, published=date(2024, 5, 10), meetings=[record])
    assert found["meetings[0].status"].code == code
