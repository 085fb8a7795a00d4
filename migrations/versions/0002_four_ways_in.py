"""Mentors and prescribers beside the young people: the words they need, and who the prescribers are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = ["young_person"]
STATES = [
    "awaiting_guardian",
    "looking",
    "offered",
    "with_desk",
    "accepted",
    "closed",
    "withdrawn",
    "forgotten",
]
AUDIENCES = ["young_person", "guardian", "association", "desk"]
STEPS = [
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
WORDS = (
    ("referrals", "kind", "kind", KINDS, ["mentor"]),
    ("referrals", "state", "referralstate", STATES, ["awaiting_confirmation", "awaiting_check"]),
    ("referrals", "correspondent", "audience", AUDIENCES, ["mentor", "prescriber", "company"]),
    ("outbox_messages", "audience", "audience", AUDIENCES, ["mentor", "prescriber", "company"]),
    ("journey_events", "step", "step", STEPS, ["awaiting_confirmation", "awaiting_check"]),
)
"""Table, column, name of its CHECK, the words there were, the words that come."""

TOLD_BY_NAME = "ck_outbox_messages_a_prescriber_is_told_by_name"


def say(table: str, column: str, name: str, words: list[str]) -> None:
    """From now on, this column takes these words and no other."""
    allowed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(f"{column} IN ({allowed})"))


def upgrade() -> None:
    op.create_table(
        "prescribers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_digest", sa.LargeBinary(), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "school",
                "mission_locale",
                "ase",
                "foyer",
                "pjj",
                "prevention",
                "france_travail",
                "e2c",
                "epide",
                "ccas",
                "association",
                "cio",
                "university",
                "ladom",
                "other",
                name="prescriberkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("department", sa.String(length=3), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "to_check",
                "verified",
                "refused",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("contact_for_recovery", sa.LargeBinary(), nullable=False),
        sa.Column("contact_for_desk", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["members.id"], name=op.f("fk_prescribers_checked_by_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescribers")),
        sa.UniqueConstraint("address_digest", name=op.f("uq_prescribers_address_digest")),
    )
    with op.batch_alter_table("prescribers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prescribers_standing"), ["standing"], unique=False)

    op.create_table(
        "prescriber_challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prescriber_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["prescriber_id"],
            ["prescribers.id"],
            name=op.f("fk_prescriber_challenges_prescriber_id_prescribers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescriber_challenges")),
    )
    with op.batch_alter_table("prescriber_challenges", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_prescriber_challenges_prescriber_id"), ["prescriber_id"], unique=False
        )

    op.create_table(
        "prescriber_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prescriber_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_prescriber_readings_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["prescriber_id"],
            ["prescribers.id"],
            name=op.f("fk_prescriber_readings_prescriber_id_prescribers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescriber_readings")),
    )
    with op.batch_alter_table("prescriber_readings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_prescriber_readings_prescriber_id"), ["prescriber_id"], unique=False
        )

    op.create_table(
        "prescriber_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prescriber_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["prescriber_id"],
            ["prescribers.id"],
            name=op.f("fk_prescriber_sessions_prescriber_id_prescribers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescriber_sessions")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_prescriber_sessions_token_digest")),
    )
    with op.batch_alter_table("prescriber_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_prescriber_sessions_prescriber_id"), ["prescriber_id"], unique=False
        )

    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("prescriber_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("code_asked_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("once", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_outbox_messages_once"), ["once"])
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_messages_code_asked_id_prescriber_challenges"),
            "prescriber_challenges",
            ["code_asked_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_messages_prescriber_id_prescribers"),
            "prescribers",
            ["prescriber_id"],
            ["id"],
        )

    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("prescriber_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("marker", sa.LargeBinary(), nullable=True))
        batch_op.create_index(batch_op.f("ix_referrals_prescriber_id"), ["prescriber_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_referrals_prescriber_id_prescribers"), "prescribers", ["prescriber_id"], ["id"]
        )

    for table, column, name, old, new in WORDS:
        say(table, column, name, old + new)
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.create_check_constraint(
            op.f(TOLD_BY_NAME), sa.text("(audience = 'prescriber') = (prescriber_id IS NOT NULL)")
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.drop_constraint(op.f(TOLD_BY_NAME), type_="check")
    for table, column, name, old, _new in WORDS:
        say(table, column, name, old)
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_referrals_prescriber_id_prescribers"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_referrals_prescriber_id"))
        batch_op.drop_column("marker")
        batch_op.drop_column("prescriber_id")

    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_outbox_messages_prescriber_id_prescribers"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_outbox_messages_code_asked_id_prescriber_challenges"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_outbox_messages_once"), type_="unique")
        batch_op.drop_column("once")
        batch_op.drop_column("code_asked_id")
        batch_op.drop_column("prescriber_id")

    with op.batch_alter_table("prescriber_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prescriber_sessions_prescriber_id"))

    op.drop_table("prescriber_sessions")
    with op.batch_alter_table("prescriber_readings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prescriber_readings_prescriber_id"))

    op.drop_table("prescriber_readings")
    with op.batch_alter_table("prescriber_challenges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prescriber_challenges_prescriber_id"))

    op.drop_table("prescriber_challenges")
    with op.batch_alter_table("prescribers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prescribers_standing"))

    op.drop_table("prescribers")
