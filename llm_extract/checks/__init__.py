"""What the source says of every value: deterministic, fast, without a model."""

from llm_extract.checks import (  # noqa: F401  (registered by being imported)
    dates,
    evidence,
    nationality,
    parties,
    persons,
    places,
    quotes,
    roles,
    statements,
    voices,
)
from llm_extract.checks.case import Case, Field, field_check, record_check
from llm_extract.checks.checking import check, examined
from llm_extract.checks.finding import Finding, Verdict
from llm_extract.checks.search import find_person, find_speaker
from llm_extract.dates import resolve_date

__all__ = [
    "Case",
    "Field",
    "Finding",
    "Verdict",
    "check",
    "examined",
    "field_check",
    "find_person",
    "find_speaker",
    "record_check",
    "resolve_date",
]
