"""Date words → EDTF."""

from __future__ import annotations

import re
import runpy
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.dates import is_future, resolve_date
from llm_extract.edtf import check_edtf

ROOT = Path(__file__).resolve().parent.parent

THURSDAY = date(2024, 5, 9)


@pytest.mark.parametrize(
    ("words", "published", "sentence", "value"),
    [
        ("Tuesday", THURSDAY, "They met on Tuesday in Lima.", "2024-05-07"),
        ("Tuesday", THURSDAY, "They will meet on Tuesday in Lima.", "2024-05-14"),
        ("Thursday", THURSDAY, "They met on Thursday in Lima.", "2024-05-09"),
        ("Thursday", THURSDAY, "They will meet on Thursday in Lima.", "2024-05-09"),
        ("Tuesday", THURSDAY, None, "2024-05-07"),
        ("Friday", date(2024, 3, 1), "They met on Friday.", "2024-03-01"),
        ("Thursday", date(2024, 3, 1), "They met on Thursday.", "2024-02-29"),
        ("Sunday", date(2024, 1, 2), "They met on Sunday.", "2023-12-31"),
        ("Wednesday", date(2024, 12, 31), "They will meet on Wednesday.", "2025-01-01"),
        ("last Thursday", THURSDAY, None, "2024-05-02"),
        ("next Thursday", THURSDAY, None, "2024-05-16"),
        ("this Friday", THURSDAY, None, "2024-05-10"),
        ("Tues.", THURSDAY, None, "2024-05-07"),
        ("Monday last week", THURSDAY, None, "2024-04-29"),
        ("Tuesday of next week", THURSDAY, None, "2024-05-14"),
        ("next week on Tuesday", THURSDAY, None, "2024-05-14"),
    ],
)
def test_weekdays(words: str, published: date, sentence: str | None, value: str) -> None:
    """A weekday is on or before publication in the past, on or after it in the future."""
    assert resolve_date(words, published, sentence) == value


@pytest.mark.parametrize(
    ("words", "published", "value"),
    [
        ("today", THURSDAY, "2024-05-09"),
        ("this morning", THURSDAY, "2024-05-09"),
        ("yesterday", date(2024, 3, 1), "2024-02-29"),
        ("yesterday", date(2023, 3, 1), "2023-02-28"),
        ("yesterday", date(2024, 1, 1), "2023-12-31"),
        ("tomorrow", date(2024, 12, 31), "2025-01-01"),
        ("tomorrow", date(2024, 2, 28), "2024-02-29"),
        ("the day before yesterday", THURSDAY, "2024-05-07"),
        ("the day after tomorrow", THURSDAY, "2024-05-11"),
    ],
)
def test_days_around_publication(words: str, published: date, value: str) -> None:
    """Words for a day near publication cross months, years and leap days."""
    assert resolve_date(words, published) == value


@pytest.mark.parametrize(
    ("words", "published", "value"),
    [
        ("last week", THURSDAY, "2024-04-29/2024-05-05"),
        ("this week", THURSDAY, "2024-05-06/2024-05-12"),
        ("next week", THURSDAY, "2024-05-13/2024-05-19"),
        ("earlier this week", THURSDAY, "2024-05-06/2024-05-12"),
        ("last week", date(2024, 1, 1), "2023-12-25/2023-12-31"),
        ("last month", date(2024, 1, 31), "2023-12"),
        ("last month", date(2024, 3, 31), "2024-02"),
        ("this month", THURSDAY, "2024-05"),
        ("later this month", THURSDAY, "2024-05"),
        ("next month", date(2024, 12, 1), "2025-01"),
        ("last year", date(2024, 2, 29), "2023"),
        ("this year", THURSDAY, "2024"),
        ("next year", THURSDAY, "2025"),
        ("last weekend", THURSDAY, "2024-05-04/2024-05-05"),
        ("this weekend", THURSDAY, "2024-05-11/2024-05-12"),
        ("next weekend", THURSDAY, "2024-05-18/2024-05-19"),
        ("last weekend", date(2024, 5, 11), "2024-05-04/2024-05-05"),
        ("last weekend", date(2024, 5, 12), "2024-05-04/2024-05-05"),
        ("this weekend", date(2024, 5, 12), "2024-05-11/2024-05-12"),
    ],
)
def test_periods_keep_their_precision(words: str, published: date, value: str) -> None:
    """A week is Monday to Sunday, a month YYYY-MM, a year YYYY."""
    assert resolve_date(words, published) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("three days ago", "2024-05-06"),
        ("10 days ago", "2024-04-29"),
        ("two weeks ago", "2024-04-22/2024-04-28"),
        ("a week ago", "2024-04-29/2024-05-05"),
        ("a couple of months ago", "2024-03"),
        ("five months ago", "2023-12"),
        ("two years ago", "2022"),
        ("twenty-five years ago", None),
        ("2.5 years ago", None),
        ("1,200 days ago", None),
        ("a few days ago", None),
    ],
)
def test_counts_back_from_publication(words: str, value: str | None) -> None:
    """A count that is read in part would be another count, so it has no value."""
    assert resolve_date(words, THURSDAY) == value


