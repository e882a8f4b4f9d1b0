"""The tables of a store. A change here needs a new file in migrations/versions."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
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
    false,
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
    Column("flagged", Boolean, nullable=False, server_default=false()),  # by a check
    Column("words", Text, nullable=False, server_default=""),  # names and codes, to search in
    Column("added", Boolean, nullable=False, server_default=false()),  # by a reviewer
    # What follows from the decisions on it:
    Column("state", String(16), nullable=False, server_default="open"),
    Column("final", JSON(none_as_null=True)),  # null: as extracted
    Column("reviewer", String),
    Column("decided", DateTime(timezone=True)),
    Index("ix_records_place", "extraction", "plural", "position", unique=True),
    Index("ix_records_queue", "state", "confidence", "pk"),
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

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record", ForeignKey("records.pk"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("reviewer", String, nullable=False),
    Column("action", String(16), nullable=False),
    Column("before", JSON(none_as_null=True)),  # the record as the reviewer met it
    Column("after", JSON(none_as_null=True)),  # as it is from then on; null: as before
    Column("reason", Text),
    Column("seconds", Float),  # that the reviewer took
    Column("other", ForeignKey("records.pk")),  # the record that it is a double of
    Column("undoes", ForeignKey("decisions.id")),
    Column("origin", ForeignKey("decisions.id")),  # taken over from an earlier run's record
    Column("second", Boolean, nullable=False, server_default=false()),  # of a double coding
    Index("ix_decisions_reviewer", "reviewer", "id"),
)

cleared = Table(
    "cleared",  # extractions whose uncited sentences a reviewer has looked at
    metadata,
    Column("id", Integer, primary_key=True),
    Column("extraction", ForeignKey("extractions.id"), nullable=False, index=True),
    Column("reviewer", String, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("reviewer", String, primary_key=True),
    Column("name", String, primary_key=True),  # of what is being written: a record, a new one
    Column("at", DateTime(timezone=True), nullable=False),
    Column("data", JSON, nullable=False),
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
