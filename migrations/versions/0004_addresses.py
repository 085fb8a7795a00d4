"""What each address and each source has had of us lately."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("last_letter", sa.Integer(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("met_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_addresses")),
    )
    op.create_table(
        "budgets",
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "since", name=op.f("pk_budgets")),
    )
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("letters_digest", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("address_digest", sa.LargeBinary(), nullable=True))
        batch_op.create_index(batch_op.f("ix_referrals_received_at"), ["received_at"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_referrals_letters_digest"), ["letters_digest"])


def downgrade() -> None:
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_referrals_letters_digest"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_referrals_received_at"))
        batch_op.drop_column("address_digest")
        batch_op.drop_column("letters_digest")

    op.drop_table("budgets")
    op.drop_table("addresses")
