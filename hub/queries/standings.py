"""How associations stand today: places, pauses, who answers, how promptly, and who waits there for a mentor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Text, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from hub.lifecycle import LIVE, OfferState, ReferralState
from hub.models import Association, Member, Offer, Referral
from hub.vocabulary import Kind

ANSWERED = (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.RETURNED)
NO_MENTOR_YET = (ReferralState.ACCEPTED, ReferralState.CONTACTED)


class StandingRow(NamedTuple):
    """``profile`` is the entry's text as the database keeps it: the same text, the same entry."""

    id: int
    slug: str
    profile: str
    places_left: int
    places_declared_on: date | None
    paused_until: date | None
    joined: bool
    suspended: bool
    stopped: bool


class Promptness(NamedTuple):
    """Of the offers whose term has come: how many there were, and how many were answered before it."""

    due: int
    in_time: int


def standings(session: Session) -> list[StandingRow]:
    """Every association, in the order of the alphabet."""
    joined = Association.id.in_(select(Member.association_id).where(Member.removed_at.is_(None)))
    rows = session.execute(
        select(
            Association.id,
            Association.slug,
            cast(Association.profile, Text),
            Association.places_left,
            Association.places_declared_on,
            Association.paused_until,
            joined,
            Association.suspended_at.is_not(None),
            Association.stopped_for.is_not(None),
        ).order_by(Association.slug)
    )
    return [StandingRow(*row) for row in rows]


def promptness(session: Session, since: datetime, now: datetime) -> dict[int, Promptness]:
    """By association, of the offers made since then.

    One taken back before its term, or whose term came on a day of closing, says nothing of anybody.
    """
    answered = and_(Offer.state.in_(ANSWERED), Offer.answered_at <= Offer.answer_by)
    late = and_(Offer.answered_at.is_(None), Offer.answer_by < now)
    due = or_(Offer.state.in_(ANSWERED), Offer.answered_at > Offer.answer_by, late)
    rows = session.execute(
        select(Offer.association_id, func.count(), func.sum(case((answered, 1), else_=0)))
        .where(Offer.made_at >= since, due, Offer.excused.is_(False))
        .group_by(Offer.association_id)
    )
    return {association_id: Promptness(count, in_time) for association_id, count, in_time in rows}


def without_a_mentor_yet(session: Session, since: datetime) -> Iterator[tuple[int, datetime, dict[str, Any]]]:
    """Young people at each association, asked about or accepted since then: since when they wait, and the card."""
    accepted = and_(
        Offer.state == OfferState.ACCEPTED,
        Offer.answered_at >= since,
        Referral.state.in_(NO_MENTOR_YET),
    )
    rows = session.execute(
        select(Offer.association_id, Referral.received_at, Offer.card)
        .join(Referral)
        .where(Referral.kind == Kind.YOUNG_PERSON, or_(Offer.state.in_(LIVE), accepted))
    )
    return (tuple(row) for row in rows)
