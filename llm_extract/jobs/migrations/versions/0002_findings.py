"""What the checks say of each record."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("extractions", sa.Column("checked", sa.DateTime(timezone=True)))
    op.create_table(
        "findings",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.id"), nullable=False),
        sa.Column("plural", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("spans", sa.JSON, nullable=False),
        sa.Column("proposed", sa.JSON),
    )
    op.create_index("ix_findings_record", "findings", ["extraction", "plural", "position"])
