"""The persons that an article names."""

from __future__ import annotations

from llm_extract.article import Article


class Directory:
    """Persons by their names."""

    def __init__(self, article: Article) -> None:
        self.article = article
