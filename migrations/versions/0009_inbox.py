"""What was undone, and what a colleague is looking at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


STATES = ("open", "overdue", "accepted", "declined", "expired", "recalled", "returned")
REASONS = ("wrong_button", "wrong_card", "colleague", "room_found", "room_lost")


def one_of(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def row_of(table: str, column: str, kept_in: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    name = f"fk_{table}_{column}_{kept_in}"
    return (
        sa.Column(column, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint([column], [f"{kept_in}.id"], name=op.f(name)),
    )


def make_undone_answers() -> None:
    op.create_table(
        "undone_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        *row_of("undone_answers", "offer_id", "offers"),
        *row_of("undone_answers", "association_id", "associations"),
        *row_of("undone_answers", "member_id", "members"),
        sa.Column("answer", one_of(STATES, "offerstate"), nullable=False),
        sa.Column("reason", one_of(REASONS, "undoreason"), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('accepted', 'declined')", name=op.f("ck_undone_answers_only_an_answer_is_undone")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undone_answers")),
    )
    op.create_index(op.f("ix_undone_answers_offer_id"), "undone_answers", ["offer_id"])
    op.create_index(
        "ix_undone_answers_association_id_undone_at", "undone_answers", ["association_id", "undone_at"]
    )


def upgrade() -> None:
    make_undone_answers()
    op.create_table(
        "glances",
        *row_of("glances", "member_id", "members"),
        *row_of("glances", "offer_id", "offers"),
        sa.Column("looked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_glances")),
    )
    op.create_index(op.f("ix_glances_offer_id"), "glances", ["offer_id"])
    shelves = ["association_id", "state", "answer_by", "seen_at"]
    op.create_index("ix_offers_association_id_state", "offers", shelves)
    op.create_index("ix_offers_association_id_answered_at", "offers", ["association_id", "answered_at"])


def downgrade() -> None:
    op.drop_index("ix_offers_association_id_answered_at", "offers")
    op.drop_index("ix_offers_association_id_state", "offers")
    op.drop_table("glances")
    op.drop_table("undone_answers")
