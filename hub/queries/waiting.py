"""Questions about those who wait for a place, with the hub or at the desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.lifecycle import ReferralState
from hub.models import Charge, JourneyEvent, Member, Offer, Referral, SealedBoxes, StoredDecision, Subject
from hub.vocabulary import Step

TOGETHER = 500
"""Needs that are fetched together."""
LOOKED_AFTER = and_(Charge.subject == Subject.REFERRAL, Charge.row_id == Referral.id)


class Queued(NamedTuple):
    """Somebody who waits, as they stood at that version."""

    id: int
    reference: str
    version: int


def waiting(session: Session) -> list[Referral]:
    """Everybody who waits for a place, with who was asked before; in which order they are served is not told here."""
    still_waits = Referral.state == ReferralState.WAITING
    return list(
        session.scalars(
            select(Referral)
            .where(still_waits)
            .options(selectinload(Referral.offers).joinedload(Offer.association))
            .order_by(Referral.received_at, Referral.id)
        )
    )


def queued() -> Select[int]:
    """Who may be served when a place comes free: those who wait, and those at the desk."""
    return select(Referral.id).where(Referral.state.in_((ReferralState.WAITING, ReferralState.WITH_DESK)))


def queue(session: Session, this_morning: datetime) -> list[Queued]:
    """The same, but those whom somebody at the desk looks after, until the day on which they come back to it."""
    rows = session.execute(
        queued()
        .add_columns(Referral.reference, Referral.version)
        .outerjoin(Charge, LOOKED_AFTER)
        .where(or_(Referral.state == ReferralState.WAITING, _in_hand(this_morning).is_not(True)))
    )
    return [Queued(*row) for row in rows]


def is_in_hand(session: Session, referral: Referral, this_morning: datetime) -> bool:
    """Whether somebody at the desk looks after them, and has not let the day go by on which they come back to it."""
    held = select(Referral.id).join(Charge, LOOKED_AFTER)
    return session.scalar(held.where(Referral.id == referral.id, _in_hand(this_morning))) is not None


def _in_hand(this_morning: datetime) -> ColumnElement[bool]:
    return and_(
        Charge.owner.has(Member.removed_at.is_(None)),
        func.coalesce(Charge.next_at, Referral.next_at) >= this_morning,
    )


def with_needs(session: Session, referral_ids: Sequence[int]) -> Iterator[Referral]:
    """These, with who was asked before, and with what the worker opens of each: a door may not."""
    for first in range(0, len(referral_ids), TOGETHER):
        yield from session.scalars(
            select(Referral)
            .where(Referral.id.in_(referral_ids[first : first + TOGETHER]))
            .options(
                selectinload(Referral.offers).joinedload(Offer.association),
                joinedload(Referral.boxes).undefer(SealedBoxes.need),
            )
        )


def tried_each_morning(session: Session, now: datetime) -> list[int]:
    """Those who wait and whose next date has come, whoever came first first."""
    return list(
        session.scalars(
            select(Referral.id)
            .where(Referral.state == ReferralState.WAITING, Referral.next_at <= now)
            .order_by(Referral.received_at, Referral.id)
        )
    )


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
