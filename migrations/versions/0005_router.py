"""The texts of the rule book, what associations declared of their places, and who waits for one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_books",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("file", "desk", name="origin", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("problems", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("comparison", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "taken_at IS NULL OR problems IS NULL", name=op.f("ck_rule_books_a_wrong_one_is_never_taken")
        ),
        sa.CheckConstraint(
            "(origin = 'desk') = (by_id IS NOT NULL)", name=op.f("ck_rule_books_a_desk_text_has_an_author")
        ),
        sa.CheckConstraint(
            "(origin = 'desk' AND taken_at IS NOT NULL) = (taken_by_id IS NOT NULL)",
            name=op.f("ck_rule_books_whoever_took_it_is_known"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_rule_books_by_id_members")),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["members.id"], name=op.f("fk_rule_books_taken_by_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_books")),
    )
    op.create_index(op.f("ix_rule_books_taken_at"), "rule_books", ["taken_at"], unique=False)
    op.create_index(op.f("ix_rule_books_version"), "rule_books", ["version"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_rule_books_version"), table_name="rule_books")
    op.drop_index(op.f("ix_rule_books_taken_at"), table_name="rule_books")
    op.drop_table("rule_books")
