"""How many places, for whom and where; days of closing; who is asked no more; the digest of the day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DIGEST_HOUR = 8


def association(table: str) -> tuple[sa.Column[int], sa.Column[int], sa.ForeignKeyConstraint]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f(f"fk_{table}_association_id_associations")
        ),
    )


def make_ceilings() -> None:
    op.create_table(
        "ceilings",
        *association("ceilings"),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.Column("situations", sa.JSON(), nullable=False),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("a_year", sa.Integer(), nullable=True),
        sa.Column("a_month", sa.Integer(), nullable=True),
        sa.Column("accepted_this_year", sa.Integer(), nullable=False),
        sa.Column("accepted_this_month", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "a_year IS NOT NULL OR a_month IS NOT NULL", name=op.f("ck_ceilings_a_ceiling_says_a_number")
        ),
        sa.CheckConstraint(
            "coalesce(a_year, 0) >= 0 AND coalesce(a_month, 0) >= 0", name=op.f("ck_ceilings_never_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceilings")),
    )
    op.create_index(op.f("ix_ceilings_association_id"), "ceilings", ["association_id"])


def make_held_places() -> None:
    op.create_table(
        "held_places",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_held_places_offer_id_offers")),
        sa.PrimaryKeyConstraint("offer_id", "tag", name=op.f("pk_held_places")),
    )
    op.create_index("ix_held_places_tag", "held_places", ["tag"])


def make_closings() -> None:
    op.create_table(
        "closings",
        *association("closings"),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_closings_it_ends_after_it_began")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closings")),
    )
    op.create_index(op.f("ix_closings_association_id"), "closings", ["association_id"])


def say_who_is_asked_no_more() -> None:
    stop = sa.Enum(
        "unconfirmed", "unanswered", name="stop", native_enum=False, create_constraint=True, length=32
    )
    with op.batch_alter_table("associations") as batch_op:
        batch_op.add_column(sa.Column("places_year_from", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("stopped_for", stop, nullable=True))
        batch_op.add_column(sa.Column("stopped_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("answering_since", sa.DateTime(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_associations_stopped_on_a_day"), "(stopped_for IS NULL) = (stopped_on IS NULL)"
        )


def say_when_the_digest_comes() -> None:
    hour = sa.Column("digest_hour", sa.Integer(), nullable=True)
    with op.batch_alter_table("members") as batch_op:
        batch_op.add_column(hour)
        batch_op.add_column(sa.Column("digested_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_members_a_digest_comes_in_the_morning"),
            "digest_hour IS NULL OR digest_hour BETWEEN 6 AND 11",
        )
    op.execute(sa.text("UPDATE members SET digest_hour = :hour").bindparams(hour=DIGEST_HOUR))


def upgrade() -> None:
    make_ceilings()
    make_held_places()
    make_closings()
    say_who_is_asked_no_more()
    say_when_the_digest_comes()
    with op.batch_alter_table("offers") as batch_op:
        batch_op.add_column(sa.Column("excused", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("offers") as batch_op:
        batch_op.alter_column("excused", server_default=None)
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.add_column(sa.Column("association_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_outbox_messages_association_id_associations"),
            "associations",
            ["association_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.drop_constraint(op.f("fk_outbox_messages_association_id_associations"), type_="foreignkey")
        batch_op.drop_column("association_id")
    with op.batch_alter_table("offers") as batch_op:
        batch_op.drop_column("excused")
    with op.batch_alter_table("members") as batch_op:
        batch_op.drop_constraint(op.f("ck_members_a_digest_comes_in_the_morning"), type_="check")
        batch_op.drop_column("digested_on")
        batch_op.drop_column("digest_hour")
    with op.batch_alter_table("associations") as batch_op:
        batch_op.drop_constraint(op.f("ck_associations_stopped_on_a_day"), type_="check")
        batch_op.drop_constraint(op.f("ck_associations_stop"), type_="check")
        for column in ("answering_since", "stopped_on", "stopped_for", "places_year_from"):
            batch_op.drop_column(column)
    for table in ("closings", "held_places", "ceilings"):
        op.drop_table(table)
