"""A referral without a name, the sealed boxes behind it, and why it went where it went."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from hub.lifecycle import IllegalMove, ReferralState, moved
from hub.models.base import SEALED, Base
from hub.models.limits import Address
from hub.models.offers import Offer
from hub.models.prescribers import Prescriber
from hub.vocabulary import Audience, Kind

UNCOUNTED = text("counted_on IS NULL")
UNNOTED = text("noted_on IS NULL")


class Referral(Base):
    """A registration's life, from intake to a mentor or to an honest end.  Holds no name and no need.

    ``agreement_digest`` knows the token by which a guardian must still say yes, ``letters_digest`` the one that only
    letters to the correspondent carry, ``address_digest`` the address they go to.  ``marker`` is the prescriber's own
    word for a young person, sealed to their address.  ``counted_on``: when its need went into the tallies;
    ``noted_on``: when its wait went into those of its month.  ``alike``: the group of its forecast, which only the
    tracking link opens.
    """

    __tablename__ = "referrals"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[Kind]
    state: Mapped[ReferralState] = mapped_column(index=True)
    correspondent: Mapped[Audience]
    source: Mapped[str | None] = mapped_column(String(40))
    prescriber_id: Mapped[int | None] = mapped_column(ForeignKey("prescribers.id"), index=True)
    marker: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(index=True)
    promised_by: Mapped[date | None]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    forget_at: Mapped[datetime | None] = mapped_column(index=True)
    card: Mapped[dict[str, Any] | None]
    form_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    tracking_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    agreement_digest: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    letters_digest: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    address_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    counted_on: Mapped[date | None]
    noted_on: Mapped[date | None]
    alike: Mapped[bytes | None] = mapped_column(LargeBinary)
    version: Mapped[int] = mapped_column()

    offers: Mapped[list[Offer]] = relationship(back_populates="referral", order_by=Offer.id)
    prescriber: Mapped[Prescriber | None] = relationship()
    address: Mapped[Address | None] = relationship(
        primaryjoin=lambda: foreign(Referral.address_digest) == Address.digest, viewonly=True
    )
    boxes: Mapped[SealedBoxes | None] = relationship(back_populates="referral", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        CheckConstraint(
            "(state IN ('closed', 'withdrawn', 'forgotten')) = (next_at IS NULL)",
            name="a_next_date_until_the_end",
        ),
        Index(
            "ix_referrals_uncounted",
            "kind",
            "received_at",
            sqlite_where=UNCOUNTED,
            postgresql_where=UNCOUNTED,
        ),
        Index(
            "ix_referrals_unnoted",
            "id",
            "state",
            sqlite_where=UNNOTED,
            postgresql_where=UNNOTED,
        ),
    )

    def move(self, to: ReferralState, *, next_at: datetime | None, forget_at: datetime | None = None) -> None:
        self.state = moved(self.state, to)
        self.next_at = next_at
        self.forget_at = forget_at

    def is_past_keeping(self, now: datetime) -> bool:
        """Nothing of them is to be read any more: the worker is about to forget them."""
        return self.forget_at is not None and self.forget_at <= now

    def resume(self, was: ReferralState, *, next_at: datetime | None, forget_at: datetime | None) -> None:
        """It stands still no longer: back to where it was.  Raises IllegalMove."""
        if self.state is not ReferralState.RESTRICTED:
            raise IllegalMove(f"a referral that is {self.state} does not stand still")
        self.state, self.next_at, self.forget_at = was, next_at, forget_at


class SealedBoxes(Base):
    """Who it is and what they need, unreadable.  Deleting this row is what forgetting means.

    Doors may know that it is there: what it holds is fetched by whoever opens it.
    """

    __tablename__ = "sealed_boxes"

    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), primary_key=True)
    identity: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    need: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    identity_for_recovery: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    need_for_recovery: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)

    referral: Mapped[Referral] = relationship(back_populates="boxes")


class StoredDecision(Base):
    """What routing answered, sealed to the portal's key: reasons are personal too."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    decided_at: Mapped[datetime]
    rule_book: Mapped[str] = mapped_column(String(12))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    referral: Mapped[Referral] = relationship()


class CardTally(Base):
    """How many registrations of one month share a form of card: the groups in which people hide.

    ``form`` is the worker's keyed digest: the full forms, which the ladder hides, are not here to be read.
    """

    __tablename__ = "card_tallies"

    form: Mapped[str] = mapped_column(String(32), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    registrations: Mapped[int]
