"""What makes a meeting or a position the right one, and what makes it wrong.

A meeting's participants and a position's holders are right when all their names are, and
nobody else is named; their roles and countries are scored as fields of their own.
"""

from __future__ import annotations

from llm_extract.spec import Scoring

MEETINGS = Scoring(
    actors=("participants[].name", "parties"),
    key_fields=("participants[].name", "date.value", "status", "mode"),
)

POSITIONS = Scoring(
    actors=("holders[].name",),
    key_fields=("holders[].name", "date.value", "stance"),
)
