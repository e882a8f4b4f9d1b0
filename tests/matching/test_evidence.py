"""Whether two records rest on the same sentences."""

from __future__ import annotations

from typing import Any

from llm_extract.matching.evidence import Evidence, overlap
from tests.evaluation.texts import FIRST, LAST, SECOND, TEXT, THIRD


def rests(text: str | None, *passages: str, **others: Any) -> Any:
    return Evidence(text).sentences({"evidence": list(passages), **others})


def test_passages_are_found_as_sentences() -> None:
    """Whole or in part, with other white space, or nearly so."""
    assert rests(TEXT, FIRST) == rests(TEXT, "Ana Ruiz  of\nPeru met") == {1}
    assert rests(TEXT, f"{SECOND} {THIRD}") == {2, 3}
    assert rests(TEXT, FIRST.replace("Lima", "lima")) == {1}
    assert rests(TEXT, "Nothing of the kind was ever said anywhere.", "", "  ") == frozenset()


def test_spans_go_before_words() -> None:
    """What stands at the span counts, whatever the words."""
    at = TEXT.index(LAST)
    assert rests(TEXT, FIRST, spans={"evidence[0]": [at, at + 5]}) == {4}
    assert rests(TEXT, FIRST, spans={"evidence[0]": "x"}) == {1}
    assert rests(TEXT, FIRST, spans=None) == {1}


def test_repeated_words_count_everywhere() -> None:
    """A headline that comes back as a caption is one evidence at both places."""
    twice = f"{FIRST}\n\n{SECOND}\n\n{FIRST}\n"
    assert rests(twice, FIRST) == {1, 3}


def test_one_shared_sentence_overlaps() -> None:
    """Two halves of a sentence rest on it; the share says how much is the same."""
    assert overlap(rests(TEXT, "Ana Ruiz of Peru"), rests(TEXT, "Luis Soto in Lima")) == 1
    assert overlap(rests(TEXT, FIRST, SECOND), rests(TEXT, SECOND, THIRD)) == 0.5
    assert overlap(rests(TEXT, FIRST), rests(TEXT, LAST)) == 0
    assert overlap(frozenset(), rests(TEXT, LAST)) == 0


def test_without_the_article_words_are_held_against_words() -> None:
    """Equal sentences, or one a part of the other; short ones only when equal."""
    assert overlap(rests(None, FIRST), rests(None, FIRST.upper())) == 1
    assert overlap(rests(None, FIRST), rests(None, "Ana Ruiz of Peru met Chile's president")) == 1
    assert overlap(rests(None, FIRST), rests(None, "Ana Ruiz")) == 0
    assert overlap(rests(None, FIRST), rests(None, SECOND)) == 0


def test_no_evidence_is_none() -> None:
    """A record of another tool may lack it, or hold something else there."""
    for broken in ({}, {"evidence": None}, {"evidence": "x"}, {"evidence": [3, None]}):
        assert Evidence(TEXT).sentences(broken) == frozenset()
        Evidence(None).sentences(broken)
