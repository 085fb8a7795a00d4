"""How long people waited, for the forecast; short texts that follow letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UNNOTED = sa.text("noted_on IS NULL")
TO_CARRY = sa.text("sent_at IS NULL AND left_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "waits",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_waits")),
    )
    op.create_table(
        "forecasts",
        sa.Column("alike", sa.String(length=40), nullable=False),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("nine", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "half >= 0 AND (nine IS NULL OR nine >= half)", name=op.f("ck_forecasts_half_comes_first")
        ),
        sa.PrimaryKeyConstraint("alike", name=op.f("pk_forecasts")),
    )
    op.create_table(
        "short_texts",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("sent_at IS NULL OR left_at IS NULL", name=op.f("ck_short_texts_sent_or_left")),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["outbox_messages.id"],
            name=op.f("fk_short_texts_message_id_outbox_messages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_short_texts")),
    )
    op.create_index(
        "ix_short_texts_to_carry",
        "short_texts",
        ["due_at"],
        unique=False,
        sqlite_where=TO_CARRY,
        postgresql_where=TO_CARRY,
    )
    with op.batch_alter_table("referrals") as batch_op:
        batch_op.add_column(sa.Column("noted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("alike", sa.LargeBinary(), nullable=True))
        batch_op.create_index(
            "ix_referrals_unnoted",
            ["id", "state"],
            unique=False,
            sqlite_where=UNNOTED,
            postgresql_where=UNNOTED,
        )


def downgrade() -> None:
    with op.batch_alter_table("referrals") as batch_op:
        batch_op.drop_index("ix_referrals_unnoted")
        batch_op.drop_column("alike")
        batch_op.drop_column("noted_on")
    op.drop_index("ix_short_texts_to_carry", table_name="short_texts")
    op.drop_table("short_texts")
    op.drop_table("forecasts")
    op.drop_table("waits")