@pytest.mark.parametrize(
    ("words", "published", "sentence", "value"),
    [
        ("May 3", THURSDAY, None, "2024-05-03"),
        ("May 3rd", THURSDAY, None, "2024-05-03"),
        ("3 May", THURSDAY, None, "2024-05-03"),
        ("the 3rd of May", THURSDAY, None, "2024-05-03"),
        ("Dec. 30", date(2024, 1, 2), "They met on Dec. 30.", "2023-12-30"),
        ("Jan. 2", date(2024, 12, 30), "They will meet on Jan. 2.", "2025-01-02"),
        ("June 19", THURSDAY, "They met on June 19.", "2023-06-19"),
        ("Feb. 29", date(2023, 3, 1), "They met on Feb. 29.", "2020-02-29"),
        ("May 3, 2022", None, None, "2022-05-03"),
        ("3 May 2022", None, None, "2022-05-03"),
        ("Sept. 5, 1998", None, None, "1998-09-05"),
        ("2022-05-03", None, None, "2022-05-03"),
        ("May 2022", None, None, "2022-05"),
        ("in 2022", None, None, "2022"),
        ("May 3-5", THURSDAY, None, "2024-05-03/2024-05-05"),
        ("May 3 and 4, 2022", None, None, "2022-05-03/2022-05-04"),
        ("3–5 May", THURSDAY, None, "2024-05-03/2024-05-05"),
        ("March", THURSDAY, "They met in March.", "2024-03"),
        ("March", THURSDAY, "They will meet in March.", "2025-03"),
        ("May last year", THURSDAY, None, "2023-05"),
    ],
)
def test_calendar_dates(
    words: str, published: date | None, sentence: str | None, value: str
) -> None:
    """The tense, else nearness, gives a year to a day or month without one."""
    assert resolve_date(words, published, sentence) == value


@pytest.mark.parametrize(
    "words",
    ["Tuesday", "June 19", "June 19-20", "June", "yesterday", "today", "tomorrow", "last week",
     "this month", "next year", "last weekend", "two weeks ago", "Monday last week"],
)  # fmt: skip
def test_without_publication_nothing_relative_has_a_value(words: str) -> None:
    """What depends on the publication date stays open when that is unknown."""
    assert resolve_date(words, None) is None


@pytest.mark.parametrize(
    "words",
    ["Feb. 30", "Feb. 29, 2023", "April 31, 2024", "May 0", "May 0, 2024", "May 32", "2024-05-00",
     "2024-13-01", "2024-02-30", "May 5-3", "May 30-32"],
)  # fmt: skip
def test_impossible_dates_have_no_value(words: str) -> None:
    """A day that the calendar does not have is not moved to another."""
    assert resolve_date(words, THURSDAY) is None


@pytest.mark.parametrize(
    "words",
    ["", "now", "recently", "In the afternoon", "Following the meeting", "the next day",
     "the following day", "the previous day", "the 1990s", "05/03/2022"],
)  # fmt: skip
def test_words_that_publication_does_not_settle(words: str) -> None:
    """Vague words, and words that only order events, have no value."""
    assert resolve_date(words, THURSDAY) is None


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize(
    "words",
    ["yesterday", "tomorrow", "last week", "next week", "next Monday", "last month", "May 3"],
)
def test_the_ends_of_the_calendar(words: str, published: date) -> None:
    """What would leave the calendar has no value instead of an error."""
    value = resolve_date(words, published)
    assert value is None or check_edtf(value)


@pytest.mark.parametrize(
    ("sentence", "ahead"),
    [
        ("They met on Tuesday.", False),
        ("They will meet on Tuesday.", True),
        ("They are set to meet on Tuesday.", True),
        ("He said they will meet on Tuesday.", True),
        ("Talks on Tuesday.", None),
        ("They met on Monday.", None),
        ("They are scheduled to meet on Tuesday.", True),
        ("Kim agreed to meet Lee on Tuesday.", True),
        ("The talks are taking place on Tuesday.", True),
        ("The envoys are to meet Tuesday for the first time since sanctions were passed.", True),
        ("Tuesday's meeting is expected to be short.", True),
    ],
)
def test_the_nearest_verb_gives_the_tense(sentence: str, ahead: bool | None) -> None:
    """The verb nearest to the words decides; without one, or without the words, nothing does."""
    assert is_future("Tuesday", sentence) is ahead


WORDS = re.findall(
    r"\S+",
    """
    last next this past previous following coming early late mid of in the a on to and -
    day week weekend month year days weeks ago back today yesterday tomorrow monday tues.
    sunday may march feb. sept december two twelve 0 1 29 30 31 32 99 999 2024 1000 2999
    through weekend the 19th nineteen two thousand later before or 2018-20 week
    2024-02-30 2024-05 2５ 2０22 １ will met ’ , . % st
    """,
)


