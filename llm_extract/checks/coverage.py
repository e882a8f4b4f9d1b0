"""What the article reports and no record cites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from llm_extract.article import Article
from llm_extract.checks.finding import Finding
from llm_extract.spec import Spec


def coverage(
    records: Mapping[str, Any], article: Article, *, spec: Spec | None = None
) -> list[Finding]:
    """What the article plainly reports and no record cites; the path is the plural name."""
    return []
