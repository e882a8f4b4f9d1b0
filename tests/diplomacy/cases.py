"""One meeting or position of Ana Ruiz and Tomas Weber, for tests of what is said of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from llm_extract.article import Article
from llm_extract.checks import Finding, check

BEFORE = "Ana Ruiz is the foreign minister of Peru. Tomas Weber is that of Germany."
"""What every article begins with."""


def person(name: str, country: str | None) -> dict[str, Any]:
    """A participant or holder without a role."""
    return {"name": name, "country": country}


RUIZ = person("Ana Ruiz", "Peru")
WEBER = person("Tomas Weber", "Germany")


def meeting(evidence: str, **values: Any) -> dict[str, Any]:
    """A held meeting of the two, with other values as given."""
    made: dict[str, Any] = {
        "status": "held",
        "mode": "unspecified",
        "participants": [RUIZ, WEBER],
        "parties": ["Peru", "Germany"],
        "evidence": [evidence],
    }
    return made | values


def position(evidence: str, statement: str, **values: Any) -> dict[str, Any]:
    """A position of Weber's, with other values as given."""
    made: dict[str, Any] = {
        "statement": statement,
        "holders": [WEBER],
        "issue": " ".join(statement.split()[2:]),
        "stance": "asserts",
        "evidence": [evidence],
    }
    return made | values


def findings(
    text: str, *, published: date | None = None, language: str = "en", **records: Any
) -> dict[str, Finding]:
    """The findings on the records by path; a path with several keeps its first."""
    article = Article(text=f"{BEFORE} {text}", language=language, published=published)
    found: dict[str, Finding] = {}
    for finding in check(records, article):
        found.setdefault(finding.path, finding)
    return found


def on_meeting(text: str, path: str, **values: Any) -> Finding:
    """The finding on one field of a meeting that the text reports."""
    return findings(text, meetings=[meeting(text, **values)])[f"meetings[0].{path}"]


def on_position(text: str, statement: str, path: str, **values: Any) -> Finding:
    """The finding on one field of a position that the text reports."""
    record = position(text, statement, **values)
    return findings(text, positions=[record])[f"positions[0].{path}"]
