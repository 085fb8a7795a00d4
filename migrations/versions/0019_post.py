"""What comes back to the hub's letters, and who wants no more of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("addresses", sa.Column("told_by", sa.Integer(), nullable=True))
    op.add_column("addresses", sa.Column("told_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("addresses", "told_on")
    op.drop_column("addresses", "told_by")
