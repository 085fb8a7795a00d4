"""What people's rights leave behind: what was erased, what stands still, what an association is told to do."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.lifecycle import ReferralState
from hub.models.base import Base, words
from hub.models.offers import Offer
from hub.models.partners import Association, Member

UNMIRRORED = text("mirrored_at IS NULL")
UNACKNOWLEDGED = text("acknowledged_at IS NULL")


class ErasedKind(StrEnum):
    """Of whom everything was erased."""

    REFERRAL = "referral"
    COMPANY = "company"
    PRESCRIBER = "prescriber"


class InstructionKind(StrEnum):
    """What an association that knows who it is must do with what it noted itself (GDPR, art. 19)."""

    ERASE = "erase"
    HOLD = "hold"
    RESUME = "resume"


class Erasure(Base):
    """Somebody was erased: so that a backup that still knows them is made to forget them again.

    ``subject`` is a reference, or the digest of a digest for whoever has none; ``mirrored_at``: when it was written
    beside the backups.
    """

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ErasedKind] = mapped_column(words(ErasedKind))
    subject: Mapped[str] = mapped_column(String(64))
    erased_at: Mapped[datetime] = mapped_column(index=True)
    mirrored_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_erasures_unmirrored", "id", sqlite_where=UNMIRRORED, postgresql_where=UNMIRRORED),
    )


class Restriction(Base):
    """Since when a registration stands still, and where it stood: its state, its next date, its last."""

    __tablename__ = "restrictions"

    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), primary_key=True)
    began_at: Mapped[datetime]
    was: Mapped[ReferralState]
    next_at: Mapped[datetime | None]
    forget_at: Mapped[datetime | None]


class Instruction(Base):
    """What an association is told to do with what it noted of somebody, until it says that it did."""

    __tablename__ = "instructions"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"))
    kind: Mapped[InstructionKind] = mapped_column(words(InstructionKind))
    given_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None] = mapped_column(index=True)
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))

    offer: Mapped[Offer] = relationship()
    association: Mapped[Association] = relationship()
    acknowledged_by: Mapped[Member | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "acknowledged_by_id IS NULL OR acknowledged_at IS NOT NULL", name="acknowledged_at_some_moment"
        ),
        Index(
            "one_open_instruction_for_each_card",
            "offer_id",
            unique=True,
            sqlite_where=UNACKNOWLEDGED,
            postgresql_where=UNACKNOWLEDGED,
        ),
        Index(
            "ix_instructions_open",
            "association_id",
            "given_at",
            sqlite_where=UNACKNOWLEDGED,
            postgresql_where=UNACKNOWLEDGED,
        ),
    )
