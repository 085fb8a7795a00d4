"""Companies, their webinars and their seats."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TOLD_OF_AN_EVENT = "ck_outbox_messages_a_company_is_told_of_an_event"


def upgrade() -> None:
    op.create_table(
        "companies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("siren", sa.String(length=9), nullable=True),
        sa.Column(
            "size",
            sa.Enum(
                "1-9",
                "10-49",
                "50-249",
                "250-4999",
                "5000+",
                name="companysize",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "discovering",
                "wants_partnership",
                "has_mentors",
                name="companystage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "model",
            sa.Enum(
                "relay",
                "funded",
                "unknown",
                name="partnershipmodel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("mentors", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "to_call",
                "needs_defined",
                "introduced",
                "under_way",
                "closed",
                "forgotten",
                name="companystate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("forget_at", sa.DateTime(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("contact_for_recovery", sa.LargeBinary(), nullable=True),
        sa.Column("contact_for_desk", sa.LargeBinary(), nullable=True),
        sa.Column("form_digest", sa.LargeBinary(), nullable=False),
        sa.Column("page_digest", sa.LargeBinary(), nullable=False),
        sa.Column("address_digest", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('closed', 'forgotten')) = (next_on IS NULL)",
            name=op.f("ck_companies_a_next_date_until_the_end"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companies")),
        sa.UniqueConstraint("form_digest", name=op.f("uq_companies_form_digest")),
        sa.UniqueConstraint("page_digest", name=op.f("uq_companies_page_digest")),
        sa.UniqueConstraint("reference", name=op.f("uq_companies_reference")),
    )
    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_companies_forget_at"), ["forget_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_companies_next_on"), ["next_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_companies_state"), ["state"], unique=False)

    op.create_table(
        "webinars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("seats_left", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("seats_left BETWEEN 0 AND seats", name=op.f("ck_webinars_never_fuller_than_full")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webinars")),
        sa.UniqueConstraint("week", name=op.f("uq_webinars_week")),
    )
    with op.batch_alter_table("webinars", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webinars_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "introductions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("introduced_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_introductions_association_id_associations")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_introductions_company_id_companies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
        sa.UniqueConstraint("company_id", "association_id", name="never_introduced_twice_to_the_same"),
    )
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introductions_association_id"), ["association_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introductions_company_id"), ["company_id"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("given_back_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_seats_company_id_companies")),
        sa.ForeignKeyConstraint(["webinar_id"], ["webinars.id"], name=op.f("fk_seats_webinar_id_webinars")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("company_id", name=op.f("uq_seats_company_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_seats_uid")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_webinar_id"), ["webinar_id"], unique=False)

    op.create_table(
        "company_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "registered",
                "put_off",
                "needs_defined",
                "introduced",
                "under_way",
                "closed",
                "withdrawn",
                "forgotten",
                "contact_read",
                "seat_taken",
                "seat_moved",
                "seat_given_back",
                "session_cancelled",
                name="companystep",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("webinar_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["associations.id"],
            name=op.f("fk_company_events_association_id_associations"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_company_events_by_id_members")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_company_events_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"], ["webinars.id"], name=op.f("fk_company_events_webinar_id_webinars")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_events")),
    )
    with op.batch_alter_table("company_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_company_events_company_id"), ["company_id"], unique=False)

    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("company_event_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_outbox_messages_company_event_id"), ["company_event_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_messages_company_event_id_company_events"),
            "company_events",
            ["company_event_id"],
            ["id"],
        )

    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.create_check_constraint(
            op.f(TOLD_OF_AN_EVENT), sa.text("audience <> 'company' OR company_event_id IS NOT NULL")
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.drop_constraint(op.f(TOLD_OF_AN_EVENT), type_="check")

    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_outbox_messages_company_event_id_company_events"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_outbox_messages_company_event_id"))
        batch_op.drop_column("company_event_id")

    with op.batch_alter_table("company_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_company_events_company_id"))

    op.drop_table("company_events")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_webinar_id"))

    op.drop_table("seats")
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introductions_company_id"))
        batch_op.drop_index(batch_op.f("ix_introductions_association_id"))

    op.drop_table("introductions")
    with op.batch_alter_table("webinars", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webinars_starts_at"))

    op.drop_table("webinars")
    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_companies_state"))
        batch_op.drop_index(batch_op.f("ix_companies_next_on"))
        batch_op.drop_index(batch_op.f("ix_companies_forget_at"))

    op.drop_table("companies")
