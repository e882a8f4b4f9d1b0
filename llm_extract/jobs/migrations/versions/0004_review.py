"""What reviewers decide, and what the queue sorts and searches by."""

import sqlalchemy as sa
from alembic import op

from llm_extract.jobs.words import search_words

revision = "0004"
down_revision = "0003"

_FLAGS = ("contradicted", "not_found")


def upgrade() -> None:
    for column in (
        sa.Column("flagged", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("words", sa.Text, nullable=False, server_default=""),
        sa.Column("added", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("state", sa.String(16), nullable=False, server_default="open"),
        sa.Column("final", sa.JSON),
        sa.Column("reviewer", sa.String),
        sa.Column("decided", sa.DateTime(timezone=True)),
    ):
        op.add_column("records", column)
    op.create_index("ix_records_queue", "records", ["state", "confidence", "pk"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("record", sa.Integer, sa.ForeignKey("records.pk"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer", sa.String, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.Column("reason", sa.Text),
        sa.Column("seconds", sa.Float),
        sa.Column("other", sa.Integer, sa.ForeignKey("records.pk")),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("decisions.id")),
        sa.Column("origin", sa.Integer, sa.ForeignKey("decisions.id")),
        sa.Column("second", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_decisions_record", "decisions", ["record"])
    op.create_index("ix_decisions_reviewer", "decisions", ["reviewer", "id"])
    op.create_table(
        "cleared",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.id"), nullable=False),
        sa.Column("reviewer", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_cleared_extraction", "cleared", ["extraction"])
    op.create_table(
        "drafts",
        sa.Column("reviewer", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
    )
    _fill()


def _fill() -> None:
    """Give the records that are there their words and flags."""
    db = op.get_bind()
    records = sa.table(
        "records", *map(sa.column, ("pk", "extraction", "plural", "position", "flagged", "words")),
        sa.column("data", sa.JSON),
    )  # fmt: skip
    findings = sa.table(
        "findings", *map(sa.column, ("extraction", "plural", "position", "verdict"))
    )
    for pk, data in db.execute(sa.select(records.c.pk, records.c.data)).all():
        words = search_words(data)
        db.execute(records.update().where(records.c.pk == pk).values(words=words))
    flagged = sa.exists().where(
        findings.c.extraction == records.c.extraction,
        findings.c.plural == records.c.plural,
        findings.c.position == records.c.position,
        findings.c.verdict.in_(_FLAGS),
    )
    db.execute(records.update().where(flagged).values(flagged=sa.true()))
