"""The register of personal-data breaches (GDPR, art. 33 and 34): what happened, who is concerned, who was told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, words
from hub.models.referrals import Referral

STILL_OPEN = text("closed_at IS NULL")
UNTOLD = text("told_at IS NULL")


class BreachKind(StrEnum):
    """What was lost: secrecy, the data themselves or their rightness."""

    CONFIDENTIALITY = "confidentiality"
    AVAILABILITY = "availability"
    INTEGRITY = "integrity"


class BreachRisk(StrEnum):
    """For the people concerned.  Above NONE the authority is told within 72 hours; a HIGH one, the people too."""

    UNKNOWN = "unknown"
    NONE = "none"
    SOME = "some"
    HIGH = "high"


class Breach(Base):
    """The hours run from ``known_at`` to ``notify_by``; ``notified_at``: when the authority was told.

    ``young`` and ``adults``: what those concerned are written, *tu* to some and *vous* to others, once decided.
    """

    __tablename__ = "breaches"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[BreachKind] = mapped_column(words(BreachKind))
    risk: Mapped[BreachRisk] = mapped_column(words(BreachRisk))
    known_at: Mapped[datetime]
    notify_by: Mapped[datetime]
    opened_at: Mapped[datetime]
    notified_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    young: Mapped[str | None] = mapped_column(Text)
    adults: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None]

    notes: Mapped[list[BreachNote]] = relationship(order_by="BreachNote.id", back_populates="breach")

    __table_args__ = (
        CheckConstraint(
            "(decided_at IS NULL) = (young IS NULL) AND (young IS NULL) = (adults IS NULL)",
            name="a_decision_has_its_words",
        ),
        Index("ix_breaches_open", "known_at", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
    )


class BreachNote(Base):
    """A line of the register: the facts, their effects, what was done about them.  No name."""

    __tablename__ = "breach_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    breach_id: Mapped[int] = mapped_column(ForeignKey("breaches.id"), index=True)
    noted_at: Mapped[datetime]
    sentence: Mapped[str] = mapped_column(String(2000))

    breach: Mapped[Breach] = relationship(back_populates="notes")


class BreachPerson(Base):
    """Somebody is concerned.  ``told_at``: when the letter was posted, or found to have no reader."""

    __tablename__ = "breach_persons"

    breach_id: Mapped[int] = mapped_column(ForeignKey("breaches.id"), primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), primary_key=True, index=True)
    told_at: Mapped[datetime | None]

    referral: Mapped[Referral] = relationship()

    __table_args__ = (
        Index(
            "ix_breach_persons_untold",
            "breach_id",
            "referral_id",
            sqlite_where=UNTOLD,
            postgresql_where=UNTOLD,
        ),
    )
