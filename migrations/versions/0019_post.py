"""What comes back to the hub's letters, how many left each day, and which of them nobody had asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TO_CARRY = sa.text("sent_at IS NULL AND given_up_at IS NULL")
FATES = ("sent", "deferred", "given_up", "bounced", "replied", "answered_by_robot")


def make_counts() -> None:
    fate = sa.Enum(*FATES, name="fate", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "post_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("letter", sa.String(length=32), nullable=False),
        sa.Column("fate", fate, nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.CheckConstraint("letters > 0", name=op.f("ck_post_counts_something_was_counted")),
        sa.PrimaryKeyConstraint("day", "letter", "fate", name=op.f("pk_post_counts")),
    )


def upgrade() -> None:
    op.add_column("addresses", sa.Column("told_by", sa.Integer(), nullable=True))
    op.add_column("addresses", sa.Column("told_on", sa.Date(), nullable=True))
    op.add_column("outbox_messages", sa.Column("bounce_code", sa.String(length=12), nullable=True))
    op.add_column("outbox_messages", sa.Column("ways", sa.JSON(), nullable=True))
    op.drop_index("ix_outbox_messages_due_at", table_name="outbox_messages")
    op.create_index(
        "ix_outbox_messages_to_carry",
        "outbox_messages",
        ["due_at"],
        sqlite_where=TO_CARRY,
        postgresql_where=TO_CARRY,
    )
    make_counts()


def downgrade() -> None:
    op.drop_table("post_counts")
    op.drop_index("ix_outbox_messages_to_carry", table_name="outbox_messages")
    op.create_index("ix_outbox_messages_due_at", "outbox_messages", ["due_at"])
    op.drop_column("outbox_messages", "ways")
    op.drop_column("outbox_messages", "bounce_code")
    op.drop_column("addresses", "told_on")
    op.drop_column("addresses", "told_by")
