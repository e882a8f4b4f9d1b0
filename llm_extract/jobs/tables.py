"""The tables of a store. A change here needs a new file in migrations/versions."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
)

metadata = MetaData()

VERSION_TABLE = "llm_extract_version"
"""Where the migrations note how far they are; a name of our own, in case of neighbours."""

articles = Table(
    "articles",
    metadata,
    Column("digest", String(64), primary_key=True),  # text and the metadata shown
    Column("id", String, nullable=False, index=True),
    Column("sha256", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("source", String),
    Column("title", String),
    Column("publisher", String),
    Column("published", Date),
    Column("published_from", String(16), nullable=False),
    Column("language", String),
    Column("url", String),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", DateTime(timezone=True), nullable=False),
    Column("ended", DateTime(timezone=True)),  # null: running, or killed
    Column("spec", String, nullable=False),
    Column("provenance", JSON, nullable=False),
)

extractions = Table(
    "extractions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, index=True),  # equal keys: not asked twice
    Column("article", ForeignKey("articles.digest"), nullable=False, index=True),
    Column("provenance", JSON, nullable=False),
    Column("answers", JSON, nullable=False),  # what the model filled, as it came
    Column("requests", Integer, nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", Numeric(18, 9)),  # US dollars; null when unknown
    Column("reasks", Integer, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("checked", DateTime(timezone=True)),  # null: made before there were checks
)

records = Table(
    "records",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("extraction", ForeignKey("extractions.id"), nullable=False),
    Column("id", String(12), nullable=False, index=True),
    Column("plural", String(64), nullable=False),
    Column("position", Integer, nullable=False),  # index in its list
    Column("data", JSON, nullable=False),
    Column("signals", JSON(none_as_null=True)),  # null: made before they were kept
    Column("confidence", Float, index=True),  # that no key field is wrong; null: not computed
    Column("confidences", JSON(none_as_null=True)),  # path of a value → that it is right
    Index("ix_records_place", "extraction", "plural", "position", unique=True),
)

findings = Table(
    "findings",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("extraction", ForeignKey("extractions.id"), nullable=False),
    Column("plural", String(64), nullable=False),
    Column("position", Integer),  # of the record in its list; null: what no record cites
    Column("path", String, nullable=False),  # inside the record; empty: the record itself
    Column("verdict", String(16), nullable=False),
    Column("code", String(64), nullable=False),
    Column("message", Text, nullable=False),
    Column("spans", JSON, nullable=False),
    Column("proposed", JSON(none_as_null=True)),
    Index("ix_findings_record", "extraction", "plural", "position"),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("run", ForeignKey("runs.id"), nullable=False),
    Column("article_id", String),  # null: the input never became an article
    Column("source", String),
    Column("outcome", String(16), nullable=False),  # done, reused or failed
    Column("extraction", ForeignKey("extractions.id")),
    Column("error_kind", String(64)),
    Column("error", Text),
    Column("usage", JSON),  # of a failure; a success has its extraction's
    Index("ix_outcomes_run", "run"),
    Index("ix_outcomes_article", "article_id", "outcome", "run"),
)
