"""What record types give to a report."""

from __future__ import annotations

from enum import StrEnum

from llm_extract.diplomacy import diplomacy
from llm_extract.fields import DateExpression, NounPhrase, Statement
from llm_extract.records import Record
from llm_extract.report.kinds import kind_of
from llm_extract.report.views import signs
from llm_extract.spec import Prompt, RecordType


class Size(StrEnum):
    """How large."""

    SMALL = "small"
    SLIGHT = "slight"


class Leak(Record):
    """Something that came out."""

    what: Statement
    about: NounPhrase | None
    size: Size
    when: DateExpression


def test_a_domain_tells_what_its_records_are() -> None:
    """Meetings happen, positions are held, with the domain's colours."""
    meetings, positions = map(kind_of, diplomacy().record_types)
    assert not meetings.is_view
    assert positions.is_view
    assert (positions.topic, positions.says, positions.coded) == ("issue", "statement", "stance")
    assert positions.tones["opposes"] == "bad"
    assert positions.links == {"meeting": "meetings"}


def test_field_types_tell_the_rest() -> None:
    """A phrase is a topic, a sentence is none; enums get colours and letters of their own."""
    kind = kind_of(RecordType("leaks", Leak, Prompt("leaks-1", "")))
    assert (kind.topic, kind.says, kind.date, kind.coded) == ("about", "what", "when", "size")
    assert not kind.is_view
    assert kind.tones == {"small": "hue0", "slight": "hue1"}
    assert signs(kind) == {"small": "S", "slight": "Sl"}
