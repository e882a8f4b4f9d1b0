"""Values → spans."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from llm_extract.article import Article
from llm_extract.drafts import draft_model
from llm_extract.fields import (
    ActorName,
    DateExpression,
    DateWords,
    Match,
    Mention,
    NounPhrase,
    Passage,
    PersonName,
    Place,
    Quote,
    Role,
    Verbatim,
)
from llm_extract.grounding import FUZZY_FLOOR, Grounder, ground
from llm_extract.records import Record, walk

TEXT = (
    "Peru’s foreign minister met Kim in Lima on Monday.\n\n"
    "“We will keep our word,” Kim\u00a0Min-ho said – and left.\n\n"
    "Kim met nobody on Tuesday."
)


def located(text: str, words: str, **options: Any) -> tuple[str | None, Match]:
    """The text of the span that the words get, and how it was found."""
    mention = Grounder(Article(text=text)).locate(words, **options)
    assert mention.value == words
    return (mention.span.text if mention.span else None), mention.match


@pytest.mark.parametrize(
    ("words", "found", "match"),
    [
        ("Kim", "Kim", Match.EXACT),
        ("Peru’s foreign minister", "Peru’s foreign minister", Match.EXACT),
        ("Peru's foreign minister", "Peru’s foreign minister", Match.NORMALISED),
        ("Kim Min-ho", "Kim\u00a0Min-ho", Match.NORMALISED),
        ("KIM MIN‑HO", "Kim\u00a0Min-ho", Match.NORMALISED),
        ('"We will keep our word,"', "“We will keep our word,”", Match.NORMALISED),
        ("said - and left", "said – and left", Match.NORMALISED),
        ("Monday. “We", "Monday.\n\n“We", Match.NORMALISED),
        (" in  Lima ", "in Lima", Match.NORMALISED),
        ("Lee", None, Match.NONE),
        (" ", None, Match.NONE),
        ("\u200b", None, Match.NONE),
    ],
)
def test_exact_before_normalised(words: str, found: str | None, match: Match) -> None:
    """Quotation marks, dashes, white space and case are forgiven, nothing else is."""
    assert located(TEXT, words) == (found, match)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Straße", "STRASSE", "Straße"),
        ("The Min\u00adis\u00adter left.", "minister", "Min\u00adis\u00adter"),
        ("İzmir and Lima", "lima", "Lima"),
        ("ﬁshing limits", "Fishing", "ﬁshing"),
        ("😀😀 KIM left.", "Kim", "KIM"),
    ],
)
def test_offsets_survive_folding(text: str, words: str, found: str) -> None:
    """Letters that change their length when case is dropped do not shift the span."""
    assert located(text, words) == (found, Match.NORMALISED)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kimchi was served.", "Kim"),
        ("Kimchi was served.", "kim"),
        ("The Bekim route.", "kim"),
        ("May 15 in Lima", "May 1"),
        ("Thiện met Lee.", "Thi"),
        ("Jose\u0301 left.", "Jose"),
        ("Кимовск", "Ким"),
    ],
)
def test_words_are_whole(text: str, words: str) -> None:
    """A name inside a longer word, and a number inside a longer one, is not found."""
    assert located(text, words) == (None, Match.NONE)


def test_a_whole_word_after_a_part_is_found() -> None:
    """The search goes on after a place where the words are part of others."""
    mention = Grounder(Article(text="Kimchi for Kim.")).locate("Kim")
    assert mention.span
    assert mention.span.start == 11


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("김민호가 서울에서 회담했다.", "김민호"),
        ("외교부장관은 떠났다.", "장관"),
        ("王毅在北京会见了大使。", "北京"),
        ("茂木外相は東京で会談した。", "東京"),
        ("5월3일 회담", "3일"),
        ("รัฐมนตรีพบทูตที่ลิมา", "ทูต"),
    ],
)
def test_scripts_without_spaces(text: str, words: str) -> None:
    """Korean particles, and scripts that write no spaces, do not hide a word."""
    assert located(text, words) == (words, Match.EXACT)


def test_cited_sentences_go_first() -> None:
    """Of several places the one in the cited sentence is taken, even a normalised one."""
    article = Article(text="KIM left. Kim came. Kim stayed.")
    grounder = Grounder(article)
    first, second, third = [(s.start, s.end) for s in article.sentences]
    starts = [
        mention.span.start if mention.span else None
        for mention in (
            grounder.locate("Kim"),
            grounder.locate("Kim", near=[third]),
            grounder.locate("Kim", near=[third, second]),
            grounder.locate("Kim", near=[first]),
        )
    ]
    assert starts == [10, 20, 20, 0]


def test_what_the_cited_sentence_lacks_is_sought_elsewhere() -> None:
    """A name that only another sentence has gets its span there."""
    article = Article(text="Kim came. He met Lee.")
    cited = article.sentences[1]
    mention = Grounder(article).locate("Kim", near=[(cited.start, cited.end)])
    assert mention.span
    assert (mention.span.start, mention.match) == (0, Match.EXACT)


def test_of_several_places_the_nearest_is_taken() -> None:
    """A role that a sentence has twice gets its span beside its holder."""
    text = "Minister Kim met minister Lee, and minister Cho left."
    grounder = Grounder(Article(text=text))
    for around, start in ((None, 17), (text.index("Lee"), 17), (text.index("Cho"), 35)):
        mention = grounder.locate("minister", around=around)
        assert mention.span
        assert mention.span.start == start


def test_near_words_count_where_they_may() -> None:
    """A role with a slip is found as fuzzy, with its similarity as the score."""
    mention = Grounder(Article(text="The deputy foreign minister of Peru came.")).locate(
        "deputy foriegn minister", fuzzy=True
    )
    assert mention.span
    assert mention.span.text == "deputy foreign minister"
    assert mention.match is Match.FUZZY
    assert FUZZY_FLOOR / 100 <= mention.score < 1


def test_of_equally_near_words_the_first_stretch_wins() -> None:
    """Cited sentences are tried best first, also for near words."""
    article = Article(text="The foreign minister came. The foreign minister left.")
    first, second = [(s.start, s.end) for s in article.sentences]
    for near in ([first, second], [second, first]):
        mention = Grounder(article).locate("foriegn minister", near=near, fuzzy=True)
        assert mention.span
        assert near[0][0] <= mention.span.start < near[0][1]


def test_far_words_do_not_count() -> None:
    """Words that are not there are not found as near ones."""
    text = "The deputy foreign minister of Peru came."
    assert located(text, "special envoy for climate", fuzzy=True) == (None, Match.NONE)
    assert located(text, " ", fuzzy=True) == (None, Match.NONE)


@pytest.mark.parametrize(
    ("kind", "fuzzy"),
    [
        (Role, True),
        (Place, True),
        (Passage, True),
        (PersonName, False),
        (ActorName, False),
        (DateWords, False),
        (Quote, False),
        (Verbatim, False),
    ],
)
def test_which_types_allow_near_words(kind: type[Mention], fuzzy: bool) -> None:
    """Names, dates and quotes never do."""
    assert kind.fuzzy is fuzzy


class Visit(BaseModel):
    """A visit: a part of the record below."""

    model_config = ConfigDict(extra="forbid")

    place: Place | None
    days: int


class Trip(Record):
    """A record type with a field of every kind."""

    traveller: PersonName
    role: Role | None
    companions: list[PersonName]
    visits: list[Visit]
    date: DateExpression
    purpose: NounPhrase


TRIP = Article(
    text="Deputy minister Kim Min-ho will fly to Lima on Monday. Lee Ji-won will come, too.",
    published=date(2024, 5, 9),
)


def trip(**changes: Any) -> Trip:
    """The record that a draft about the article above becomes."""
    filled = {
        "evidence": [1],
        "traveller": "Kim Min-ho",
        "role": "Deputy minister",
        "companions": ["Lee Ji-won"],
        "visits": [{"place": "Lima", "days": 2}],
        "date": "Monday",
        "purpose": "fishing limits",
        **changes,
    }
    record = ground(
        draft_model(Trip).model_validate(filled),
        Trip,
        grounder=Grounder(TRIP),
        sentences={s.number: (s.start, s.end) for s in TRIP.sentences},
    )
    assert isinstance(record, Trip)
    return record


def test_a_draft_becomes_a_record_with_spans() -> None:
    """Copied words get spans at every depth, the model's own words stay as they are."""
    record = trip()
    assert [(path, str(mention), mention.match) for path, mention in walk(record)] == [
        ("evidence[0]", TRIP.text[:54], Match.EXACT),
        ("traveller", "Kim Min-ho", Match.EXACT),
        ("role", "Deputy minister", Match.EXACT),
        ("companions[0]", "Lee Ji-won", Match.EXACT),
        ("visits[0].place", "Lima", Match.EXACT),
        ("date.as_written", "Monday", Match.EXACT),
    ]
    assert record.purpose == "fishing limits"
    assert record.visits[0].days == 2


