"""Quotes and wordings of generated texts (hypothesis)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.article import Article
from llm_extract.checks.numbers import numbers_in
from llm_extract.checks.quotations import quotations
from tests.checks.cases import finding

SOME = settings(max_examples=60, deadline=None)
MARKED = st.text(alphabet=st.sampled_from("ab \n\"'“”‘’«»„「」.,5…é김-"), max_size=120)
WORDS = st.lists(
    st.sampled_from(["ships", "will", "sail", "north", "3,000", "we", "we're", "été", "rain"]),
    min_size=1,
    max_size=9,
)


@SOME
@given(MARKED)
def test_quotations_lie_inside_the_text_and_each_other(text: str) -> None:
    """In order, never empty, never across the end of another that holds them."""
    found = quotations(Article(text=text))
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)
    for one in found:
        for other in found:
            assert not one.start < other.start < one.end < other.end


@SOME
@given(MARKED, MARKED, MARKED)
def test_no_text_raises(text: str, quote: str, statement: str) -> None:
    """Whatever the article and the values are, there is a finding."""
    assert finding(text + ".", "said", quote or "a")
    assert finding(text + ".", "statement", statement or "a")
    list(numbers_in(text))


@SOME
@given(WORDS, st.data())
def test_every_part_of_a_quotation_is_supported(words: list[str], data: st.DataObject) -> None:
    """Any words side by side between the marks are verbatim."""
    first = data.draw(st.integers(0, len(words) - 1))
    after = data.draw(st.integers(first + 1, len(words)))
    text = f"Ortiz said “{' '.join(words)}” on a pier."
    assert finding(text, "said", " ".join(words[first:after])).verdict == "supported"


@SOME
@given(WORDS, st.data())
def test_a_changed_word_is_never_supported(words: list[str], data: st.DataObject) -> None:
    """One other word, or a "not" put in, and it is no quote."""
    at = data.draw(st.integers(0, len(words) - 1))
    text = f"Ortiz said “{' '.join(words)}” on a pier."
    for changed in ([*words[:at], "boats", *words[at + 1 :]], [*words[:at], "not", *words[at:]]):
        assert finding(text, "said", " ".join(changed)).verdict.flags
