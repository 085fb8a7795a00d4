"""Questions about those for whom associations exist, none of which has room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.lifecycle import ReferralState
from hub.models import JourneyEvent, Offer, Referral, SealedBoxes, StoredDecision
from hub.vocabulary import Step


def waiting(session: Session) -> list[Referral]:
    """Everybody who waits for a place, with who was asked before; in which order they are served is not told here."""
    return list(session.scalars(_waiting()))


def waiting_with_needs(session: Session) -> list[Referral]:
    """The same, with what the worker opens of each: a door may not."""
    return list(session.scalars(_waiting().options(joinedload(Referral.boxes).undefer(SealedBoxes.need))))


def how_many_wait(session: Session) -> int:
    return session.scalar(select(func.count()).where(Referral.state == ReferralState.WAITING)) or 0


def waiting_longest(session: Session, *, most: int, after: int) -> list[Referral]:
    """Some of those who wait for a place, whoever came first first."""
    return list(
        session.scalars(
            select(Referral)
            .where(Referral.state == ReferralState.WAITING)
            .order_by(Referral.received_at, Referral.id)
            .limit(most)
            .offset(after)
        )
    )


def last_decisions(session: Session, referrals: Iterable[Referral]) -> dict[int, StoredDecision]:
    """What routing last answered of each, by the referral's row."""
    last = (
        select(func.max(StoredDecision.id))
        .where(StoredDecision.referral_id.in_([row.id for row in referrals]))
        .group_by(StoredDecision.referral_id)
    )
    rows = session.scalars(select(StoredDecision).where(StoredDecision.id.in_(last)))
    return {row.referral_id: row for row in rows}


def waits_since(session: Session, referral: Referral) -> datetime | None:
    """When no place was found for them the first time; None for whoever never waited."""
    first = select(func.min(JourneyEvent.happened_at)).where(
        JourneyEvent.referral_id == referral.id, JourneyEvent.step == Step.WAITING
    )
    return session.scalar(first)


def waiting_too_long(session: Session, since: datetime) -> Iterable[str]:
    """References of those who have waited since before then, and whom the desk has not been shown."""
    return session.scalars(
        select(Referral.reference)
        .join(JourneyEvent, JourneyEvent.referral_id == Referral.id)
        .where(Referral.state == ReferralState.WAITING, JourneyEvent.step == Step.WAITING)
        .group_by(Referral.id, Referral.reference)
        .having(func.min(JourneyEvent.happened_at) <= since)
        .order_by(Referral.id)
    )


def is_told(session: Session, referral: Referral, now: datetime) -> bool:
    """Whether nothing happens now, and a decision was kept since something last did: another would say no more."""
    happened = session.scalar(
        select(func.max(JourneyEvent.happened_at)).where(JourneyEvent.referral_id == referral.id)
    )
    decided = session.scalar(
        select(func.max(StoredDecision.decided_at)).where(StoredDecision.referral_id == referral.id)
    )
    return decided is not None and happened is not None and happened < now and decided >= happened


def _waiting() -> Select[Referral]:
    asked_before = selectinload(Referral.offers).joinedload(Offer.association)
    still_waits = Referral.state == ReferralState.WAITING
    return (
        select(Referral).where(still_waits).options(asked_before).order_by(Referral.received_at, Referral.id)
    )
