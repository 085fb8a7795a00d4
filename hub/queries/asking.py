"""Whom a referral was proposed to before: nobody is asked twice, but those from whom a pause took the card back."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from hub.lifecycle import OfferState
from hub.models import JourneyEvent, Offer, Referral
from hub.vocabulary import Step


def asked(session: Session, referral: Referral) -> set[str]:
    """The associations that had it already, by slug."""
    return {offer.association.slug for offer in had(session, referral)}


def had(session: Session, referral: Referral) -> list[Offer]:
    """All its offers, but those that a pause cut short."""
    cut_short = _cut_short(session, referral)
    return [offer for offer in referral.offers if offer not in cut_short]


def were_reading(session: Session, referral: Referral) -> set[str]:
    """Those that a pause cut short while they still had time to answer, by slug."""
    return {
        offer.association.slug
        for offer in _cut_short(session, referral)
        if offer.answered_at and offer.answered_at < offer.answer_by
    }


def is_cut_short() -> ColumnElement[bool]:
    """Of an offer: that a pause took it back, in the same piece of work, before anybody answered."""
    pause = exists().where(
        JourneyEvent.referral_id == Offer.referral_id,
        JourneyEvent.step == Step.RESTRICTED,
        JourneyEvent.happened_at == Offer.answered_at,
    )
    return and_(Offer.state == OfferState.RECALLED, pause)


def _cut_short(session: Session, referral: Referral) -> list[Offer]:
    if all(offer.state is not OfferState.RECALLED for offer in referral.offers):
        return []
    return list(session.scalars(select(Offer).where(Offer.referral_id == referral.id, is_cut_short())))
