"""Second thoughts: the answers that an association took back, and why."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.lifecycle import OfferState
from hub.models.base import Base, words
from hub.models.offers import Offer
from hub.models.partners import Member


class UndoReason(StrEnum):
    """Why an association takes back what it answered."""

    WRONG_BUTTON = "wrong_button"
    WRONG_CARD = "wrong_card"
    COLLEAGUE = "colleague"
    ROOM_FOUND = "room_found"
    ROOM_LOST = "room_lost"


class UndoneAnswer(Base):
    """An answer that was taken back.  Rows are added, and never changed: they are counted.

    ``answer`` is the state it had given the offer, ``answered_at`` when; the offer itself forgets both.
    """

    __tablename__ = "undone_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    answer: Mapped[OfferState]
    reason: Mapped[UndoReason] = mapped_column(words(UndoReason))
    answered_at: Mapped[datetime]
    undone_at: Mapped[datetime]

    offer: Mapped[Offer] = relationship()
    member: Mapped[Member] = relationship()

    __table_args__ = (
        CheckConstraint("answer IN ('accepted', 'declined')", name="only_an_answer_is_undone"),
        Index("ix_undone_answers_association_id_undone_at", "association_id", "undone_at"),
    )
