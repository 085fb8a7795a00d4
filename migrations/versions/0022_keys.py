"""Which generation of the keys seals each box."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_prints",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("print", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("used_from", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("for_recovery", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("generation >= 0", name=op.f("ck_key_prints_generations_are_counted")),
        sa.CheckConstraint(
            "retired_at IS NULL OR for_recovery IS NULL",
            name=op.f("ck_key_prints_nothing_brings_back_a_retired_key"),
        ),
        sa.PrimaryKeyConstraint("name", "generation", name=op.f("pk_key_prints")),
    )


def downgrade() -> None:
    op.drop_table("key_prints")
