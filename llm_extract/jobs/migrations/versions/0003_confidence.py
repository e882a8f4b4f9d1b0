"""How likely each record is right, and what that rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("records", sa.Column("signals", sa.JSON))
    op.add_column("records", sa.Column("confidence", sa.Float))
    op.add_column("records", sa.Column("confidences", sa.JSON))
    op.create_index("ix_records_confidence", "records", ["confidence"])
