"""Structured records from news articles, every value with its place in the source."""

from llm_extract.api import aextract, extract
from llm_extract.article import Article, Sentence, Span
from llm_extract.checks import Finding, Verdict, check
from llm_extract.diplomacy import Meeting, Position
from llm_extract.errors import LLMExtractError
from llm_extract.extraction import Extraction
from llm_extract.records import Record
from llm_extract.spec import Prompt, RecordType, Spec

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Extraction",
    "Finding",
    "LLMExtractError",
    "Meeting",
    "Position",
    "Prompt",
    "Record",
    "RecordType",
    "Sentence",
    "Span",
    "Spec",
    "Verdict",
    "aextract",
    "check",
    "extract",
]
