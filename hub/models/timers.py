"""What the hub does by itself: a row due at a time, under a name that makes it happen once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, words
from hub.models.offers import Offer
from hub.models.referrals import Referral
from hub.vocabulary import TimerKind

TO_COME = text("done_at IS NULL")


class Timer(Base):
    """``key`` names the deed: of two rows of one name, there is one.  ``turn`` tells apart deeds that come again.

    ``done_at``: when it was done, or crossed off because it no longer made sense.
    """

    __tablename__ = "timers"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[TimerKind] = mapped_column(words(TimerKind))
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offers.id"))
    turn: Mapped[str] = mapped_column(String(24))
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    referral: Mapped[Referral] = relationship()
    offer: Mapped[Offer | None] = relationship()

    __table_args__ = (Index("ix_timers_to_come", "due_at", sqlite_where=TO_COME, postgresql_where=TO_COME),)
