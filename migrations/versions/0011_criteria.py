"""What an association says of itself, version after version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

DEEDS = ("loaded", "changed", "returned", "confirmed")
FIRST_VERSIONS = """
    INSERT INTO entry_versions (association_id, number, deed, said_at, entry, tried_at)
    SELECT id, 1, 'loaded', CURRENT_TIMESTAMP, profile, CURRENT_TIMESTAMP FROM associations
"""
FIRST_FILES = """
    INSERT INTO filed_entries (association_id, entry, read_at)
    SELECT id, profile, CURRENT_TIMESTAMP FROM associations
"""
"""Until now nothing but a file could change an entry."""


def upgrade() -> None:
    op.create_table(
        "entry_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(*DEEDS, name="entrydeed", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("entry", sa.JSON(), nullable=False),
        sa.Column("returned_to", sa.Integer(), nullable=True),
        sa.Column("tried_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "deed = 'loaded' OR by_id IS NOT NULL", name=op.f("ck_entry_versions_a_change_has_an_author")
        ),
        sa.CheckConstraint(
            "(deed = 'returned') = (returned_to IS NOT NULL)",
            name=op.f("ck_entry_versions_a_return_says_where"),
        ),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["associations.id"],
            name=op.f("fk_entry_versions_association_id_associations"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_entry_versions_by_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_versions")),
        sa.UniqueConstraint("association_id", "number", name="one_version_of_each_number"),
    )
    op.create_index(op.f("ix_entry_versions_tried_at"), "entry_versions", ["tried_at"], unique=False)
    op.create_table(
        "filed_entries",
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_filed_entries_association_id_associations")
        ),
        sa.PrimaryKeyConstraint("association_id", name=op.f("pk_filed_entries")),
    )
    op.create_table(
        "card_counts",
        sa.Column("form", sa.String(length=240), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("form", "month", name=op.f("pk_card_counts")),
    )
    op.create_index(
        op.f("ix_offers_association_id_decline_reason"),
        "offers",
        ["association_id", "decline_reason", "answered_at"],
    )
    op.execute(FIRST_VERSIONS)
    op.execute(FIRST_FILES)


def downgrade() -> None:
    op.drop_index(op.f("ix_offers_association_id_decline_reason"), table_name="offers")
    op.drop_table("card_counts")
    op.drop_table("filed_entries")
    op.drop_index(op.f("ix_entry_versions_tried_at"), table_name="entry_versions")
    op.drop_table("entry_versions")
