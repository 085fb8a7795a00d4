"""Questions about names that were held back."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload

from hub.lifecycle import HELD, OfferState
from hub.models import HeldRelease, Offer, Referral, Release


def of(session: Session, offer: Offer) -> HeldRelease | None:
    """Of its acceptance as it stands now."""
    found = session.get(HeldRelease, offer.id)
    return found if found and offer.answered_at and found.held_at >= offer.answered_at else None


def still_held() -> tuple[ColumnElement[bool], ...]:
    """For whoever joins the offer and its referral: accepted, held back since, and nothing released."""
    return (
        HeldRelease.let_go_at.is_(None),
        HeldRelease.held_at >= Offer.answered_at,
        Offer.state == OfferState.ACCEPTED,
        Referral.state.in_(HELD),
        ~exists().where(Release.offer_id == Offer.id),
    )


def all_held(session: Session, *, most: int, after: int = 0) -> list[HeldRelease]:
    """The first held first."""
    whose = joinedload(HeldRelease.offer)
    found = select(HeldRelease).join(Offer).join(Referral, Referral.id == Offer.referral_id)
    found = found.where(*still_held()).order_by(HeldRelease.held_at, HeldRelease.offer_id)
    loaded = (whose.joinedload(Offer.association), whose.joinedload(Offer.referral))
    return list(session.scalars(found.options(*loaded).limit(most).offset(after)))


def held_one(session: Session, card_number: str) -> HeldRelease | None:
    found = select(HeldRelease).join(Offer).join(Referral, Referral.id == Offer.referral_id)
    return session.scalars(found.where(Offer.card_number == card_number, *still_held())).one_or_none()
