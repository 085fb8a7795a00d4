"""What became of the hub's letters, a day at a time: how many of each, and to nobody in particular."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, words


class Fate(StrEnum):
    """What happened to a letter; to one letter several things may, one after the other."""

    SENT = "sent"
    DEFERRED = "deferred"
    GIVEN_UP = "given_up"
    BOUNCED = "bounced"
    REPLIED = "replied"
    ANSWERED_BY_ROBOT = "answered_by_robot"


class PostCount(Base):
    """How many letters of one kind met one fate on one day."""

    __tablename__ = "post_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    letter: Mapped[str] = mapped_column(String(32), primary_key=True)
    fate: Mapped[Fate] = mapped_column(words(Fate), primary_key=True)
    letters: Mapped[int]

    __table_args__ = (CheckConstraint("letters > 0", name="something_was_counted"),)
