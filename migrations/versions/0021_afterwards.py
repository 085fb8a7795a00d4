"""What people say afterwards, and what is announced before they are forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

WORDS = {
    "kind": ("young_person", "mentor"),
    "ending": ("paired", "not_paired", "no_yes"),
    "topic": ("helped", "informed"),
    "grade": ("yes", "rather", "hardly", "no"),
}
HELD = ("accepted", "contacted", "paired", "unreachable")
ANNOUNCED = {"mentor": (30, 7), "young_person": (7,)}
"""In days before the name is erased, as the rule book was delivered."""
MORNING = timedelta(hours=7)

timers = sa.table(
    "timers",
    *(sa.column(name) for name in ("key", "kind", "referral_id", "offer_id", "turn")),
    sa.column("due_at", sa.DateTime()),
    sa.column("done_at", sa.DateTime()),
)
referrals = sa.table(
    "referrals",
    *(sa.column(name) for name in ("id", "kind", "state")),
    sa.column("forget_at", sa.DateTime()),
)
offers = sa.table("offers", *(sa.column(name) for name in ("id", "referral_id", "state")))


def word(name: str) -> sa.Enum:
    """These words and no other."""
    return sa.Enum(*WORDS[name], name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "opinions",
        sa.Column("house", sa.String(length=60), nullable=False),
        sa.Column("kind", word("kind"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("ending", word("ending"), nullable=False),
        sa.Column("topic", word("topic"), nullable=False),
        sa.Column("grade", word("grade"), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_opinions_people_are_counted")),
        sa.PrimaryKeyConstraint(
            "house", "kind", "month", "ending", "topic", "grade", name=op.f("pk_opinions")
        ),
    )
    op.create_table(
        "opinions_given",
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_opinions_given_referral_id_referrals")
        ),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_opinions_given")),
    )
    op.add_column("prescribers", sa.Column("kept_at", sa.DateTime(), nullable=True))
    if rows := list(_to_announce()):
        op.bulk_insert(timers, rows)


def _to_announce() -> Iterator[dict[str, Any]]:
    """Whoever was accepted before, and is to be forgotten."""
    kept = sa.select(referrals, offers.c.id.label("offer_id")).where(
        referrals.c.forget_at.is_not(None),
        referrals.c.state.in_(HELD),
        offers.c.referral_id == referrals.c.id,
        offers.c.state == "accepted",
    )
    for each in op.get_bind().execute(kept):
        last = each.forget_at.date()
        for days in ANNOUNCED[each.kind]:
            turn = f"{last}:{days}"
            yield {
                "key": f"forgotten_soon:{each.id}:{each.offer_id}:{turn}",
                "kind": "forgotten_soon",
                "referral_id": each.id,
                "offer_id": each.offer_id,
                "turn": turn,
                "due_at": datetime.combine(last, datetime.min.time()) + MORNING - timedelta(days=days),
                "done_at": None,
            }


def downgrade() -> None:
    later = ("forgotten_soon", "how_it_was", "written_agreement")
    op.execute(timers.delete().where(timers.c.kind.in_(later)))
    op.drop_column("prescribers", "kept_at")
    op.drop_table("opinions_given")
    op.drop_table("opinions")