@settings(deadline=None, max_examples=500)
@given(
    st.one_of(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), st.text(max_size=30)),
    st.none() | st.dates(),
    st.none() | st.sampled_from(["They will meet {}.", "They met {}.", "{}"]),
)
def test_any_words_have_a_valid_value_or_none(
    words: str, published: date | None, frame: str | None
) -> None:
    """No words and no date make it fail, or give anything but EDTF level 0."""
    sentence = frame.replace("{}", words) if frame else None
    value = resolve_date(words, published, sentence)
    assert value is None or check_edtf(value)


@pytest.mark.parametrize(
    ("words", "sentence", "value"),
    [
        ("May 30-June 2", None, "2024-05-30/2024-06-02"),
        ("May 30 to June 2, 2022", None, "2022-05-30/2022-06-02"),
        ("30 May - 2 June", None, "2024-05-30/2024-06-02"),
        ("Dec. 30-Jan. 2, 2024", None, "2023-12-30/2024-01-02"),
        ("Dec. 30, 2023 - Jan. 2, 2024", None, "2023-12-30/2024-01-02"),
        ("Feb. 28-March 1, 2024", None, "2024-02-28/2024-03-01"),
        ("April 3-5", None, "2024-04-03/2024-04-05"),
        ("Tuesday and Wednesday", "They met on {}.", "2024-05-07/2024-05-08"),
        ("Tuesday and Wednesday", "They will meet on {}.", "2024-05-14/2024-05-15"),
        ("Monday to Wednesday", "They met from {}.", "2024-05-06/2024-05-08"),
        ("Friday through Monday", "They met from {}.", "2024-05-03/2024-05-06"),
        ("Tuesday and Friday", "They met on {}.", None),
        ("over the weekend", "They met {}.", "2024-05-04/2024-05-05"),
        ("over the weekend", "They will meet {}.", "2024-05-11/2024-05-12"),
        ("April or early May", None, "2024-04/2024-05"),
        ("March and April 2022", None, "2022-03/2022-04"),
        ("December to February", "They met from {}.", "2023-12/2024-02"),
        ("2018-2020", None, "2018/2020"),
        ("the week of May 6", None, "2024-05-06/2024-05-12"),
    ],
)
def test_ranges(words: str, sentence: str | None, value: str | None) -> None:
    """From one day, weekday, month or year to another is an interval, if it has no gaps."""
    clause = sentence.format(words) if sentence else None
    assert resolve_date(words, THURSDAY, clause) == value


@pytest.mark.parametrize(
    ("words", "sentence", "value"),
    [
        ("the 7th", "They met on the 7th.", "2024-05-07"),
        ("the 19th", "They met on the 19th.", "2024-04-19"),
        ("the 19th", "They will meet on the 19th.", "2024-05-19"),
        ("the 7th", "They will meet on the 7th.", "2024-06-07"),
        ("earlier in the year", None, "2024"),
        ("the end of the month", None, "2024-05"),
        ("nineteen ninety-six", None, "1996"),
        ("two thousand and five", None, "2005"),
        ("Wednesday, May 8", "They met on Wednesday, May 8.", "2024-05-08"),
        ("this coming Monday", None, "2024-05-13"),
    ],
)
def test_other_forms(words: str, sentence: str | None, value: str) -> None:
    """A bare day of the month, parts of the year and spelled years."""
    assert resolve_date(words, THURSDAY, sentence) == value


@pytest.mark.parametrize(
    "words",
    ["a day later", "the day before", "the following week", "the previous Friday", "Mondays",
     "the third quarter of 2023", "the second half of 2022", "a week before the talks"],
)  # fmt: skip
def test_what_hangs_on_other_events_has_no_value(words: str) -> None:
    """Steps from another event, sets and parts of a year are nothing that publication settles."""
    assert resolve_date(words, THURSDAY) is None


@pytest.mark.parametrize(
    ("words", "published", "sentence", "value"),
    [
        ("May 10", THURSDAY, "They met on May 10 in Lima.", "2024-05-10"),
        ("June 19", THURSDAY, "They met on June 19 in Lima.", "2023-06-19"),
        ("May 7", THURSDAY, "The May 7 draft will be signed.", "2024-05-07"),
    ],
)
def test_a_day_most_of_a_year_away_would_come_with_its_year(
    words: str, published: date, sentence: str, value: str
) -> None:
    """Without a year a day next to publication is meant, whatever the tense."""
    assert resolve_date(words, published, sentence) == value


def test_words_may_be_wrapped_in_the_sentence() -> None:
    """White space between the words does not hide the tense."""
    assert resolve_date("on Tuesday", THURSDAY, "They will meet on\nTuesday.") == "2024-05-14"


def test_accuracy_on_news_articles(shared: Path) -> None:
    """Most date words of news articles get their value even without their sentence."""
    listed = runpy.run_path(str(ROOT / "benchmarks" / "dates.py"))
    path = shared / "data" / "timenorm_te3" / "train.tsv"
    rest = [item for item in listed["items"](path) if item.group == listed["REST"]]
    assert len(rest) > 600
    assert listed["accuracy"](rest) >= listed["FLOOR"]


def test_digits_of_other_scripts_are_digits() -> None:
    assert resolve_date("2024 to 2５", None) == "2024/2025"
    assert resolve_date("５月 ２０２４年", None) is None
