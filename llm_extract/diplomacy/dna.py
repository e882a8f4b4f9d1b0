"""Positions as statements of the Discourse Network Analyzer; docs/exports.md tells the mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from llm_extract.article import Article
from llm_extract.diplomacy.actors import Data, canonical_name, code, is_body, value
from llm_extract.edtf import bounds
from llm_extract.finals import Final, Finals, Format

AGREEMENT = {"supports": 1, "calls_for": 1, "commits_to": 1, "opposes": 0, "concerned": 0}
"""Stance → whether the holder agrees to the concept; who only asserts something does neither."""
COLUMNS = (
    "statement ID", "time", "document ID", "document title", "author", "source", "section",
    "type", "text", "person", "organization", "concept", "agreement",
    "stance", "record ID", "article ID", "state", "reviewer", "confidence",
)  # fmt: skip
"""The columns of DNA's event list, its default variables, and ours."""


def statements(given: Iterable[Finals]) -> Iterator[Data]:
    """One statement per holder of a position that agrees or disagrees."""
    number = 0
    for document, entry in enumerate(given, start=1):
        for position in entry.records.get("positions", ()):
            if position.data["stance"] not in AGREEMENT:
                continue
            for holder in position.data["holders"]:
                number += 1
                yield {
                    "statement ID": number,
                    "document ID": document,
                    **_document(position, entry.article),
                    **_variables(position, holder),
                }


def _document(position: Final, article: Article) -> Data:
    date = position.data["date"]["value"]
    day = bounds(date)[0] if date else article.published
    return {
        "time": f"{day} 00:00:00" if day else None,
        "document title": article.title or article.id,
        "author": None,
        "source": article.publisher or article.source,
        "section": None,
        "type": None,
        "text": "\n".join(passage["value"] for passage in position.data["evidence"]),
        "article ID": article.id,
    }


def _variables(position: Final, holder: Data) -> Data:
    name, acts_for = holder["name"], code(holder["name"], holder["country"])
    body = is_body(name)
    known = canonical_name(acts_for) if acts_for else value(holder["country"])
    return {
        "person": None if body else name["value"],
        "organization": known or (name["value"] if body else None),
        "concept": position.data["issue"],
        "agreement": AGREEMENT[position.data["stance"]],
        "stance": position.data["stance"],
        "record ID": position.id,
        "state": position.state,
        "reviewer": position.reviewer,
        "confidence": position.confidence,
    }


DNA = Format(statements, columns=COLUMNS, delimiter=";")
