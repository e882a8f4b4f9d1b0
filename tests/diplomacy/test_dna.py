"""Positions as statements of the Discourse Network Analyzer."""

from __future__ import annotations

from typing import Any

import pytest

from llm_extract.article import Article
from llm_extract.diplomacy.dna import COLUMNS, statements
from llm_extract.finals import Finals
from tests.export.cases import ARTICLE, final, mention, position


def made(*data: dict[str, Any], article: Article = ARTICLE) -> list[dict[str, Any]]:
    """The statements of one article."""
    return list(statements([Finals(article, "diplomacy", {"positions": [final(d) for d in data]})]))


def holder(words: str, code: str | None, country: dict[str, Any] | None) -> dict[str, Any]:
    """Who holds a position."""
    return {"name": mention(words, code=code), "country": country}


def test_a_row_per_holder() -> None:
    """Numbered through; documents are numbered, too."""
    two = position(
        holders=[
            holder("Ana Ruiz", None, mention("Peru", code="PER")),
            holder("Oslo", "NOR", None),
        ]
    )
    rows = [*made(two, position())]
    assert [row["statement ID"] for row in rows] == [1, 2, 3]
    assert {row["document ID"] for row in rows} == {1}
    assert [row["record ID"] for row in rows] == ["p-1"] * 3
    assert set(rows[0]) == set(COLUMNS)


@pytest.mark.parametrize(
    ("words", "code", "country", "person", "organization"),
    [
        ("Ana Ruiz", None, mention("Lima", code="PER"), "Ana Ruiz", "Peru"),
        ("Seoul", "KOR", None, None, "South Korea"),
        ("Foreign Ministry", None, mention("Peru", code="PER"), None, "Peru"),
        ("rebel alliance", None, None, None, "rebel alliance"),
        ("Ana Ruiz", None, None, "Ana Ruiz", None),
        ("Ana Ruiz", None, mention("Atlantis", code=None), "Ana Ruiz", "Atlantis"),
    ],
)
def test_persons_and_organisations(
    words: str, code: str | None, country: Any, person: str | None, organization: str | None
) -> None:
    """One name per state however the article names it, so that it is one node."""
    (row,) = made(position(holders=[holder(words, code, country)]))
    assert (row["person"], row["organization"]) == (person, organization)


@pytest.mark.parametrize(
    ("stance", "agreement"),
    [("supports", 1), ("calls_for", 1), ("commits_to", 1), ("opposes", 0), ("concerned", 0)],
)
def test_agreement(stance: str, agreement: int) -> None:
    """With the concept, yes or no; the stance stands beside it."""
    (row,) = made(position(stance=stance))
    assert (row["concept"], row["agreement"], row["stance"]) == (
        "fishing limits",
        agreement,
        stance,
    )


def test_who_only_asserts_neither_agrees_nor_disagrees() -> None:
    """There is no row."""
    assert made(position(stance="asserts")) == []


def test_document_and_time() -> None:
    """Midnight of the position's date, else of the publication; the publisher, else the file."""
    (row,) = made(position())
    assert (row["time"], row["source"], row["document title"]) == (
        "2024-05-09 00:00:00", "a.txt", "Talks",
    )  # fmt: skip
    dated = position(date={"as_written": None, "value": "2024-05"})
    assert made(dated)[0]["time"] == "2024-05-01 00:00:00"
    bare = Article(text="x", id="b-2", publisher="Daily")
    (row,) = made(position(), article=bare)
    assert (row["time"], row["source"], row["document title"]) == (None, "Daily", "b-2")
    assert row["text"] == ARTICLE.text
