"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("id", sa.String, nullable=False, index=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("source", sa.String),
        sa.Column("title", sa.String),
        sa.Column("publisher", sa.String),
        sa.Column("published", sa.Date),
        sa.Column("published_from", sa.String(16), nullable=False),
        sa.Column("language", sa.String),
        sa.Column("url", sa.String),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.Column("spec", sa.String, nullable=False),
        sa.Column("provenance", sa.JSON, nullable=False),
    )
    op.create_table(
        "extractions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, index=True),
        sa.Column(
            "article", sa.String(64), sa.ForeignKey("articles.digest"), nullable=False, index=True
        ),
        sa.Column("provenance", sa.JSON, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("input_tokens", sa.Integer, nullable=False),
        sa.Column("cached_tokens", sa.Integer, nullable=False),
        sa.Column("output_tokens", sa.Integer, nullable=False),
        sa.Column("cost", sa.Numeric(18, 9)),
        sa.Column("reasks", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "records",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.id"), nullable=False),
        sa.Column("id", sa.String(12), nullable=False, index=True),
        sa.Column("plural", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
    )
    op.create_index(
        "ix_records_place", "records", ["extraction", "plural", "position"], unique=True
    )
    op.create_table(
        "outcomes",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("article_id", sa.String),
        sa.Column("source", sa.String),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.id")),
        sa.Column("error_kind", sa.String(64)),
        sa.Column("error", sa.Text),
        sa.Column("usage", sa.JSON),
    )
    op.create_index("ix_outcomes_run", "outcomes", ["run"])
    op.create_index("ix_outcomes_article", "outcomes", ["article_id", "outcome", "run"])
