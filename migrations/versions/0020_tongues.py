"""Who no longer wants the letters that come by themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


READERS = ("companies", "prescribers")


def upgrade() -> None:
    for table in READERS:
        op.add_column(table, sa.Column("letters_stopped_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    for table in READERS:
        op.drop_column(table, "letters_stopped_at")
