"""Articles: identity, spans and sentences."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from llm_extract.article import MAX_SENTENCE, Article, Span


def cut(text: str) -> list[str]:
    """The sentences of a text as strings."""
    article = Article(text=text)
    return [text[sentence.start : sentence.end] for sentence in article.sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Kim\u00a0met Lee. They\u00a0left.", ["Kim\u00a0met Lee.", "They\u00a0left."]),
        ("“We agree,” he said. “Good.”", ["“We agree,” he said.", "“Good.”"]),
        ("회의가 열렸다. 그는 떠났다.", ["회의가 열렸다.", "그는 떠났다."]),
        ("😀 Kim met Lee. 😀 They left.", ["😀 Kim met Lee.", "😀 They left."]),
        ("One met two.\r\nThree left.\r\n", ["One met two.", "Three left."]),
        ("\ufeffOne met two. Three left.", ["\ufeffOne met two.", "Three left."]),
    ],
    ids=["no-break spaces", "curly quotes", "Korean", "astral emoji", "CRLF", "stray BOM"],
)
def test_offsets_count_code_points(text: str, sentences: list[str]) -> None:
    """Sentences come back letter for letter whatever characters stand before them."""
    assert cut(text) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "The U.N. envoy met the minister.",
        "He met Mr. Park in Seoul.",
        "They met on Sept. 5 in Lima.",
        "U.S. President Lee met Dr. Cho and Gen. Ito.",
    ],
)
def test_abbreviations_end_no_sentence(text: str) -> None:
    """A full stop that belongs to an abbreviation cuts nothing."""
    assert cut(text) == [text]


def test_hard_wrapped_lines_are_joined() -> None:
    """Where lines are filled to a width, a single line end is just a space."""
    text = (
        "The foreign ministers of Peru and Chile met in Lima on\n"
        "Monday to discuss the limits of fishing in the waters\n"
        "that both states claim. They agreed to meet again.\n"
        "\n"
        "Reporters asked about the next round of the talks, but\n"
        "neither side named a date."
    )
    assert cut(text) == [
        "The foreign ministers of Peru and Chile met in Lima on\n"
        "Monday to discuss the limits of fishing in the waters\n"
        "that both states claim.",
        "They agreed to meet again.",
        "Reporters asked about the next round of the talks, but\nneither side named a date.",
    ]


def test_one_paragraph_a_line_is_cut_at_every_line() -> None:
    """Where paragraphs are single lines, a headline without a full stop stands alone."""
    text = (
        "Ministers discuss fishing\n"
        "By A. Reporter\n"
        "The foreign ministers of Peru and Chile met in Lima on Monday to discuss the limits of "
        "fishing in the waters that both states claim.\n"
        "They agreed to meet again."
    )
    assert cut(text) == text.split("\n")


def test_an_endless_sentence_is_cut_at_a_space() -> None:
    """A stretch without a sentence end is cut at spaces, and no word is lost."""
    text = "word " * 1_000
    sentences = cut(text)
    assert max(map(len, sentences)) <= MAX_SENTENCE
    assert " ".join(sentences).split() == text.split()


def test_an_endless_word_is_cut_at_the_limit() -> None:
    """Without any space the limit itself cuts."""
    assert [len(part) for part in cut("가" * (2 * MAX_SENTENCE + 7))] == [
        MAX_SENTENCE,
        MAX_SENTENCE,
        7,
    ]


@pytest.mark.parametrize("text", ["", " ", "\r\n\t\u00a0"])
def test_no_words_no_sentences(text: str) -> None:
    """A text of nothing but white space has no sentence."""
    assert cut(text) == []


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\u3000"])
def test_a_wide_space_before_a_full_stop(space: str) -> None:
    """No text ends the run: not even a capital, a no-break space and a full stop."""
    assert cut(f"They sat with group A{space}. They left.")


@settings(deadline=None, max_examples=200)
@given(
    st.text(
        st.one_of(
            st.sampled_from(list('ab. .!?\n\r\t"“”가。？\u00a0\u2028\x85\x0c\u200b😀é1')),
            st.characters(exclude_categories=["Cs"]),
        ),
        max_size=120,
    )
)
def test_sentences_cover_the_text(text: str) -> None:
    """Sentences are numbered from 1, in order, disjoint, stripped, and leave no letter out."""
    article = Article(text=text)
    sentences = article.sentences
    assert [s.number for s in sentences] == list(range(1, len(sentences) + 1))
    assert all(before.end <= after.start for before, after in pairwise(sentences))
    covered: set[int] = set()
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        assert words
        assert words == words.strip()
        covered.update(range(sentence.start, sentence.end))
    assert all(at in covered for at, letter in enumerate(text) if not letter.isspace())


@settings(deadline=None)
@given(st.text(), st.data())
def test_a_span_is_the_text_between_its_offsets(text: str, data: st.DataObject) -> None:
    """`Article.span` gives the characters at its offsets."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = Article(text=text).span(start, end)
    assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [((0, 3), (2, 5), True), ((0, 3), (3, 5), False), ((1, 2), (0, 9), True)],
)
def test_spans_overlap_when_they_share_a_character(
    one: tuple[int, int], other: tuple[int, int], shared: bool
) -> None:
    """Touching spans do not overlap."""
    article = Article(text="a text of words")
    assert article.span(*one).overlaps(article.span(*other)) is shared
    assert article.span(*other).overlaps(article.span(*one)) is shared


def test_spans_have_no_negative_offsets() -> None:
    """A span before the text is refused."""
    with pytest.raises(ValidationError):
        Span(start=-1, end=2, text="abc")


def test_id_is_made_from_the_text_alone() -> None:
    """A corrected date keeps the id, and changes the digest."""
    first = Article(text="One met two.")
    dated = Article(text="One met two.", published=date(2024, 5, 6))
    assert first.id == dated.id == first.sha256[:16]
    assert first.digest != dated.digest
    assert Article(text="One met three.").id != first.id


def test_a_given_id_is_kept() -> None:
    """An id that came with the source is not replaced."""
    assert Article(text="One met two.", id="a-1").id == "a-1"


@pytest.mark.parametrize(
    ("published", "origin"), [(None, "unknown"), (date(2024, 5, 6), "metadata")]
)
def test_the_date_says_where_it_came_from(published: date | None, origin: str) -> None:
    """A date given without an origin counts as metadata."""
    assert Article(text="One met two.", published=published).published_from == origin


def test_a_paragraph_of_any_length_is_cut_at_its_sentence_ends() -> None:
    """Pieces of a very long paragraph end where a sentence does."""
    text = "The two ministers spoke at length. " * 2_000
    assert {text[s.start : s.end] for s in Article(text=text).sentences} == {
        "The two ministers spoke at length."
    }
