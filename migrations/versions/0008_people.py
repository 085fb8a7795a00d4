"""How a member proves who they are (passkeys, one-time codes, recovery codes), and the texts that the desk writes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PROOFS = ("passkey", "totp", "recovery_code")


def member_of(table: str, *, nullable: bool = False) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    name = f"fk_{table}_member_id_members"
    return (
        sa.Column("member_id", sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f(name)),
    )


def make_passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), nullable=False),
        *member_of("passkeys"),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("times_used", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index(op.f("ix_passkeys_member_id"), "passkeys", ["member_id"])
    op.create_table(
        "passkey_challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nonce_digest", sa.LargeBinary(), nullable=False),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        *member_of("passkey_challenges", nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenges")),
        sa.UniqueConstraint("nonce_digest", name=op.f("uq_passkey_challenges_nonce_digest")),
    )
    op.create_index(op.f("ix_passkey_challenges_asked_at"), "passkey_challenges", ["asked_at"])


def make_codes() -> None:
    op.create_table(
        "authenticators",
        *member_of("authenticators"),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_authenticators")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        *member_of("recovery_codes"),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_codes_digest")),
    )
    op.create_index(op.f("ix_recovery_codes_member_id"), "recovery_codes", ["member_id"])


def by(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_by_id_members")
    return (
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=name),
    )


def make_texts() -> None:
    op.create_table(
        "site_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        *by("site_texts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_texts")),
    )
    op.create_table(
        "text_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["text_id"], ["site_texts.id"], name=op.f("fk_text_uses_text_id_site_texts")),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        *by("text_uses"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_uses")),
    )
    for table in ("site_texts", "text_uses"):
        op.create_index(f"ix_{table}_page_language", table, ["page", "language"])


def upgrade() -> None:
    make_passkeys()
    make_codes()
    make_texts()
    op.create_index(op.f("ix_offers_answered_by_id"), "offers", ["answered_by_id"])
    proof = sa.Enum(*PROOFS, name="proof", native_enum=False, create_constraint=True, length=32)
    with op.batch_alter_table("member_sessions") as batch_op:
        batch_op.add_column(sa.Column("proven_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("proven_with", proof, nullable=True))
        batch_op.add_column(sa.Column("proof_due", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("device", sa.String(length=32), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("member_sessions") as batch_op:
        batch_op.drop_constraint(op.f("ck_member_sessions_proof"), type_="check")
        for column in ("device", "tries", "proof_due", "proven_with", "proven_at"):
            batch_op.drop_column(column)
    op.drop_index(op.f("ix_offers_answered_by_id"), "offers")
    for table in (
        "text_uses",
        "site_texts",
        "recovery_codes",
        "authenticators",
        "passkey_challenges",
        "passkeys",
    ):
        op.drop_table(table)
