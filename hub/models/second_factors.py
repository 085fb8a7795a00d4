"""What a member proves who they are with, besides their address: passkeys, an application, codes kept on paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base


class Passkey(Base):
    """A key that stays in a member's telephone, computer or security key; here is its public half."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    times_used: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """What a passkey is asked to sign, once, by the browser that holds the nonce."""

    __tablename__ = "passkey_challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonce_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    asked_at: Mapped[datetime] = mapped_column(index=True)


class Authenticator(Base):
    """An application that shows six digits.  Its secret is sealed to the portal; ``last_step`` never serves again."""

    __tablename__ = "authenticators"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    last_step: Mapped[int]


class RecoveryCode(Base):
    """One of the codes that a member keeps on paper: a keyed digest, and whether it served."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    used_at: Mapped[datetime | None]
