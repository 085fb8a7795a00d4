"""A second wall in the database, and how fast names may leave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WHY = ("too_many", "answer", "member", "key", "offer", "time", "replayed", "box")
SEALS = (("associations", "key_seal"), ("members", "seal"), ("offers", "made_seal"))
"""The hub's own word for rows that open a door.  `hub init` gives it to those that were there before."""


def upgrade() -> None:
    for table, name in SEALS:
        op.add_column(table, sa.Column(name, sa.LargeBinary(), nullable=True))
    because = sa.Enum(*WHY, name="hindrance", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "held_releases",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("because", because, nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=False),
        sa.Column("let_go_at", sa.DateTime(), nullable=True),
        sa.Column("let_go_by_id", sa.Integer(), nullable=True),
        sa.Column("let_go_seal", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(let_go_at IS NULL) = (let_go_by_id IS NULL) AND (let_go_at IS NULL) = (let_go_seal IS NULL)",
            name=op.f("ck_held_releases_let_go_by_somebody"),
        ),
        sa.CheckConstraint(
            "let_go_at IS NULL OR because = 'too_many'",
            name=op.f("ck_held_releases_a_forged_one_never_leaves"),
        ),
        sa.ForeignKeyConstraint(
            ["let_go_by_id"], ["members.id"], name=op.f("fk_held_releases_let_go_by_id_members")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_held_releases_offer_id_offers")),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_held_releases")),
    )
    held = sa.text("let_go_at IS NULL")
    op.create_index(
        "ix_held_releases_held", "held_releases", ["held_at"], sqlite_where=held, postgresql_where=held
    )


def downgrade() -> None:
    op.drop_table("held_releases")
    for table, name in reversed(SEALS):
        op.drop_column(table, name)
