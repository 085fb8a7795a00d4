"""The words of what follows a yes, of those who run an association, and of those who only read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = [
    "awaiting_confirmation",
    "awaiting_check",
    "awaiting_guardian",
    "looking",
    "offered",
    "waiting",
    "with_desk",
    "accepted",
    "closed",
    "withdrawn",
    "forgotten",
]
OFFER_STATES = ["open", "overdue", "accepted", "declined", "expired", "recalled"]
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
    "waiting",
    "with_desk",
    "accepted",
    "closed",
    "withdrawn",
    "forgotten",
]
AFTER_A_YES = [
    "returned",
    "reopened",
    "not_contacted",
    "contacted",
    "unreachable",
    "paired",
    "pair_ended",
    "desk_wrote",
    "prescriber_asked",
]
AUDIENCES = ["young_person", "guardian", "association", "desk", "mentor", "prescriber", "company"]
WORDS = (
    ("referrals", "state", "referralstate", STATES, ["contacted", "paired", "unreachable"]),
    ("referrals", "correspondent", "audience", AUDIENCES, ["dpo"]),
    ("outbox_messages", "audience", "audience", AUDIENCES, ["dpo"]),
    ("offers", "state", "offerstate", OFFER_STATES, ["returned"]),
    ("journey_events", "step", "step", STEPS, AFTER_A_YES),
    ("members", "role", "role", ["member", "desk"], ["manager", "auditor"]),
)
"""Table, column, name of its CHECK, the words there were, the words that come."""

NO_ASSOCIATION = "ck_members_the_desk_is_no_association"


def say(table: str, column: str, name: str, words: list[str]) -> None:
    """From now on, this column takes these words and no other."""
    allowed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(f"{column} IN ({allowed})"))


def belong_to_nobody(condition: str) -> None:
    """These roles, and no other, belong to no association."""
    with op.batch_alter_table("members") as batch_op:
        batch_op.drop_constraint(op.f(NO_ASSOCIATION), type_="check")
        batch_op.create_check_constraint(op.f(NO_ASSOCIATION), sa.text(condition))


def upgrade() -> None:
    for table, column, name, old, new in WORDS:
        say(table, column, name, old + new)
    belong_to_nobody("(role IN ('desk', 'auditor')) = (association_id IS NULL)")


def downgrade() -> None:
    belong_to_nobody("(role = 'desk') = (association_id IS NULL)")
    for table, column, name, old, _new in WORDS:
        say(table, column, name, old)
