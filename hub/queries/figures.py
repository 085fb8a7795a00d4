"""What may be told to everybody of how the hub does: counts and delays, of nobody in particular."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.lifecycle import OfferState
from hub.models import Member, Offer, Referral
from hub.vocabulary import Kind


def associations_answering(session: Session) -> int:
    """How many associations have somebody who answers here."""
    return (
        session.scalar(
            select(func.count(Member.association_id.distinct())).where(Member.removed_at.is_(None))
        )
        or 0
    )


def young_people_since(session: Session, since: datetime) -> int:
    return (
        session.scalar(
            select(func.count()).where(Referral.kind == Kind.YOUNG_PERSON, Referral.received_at >= since)
        )
        or 0
    )


def waits_for_a_yes(session: Session, since: datetime) -> list[timedelta]:
    """How long each young person received since then, and accepted, waited for it."""
    accepted = (
        select(Referral.received_at, Offer.answered_at)
        .join(Offer, Offer.referral_id == Referral.id)
        .where(
            Offer.state == OfferState.ACCEPTED,
            Referral.kind == Kind.YOUNG_PERSON,
            Referral.received_at >= since,
        )
    )
    return [answered - received for received, answered in session.execute(accepted) if answered]
