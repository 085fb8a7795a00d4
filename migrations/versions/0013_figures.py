"""The figures, counted ahead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

UNCOUNTED = sa.text("counted_on IS NULL")


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column(
            "kind",
            sa.Enum(
                "young_person", "mentor", name="kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("trait", sa.String(length=16), nullable=False),
        sa.Column("word", sa.String(length=24), nullable=False),
        sa.Column("registrations", sa.Integer(), nullable=False),
        sa.CheckConstraint("registrations > 0", name=op.f("ck_tallies_somebody_was_counted")),
        sa.PrimaryKeyConstraint("kind", "month", "trait", "word", name=op.f("pk_tallies")),
    )
    op.create_table(
        "figures",
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("counted_at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "period", name=op.f("pk_figures")),
    )
    op.create_index(
        "ix_offers_made_at",
        "offers",
        ["made_at", "association_id", "state", "answered_at", "answer_by", "excused"],
    )
    with op.batch_alter_table("referrals") as batch_op:
        batch_op.add_column(sa.Column("counted_on", sa.Date(), nullable=True))
        batch_op.create_index(
            "ix_referrals_uncounted",
            ["kind", "received_at"],
            unique=False,
            sqlite_where=UNCOUNTED,
            postgresql_where=UNCOUNTED,
        )


def downgrade() -> None:
    with op.batch_alter_table("referrals") as batch_op:
        batch_op.drop_index("ix_referrals_uncounted")
        batch_op.drop_column("counted_on")
    op.drop_index("ix_offers_made_at", table_name="offers")
    op.drop_table("figures")
    op.drop_table("tallies")
