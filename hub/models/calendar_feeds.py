"""A member's private address for what is due, which a calendar reads by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base
from hub.models.partners import Member


class CalendarFeed(Base):
    """One at most for each member: a new one ends the one before.  The address itself is stored nowhere."""

    __tablename__ = "calendar_feeds"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_at: Mapped[datetime]

    member: Mapped[Member] = relationship()
