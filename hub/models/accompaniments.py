"""What follows a yes: attempts to reach the person, the pair and its months, giving back, the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.lifecycle import ReferralState
from hub.models.base import Base, words
from hub.models.offers import Offer
from hub.models.partners import Member
from hub.vocabulary import (
    AttemptChannel,
    AttemptOutcome,
    NotYetPaired,
    Outcome,
    PairEnd,
    ReturnReason,
    Satisfaction,
    Task,
)

TASKS: Mapping[ReferralState, Task] = MappingProxyType(
    {ReferralState.CONTACTED: Task.FIND_MENTOR, ReferralState.PAIRED: Task.FOLLOW}
)
GOING_ON = text("ended_at IS NULL")
TOGETHER = text("ended_on IS NULL")


class Accompaniment(Base):
    """An accepted offer, for as long as the association looks after it.  When it must do more, its referral says.

    What the hub itself will do about it is in its timers.  ``attempted_on``: the day of the first attempt in vain.
    ``said_not_contacted_at``: the person says that nobody contacted them, and nothing happened since.
    """

    __tablename__ = "accompaniments"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"))
    began_at: Mapped[datetime]
    attempted_on: Mapped[date | None]
    contacted_at: Mapped[datetime | None]
    said_not_contacted_at: Mapped[datetime | None] = mapped_column(index=True)
    waits_for: Mapped[NotYetPaired | None] = mapped_column(words(NotYetPaired))
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))
    satisfaction: Mapped[Satisfaction | None] = mapped_column(words(Satisfaction))
    ended_at: Mapped[datetime | None]

    offer: Mapped[Offer] = relationship(back_populates="accompaniment")
    attempts: Mapped[list[Attempt]] = relationship(
        order_by="Attempt.id", back_populates="accompaniment", cascade="all, delete-orphan"
    )
    pairs: Mapped[list[Pair]] = relationship(order_by="Pair.id", back_populates="accompaniment")

    __table_args__ = (
        CheckConstraint("outcome IS NULL OR ended_at IS NOT NULL", name="an_outcome_is_an_end"),
        Index(
            "ix_accompaniments_going_on",
            "association_id",
            "began_at",
            sqlite_where=GOING_ON,
            postgresql_where=GOING_ON,
        ),
        Index("ix_accompaniments_association_id_ended_at", "association_id", "ended_at"),
    )

    @property
    def pair(self) -> Pair | None:
        """The two who meet now."""
        return next((pair for pair in self.pairs if pair.ended_on is None), None)

    @property
    def task(self) -> Task | None:
        """What the association has to do by its referral's next date."""
        state = self.offer.referral.state
        if state is ReferralState.CONTACTED and self.pairs and self.waits_for is None:
            return Task.CLOSE
        if state is not ReferralState.ACCEPTED:
            return TASKS.get(state)
        if self.said_not_contacted_at:
            return Task.ANSWER
        return Task.TRY_AGAIN if self.attempted_on else Task.CONTACT

    def end(self, at: datetime) -> None:
        self.ended_at, self.said_not_contacted_at = at, None


class Attempt(Base):
    """The association tried to reach the person.  ``made_on`` is the day it says, ``noted_at`` when it said so."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("accompaniments.offer_id"), index=True)
    made_on: Mapped[date]
    channel: Mapped[AttemptChannel] = mapped_column(words(AttemptChannel))
    outcome: Mapped[AttemptOutcome] = mapped_column(words(AttemptOutcome))
    noted_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))

    accompaniment: Mapped[Accompaniment] = relationship(back_populates="attempts")


class Pair(Base):
    """A young person and a mentor who said yes.  ``followed_in``: the first day of the last month it was said to go on.

    ``asked_at``: when the person was asked whether they are still in touch; ``said_…_at``: their answer.
    """

    __tablename__ = "pairs"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("accompaniments.offer_id"), index=True)
    since: Mapped[date]
    followed_in: Mapped[date | None]
    asked_at: Mapped[datetime | None]
    said_together_at: Mapped[datetime | None]
    said_apart_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    ended_because: Mapped[PairEnd | None] = mapped_column(words(PairEnd))

    accompaniment: Mapped[Accompaniment] = relationship(back_populates="pairs")
    follow_ups: Mapped[list[FollowUp]] = relationship(order_by="FollowUp.month", back_populates="pair")

    __table_args__ = (
        CheckConstraint("(ended_on IS NULL) = (ended_because IS NULL)", name="an_end_has_a_reason"),
        Index(
            "one_pair_at_a_time",
            "offer_id",
            unique=True,
            sqlite_where=TOGETHER,
            postgresql_where=TOGETHER,
        ),
    )

    def is_asked_in(self, month: date) -> bool:
        """Whether its association is asked in that month if they still meet: not in the first one, and once in each.

        Again where the person says that they lost touch.
        """
        if self.ended_on or self.said_apart_at:
            return self.ended_on is None
        return self.since < month and (self.followed_in is None or self.followed_in < month)


class FollowUp(Base):
    """The association said that a pair still meets.  ``month`` is its first day."""

    __tablename__ = "follow_ups"

    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    noted_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))

    pair: Mapped[Pair] = relationship(back_populates="follow_ups")


class Return(Base):
    """An association gave back what it had accepted; ``undone`` when it took its yes back within the first days."""

    __tablename__ = "returns"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    reason: Mapped[ReturnReason] = mapped_column(words(ReturnReason))
    undone: Mapped[bool]
    returned_at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))

    offer: Mapped[Offer] = relationship()
    by: Mapped[Member] = relationship()
