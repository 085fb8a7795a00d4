"""What a person changes and asks for on their own page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def number_of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def make_challenges() -> None:
    op.create_table(
        "page_challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        number_of("page_challenges", "referral_id", "referrals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_challenges")),
        sa.UniqueConstraint("nonce", name=op.f("uq_page_challenges_nonce")),
    )
    op.create_index(op.f("ix_page_challenges_referral_id"), "page_challenges", ["referral_id"])
    op.create_index(op.f("ix_page_challenges_asked_at"), "page_challenges", ["asked_at"])


def make_pages() -> None:
    op.create_table(
        "open_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("typed", sa.LargeBinary(), nullable=True),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("grant_seal", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("copy", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(typed IS NULL) = (answered_at IS NOT NULL)",
            name=op.f("ck_open_pages_what_is_answered_is_kept_no_longer"),
        ),
        sa.CheckConstraint(
            "grant_seal IS NULL OR answered_at IS NOT NULL", name=op.f("ck_open_pages_granted_by_an_answer")
        ),
        sa.CheckConstraint(
            "copy IS NULL OR (grant_seal IS NOT NULL AND ended_at IS NULL)",
            name=op.f("ck_open_pages_a_copy_for_an_open_page_alone"),
        ),
        number_of("open_pages", "referral_id", "referrals"),
        number_of("open_pages", "challenge_id", "page_challenges"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_pages")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_open_pages_token_digest")),
    )
    op.create_index(op.f("ix_open_pages_referral_id"), "open_pages", ["referral_id"])
    op.create_index(op.f("ix_open_pages_asked_at"), "open_pages", ["asked_at"])


def make_amendments() -> None:
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=True),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        sa.Column("typed", sa.LargeBinary(), nullable=True),
        sa.Column("wrong_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("former", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(box IS NULL) = (done_at IS NOT NULL)", name=op.f("ck_amendments_what_is_done_is_kept_no_longer")
        ),
        sa.CheckConstraint(
            "typed IS NULL OR challenge_id IS NOT NULL", name=op.f("ck_amendments_typed_after_a_code")
        ),
        number_of("amendments", "page_id", "open_pages"),
        number_of("amendments", "challenge_id", "page_challenges"),
        number_of("amendments", "event_id", "journey_events"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("seal", name=op.f("uq_amendments_seal")),
        sa.UniqueConstraint("challenge_id", name=op.f("uq_amendments_challenge_id")),
        sa.UniqueConstraint("event_id", name=op.f("uq_amendments_event_id")),
    )
    op.create_index(op.f("ix_amendments_page_id"), "amendments", ["page_id"])


def upgrade() -> None:
    make_challenges()
    make_pages()
    make_amendments()
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.add_column(sa.Column("page_code_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_outbox_messages_page_code_id_page_challenges"),
            "page_challenges",
            ["page_code_id"],
            ["id"],
        )
    with op.batch_alter_table("releases") as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("releases") as batch_op:
        batch_op.drop_column("changed_at")
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.drop_constraint(op.f("fk_outbox_messages_page_code_id_page_challenges"), type_="foreignkey")
        batch_op.drop_column("page_code_id")
    op.drop_table("amendments")
    op.drop_table("open_pages")
    op.drop_table("page_challenges")