def test_the_date_follows_from_words_tense_and_publication() -> None:
    """The sentence around the date words gives the tense."""
    assert trip().date.value == "2024-05-13"


def test_null_stays_null() -> None:
    """What the model left out has neither words nor span; a date keeps its shape."""
    record = trip(role=None, date=None, visits=[{"place": None, "days": 1}])
    assert record.role is None
    assert record.visits[0].place is None
    assert record.date == DateExpression()


def test_names_and_dates_are_never_near() -> None:
    """A slip in a name or in date words is kept as it came, and marked as not found."""
    record = trip(traveller="Kim Min-hoo", companions=["Lee Ji-wom"], date="Mondey")
    for mention in (record.traveller, record.companions[0], record.date.as_written):
        assert mention
        assert (mention.span, mention.match, mention.score) == (None, Match.NONE, 0.0)
    assert str(record.traveller) == "Kim Min-hoo"
    assert record.date.value is None


def test_a_slip_in_a_role_is_near() -> None:
    """A role keeps the model's words and gets the span of the article's."""
    role = trip(role="Deputy ministre").role
    assert role
    assert (role.value, role.match) == ("Deputy ministre", Match.FUZZY)
    assert role.span
    assert role.span.text == "Deputy minister"


def test_evidence_is_cited_once() -> None:
    """A sentence that the model cites twice is one passage, in the order of citing."""
    passages = trip(evidence=[2, 2]).evidence
    assert [str(passage) for passage in passages] == ["Lee Ji-won will come, too."]


