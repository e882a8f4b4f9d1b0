"""Short texts as our own code reads them, for tests of persons, actors and speakers."""

from __future__ import annotations

from llm_extract.article import Article
from llm_extract.checks import Finding, check
from llm_extract.checks.people import Person
from llm_extract.checks.reading import Reading


def reading(text: str) -> Reading:
    return Reading(Article(text=text, language="en"))


def person(name: str, source: Reading) -> Person:
    found = source.people.person(name)
    assert found is not None, name
    return found


def meeting_finding(text: str, path: str, **fields: object) -> Finding:
    """The finding on one path of a meeting that cites the whole text."""
    record = {
        "mode": "unspecified",
        "status": "held",
        "participants": [],
        "parties": [],
        "date": {"as_written": None, "value": None},
        "place": None,
        "topics": [],
        "outcomes": [],
        "evidence": [text],
        **fields,
    }
    return _finding({"meetings": [record]}, text, f"meetings[0].{path}")


def position_finding(text: str, path: str, **fields: object) -> Finding:
    """The finding on one path of a position that cites the whole text."""
    record = {
        "holders": [{"name": "Ann Clark", "country": None}],
        "issue": "fish",
        "stance": "asserts",
        "statement": "It is about fish.",
        "addressee": None,
        "reported_by": None,
        "date": {"as_written": None, "value": None},
        "meeting": None,
        "quote": None,
        "evidence": [text],
        **fields,
    }
    return _finding({"positions": [record]}, text, f"positions[0].{path}")


def participant(
    name: str, role: str | None = None, country: str | None = None
) -> dict[str, object]:
    return {"name": name, "role": role, "country": country}


def _finding(records: dict[str, object], text: str, path: str) -> Finding:
    findings = check(records, Article(text=text, language="en"))
    return next(finding for finding in findings if finding.path == path)
