"""Who is looking at what, so that two colleagues do not answer the same card."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base
from hub.models.partners import Member


class Glance(Base):
    """Which card a member has before their eyes.  One row a member, written over: nobody's habits are kept."""

    __tablename__ = "glances"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    looked_at: Mapped[datetime]

    member: Mapped[Member] = relationship()
