"""Drafts that a scripted server answers with, for the diplomacy domain."""

from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.conftest import Reply, says

TEXT = (
    "Published : May 3, 2022 - 16:24\n\n"
    "Foreign Minister Ana Ruiz of Peru met Chile's president Luis Soto in Lima on Tuesday.\n\n"
    "“We will share our data,” Ruiz told reporters.\n"
)


def meeting(*evidence: int, **changes: Any) -> dict[str, Any]:
    """A meeting draft for TEXT."""
    return {
        "evidence": list(evidence or (2,)),
        "status": "held",
        "mode": "in_person",
        "participants": [
            {"name": "Ana Ruiz", "role": "Foreign Minister", "country": "Peru"},
            {"name": "Luis Soto", "role": "president", "country": "Chile"},
        ],
        "parties": ["Peru", "Chile"],
        "date": "Tuesday",
        "place": "Lima",
        "topics": [],
        "outcomes": [],
        **changes,
    }


def position(*evidence: int, **changes: Any) -> dict[str, Any]:
    """A position draft for TEXT."""
    return {
        "evidence": list(evidence or (3,)),
        "statement": "Ana Ruiz promises to share data.",
        "holders": [{"name": "Ruiz", "country": "Peru"}],
        "issue": "data sharing",
        "stance": "commits_to",
        "addressee": None,
        "reported_by": None,
        "date": None,
        "quote": "We will share our data",
        **changes,
    }


def answers(
    meetings: list[dict[str, Any]] | None = None, positions: list[dict[str, Any]] | None = None
) -> Reply:
    """Answer each of the two questions of an article with its list."""
    lists = {
        "meetings": [meeting()] if meetings is None else meetings,
        "positions": [position()] if positions is None else positions,
    }

    def reply(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        asked = json.dumps(request.get("response_format") or request.get("tools"))
        plural = "meetings" if '"meetings"' in asked else "positions"
        says({plural: lists[plural]})(handler, request)

    return reply


def numbers(request: dict[str, Any]) -> list[int]:
    """The sentence numbers that a request shows."""
    return [int(n) for n in re.findall(r"^\[(\d+)\]", request["messages"][1]["content"], re.M)]
