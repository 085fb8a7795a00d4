"""What the desk keeps: who looks after what, what it asked, the domains it knows; associations that are suspended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OPEN_QUESTION = "said IS NULL"
GIVEN_UP = "given_up_at IS NOT NULL"


def word(name: str, *words: str) -> sa.Enum:
    """These words and no other."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def member(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["members.id"], name=op.f(f"fk_{table}_{column}_members"))


def make_charges() -> None:
    subjects = ("referral", "letter", "prescriber", "association", "rule_book", "glass")
    op.create_table(
        "charges",
        sa.Column("subject", word("subject", *subjects), nullable=False),
        sa.Column("row_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(), nullable=True),
        sa.Column("try_at", sa.DateTime(), nullable=True),
        member("charges", "owner_id"),
        sa.PrimaryKeyConstraint("subject", "row_id", name=op.f("pk_charges")),
    )
    op.create_index(op.f("ix_charges_owner_id"), "charges", ["owner_id"])
    op.create_index(op.f("ix_charges_try_at"), "charges", ["try_at"])


def make_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column(
            "asked",
            word("asked", "still_wanted", "remote", "farther", "remind", "contacted"),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("said", word("said", "yes", "no", "unknown"), nullable=True),
        sa.Column("said_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(said IS NULL) = (said_at IS NULL)", name=op.f("ck_questions_said_at_some_moment")
        ),
        member("questions", "asked_by_id"),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_questions_referral_id_referrals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_referral_id"), "questions", ["referral_id"])
    index_some(
        "one_open_question_for_each_referral", "questions", "referral_id", which=OPEN_QUESTION, unique=True
    )


def make_domains() -> None:
    op.create_table(
        "domains",
        sa.Column("name", sa.String(length=253), nullable=False),
        sa.Column("standing", word("standing", "to_check", "verified", "refused"), nullable=False),
        sa.Column("judged_at", sa.DateTime(), nullable=False),
        sa.Column("judged_by_id", sa.Integer(), nullable=False),
        member("domains", "judged_by_id"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_domains")),
    )


def index_some(name: str, table: str, *columns: str, which: str, unique: bool = False) -> None:
    """Of these rows only, on both databases."""
    where = sa.text(which)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    make_charges()
    make_questions()
    make_domains()
    op.add_column("associations", sa.Column("suspended_at", sa.DateTime(), nullable=True))
    op.add_column(
        "outbox_messages", sa.Column("bounced", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    index_some("ix_outbox_messages_given_up", "outbox_messages", "given_up_at", which=GIVEN_UP)
    op.create_index("ix_offers_state_answer_by", "offers", ["state", "answer_by"])


def downgrade() -> None:
    op.drop_index("ix_offers_state_answer_by", table_name="offers")
    op.drop_index("ix_outbox_messages_given_up", table_name="outbox_messages")
    op.drop_column("outbox_messages", "bounced")
    op.drop_column("associations", "suspended_at")
    for table in ("domains", "questions", "charges"):
        op.drop_table(table)
