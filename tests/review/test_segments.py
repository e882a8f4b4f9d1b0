"""Segments: marks that nest and overlap, and a text that is never changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llm_extract.review.segments import Mark, parts, segments

TEXT = "Ana Ruiz met Luis Soto."


def test_marks_nest_and_overlap() -> None:
    """A stretch has the marks of everything that stands there, numbers by group."""
    marks = [
        Mark(0, 23, "ev", "c", 0), Mark(0, 8, "k1", "c", 1), Mark(4, 12, "u-x", "f", 3),
    ]  # fmt: skip
    found = [(s.text, s.names, s.cells, s.findings) for s in segments(TEXT, marks)]
    assert found == [
        ("Ana ", ("ev", "k1"), (0, 1), ()),
        ("Ruiz", ("ev", "k1", "u-x"), (0, 1), (3,)),
        (" met", ("ev", "u-x"), (0,), (3,)),
        (" Luis Soto.", ("ev",), (0,), ()),
    ]


@given(
    st.text(alphabet="ab\r\n\u202e\u200f🕊한 ", max_size=30),
    st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=6),
)
def test_offsets_are_code_points_and_nothing_is_lost(
    text: str, stretches: list[tuple[int, int]]
) -> None:
    """Each segment stands where it says; odd characters are told, not shown."""
    found = list(segments(text, [Mark(a, b, "m") for a, b in stretches]))
    ends = [segment.start for segment in found[1:]] + [len(text)]
    for segment, end in zip(found, ends, strict=False):
        own = text[segment.start : end]
        assert (segment.text == own) if segment.odd is None else (len(own) == 1)
    assert "".join(text[s.start : e] for s, e in zip(found, ends, strict=False)) == text


def test_odd_characters_are_named() -> None:
    """What steers the setting of text stands there by name; a carriage return is silent."""
    assert list(parts("a\u202eb\r\ud800")) == [
        ("a", None), ("", "RLO"), ("b", None), ("", ""), ("", "U+D800"),
    ]  # fmt: skip
