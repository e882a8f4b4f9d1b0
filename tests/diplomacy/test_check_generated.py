"""No input makes the domain's checks raise."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.diplomacy.cases import findings, meeting, position

CUES = """
    to call calls for on Ruiz Weber Peru the South , . will not be held met talks place took phone
    face May urged from agreed States concerned may with “ ’s a in person video
"""
WORDS = st.sampled_from(CUES.split())
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join) | st.text(min_size=1, max_size=60)


@settings(deadline=None, max_examples=150)
@given(TEXTS, TEXTS)
def test_any_words_can_be_checked(text: str, statement: str) -> None:
    """Cues at the beginning and at the end, in any order, and any characters."""
    values = {"stance": "calls_for", "addressee": statement[:80], "meeting": 0}
    found = findings(
        text,
        meetings=[meeting(text), meeting(text, status="planned", mode="phone", place=text[:99])],
        positions=[position(text, statement, **values)],
    )
    assert found