ALPHABET = st.sampled_from(list("aAbBß İı’'-–\u00a0\u00ad\u200b\n!\"“ 1김ﬁ😀é\u0301ệ"))


@settings(deadline=None, max_examples=300)
@given(st.text(ALPHABET, max_size=60), st.text(ALPHABET, min_size=1, max_size=8), st.booleans())
def test_a_span_holds_what_stands_there(text: str, words: str, fuzzy: bool) -> None:
    """Whatever is found, the span is a stretch of the article and the value is unchanged."""
    article = Article(text=text)
    mention = Grounder(article).locate(
        words, near=[(s.start, s.end) for s in article.sentences], fuzzy=fuzzy
    )
    assert mention.value == words
    assert (mention.span is None) == (mention.match is Match.NONE)
    if mention.span:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert text[mention.span.start : mention.span.end] == mention.span.text
    if mention.match is Match.EXACT:
        assert mention.span
        assert mention.span.text == words


@settings(deadline=None)
@given(st.data())
def test_whole_words_of_the_text_are_found(data: st.DataObject) -> None:
    """Any run of whole words is found exactly."""
    words = data.draw(st.lists(st.text("abcKIM가", min_size=1, max_size=4), min_size=1))
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    wanted = " ".join(words[start:end])
    assert located(" ".join(words), wanted) == (wanted, Match.EXACT)
