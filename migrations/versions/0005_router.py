"""The texts of the rule book, what associations declared of their places, and who waits for one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = [
    "awaiting_confirmation",
    "awaiting_check",
    "awaiting_guardian",
    "looking",
    "offered",
    "with_desk",
    "accepted",
    "closed",
    "withdrawn",
    "forgotten",
]
STEPS = [
    "awaiting_confirmation",
    "awaiting_check",
    "awaiting_guardian",
    "received",
    "guardian_agreed",
    "offered",
    "overdue",
    "declined",
    "expired",
    "recalled",
    "going_on",
    "with_desk",
    "accepted",
    "closed",
    "withdrawn",
    "forgotten",
]
REASONS = [
    "not_our_public",
    "outside_our_area",
    "no_place",
    "no_mentor",
    "outside_programme",
    "already_known",
    "not_enough",
    "other",
]
WORDS = (
    ("referrals", "state", "referralstate", STATES, ["waiting"]),
    ("journey_events", "step", "step", STEPS, ["waiting"]),
    ("offers", "decline_reason", "declinereason", REASONS, ["passed_on"]),
)
"""Table, column, name of its CHECK, the words there were, the words that come."""

PASSED = "ck_offers_a_card_is_passed_to_somebody"
PASSED_TO = "fk_offers_passed_to_id_associations"


def say(table: str, column: str, name: str, words: list[str]) -> None:
    """From now on, this column takes these words and no other."""
    allowed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(f"{column} IN ({allowed})"))


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

    with op.batch_alter_table("associations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("places_declared_on", sa.Date(), nullable=True))

    for table, column, name, old, new in WORDS:
        say(table, column, name, old + new)
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("passes_to", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("passed_to_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f(PASSED_TO), "associations", ["passed_to_id"], ["id"])
        batch_op.create_check_constraint(
            op.f(PASSED),
            sa.text(
                "(passed_to_id IS NOT NULL) = (decline_reason IS NOT NULL AND decline_reason = 'passed_on')"
            ),
        )


def downgrade() -> None:
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(PASSED), type_="check")
        batch_op.drop_constraint(batch_op.f(PASSED_TO), type_="foreignkey")
        batch_op.drop_column("passed_to_id")
        batch_op.drop_column("passes_to")
    for table, column, name, old, _new in WORDS:
        say(table, column, name, old)
    with op.batch_alter_table("associations", schema=None) as batch_op:
        batch_op.drop_column("places_declared_on")

    op.drop_index(op.f("ix_rule_books_version"), table_name="rule_books")
    op.drop_index(op.f("ix_rule_books_taken_at"), table_name="rule_books")
    op.drop_table("rule_books")
