"""A referral proposed to one association, the answer, and the trace of every name that was read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.lifecycle import LIVE, Answer, OfferState, answered
from hub.models.base import SEALED, Base
from hub.models.partners import Association, Member
from hub.vocabulary import DeclineReason

if TYPE_CHECKING:
    from hub.models.accompaniments import Accompaniment
    from hub.models.referrals import Referral


def _one_for_each_referral(state: str) -> Index:
    """At most one open, one overdue and one accepted offer: hence never more than two alive."""
    condition = text(f"state = '{state}'")
    return Index(
        f"one_{state}_offer_for_each_referral",
        "referral_id",
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


class Offer(Base):
    """``passes_to``: the members of its consortium, by slug, to which the référente may pass the card; else None.

    ``made_seal``: the hub's word that it made this offer, with this card; ``answer_seal``: the portal's for a yes.
    """

    __tablename__ = "offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    card_number: Mapped[str] = mapped_column(String(12), unique=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"), index=True)
    state: Mapped[OfferState] = mapped_column(index=True)
    card: Mapped[dict[str, Any]]
    because: Mapped[list[str]]
    made_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    expires_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    decline_reason: Mapped[DeclineReason | None]
    decline_note: Mapped[str | None] = mapped_column(String(300))
    passes_to: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    passed_to_id: Mapped[int | None] = mapped_column(ForeignKey("associations.id"))
    made_seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer_seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    excused: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    referral: Mapped[Referral] = relationship(back_populates="offers")
    association: Mapped[Association] = relationship(foreign_keys=association_id)
    passed_to: Mapped[Association | None] = relationship(foreign_keys=passed_to_id)
    answered_by: Mapped[Member | None] = relationship()
    release: Mapped[Release | None] = relationship(back_populates="offer", cascade="all, delete-orphan")
    accompaniment: Mapped[Accompaniment | None] = relationship(back_populates="offer")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        CheckConstraint("(state IN ('open', 'overdue')) = (answered_at IS NULL)", name="answered_when_ended"),
        CheckConstraint("(state = 'declined') = (decline_reason IS NOT NULL)", name="a_decline_has_a_reason"),
        CheckConstraint(
            "(passed_to_id IS NOT NULL) = (decline_reason IS NOT NULL AND decline_reason = 'passed_on')",
            name="a_card_is_passed_to_somebody",
        ),
        CheckConstraint("(state = 'accepted') <= (answer_seal IS NOT NULL)", name="an_acceptance_is_sealed"),
        UniqueConstraint("referral_id", "association_id", name="never_offered_twice_to_the_same"),
        Index("ix_offers_state_answer_by", "state", "answer_by"),
        Index(
            "ix_offers_made_at", "made_at", "association_id", "state", "answered_at", "answer_by", "excused"
        ),
        Index("ix_offers_association_id_decline_reason", "association_id", "decline_reason", "answered_at"),
        Index("ix_offers_association_id_state", "association_id", "state", "answer_by", "seen_at"),
        Index("ix_offers_association_id_answered_at", "association_id", "answered_at"),
        _one_for_each_referral("open"),
        _one_for_each_referral("overdue"),
        _one_for_each_referral("accepted"),
    )

    def answer(self, answer: Answer, *, at: datetime, by: Member | None = None) -> None:
        """Whoever gives it back leaves the moment and the name of the yes as they were."""
        self.state = answered(self.state, answer)
        ended = self.state not in LIVE
        if self.state is not OfferState.RETURNED:
            self.answered_at = at if ended else None
            self.answered_by = by if ended else None


class Release(Base):
    """The boxes of one referral, sealed again for the association that accepted it.

    ``changed_at``: when the person last changed something of it.
    """

    __tablename__ = "releases"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    identity: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    need: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    released_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]

    offer: Mapped[Offer] = relationship(back_populates="release")


class Disclosure(Base):
    """A member read a person's identity.  Written in the same transaction as the reading."""

    __tablename__ = "disclosures"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    disclosed_at: Mapped[datetime]

    member: Mapped[Member] = relationship()
