"""What somebody asked for by right, and what was answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STATES = [
    *("awaiting_confirmation", "awaiting_check", "awaiting_guardian", "looking", "offered", "waiting"),
    *("with_desk", "accepted", "contacted", "paired", "unreachable", "closed", "withdrawn", "forgotten"),
]
STEPS = [
    *("awaiting_confirmation", "awaiting_check", "awaiting_guardian", "guardian_reminded", "received"),
    *("guardian_agreed", "offered", "overdue", "declined", "expired", "recalled", "going_on", "on_it"),
    *("no_solution", "keeps_waiting", "need_corrected", "details_changed", "waiting", "with_desk"),
    *("accepted", "returned", "reopened", "not_contacted", "asked_if_contacted", "contacted"),
    *("unreachable", "paired", "asked_if_together", "pair_ended", "accompanied", "asked_how_it_was"),
    *("forgotten_soon", "desk_wrote", "prescriber_asked", "closed", "withdrawn", "forgotten"),
]
SUBJECTS = ["referral", "letter", "prescriber", "association", "rule_book", "glass"]
WORDS = {
    ("referrals", "state", "referralstate"): (STATES, ["restricted"]),
    ("journey_events", "step", "step"): (STEPS, ["restricted", "resumed", "told_of_breach"]),
    ("charges", "subject", "subject"): (SUBJECTS, ["breach"]),
}
SEALED = ("sealed_boxes", "releases", "decisions", "open_pages", "amendments", "glass_requests")
SOON = ("autovacuum_vacuum_threshold = 20", "autovacuum_vacuum_scale_factor = 0")


def word(name: str, *words: str) -> sa.Enum:
    """These words and no other."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def partial(name: str, table: str, columns: list[str], condition: str, *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def say(table: str, column: str, check: str, words: list[str]) -> None:
    """From now on, it is one of these words."""
    allowed = ", ".join(f"'{each}'" for each in words)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{check}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{check}"), sa.text(f"{column} IN ({allowed})"))


def make_erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", word("erasedkind", "referral", "company", "prescriber"), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=False),
        sa.Column("mirrored_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_index(op.f("ix_erasures_erased_at"), "erasures", ["erased_at"])
    partial("ix_erasures_unmirrored", "erasures", ["id"], "mirrored_at IS NULL")


def make_restrictions() -> None:
    op.create_table(
        "restrictions",
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("was", word("referralstate", *STATES, "restricted"), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("forget_at", sa.DateTime(), nullable=True),
        key("restrictions", "referral_id", "referrals"),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_restrictions")),
    )


def make_instructions() -> None:
    op.create_table(
        "instructions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("kind", word("instructionkind", "erase", "hold", "resume"), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "acknowledged_by_id IS NULL OR acknowledged_at IS NOT NULL",
            name=op.f("ck_instructions_acknowledged_at_some_moment"),
        ),
        key("instructions", "offer_id", "offers"),
        key("instructions", "association_id", "associations"),
        key("instructions", "acknowledged_by_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instructions")),
    )
    op.create_index(op.f("ix_instructions_offer_id"), "instructions", ["offer_id"])
    op.create_index(op.f("ix_instructions_acknowledged_at"), "instructions", ["acknowledged_at"])
    still = "acknowledged_at IS NULL"
    partial("one_open_instruction_for_each_card", "instructions", ["offer_id"], still, unique=True)
    partial("ix_instructions_open", "instructions", ["association_id", "given_at"], still)


def make_breaches() -> None:
    kinds = ("confidentiality", "availability", "integrity")
    op.create_table(
        "breaches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("kind", word("breachkind", *kinds), nullable=False),
        sa.Column("risk", word("breachrisk", "unknown", "none", "some", "high"), nullable=False),
        sa.Column("known_at", sa.DateTime(), nullable=False),
        sa.Column("notify_by", sa.DateTime(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("notified_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("young", sa.Text(), nullable=True),
        sa.Column("adults", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (young IS NULL) AND (young IS NULL) = (adults IS NULL)",
            name=op.f("ck_breaches_a_decision_has_its_words"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
        sa.UniqueConstraint("number", name=op.f("uq_breaches_number")),
    )
    partial("ix_breaches_open", "breaches", ["known_at"], "closed_at IS NULL")
    op.create_table(
        "breach_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("breach_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("sentence", sa.String(length=2000), nullable=False),
        key("breach_notes", "breach_id", "breaches"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_notes")),
    )
    op.create_index(op.f("ix_breach_notes_breach_id"), "breach_notes", ["breach_id"])
    op.create_table(
        "breach_persons",
        sa.Column("breach_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        key("breach_persons", "breach_id", "breaches"),
        key("breach_persons", "referral_id", "referrals"),
        sa.PrimaryKeyConstraint("breach_id", "referral_id", name=op.f("pk_breach_persons")),
    )
    op.create_index(op.f("ix_breach_persons_referral_id"), "breach_persons", ["referral_id"])
    partial("ix_breach_persons_untold", "breach_persons", ["breach_id", "referral_id"], "told_at IS NULL")


def vacuum_soon(setting: str) -> None:
    """On PostgreSQL the room of a deleted box is given back within minutes, however large the table is."""
    if op.get_bind().dialect.name == "postgresql":
        for table in SEALED:
            op.execute(f"ALTER TABLE {table} {setting}")


def upgrade() -> None:
    vacuum_soon(f"SET ({', '.join(SOON)})")
    for (table, column, check), (before, new) in WORDS.items():
        say(table, column, check, before + new)
    make_erasures()
    make_restrictions()
    make_instructions()
    make_breaches()


def downgrade() -> None:
    vacuum_soon("RESET (autovacuum_vacuum_threshold, autovacuum_vacuum_scale_factor)")
    for table in (
        *("breach_persons", "breach_notes", "breaches"),
        *("instructions", "restrictions", "erasures"),
    ):
        op.drop_table(table)
    for (table, column, check), (before, _) in WORDS.items():
        say(table, column, check, before)
