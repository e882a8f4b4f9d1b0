"""Articles in the store, each text with its metadata once."""

from __future__ import annotations

import sqlalchemy as sa

from llm_extract.article import Article
from llm_extract.jobs.tables import articles, extractions


def put_article(db: sa.Connection, article: Article) -> None:
    """Insert an article, unless the very same one is there."""
    known = db.execute(sa.select(articles.c.id).where(articles.c.digest == article.digest))
    if known.first() is None:
        values = article.model_dump()
        row = {"digest": article.digest, "sha256": article.sha256, **values}
        db.execute(articles.insert().values(row))


def read_article(row: sa.RowMapping) -> Article:
    """The article in a row."""
    return Article.model_validate({key: row[key] for key in Article.model_fields})


def article_of(db: sa.Connection, extraction: int) -> Article:
    """The article of an extraction."""
    query = (
        sa.select(articles)
        .join(extractions, extractions.c.article == articles.c.digest)
        .where(extractions.c.id == extraction)
    )
    return read_article(db.execute(query).mappings().one())


def find_articles(db: sa.Connection, *, article: str | None, sha256: str | None) -> list[Article]:
    """The articles with this text or, after them, with this id; the latest first."""
    c = articles.c
    latest = sa.func.max(extractions.c.id)
    query = (
        sa.select(articles)
        .join(extractions, extractions.c.article == c.digest, isouter=True)
        .where(sa.or_(c.sha256 == sha256, c.id == article))
        .group_by(c.digest)
        .order_by(sa.case((c.sha256 == sha256, 0), else_=1), latest.desc())
    )
    return [read_article(row) for row in db.execute(query).mappings()]
