"""An audit: one article's findings by record, and as a line of `check --json`."""

from __future__ import annotations

from llm_extract.article import Article
from llm_extract.checks.audit import Audit, RecordAudit, audit
from llm_extract.checks.checking import check
from llm_extract.checks.finding import Finding, Verdict
from tests.checks.test_checking import ARTICLE, MEETING

WRONG = Finding("meetings[0].place", Verdict.NOT_FOUND, "a.b", "It is not there.")
RIGHT = Finding("meetings[0].date", Verdict.SUPPORTED, "c.d", "It is there.")
MISSED = Finding("meetings", Verdict.NOT_FOUND, "e.f", "Nobody cites this.")


def test_it_holds_what_check_says() -> None:
    """By record; nothing flags what is right."""
    made = audit({"meetings": [MEETING, "x"]}, ARTICLE)
    assert made.article == ARTICLE.id
    assert made.findings == check({"meetings": [MEETING, "x"]}, ARTICLE)
    assert [entry.path for entry in made.records] == ["meetings[0]", "meetings[1]"]
    assert made.records[1].flagged


def test_a_record_is_flagged_by_its_own_findings_only() -> None:
    """What no record cites flags none."""
    made = Audit("a", [RecordAudit("meetings[0]", [RIGHT])], [MISSED])
    assert not made.records[0].flagged
    assert RecordAudit("meetings[0]", [RIGHT, WRONG, WRONG]).reasons == ["a.b"]


def test_its_line_has_these_keys() -> None:
    """A program may rely on them."""
    data = Audit("a", [RecordAudit("meetings[0]", [RIGHT, WRONG])], [MISSED]).data()
    assert data == {
        "article": "a",
        "findings": [RIGHT.data(), WRONG.data()],
        "records": [{"path": "meetings[0]", "flagged": True, "reasons": ["a.b"]}],
        "coverage": [MISSED.data()],
    }


def test_values_are_counted_once() -> None:
    """By their worst verdict."""
    other = Finding("meetings[0].place", Verdict.NOT_FOUND, "g.h", "Nor there.")
    made = Audit("a", [RecordAudit("meetings[0]", [RIGHT, WRONG, other])])
    assert made.tally() == {Verdict.SUPPORTED: 1, Verdict.NOT_FOUND: 1}


def test_nothing_extracted_is_an_audit_too() -> None:
    """Empty lists have no findings of their own."""
    assert audit({"meetings": []}, Article(text="Nothing happened.")).findings == []
