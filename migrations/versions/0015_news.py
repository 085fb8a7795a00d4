"""The words of a journey in which nobody is left without news."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

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
    "returned",
    "reopened",
    "not_contacted",
    "asked_if_contacted",
    "contacted",
    "unreachable",
    "paired",
    "asked_if_together",
    "pair_ended",
    "accompanied",
    "desk_wrote",
    "prescriber_asked",
    "closed",
    "withdrawn",
    "forgotten",
]
NEW_STEPS = [
    "guardian_reminded",
    "on_it",
    "no_solution",
    "keeps_waiting",
    "need_corrected",
    "details_changed",
    "asked_how_it_was",
    "forgotten_soon",
]


def say(words: list[str]) -> None:
    """From now on, a step is one of these words."""
    allowed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("journey_events") as batch_op:
        batch_op.drop_constraint(op.f("ck_journey_events_step"), type_="check")
        batch_op.create_check_constraint(op.f("ck_journey_events_step"), sa.text(f"step IN ({allowed})"))


def upgrade() -> None:
    say(STEPS + NEW_STEPS)


def downgrade() -> None:
    say(STEPS)
