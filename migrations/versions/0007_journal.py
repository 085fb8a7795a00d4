"""What is written for good: the journal, and who asked to break the glass."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NEXT = """1 + GREATEST(
    (SELECT COALESCE(MAX(number), 0) FROM journal_entries),
    (SELECT COALESCE(MAX(number), 0) FROM journal_anchors))"""
ON_SQLITE = (
    f"""CREATE TRIGGER journal_entries_follow BEFORE INSERT ON journal_entries
    WHEN NEW.number <> {NEXT.replace("GREATEST", "MAX")}
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_entries_stay BEFORE UPDATE ON journal_entries
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_entries_are_kept BEFORE DELETE ON journal_entries
    WHEN OLD.number > (SELECT COALESCE(MAX(number), 0) FROM journal_anchors)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_anchors_stay BEFORE UPDATE ON journal_anchors
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_anchors_are_kept BEFORE DELETE ON journal_anchors
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)
"""Rows follow each other, never change, and go only once an anchor says up to where."""

ON_POSTGRESQL = (
    f"""CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF NEW.number = {NEXT} THEN RETURN NEW; END IF;
        ELSIF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'journal_entries' THEN
            IF OLD.number <= (SELECT COALESCE(MAX(number), 0) FROM journal_anchors) THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION 'the journal is append-only';
    END $$""",  # noqa: S608 (no value of anybody's)
    """CREATE TRIGGER journal_entries_stay BEFORE INSERT OR UPDATE OR DELETE ON journal_entries
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()""",
    """CREATE TRIGGER journal_anchors_stay BEFORE UPDATE OR DELETE ON journal_anchors
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()""",
    """CREATE TRIGGER journal_entries_are_kept BEFORE TRUNCATE ON journal_entries
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()""",
    """CREATE TRIGGER journal_anchors_are_kept BEFORE TRUNCATE ON journal_anchors
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()""",
)


def upgrade() -> None:
    op.create_table(
        "journal_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_journal_entries_by_id_members")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_entries")),
    )
    with op.batch_alter_table("journal_entries") as batch_op:
        batch_op.create_index(op.f("ix_journal_entries_noted_at"), ["noted_at"], unique=False)
        for column in ("act", "about", "by_id"):
            batch_op.create_index(
                f"ix_journal_entries_{column}", [column, "noted_at", "number"], unique=False
            )
    op.create_table(
        "journal_anchors",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_noted_at", sa.DateTime(), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.Column("word", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_anchors")),
    )
    _break_the_glass()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in ON_SQLITE if on_sqlite else ON_POSTGRESQL:
        op.execute(trigger)


def _break_the_glass() -> None:
    reasons = sa.Enum(
        "danger",
        "rights",
        "justice",
        "imposture",
        name="glassreason",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        "glass_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("reason", reasons, nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("ask_seal", sa.LargeBinary(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(), nullable=True),
        sa.Column("grant_seal", sa.LargeBinary(), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("identity", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("refused_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "granted_by_id IS NULL OR granted_by_id <> asked_by_id",
            name=op.f("ck_glass_requests_two_people_break_the_glass"),
        ),
        sa.CheckConstraint(
            "(granted_by_id IS NULL) = (granted_at IS NULL) AND (granted_at IS NULL) = (grant_seal IS NULL)"
            " AND (granted_at IS NULL) = (ends_at IS NULL)",
            name=op.f("ck_glass_requests_a_grant_is_whole"),
        ),
        sa.CheckConstraint(
            "identity IS NULL OR granted_at IS NOT NULL",
            name=op.f("ck_glass_requests_nothing_before_the_grant"),
        ),
        sa.CheckConstraint(
            "identity IS NULL OR closed_at IS NULL", name=op.f("ck_glass_requests_nothing_after_the_end")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_glass_requests_referral_id_referrals")
        ),
        *(
            sa.ForeignKeyConstraint([by], ["members.id"], name=op.f(f"fk_glass_requests_{by}_members"))
            for by in ("asked_by_id", "granted_by_id", "refused_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glass_requests")),
    )
    with op.batch_alter_table("glass_requests") as batch_op:
        for column in ("referral_id", "asked_at"):
            batch_op.create_index(op.f(f"ix_glass_requests_{column}"), [column], unique=False)
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "one_open_glass_for_each_referral",
        "glass_requests",
        ["referral_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.add_column(sa.Column("glass_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_outbox_messages_glass_id_glass_requests"), "glass_requests", ["glass_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_outbox_messages_the_dpo_is_told_of_broken_glass"),
            "(audience = 'dpo') = (glass_id IS NOT NULL)",
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.drop_constraint(op.f("ck_outbox_messages_the_dpo_is_told_of_broken_glass"), type_="check")
        batch_op.drop_constraint(op.f("fk_outbox_messages_glass_id_glass_requests"), type_="foreignkey")
        batch_op.drop_column("glass_id")
    op.drop_table("glass_requests")
    op.drop_table("journal_entries")
    op.drop_table("journal_anchors")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION journal_is_append_only()")
