"""What was shown of somebody, to whom: the cards that went out, the names that were read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from hub.models import Disclosure, GlassRequest, Offer
from hub.queries.glass_requests import OUTSIDE


def offers_with_associations(session: Session, referral_id: int) -> list[Offer]:
    """In the order in which they were made."""
    rows = select(Offer).where(Offer.referral_id == referral_id).options(joinedload(Offer.association))
    return list(session.scalars(rows.order_by(Offer.made_at, Offer.id)))


def first_readings(session: Session, referral_id: int) -> Mapping[int, datetime]:
    """When the name behind each offer was first read, by the offer's id; without those where it never was."""
    first = (
        select(Disclosure.offer_id, func.min(Disclosure.disclosed_at))
        .join(Offer, Offer.id == Disclosure.offer_id)
        .where(Offer.referral_id == referral_id)
        .group_by(Disclosure.offer_id)
    )
    return {offer_id: read_at for offer_id, read_at in session.execute(first)}


def broken_glasses(session: Session, referral_id: int) -> list[GlassRequest]:
    """The times when the desk read the name before an acceptance."""
    read = select(GlassRequest).where(
        GlassRequest.referral_id == referral_id, GlassRequest.opened_at.is_not(None)
    )
    return list(session.scalars(read.options(OUTSIDE).order_by(GlassRequest.opened_at)))
