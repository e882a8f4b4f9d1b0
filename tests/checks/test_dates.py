"""Dates of records before their source."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.article import Article
from llm_extract.checks import Finding, Verdict, check
from llm_extract.checks.reading import Reading
from llm_extract.checks.timeline import Dates
from llm_extract.edtf import check_edtf

THURSDAY = date(2024, 5, 9)

LIMA = """Peru and Chile open talks on copper

Published : May 9, 2024 - 10:00

Foreign Minister Ana Quispe met her Chilean counterpart Luis Rojas in Lima on Tuesday.

They discussed copper, the first such talks since the two countries signed a treaty on June 19.

A day later Quispe flew to Quito for talks with Ecuador. In the afternoon she met bankers there.

Rojas is to visit Bolivia on Friday, his ministry said on Wednesday.

Both sides agreed to keep the border open. The treaty follows the March accord on fishing."""

MET = "Foreign Minister Ana Quispe met her Chilean counterpart Luis Rojas in Lima on Tuesday."
TALKS = "They discussed copper, the first such talks since the two countries signed a treaty"
QUITO = "A day later Quispe flew to Quito for talks with Ecuador."
BANKERS = "In the afternoon she met bankers there."
VISIT = "Rojas is to visit Bolivia on Friday, his ministry said on Wednesday."
BORDER = "Both sides agreed to keep the border open."
ACCORD = "The treaty follows the March accord on fishing."


def meeting(words: str | None, value: str | None, *evidence: str) -> dict[str, Any]:
    """A meeting with nothing but a date."""
    return {
        "status": "held",
        "mode": "unspecified",
        "participants": [],
        "parties": [],
        "date": {"as_written": words, "value": value},
        "place": None,
        "topics": [],
        "outcomes": [],
        "evidence": list(evidence),
    }


def position(words: str | None, value: str | None, *evidence: str) -> dict[str, Any]:
    """A position of the Bolivian visit's ministry with nothing but a date."""
    return {
        "statement": "Rojas is to visit Bolivia.",
        "holders": [{"name": "ministry", "country": None}],
        "issue": "visit",
        "stance": "asserts",
        "addressee": None,
        "reported_by": None,
        "date": {"as_written": words, "value": value},
        "quote": None,
        "evidence": list(evidence),
    }


def found(
    record: dict[str, Any],
    *others: dict[str, Any],
    text: str = LIMA,
    published: date | None = THURSDAY,
    plural: str = "meetings",
    language: str | None = None,
) -> dict[str, tuple[str, str]]:
    """Verdict and code of the first record's date words and value."""
    article = Article(text=text, published=published, language=language)
    findings = dated(check({plural: [record, *others]}, article))
    return {path: (finding.verdict.value, finding.code) for path, finding in findings.items()}


def dated(findings: list[Finding]) -> dict[str, Finding]:
    """The findings of this module on the first record."""
    return {
        finding.path.rpartition(".")[2]: finding
        for finding in findings
        if "[0].date." in finding.path and finding.code.startswith("date.")
    }


GOOD_WORDS, GOOD_VALUE = ("supported", "date.words"), ("supported", "date.follows")


@pytest.mark.parametrize(
    ("words", "value", "evidence"),
    [
        ("Tuesday", "2024-05-07", MET),
        ("on Tuesday", "2024-05-07", MET),
        ("Friday", "2024-05-10", VISIT),
        ("A day later", "2024-05-08", QUITO),
        ("In the afternoon", "2024-05-07", BANKERS),
    ],
)
def test_right_dates(words: str, value: str, evidence: str) -> None:
    """Words of the evidence, with the value that publication, tense or the text before give."""
    assert found(meeting(words, value, evidence)) == {
        "as_written": GOOD_WORDS,
        "value": GOOD_VALUE,
    }


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2024-05-06", "date.weekday"),
        ("2024-05-14", "date.mismatch"),
        ("2024-04-30", "date.mismatch"),
        ("2024-07-05", "date.weekday"),
        ("2023-05-07", "date.weekday"),
        ("2024-05", "date.precision"),
        ("2024-05-06/2024-05-12", "date.precision"),
    ],
)
def test_values_that_do_not_follow(value: str, code: str) -> None:
    """Another day, week, month, year or precision than that of the words."""
    assert found(meeting("Tuesday", value, MET))["value"] == ("contradicted", code)


@pytest.mark.parametrize(
    ("words", "right", "wrong", "code"),
    [
        ("last week", "2024-04-29/2024-05-05", "2024-04-30", "date.precision"),
        ("last month", "2024-04", "2024-04-15", "date.precision"),
        ("last year", "2023", "2023-05", "date.precision"),
        ("May 3-5", "2024-05-03/2024-05-05", "2024-05-03", "date.precision"),
        ("Feb. 29", "2024-02-29", "2024-03-01", "date.mismatch"),
        ("March 4", "2024-03-04", "2024-04-03", "date.mismatch"),
        ("yesterday", "2024-05-08", "2024-05-09", "date.mismatch"),
        ("2022", "2022", "2021", "date.mismatch"),
    ],
)
def test_precision_and_calendar(words: str, right: str, wrong: str, code: str) -> None:
    """Intervals, months, years and leap days are held against the words as they are."""
    text = f"The ministers of Peru and Chile met in Lima in {words}."
    assert found(meeting(words, right, text), text=text)["value"] == GOOD_VALUE
    assert found(meeting(words, wrong, text), text=text)["value"] == ("contradicted", code)


