"""Questions about what waits inside the hub: how much, and since when the first of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from hub.lifecycle import ROUTABLE, OfferState
from hub.models import Offer, OutboxMessage, Referral, Release
from hub.queries.referrals import UNFINISHED, releasable


def is_hidden(session: Session) -> bool:
    """Whether this account of the database is shown some of the rows only: what it counts is then not all."""
    if session.get_bind().dialect.name != "postgresql":
        return False
    return bool(session.scalar(select(func.row_security_active(Referral.__tablename__))))


def queue(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """Referrals whose next move is due and that the worker has not moved: how many, and when the first was due."""
    due = and_(Referral.state.in_(ROUTABLE), Referral.next_at <= now)
    row = session.execute(select(func.count(), func.min(Referral.next_at)).where(due)).one()
    return row[0], row[1]


def outbox(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """Letters that are due and have not left: how many, and when the first was due."""
    unsent = (OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None))
    due = (*unsent, OutboxMessage.due_at <= now)
    row = session.execute(select(func.count(), func.min(OutboxMessage.due_at)).where(*due)).one()
    return row[0], row[1]


def unforgotten(session: Session, now: datetime) -> datetime | None:
    """Since when the first of those whom the worker should have forgotten waits."""
    return session.scalar(select(func.min(Referral.forget_at)).where(Referral.forget_at <= now))


def without_next_date(session: Session) -> datetime | None:
    """When the oldest registration came that nothing will move; None when each has its next date, as it must."""
    lost = and_(Referral.next_at.is_(None), Referral.state.in_(UNFINISHED))
    return session.scalar(select(func.min(Referral.received_at)).where(lost))


def unreleased(session: Session) -> datetime | None:
    """When the oldest acceptance was given whose name is not handed over yet."""
    return session.scalar(releasable().with_only_columns(func.min(Offer.answered_at)))


def released(session: Session, since: datetime) -> int:
    """How many acceptances were given since then and handed over."""
    accepted = and_(Offer.state == OfferState.ACCEPTED, Offer.answered_at >= since)
    return session.scalar(select(func.count()).select_from(Offer).join(Release).where(accepted)) or 0


def given_up(session: Session, since: datetime) -> int:
    """Letters that could not be delivered since then."""
    lost = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.given_up_at >= since)
    return session.scalar(lost) or 0
