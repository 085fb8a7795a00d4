"""What happened, in order, and who must still be told.  Rows hold neither an address nor a letter's text."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.alarms import Alarm
from hub.models.base import Base
from hub.models.companies import CompanyEvent
from hub.models.glass import GlassRequest
from hub.models.offers import Offer
from hub.models.own_page import PageChallenge
from hub.models.partners import Association, Member, SignInChallenge
from hub.models.prescribers import Prescriber, PrescriberChallenge
from hub.models.referrals import Referral
from hub.vocabulary import Audience, Step

TO_CARRY = "sent_at IS NULL AND given_up_at IS NULL"


class JourneyEvent(Base):
    """A step of a referral.  Rows are added, and only forgetting changes them.

    ``by`` is the partner who took it, if one did; ``sentence`` the desk's own word to the person.
    """

    __tablename__ = "journey_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offers.id"))
    step: Mapped[Step]
    happened_at: Mapped[datetime] = mapped_column(index=True)
    promised_by: Mapped[date | None]
    sentence: Mapped[str | None] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))

    referral: Mapped[Referral] = relationship()
    offer: Mapped[Offer | None] = relationship()
    by: Mapped[Member | None] = relationship()


class OutboxMessage(Base):
    """Somebody must be told: about an event, or, for a member or a prescriber, a code, an invitation, a digest.

    ``once`` names what must be said a single time, whoever prepares it: a second row of that name cannot be.
    ``bounced``: it was given up because nobody reads at that address; else because its server put it off for days.
    ``bounce_code`` is what that address's server said, ``5.1.1`` (RFC 3463), ``ways`` how else the person may be
    reached: words of :class:`hub.returns.Way`.
    """

    __tablename__ = "outbox_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter: Mapped[str] = mapped_column(String(32))
    audience: Mapped[Audience]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("journey_events.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("sign_in_challenges.id"))
    prescriber_id: Mapped[int | None] = mapped_column(ForeignKey("prescribers.id"))
    code_asked_id: Mapped[int | None] = mapped_column(ForeignKey("prescriber_challenges.id"))
    company_event_id: Mapped[int | None] = mapped_column(ForeignKey("company_events.id"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("associations.id"))
    glass_id: Mapped[int | None] = mapped_column(ForeignKey("glass_requests.id"))
    page_code_id: Mapped[int | None] = mapped_column(ForeignKey("page_challenges.id"))
    alarm_id: Mapped[int | None] = mapped_column(ForeignKey("alarms.id"))
    once: Mapped[str | None] = mapped_column(String(64), unique=True)
    posted_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    bounced: Mapped[bool] = mapped_column(default=False)
    bounce_code: Mapped[str | None] = mapped_column(String(12))
    ways: Mapped[list[str] | None]

    event: Mapped[JourneyEvent | None] = relationship()
    member: Mapped[Member | None] = relationship()
    challenge: Mapped[SignInChallenge | None] = relationship()
    prescriber: Mapped[Prescriber | None] = relationship()
    code_asked: Mapped[PrescriberChallenge | None] = relationship()
    company_event: Mapped[CompanyEvent | None] = relationship()
    glass: Mapped[GlassRequest | None] = relationship()
    page_code: Mapped[PageChallenge | None] = relationship()
    alarm: Mapped[Alarm | None] = relationship()
    association: Mapped[Association | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(audience IN ('association', 'desk')) = (member_id IS NOT NULL)",
            name="a_partner_is_told_by_name",
        ),
        CheckConstraint(
            "(audience = 'prescriber') = (prescriber_id IS NOT NULL)",
            name="a_prescriber_is_told_by_name",
        ),
        CheckConstraint(
            "audience <> 'company' OR company_event_id IS NOT NULL", name="a_company_is_told_of_an_event"
        ),
        CheckConstraint(
            "(audience = 'dpo') = (glass_id IS NOT NULL OR (alarm_id IS NOT NULL AND member_id IS NULL))",
            name="the_dpo_is_told_of_glass_and_alarms",
        ),
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="sent_or_given_up"),
        Index(
            "ix_outbox_messages_to_carry",
            "due_at",
            sqlite_where=text(TO_CARRY),
            postgresql_where=text(TO_CARRY),
        ),
        Index(
            "ix_outbox_messages_given_up",
            "given_up_at",
            sqlite_where=text("given_up_at IS NOT NULL"),
            postgresql_where=text("given_up_at IS NOT NULL"),
        ),
    )