def test_a_missing_value_is_proposed() -> None:
    """Words that settle a value ask for it."""
    article = Article(text=LIMA, published=THURSDAY)
    findings = dated(check({"meetings": [meeting("Tuesday", None, MET)]}, article))
    assert findings["value"].code == "date.missing"
    assert findings["value"].proposed == "2024-05-07"


def test_words_that_stand_nowhere() -> None:
    """Words that the article does not have are not found, and the evidence's own proposed."""
    article = Article(text=LIMA, published=THURSDAY)
    findings = dated(check({"meetings": [meeting("Sunday", "2024-05-05", MET)]}, article))
    assert findings["as_written"].verdict is Verdict.NOT_FOUND
    assert findings["as_written"].proposed == "Tuesday"


@pytest.mark.parametrize(
    ("words", "evidence"),
    [
        ("Friday", MET),
        ("June 19", MET),
        ("June 19", TALKS),
        ("Wednesday", VISIT),
        ("Friday", TALKS),
        ("In the afternoon", MET),
    ],
)
def test_words_of_another_event(words: str, evidence: str) -> None:
    """Words from another sentence, a since-clause or somebody's saying date something else."""
    assert found(meeting(words, None, evidence))["as_written"] == (
        "contradicted",
        "date.other_event",
    )


@pytest.mark.parametrize(
    ("words", "evidence"), [("Tuesday", TALKS), ("Tuesday", BORDER), ("March", ACCORD)]
)
def test_words_near_the_evidence(words: str, evidence: str) -> None:
    """A sentence without a date of its own takes that of the sentences before it or the lead."""
    assert found(meeting(words, None, evidence))["as_written"] == GOOD_WORDS


def test_a_saying_dates_a_position() -> None:
    """Where somebody speaks, the day on which it was said is the record's own."""
    given = position("Wednesday", "2024-05-08", VISIT)
    assert found(given, plural="positions") == {"as_written": GOOD_WORDS, "value": GOOD_VALUE}


def test_a_side_clause_may_report_an_event_of_its_own() -> None:
    """Two records of one sentence: the clause's date is that of the second event."""
    text = "The leaders met in Lima on Monday, their first talks since they met in Bali in March."
    first = meeting("Monday", "2024-05-06", text)
    second = meeting("March", "2024-03", text)
    assert found(second, first, text=text)["as_written"] == GOOD_WORDS
    assert found(second, text=text)["as_written"] == ("contradicted", "date.other_event")
    placed = second | {"place": "Bali"}
    assert found(placed, text=text)["as_written"] == GOOD_WORDS


def test_a_date_beside_a_noun_is_that_of_what_the_noun_names() -> None:
    """Words from elsewhere are wrong where the record's own names follow another date."""
    text = f"{MET} Both sides welcomed the November 2023 Cusco accord."
    evidence = "Both sides welcomed the November 2023 Cusco accord."
    placed = meeting("Tuesday", "2024-05-07", evidence) | {"place": "Cusco"}
    assert found(placed, text=text)["as_written"] == ("contradicted", "date.other_event")
    placed = meeting("November 2023", "2023-11", evidence) | {"place": "Cusco"}
    assert found(placed, text=text) == {"as_written": GOOD_WORDS, "value": GOOD_VALUE}


def test_either_of_two_dates_may_stay_without_a_value() -> None:
    """ "April or early May" may be an interval, and may be nothing."""
    text = "The ministers may meet in Lima in June or early July."
    for value in ("2024-06/2024-07", None):
        given = meeting("June or early July", value, text)
        assert "contradicted" not in dict(found(given, text=text).values())


def test_without_a_publication_date_relative_words_have_no_value() -> None:
    """A value beside them is invented; none is right."""
    assert found(meeting("Tuesday", "2024-05-07", MET), published=None)["value"] == (
        "contradicted",
        "date.no_publication_date",
    )
    assert found(meeting("In the afternoon", "2024-05-07", BANKERS), published=None)["value"] == (
        "contradicted",
        "date.no_publication_date",
    )
    assert "value" not in found(meeting("Tuesday", None, MET), published=None)


def test_a_weekday_that_the_date_is_not() -> None:
    """Words whose weekday and date disagree contradict the date."""
    text = "The ministers met in Lima on Monday, May 7, 2024."
    given = meeting("Monday, May 7, 2024", "2024-05-07", text)
    assert found(given, text=text)["value"] == ("contradicted", "date.weekday")


@pytest.mark.parametrize(
    ("value", "evidence", "verdict"),
    [
        ("2024-05-07", MET, "supported"),
        ("2024-05-08", MET, "contradicted"),
        ("2024-05-01", BORDER, "not_found"),
    ],
)
def test_a_value_without_words(value: str, evidence: str, verdict: str) -> None:
    """Only date words of the evidence can give it."""
    assert found(meeting(None, value, evidence))["value"][0] == verdict


