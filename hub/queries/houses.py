"""The network's associations as its desk sees them: where each stands, how many cards wait there, who answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hub.lifecycle import LIVE, OfferState
from hub.models import Association, Member, Offer


class House(StrEnum):
    """Which associations: by what the desk may have to do about them."""

    EMPTY = "empty"
    UNVERIFIED = "unverified"
    PAUSED = "paused"
    SUSPENDED = "suspended"


class Busy(NamedTuple):
    """Of one association: members, cards that wait for an answer, late ones among them, the last answer."""

    members: int
    live: int
    overdue: int
    answered_at: datetime | None


def listed(
    session: Session, today: date, *, state: House | None, called: str, most: int, after: int
) -> list[Association]:
    """In the order of their names, ``most`` of them after the first ``after``."""
    return list(
        session.scalars(
            select(Association)
            .where(*_states(today, state), *_called(called))
            .order_by(func.lower(Association.name), Association.id)
            .limit(most)
            .offset(after)
        )
    )


def answering(session: Session) -> int:
    """How many associations have somebody who answers here."""
    return (
        session.scalar(
            select(func.count(Member.association_id.distinct())).where(Member.removed_at.is_(None))
        )
        or 0
    )


def by_state(session: Session, today: date) -> dict[House, int]:
    counted = session.execute(
        select(*(func.sum(case((and_(*_states(today, state)), 1), else_=0)) for state in House))
    ).one()
    return {state: count or 0 for state, count in zip(House, counted, strict=True)}


def how_many(session: Session, today: date, *, state: House | None, called: str) -> int:
    found = select(func.count()).select_from(Association).where(*_states(today, state), *_called(called))
    return session.scalar(found) or 0


def busy(session: Session, association_ids: Iterable[int]) -> dict[int, Busy]:
    """By the association's row; one that has neither members nor cards is all zeros."""
    wanted = list(association_ids)
    members = _counted(session, Member.association_id, wanted, Member.removed_at.is_(None))
    live = _counted(session, Offer.association_id, wanted, Offer.state.in_(LIVE))
    overdue = _counted(session, Offer.association_id, wanted, Offer.state == OfferState.OVERDUE)
    last = (
        select(Offer.answered_at)
        .where(Offer.association_id == Association.id, Offer.answered_by_id.is_not(None))
        .order_by(Offer.answered_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    answered = dict(session.execute(select(Association.id, last).where(Association.id.in_(wanted))).all())
    return {
        each: Busy(members.get(each, 0), live.get(each, 0), overdue.get(each, 0), answered.get(each))
        for each in wanted
    }


def _counted(
    session: Session, by: InstrumentedAttribute[Any], wanted: list[int], *which: ColumnElement[bool]
) -> dict[int, int]:
    rows = session.execute(select(by, func.count()).where(by.in_(wanted), *which).group_by(by))
    return {each: count for each, count in rows}


def _states(today: date, state: House | None) -> list[ColumnElement[bool]]:
    joined = exists().where(Member.association_id == Association.id, Member.removed_at.is_(None))
    away = or_(Association.paused_until >= today, Association.stopped_for.is_not(None))
    meant = {
        House.EMPTY: ~joined,
        House.UNVERIFIED: Association.verified.is_(False),
        House.PAUSED: away,
        House.SUSPENDED: Association.suspended_at.is_not(None),
    }
    return [meant[state]] if state else []


def _called(typed: str) -> list[ColumnElement[bool]]:
    return [func.lower(Association.name).contains(typed.lower(), autoescape=True)] if typed else []
