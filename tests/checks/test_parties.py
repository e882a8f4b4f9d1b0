"""Actors that nobody quotes, in any record type."""

from __future__ import annotations

from pathlib import Path

from llm_extract.article import Article
from llm_extract.checks import Finding, check
from llm_extract.spec import load_spec

FAR = "The rain fell. The snow fell. The hail fell. The wind fell. "
TEXT = (
    f"Acme Motors sold ten buses to Lima on Monday. {FAR}"
    "Minister Ana Ruiz of Chile was told of it later."
)


def seller(name: str, examples: Path) -> Finding:
    """The finding on the seller of a deal of the custom example."""
    path = examples.parent / "custom" / "trade_deals.py"
    spec = load_spec(f"{path}:trade_deals")
    evidence = TEXT.split(". ", maxsplit=1)[0] + "."
    deal = {"seller": name, "buyer": "Peru", "goods": "buses", "evidence": [evidence]}
    found = check({"trade_deals": [deal]}, Article(text=TEXT, language="en"), spec=spec)
    return next(f for f in found if f.path == "trade_deals[0].seller")


def test_an_actor_of_the_evidence_is_found(examples: Path) -> None:
    """By its words, or as a state by its capital."""
    assert seller("Acme Motors", examples).code == "actor.found"
    assert seller("Peru", examples).code == "actor.found"


def test_an_invented_actor_is_not_found(examples: Path) -> None:
    """A company or a state that the article does not have."""
    assert seller("Globex Rail", examples).code == "actor.not_found"
    assert seller("Kenya", examples).code == "actor.not_found"


def test_a_near_name_is_proposed(examples: Path) -> None:
    """Nearly the same is not the same."""
    found = seller("Ana Ruis", examples)
    assert (found.code, found.proposed) == ("actor.not_found", "Ana Ruiz")


def test_an_actor_of_another_matter_settles_nothing(examples: Path) -> None:
    """It stands only far from the evidence."""
    assert seller("Ana Ruiz", examples).code == "actor.elsewhere"
