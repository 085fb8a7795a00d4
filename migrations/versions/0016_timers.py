"""Timers: what the hub does by itself, a row each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KINDS = [
    "remind_guardian",
    "say_on_it",
    "say_no_solution",
    "ask_if_contacted",
    "say_unreachable",
    "end_unreachable",
    "ask_if_together",
    "how_it_was",
    "written_agreement",
    "forgotten_soon",
]
TO_COME = "done_at IS NULL"
AFTER_A_YES = {
    "accepted": "ask_if_contacted",
    "unreachable": "end_unreachable",
    "paired": "ask_if_together",
}

timers = sa.table(
    "timers",
    *(sa.column(name) for name in ("key", "kind", "referral_id", "offer_id", "turn")),
    sa.column("due_at", sa.DateTime()),
    sa.column("done_at", sa.DateTime()),
)
referrals = sa.table(
    "referrals",
    *(sa.column(name) for name in ("id", "state")),
)
offers = sa.table("offers", sa.column("id"), sa.column("referral_id"))
accompaniments = sa.table(
    "accompaniments",
    sa.column("offer_id"),
    sa.column("attempted_on", sa.Date()),
    sa.column("wakes_at", sa.DateTime()),
)


def upgrade() -> None:
    op.create_table(
        "timers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="timerkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("turn", sa.String(length=24), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_timers_referral_id_referrals")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_timers_offer_id_offers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        sa.UniqueConstraint("key", name=op.f("uq_timers_key")),
    )
    op.create_index(op.f("ix_timers_referral_id"), "timers", ["referral_id"])
    op.create_index(
        "ix_timers_to_come",
        "timers",
        ["due_at"],
        sqlite_where=sa.text(TO_COME),
        postgresql_where=sa.text(TO_COME),
    )
    rows = list(_what_was_to_wake())
    if rows:
        op.bulk_insert(timers, rows)
    with op.batch_alter_table("accompaniments") as batch_op:
        batch_op.drop_index(op.f("ix_accompaniments_wakes_at"))
        batch_op.drop_column("wakes_at")


def _what_was_to_wake() -> Iterator[dict[str, Any]]:
    """After a yes."""
    kept = sa.select(accompaniments, offers.c.referral_id, referrals.c.state).where(
        accompaniments.c.wakes_at.is_not(None),
        offers.c.id == accompaniments.c.offer_id,
        referrals.c.id == offers.c.referral_id,
        referrals.c.state.in_(AFTER_A_YES),
    )
    for each in op.get_bind().execute(kept):
        yield _timer(
            AFTER_A_YES[each.state], each.referral_id, each.wakes_at, offer_id=each.offer_id, turn="kept"
        )
        if each.state == "accepted" and each.attempted_on:
            tried_until = each.wakes_at + timedelta(days=21)
            yield _timer(
                "say_unreachable", each.referral_id, tried_until, offer_id=each.offer_id, turn="kept"
            )


def _timer(kind: str, referral_id: int, due_at: Any, *, offer_id: int, turn: str) -> dict[str, Any]:
    return {
        "key": f"{kind}:{referral_id}:{offer_id}:{turn}",
        "kind": kind,
        "referral_id": referral_id,
        "offer_id": offer_id,
        "turn": turn,
        "due_at": due_at,
        "done_at": None,
    }


def downgrade() -> None:
    with op.batch_alter_table("accompaniments") as batch_op:
        batch_op.add_column(sa.Column("wakes_at", sa.DateTime(), nullable=True))
        batch_op.create_index(op.f("ix_accompaniments_wakes_at"), ["wakes_at"])
    first = sa.select(sa.func.min(timers.c.due_at)).where(
        timers.c.offer_id == accompaniments.c.offer_id, timers.c.done_at.is_(None)
    )
    op.execute(accompaniments.update().values(wakes_at=first.scalar_subquery()))
    op.drop_table("timers")
