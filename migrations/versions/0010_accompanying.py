"""What follows a yes: attempts to reach the person, the pair, its months, its end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

GOING_ON = sa.text("ended_at IS NULL")
TOGETHER = sa.text("ended_on IS NULL")
STEPS = [
    *("awaiting_confirmation", "awaiting_check", "awaiting_guardian", "received", "guardian_agreed"),
    *("offered", "overdue", "declined", "expired", "recalled", "going_on", "waiting", "with_desk"),
    *("accepted", "returned", "reopened", "not_contacted", "contacted", "unreachable", "paired"),
    *("pair_ended", "desk_wrote", "prescriber_asked", "closed", "withdrawn", "forgotten"),
]
NEW_STEPS = ["asked_if_contacted", "asked_if_together", "accompanied"]
HELD = "('accepted', 'contacted', 'paired', 'unreachable')"


def word(name: str, *words: str) -> sa.Enum:
    """These words and no other."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}_{to.partition('.')[0]}"))


def say_steps(words: list[str]) -> None:
    allowed = ", ".join(f"'{each}'" for each in words)
    with op.batch_alter_table("journey_events") as batch_op:
        batch_op.drop_constraint(op.f("ck_journey_events_step"), type_="check")
        batch_op.create_check_constraint(op.f("ck_journey_events_step"), sa.text(f"step IN ({allowed})"))


def make_accompaniments() -> None:
    waits = ("no_mentor_yet", "mentor_in_training", "agreement", "person_hesitates", "meeting_planned")
    outcomes = ("reached", "partly", "stopped", "not_wanted", "found_elsewhere", "unreachable")
    op.create_table(
        "accompaniments",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("wakes_at", sa.DateTime(), nullable=True),
        sa.Column("attempted_on", sa.Date(), nullable=True),
        sa.Column("contacted_at", sa.DateTime(), nullable=True),
        sa.Column("said_not_contacted_at", sa.DateTime(), nullable=True),
        sa.Column("waits_for", word("notyetpaired", *waits), nullable=True),
        sa.Column("outcome", word("outcome", *outcomes), nullable=True),
        sa.Column(
            "satisfaction",
            word("satisfaction", "very_good", "good", "mixed", "poor", "not_asked"),
            nullable=True,
        ),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR ended_at IS NOT NULL", name=op.f("ck_accompaniments_an_outcome_is_an_end")
        ),
        key("accompaniments", "offer_id", "offers.id"),
        key("accompaniments", "association_id", "associations.id"),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_accompaniments")),
    )
    for column in ("wakes_at", "said_not_contacted_at"):
        op.create_index(op.f(f"ix_accompaniments_{column}"), "accompaniments", [column])
    op.create_index(
        "ix_accompaniments_going_on",
        "accompaniments",
        ["association_id", "began_at"],
        sqlite_where=GOING_ON,
        postgresql_where=GOING_ON,
    )
    op.create_index(
        "ix_accompaniments_association_id_ended_at", "accompaniments", ["association_id", "ended_at"]
    )


def make_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            word("attemptchannel", "phone", "text", "email", "prescriber", "meeting"),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            word("attemptoutcome", "reached", "no_answer", "message_left", "wrong_address"),
            nullable=False,
        ),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        key("attempts", "offer_id", "accompaniments.offer_id"),
        key("attempts", "by_id", "members.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_offer_id"), "attempts", ["offer_id"])


def make_pairs() -> None:
    ends = ("goal_reached", "term", "young_person_stopped", "mentor_stopped")
    op.create_table(
        "pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("followed_in", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("said_together_at", sa.DateTime(), nullable=True),
        sa.Column("said_apart_at", sa.DateTime(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "ended_because", word("pairend", *ends, "no_fit", "moved", "silent", "other"), nullable=True
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_because IS NULL)", name=op.f("ck_pairs_an_end_has_a_reason")
        ),
        key("pairs", "offer_id", "accompaniments.offer_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairs")),
    )
    op.create_index(op.f("ix_pairs_offer_id"), "pairs", ["offer_id"])
    op.create_index(
        "one_pair_at_a_time",
        "pairs",
        ["offer_id"],
        unique=True,
        sqlite_where=TOGETHER,
        postgresql_where=TOGETHER,
    )
    op.create_table(
        "follow_ups",
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        key("follow_ups", "pair_id", "pairs.id"),
        key("follow_ups", "by_id", "members.id"),
        sa.PrimaryKeyConstraint("pair_id", "month", name=op.f("pk_follow_ups")),
    )


def make_returns() -> None:
    reasons = ("no_mentor", "no_place", "not_our_public", "outside_our_area", "mistake", "person_asked")
    op.create_table(
        "returns",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("reason", word("returnreason", *reasons, "other"), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("returned_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        key("returns", "offer_id", "offers.id"),
        key("returns", "by_id", "members.id"),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_returns")),
    )
    op.create_index(op.f("ix_returns_returned_at"), "returns", ["returned_at"])


def make_calendar_feeds() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        key("calendar_feeds", "member_id", "members.id"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_feeds_token_digest")),
    )


def go_on_from_what_was_accepted() -> None:
    op.execute(
        "INSERT INTO accompaniments (offer_id, association_id, began_at)"  # noqa: S608 (our own words)
        " SELECT offers.id, offers.association_id, offers.answered_at"
        " FROM offers JOIN referrals ON referrals.id = offers.referral_id"
        f" WHERE offers.state = 'accepted' AND referrals.state IN {HELD}"
    )


def upgrade() -> None:
    say_steps(STEPS + NEW_STEPS)
    make_accompaniments()
    make_attempts()
    make_pairs()
    make_returns()
    make_calendar_feeds()
    go_on_from_what_was_accepted()


def downgrade() -> None:
    for table in ("calendar_feeds", "returns", "follow_ups", "pairs", "attempts", "accompaniments"):
        op.drop_table(table)
    say_steps(STEPS)
