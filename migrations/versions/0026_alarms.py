"""Alarms: what must not happen and did, told to the desk and to the data-protection officer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KINDS = (
    "forged_row",
    "too_many_releases",
    "key_too_old",
    "flood",
    "backup_late",
    "checkup_failed",
    "breach_clock",
    "restored",
)
SUBJECTS = ("referral", "letter", "prescriber", "association", "rule_book", "glass", "breach")
BEFORE = "(audience = 'dpo') = (glass_id IS NOT NULL)"
NOW = "(audience = 'dpo') = (glass_id IS NOT NULL OR (alarm_id IS NOT NULL AND member_id IS NULL))"
FORMER_NAME = "ck_outbox_messages_the_dpo_is_told_of_broken_glass"
NAME = "ck_outbox_messages_the_dpo_is_told_of_glass_and_alarms"
ALARM = "fk_outbox_messages_alarm_id_alarms"


def make_alarms() -> None:
    kind = sa.Enum(*KINDS, name="alarmkind", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "alarms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("times > 0", name=op.f("ck_alarms_it_happened")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_alarms_kind_subject")),
    )


def look_after(subjects: tuple[str, ...]) -> None:
    """From now on, the desk looks after these kinds of row and no other."""
    allowed = ", ".join(f"'{word}'" for word in subjects)
    with op.batch_alter_table("charges") as batch_op:
        batch_op.drop_constraint(op.f("ck_charges_subject"), type_="check")
        batch_op.create_check_constraint(op.f("ck_charges_subject"), sa.text(f"subject IN ({allowed})"))


def upgrade() -> None:
    make_alarms()
    look_after((*SUBJECTS, "alarm"))
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.add_column(sa.Column("alarm_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(ALARM), "alarms", ["alarm_id"], ["id"])
        batch_op.drop_constraint(op.f(FORMER_NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), sa.text(NOW))


def downgrade() -> None:
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(FORMER_NAME), sa.text(BEFORE))
        batch_op.drop_constraint(op.f(ALARM), type_="foreignkey")
        batch_op.drop_column("alarm_id")
    look_after(SUBJECTS)
    op.drop_table("alarms")
