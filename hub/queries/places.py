"""Questions about ceilings, what is held under them, days of closing, and associations that say nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select
from sqlalchemy.orm import Session

from hub import school_holidays
from hub.lifecycle import LIVE, OfferState
from hub.models import Association, Ceiling, Closing, HeldPlace, Member, Offer, Referral
from hub.queries.referrals import Moment
from hub.vocabulary import Kind

HOLDS = (*LIVE, OfferState.ACCEPTED)
SAYS_SOMETHING = (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.RETURNED, OfferState.EXPIRED)


class Held(NamedTuple):
    """Places under one ceiling, of the association's year and of the month; accepted, and with those only asked."""

    year: int
    month: int
    accepted_this_year: int
    accepted_this_month: int


NOTHING_HELD = Held(0, 0, 0, 0)


def ceilings(session: Session, association_ids: Collection[int] | None = None) -> list[Ceiling]:
    """Of these associations, or of all, in the order in which they were made."""
    asked = select(Ceiling).order_by(Ceiling.id)
    if association_ids is not None:
        asked = asked.where(Ceiling.association_id.in_(association_ids))
    return list(session.scalars(asked))


def ceiling_of(session: Session, association_id: int, ceiling_id: int) -> Ceiling | None:
    return session.scalars(
        select(Ceiling).where(Ceiling.id == ceiling_id, Ceiling.association_id == association_id)
    ).one_or_none()


def held(session: Session, tags: Iterable[str], month_began: datetime) -> dict[str, Held]:
    """By tag.  What is live holds a place of this year, whenever it was asked; a month's is held from its asking."""
    began = Association.places_year_from
    accepted = Offer.state == OfferState.ACCEPTED
    this_year = or_(began.is_(None), Offer.answered_at >= began)
    this_month = Offer.made_at >= month_began
    rows = session.execute(
        select(
            HeldPlace.tag,
            _count(or_(Offer.state.in_(LIVE), this_year)),
            _count(this_month),
            _count(and_(accepted, this_year)),
            _count(and_(accepted, this_month)),
        )
        .join(Offer, Offer.id == HeldPlace.offer_id)
        .join(Association, Association.id == Offer.association_id)
        .where(HeldPlace.tag.in_(list(tags)), Offer.state.in_(HOLDS))
        .group_by(HeldPlace.tag)
    )
    return {tag: Held(*counts) for tag, *counts in rows}


def let_go(session: Session, offer_id: int) -> None:
    session.execute(delete(HeldPlace).where(HeldPlace.offer_id == offer_id))


def closings(session: Session, association_id: int, since: date) -> list[Closing]:
    """Those under way or to come, the first first."""
    return list(
        session.scalars(
            select(Closing)
            .where(Closing.association_id == association_id, Closing.last_day >= since)
            .order_by(Closing.first_day, Closing.id)
        )
    )


def closing_of(session: Session, association_id: int, closing_id: int) -> Closing | None:
    return session.scalars(
        select(Closing).where(Closing.id == closing_id, Closing.association_id == association_id)
    ).one_or_none()


def closed_between(session: Session, first_day: date, last_day: date) -> set[int]:
    """The associations that are closed, or in their school holidays, on one of these days."""
    closed = set(
        session.scalars(
            select(Closing.association_id).where(Closing.first_day <= last_day, Closing.last_day >= first_day)
        )
    )
    between = {first_day + timedelta(days=day) for day in range((last_day - first_day).days + 1)}
    return closed | {
        number
        for number, department in _on_the_school_year(session)
        if not between.isdisjoint(school_holidays.days_of(department))
    }


def _on_the_school_year(session: Session) -> list[tuple[int, str]]:
    """Associations, each with the département whose school holidays it follows."""
    department = Association.profile["school_year"].as_string()
    rows = session.execute(select(Association.id, department).where(department.is_not(None)))
    return [(number, followed) for number, followed in rows]


def is_closed(session: Session, association_id: int, day: date) -> bool:
    asked = select(Closing.id).where(
        Closing.association_id == association_id, Closing.first_day <= day, Closing.last_day >= day
    )
    return session.scalars(asked.limit(1)).one_or_none() is not None


def live_offers_of(session: Session, association_id: int) -> list[Offer]:
    return list(
        session.scalars(select(Offer).where(Offer.association_id == association_id, Offer.state.in_(LIVE)))
    )


def places_asked(session: Session, association_id: int) -> int:
    """How many of its places are held by young people of whom it has not said yes or no."""
    asked = (
        select(func.count())
        .select_from(Offer)
        .join(Referral)
        .where(
            Offer.association_id == association_id,
            Offer.state.in_(LIVE),
            Referral.kind == Kind.YOUNG_PERSON,
        )
    )
    return session.scalar(asked) or 0


def last_words(session: Session, association_id: int, since: datetime | None, count: int) -> list[OfferState]:
    """How the last of its offers ended, the latest first; what was taken back, or passed while it was closed, says
    nothing of anybody."""
    asked = select(Offer.state).where(
        Offer.association_id == association_id,
        Offer.state.in_(SAYS_SOMETHING),
        Offer.excused.is_(False),
    )
    if since:
        asked = asked.where(Offer.answered_at > since)
    return list(session.scalars(asked.order_by(Offer.answered_at.desc(), Offer.id.desc()).limit(count)))


def unconfirmed(session: Session, since: date, came_before: datetime) -> list[Association]:
    """Whose places nobody confirmed since that day, or ever, though they have had somebody to do it as long."""
    asked = select(Association).where(*silent(since, came_before))
    return list(session.scalars(asked.order_by(Association.slug)))


def silent(since: date | ColumnElement[date], came_before: Moment) -> tuple[ColumnElement[bool], ...]:
    came = (
        select(func.min(Member.invited_at))
        .where(Member.association_id == Association.id, Member.removed_at.is_(None))
        .scalar_subquery()
    )
    unsaid = or_(
        Association.places_declared_on <= since,
        and_(Association.places_declared_on.is_(None), came <= came_before),
    )
    return Association.stopped_for.is_(None), came <= came_before, unsaid


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
