"""Names that do not leave though somebody said yes: too many at once, or a row that the hub did not write."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, words
from hub.models.offers import Offer
from hub.models.partners import Member

HELD = text("let_go_at IS NULL")


class Hindrance(StrEnum):
    """Why a name is not released.  Only of the first may the desk say that it leaves all the same."""

    TOO_MANY = "too_many"
    ANSWER = "answer"
    MEMBER = "member"
    KEY = "key"
    OFFER = "offer"
    TIME = "time"
    REPLAYED = "replayed"
    BOX = "box"


class HeldRelease(Base):
    """The last time that the release of an offer was held back; an acceptance given later is looked at anew.

    ``held_at``: never before the acceptance that it holds back, though the clock goes back.
    ``let_go_seal``: the portal's word that ``let_go_by``, of the desk, has it leave though there are too many.
    """

    __tablename__ = "held_releases"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    because: Mapped[Hindrance] = mapped_column(words(Hindrance))
    held_at: Mapped[datetime]
    let_go_at: Mapped[datetime | None]
    let_go_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    let_go_seal: Mapped[bytes | None] = mapped_column(LargeBinary)

    offer: Mapped[Offer] = relationship()
    let_go_by: Mapped[Member | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(let_go_at IS NULL) = (let_go_by_id IS NULL) AND (let_go_at IS NULL) = (let_go_seal IS NULL)",
            name="let_go_by_somebody",
        ),
        CheckConstraint("let_go_at IS NULL OR because = 'too_many'", name="a_forged_one_never_leaves"),
        Index("ix_held_releases_held", "held_at", sqlite_where=HELD, postgresql_where=HELD),
    )