@pytest.mark.parametrize(
    ("words", "right", "wrong", "sentence"),
    [
        ("The next day", "2024-05-08", "2024-05-07", "{} she met the mayor of Quito."),
        ("Two days earlier", "2024-05-05", "2024-05-09", "{} she had met the mayor of Quito."),
        ("a week before the talks", "2024-04-30", "2024-05-07", "She met the mayor {}."),
        ("Following the meeting", "2024-05-07", "2024-05-08", "{} they spoke to reporters."),
        ("earlier in the day", "2024-05-07", "2024-05-06", "She met the mayor {}."),
        ("before boarding her plane", "2024-05-07", "2024-05-09", "She met the mayor {}."),
    ],
)
def test_words_that_order_events(words: str, right: str, wrong: str, sentence: str) -> None:
    """They take the day that the sentences around fix, or one at so many days from it."""
    evidence = sentence.format(words)
    text = f"{MET} {evidence}"
    assert found(meeting(words, right, evidence), text=text)["value"] == GOOD_VALUE
    assert found(meeting(words, wrong, evidence), text=text)["value"] == (
        "contradicted",
        "date.mismatch",
    )


def test_order_without_any_day_stays_open() -> None:
    """Nothing is said where no day is near."""
    text = "Following the meeting they spoke to reporters."
    given = meeting("Following the meeting", "2024-05-07", text)
    assert found(given, text=text)["value"] == ("unverifiable", "date.open")


def test_vague_words_have_no_value() -> None:
    """ "Recent" is no date."""
    text = "The ministers spoke of their recent talks in Lima."
    assert found(meeting("recent", "2024-05", text), text=text)["value"] == (
        "contradicted",
        "date.precision",
    )
    assert found(meeting("recent", None, text), text=text) == {"as_written": GOOD_WORDS}


def test_another_language_is_not_read() -> None:
    """Whether the words stand there is seen in any language; the value is not."""
    text = "Die Minister trafen sich am 3. Mai in Lima."
    given = meeting("3. Mai", "2024-05-04", text)
    assert found(given, text=text, language="de") == {
        "as_written": GOOD_WORDS,
        "value": ("unverifiable", "date.language"),
    }


def test_an_impossible_value_is_reported_once() -> None:
    """What cannot be a date is not asked for again."""
    assert found(meeting("Tuesday", "2024-02-30", MET))["value"] == (
        "contradicted",
        "date.impossible",
    )


def test_the_timeline_of_an_article() -> None:
    """Date lines date the article, since-clauses another event, "said on" a saying."""
    known = Reading(Article(text=LIMA, published=THURSDAY)).dates.stretches
    assert [(date.words, date.dates) for date in known] == [
        ("May 9, 2024", Dates.ARTICLE),
        ("Tuesday", Dates.EVENT),
        ("June 19", Dates.ASIDE),
        ("A day later", Dates.EVENT),
        ("In the afternoon", Dates.EVENT),
        ("Friday", Dates.EVENT),
        ("Wednesday", Dates.SAYING),
        ("March", Dates.ASIDE),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "LIMA, May 3 (Reuters) - The ministers met on Tuesday.",
        "Updated: May 3, 2024, 10:15 AM KST",
        "“We met in May,” she said.",
    ],
)
def test_dates_that_date_no_event(text: str) -> None:
    """A wire's date line, a stamp and a speaker's own words fix nothing for the record."""
    first = Reading(Article(text=text)).dates.stretches[0]
    assert first.dates in (Dates.ARTICLE, Dates.QUOTED)


@pytest.mark.parametrize(
    "text", ["Theresa May spoke.", "2000 troops may march.", "Mondays are busy."]
)
def test_words_that_are_no_dates(text: str) -> None:
    """Names, numbers, verbs and habits."""
    assert Reading(Article(text=text)).dates.stretches == []


PIECES = [
    "Monday", "May", "May 3", "last week", "since", "On Tuesday, ", "he said", "met", "a day later",
    "the 31st", "Feb. 30", "2024-02-30", "31 April 2024", "will", '"', "“", "”", ". ", ", ", "\n",
    "in the afternoon", "99 years ago", "Published : ", "0 days before", "in 2018", "二",
]  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(
    text=st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join), st.text()),
    words=st.none() | st.sampled_from(PIECES) | st.text(min_size=1, max_size=20),
    value=st.none() | st.sampled_from(["2024", "0001-01-01", "9999-12-31", "2024-05/2024-06"]),
    published=st.none() | st.dates(),
)
def test_nothing_raises(
    text: str, words: str | None, value: str | None, published: date | None
) -> None:
    """Any text, publication date and record gets findings, and what they propose is valid."""
    article = Article(text=text, published=published, language="en")
    for finding in check({"meetings": [meeting(words, value, text[:50] or "x")]}, article):
        if finding.path.endswith("date.value") and finding.proposed is not None:
            assert check_edtf(finding.proposed)
