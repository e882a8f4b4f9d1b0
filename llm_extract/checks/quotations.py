"""Stretches between quotation marks, nested ones and those over paragraphs."""

from __future__ import annotations

from typing import NamedTuple

from llm_extract.article import Article


class Quotation(NamedTuple):
    """Quoted words: offsets inside the marks, and how deep they are nested (0: outermost)."""

    start: int
    end: int
    depth: int


def quotations(article: Article) -> list[Quotation]:
    """The quotations of an article, in order of their beginnings."""
    return []
