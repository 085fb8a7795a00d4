"""Questions about requests to break the glass."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, load_only

from hub.models import GlassRequest
from hub.queries.referrals import Moment

A_PAGE = 50
OUTSIDE = load_only(GlassRequest.reason, GlassRequest.ends_at, GlassRequest.opened_at, GlassRequest.closed_at)
"""What the public door may read of a request: neither its note nor who it was."""


def one(session: Session, request_id: int) -> GlassRequest | None:
    return session.get(GlassRequest, request_id)


def about(session: Session, referral_id: int) -> list[GlassRequest]:
    """Every request about this referral, the first first."""
    rows = select(GlassRequest).where(GlassRequest.referral_id == referral_id).order_by(GlassRequest.id)
    return list(session.scalars(rows.options(OUTSIDE)))


def latest(session: Session, *, before: int | None = None) -> list[GlassRequest]:
    """A page of requests, the last asked first, those after the one of that number; one more when there are more."""
    rows = select(GlassRequest).options(joinedload(GlassRequest.referral))
    if before is not None:
        rows = rows.where(GlassRequest.id < before)
    return list(session.scalars(rows.order_by(GlassRequest.id.desc()).limit(A_PAGE + 1)))


def to_release(session: Session, now: datetime) -> list[int]:
    """Granted a moment ago, and not yet sealed for the portal."""
    return list(session.scalars(releasable(now)))


def releasable(now: Moment) -> Select[int]:
    waits = (GlassRequest.closed_at.is_(None), GlassRequest.identity.is_(None), GlassRequest.ends_at > now)
    return select(GlassRequest.id).where(*waits)


def to_close(session: Session, *, asked_before: datetime, now: datetime) -> list[int]:
    return list(session.scalars(past_its_time(asked_before, now)))


def past_its_time(asked_before: Moment, now: Moment) -> Select[int]:
    never = and_(GlassRequest.granted_at.is_(None), GlassRequest.asked_at <= asked_before)
    open_ = GlassRequest.closed_at.is_(None)
    return select(GlassRequest.id).where(open_, or_(never, GlassRequest.ends_at <= now))
