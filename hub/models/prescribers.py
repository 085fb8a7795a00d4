"""The professionals who register young people: who they are is sealed, and how they sign in leaves no code behind."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import SEALED, Base, words
from hub.models.partners import Member
from hub.vocabulary import PrescriberKind


class Standing(StrEnum):
    """Whether the network trusts that a professional is one."""

    TO_CHECK = "to_check"
    VERIFIED = "verified"
    REFUSED = "refused"


class Prescriber(Base):
    """A professional, known by the blind index of their address.

    ``contact`` opens at the worker, which writes to them; ``contact_for_desk`` in the portal, which checks them.
    ``domain`` is what follows the @: an organisation's name, never a person's.  ``letters_stopped_at``: since when they
    want no weekly letter; ``kept_at``: when they last asked to be remembered for another year.
    """

    __tablename__ = "prescribers"

    id: Mapped[int] = mapped_column(primary_key=True)
    address_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    domain: Mapped[str] = mapped_column(String(253))
    kind: Mapped[PrescriberKind] = mapped_column(words(PrescriberKind))
    department: Mapped[str | None] = mapped_column(String(3))
    standing: Mapped[Standing] = mapped_column(words(Standing), index=True)
    registered_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    contact: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    contact_for_recovery: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    contact_for_desk: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    letters_stopped_at: Mapped[datetime | None]

    checked_by: Mapped[Member | None] = relationship()


class PrescriberChallenge(Base):
    """A code was asked for.  The code itself is derived from the nonce, and stored nowhere."""

    __tablename__ = "prescriber_challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    prescriber_id: Mapped[int] = mapped_column(ForeignKey("prescribers.id"), index=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    prescriber: Mapped[Prescriber] = relationship()


class PrescriberSession(Base):
    """A prescriber reads their page on one browser, until this row says otherwise."""

    __tablename__ = "prescriber_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    prescriber_id: Mapped[int] = mapped_column(ForeignKey("prescribers.id"), index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    prescriber: Mapped[Prescriber] = relationship()


class PrescriberReading(Base):
    """A member of the desk read who a prescriber is.  Written in the same transaction as the reading."""

    __tablename__ = "prescriber_readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    prescriber_id: Mapped[int] = mapped_column(ForeignKey("prescribers.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    read_at: Mapped[datetime]
