"""Short texts that follow letters to a telephone.  Rows hold neither a number nor a word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base

TO_CARRY = "sent_at IS NULL AND left_at IS NULL"


class ShortText(Base):
    """One at most for each letter, and gone with it.  ``left_at``: there was nothing to say, or nobody to say it to."""

    __tablename__ = "short_texts"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("outbox_messages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    posted_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR left_at IS NULL", name="sent_or_left"),
        Index(
            "ix_short_texts_to_carry", "due_at", sqlite_where=text(TO_CARRY), postgresql_where=text(TO_CARRY)
        ),
    )
