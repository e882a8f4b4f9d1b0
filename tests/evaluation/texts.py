"""A made-up article with its gold, and records to hold against it."""

from __future__ import annotations

from typing import Any

from llm_extract.diplomacy import diplomacy
from llm_extract.spec import RecordType

FIRST = "Foreign Minister Ana Ruiz of Peru met Chile's president Luis Soto in Lima on Tuesday."
SECOND = "Ruiz later telephoned Brazil's Clara Melo about the port."
THIRD = "Melo said that Brazil opposes the new fee."
LAST = "A visit of Soto to Quito is not planned."
TEXT = f"{FIRST}\n\n{SECOND} {THIRD}\n\n{LAST}\n"

MEETINGS: RecordType = diplomacy().record_type("meetings")
POSITIONS: RecordType = diplomacy().record_type("positions")


def person(name: str, country: str | None = None, role: str | None = None) -> dict[str, Any]:
    """A participant."""
    return {"name": name, "role": role, "country": country}


def meeting(**changes: Any) -> dict[str, Any]:
    """The meeting of FIRST."""
    return {
        "status": "held",
        "mode": "in_person",
        "participants": [
            person("Ana Ruiz", "Peru", "Foreign Minister"),
            person("Luis Soto", "Chile", "president"),
        ],
        "parties": ["Peru", "Chile"],
        "date": {"as_written": "Tuesday", "value": "2022-05-03"},
        "place": "Lima",
        "topics": [],
        "outcomes": [],
        "evidence": [FIRST],
        **changes,
    }


def call(**changes: Any) -> dict[str, Any]:
    """The call of SECOND."""
    return (
        meeting(
            mode="phone",
            participants=[person("Ana Ruiz", "Peru"), person("Clara Melo", "Brazil")],
            parties=["Peru", "Brazil"],
            date={"as_written": "later", "value": "2022-05-03"},
            place=None,
            evidence=[SECOND],
        )
        | changes
    )


def position(**changes: Any) -> dict[str, Any]:
    """The position of THIRD."""
    return {
        "statement": "Clara Melo says that Brazil opposes the new fee.",
        "holders": [{"name": "Clara Melo", "country": "Brazil"}],
        "issue": "new fee",
        "stance": "opposes",
        "addressee": None,
        "reported_by": None,
        "date": {"as_written": None, "value": None},
        "meeting": None,
        "quote": None,
        "evidence": [THIRD],
        **changes,
    }
