"""Questions about what the hub does by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from hub.lifecycle import ROUTABLE, ReferralState
from hub.models import JourneyEvent, Referral, Restriction, Timer
from hub.queries.referrals import Moment
from hub.vocabulary import Step, TimerKind

NO_ANSWER_YET = ROUTABLE | {ReferralState.WITH_DESK}
"""Somebody looks for an association, and none has said yes."""
AGREEMENT = (TimerKind.REMIND_GUARDIAN, TimerKind.WRITTEN_AGREEMENT)


def due(session: Session, now: datetime) -> list[int]:
    """The earliest first."""
    return list(session.scalars(wound(now).order_by(Timer.due_at, Timer.id)))


def wound(now: Moment) -> Select[int]:
    return select(Timer.id).where(*_to_come(now))


def to_run(session: Session, timer_id: int, now: datetime) -> Timer | None:
    """The timer, locked until the end of the work; None where it was done, stopped or put off since."""
    return session.scalars(
        select(Timer)
        .where(Timer.id == timer_id, *_to_come(now))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def is_overtaken(session: Session, timer: Timer, kinds: Collection[TimerKind], now: datetime) -> bool:
    """Whether a later deed of one of these kinds is due for the same referral as well: it says more."""
    later = (Timer.referral_id == timer.referral_id, Timer.kind.in_(kinds), Timer.due_at > timer.due_at)
    return bool(session.scalar(select(exists().where(*later, *_to_come(now)))))


def put_off(session: Session, key: str, at: datetime) -> None:
    """Unless it is done already."""
    session.execute(update(Timer).where(Timer.key == key, Timer.done_at.is_(None)).values(due_at=at))


def strike(session: Session, referral_id: int, kinds: Collection[TimerKind]) -> None:
    """Of these kinds, or of any if there is none; what is done stays done."""
    theirs = delete(Timer).where(Timer.referral_id == referral_id, Timer.done_at.is_(None))
    session.execute(theirs.where(Timer.kind.in_(kinds)) if kinds else theirs)


def to_come(session: Session, referral_id: int) -> list[Timer]:
    """What the hub will still do for this referral, the earliest first."""
    return list(
        session.scalars(
            select(Timer)
            .where(Timer.referral_id == referral_id, Timer.done_at.is_(None))
            .order_by(Timer.due_at, Timer.id)
        )
    )


def unwatched(session: Session) -> list[int]:
    """Referrals that wait for a yes or for an agreement, and for which no further word is planned."""
    return list(session.scalars(alone().order_by(Referral.id)))


def alone() -> Select[int]:
    theirs = Timer.referral_id == Referral.id
    news = exists().where(theirs, Timer.kind == TimerKind.SAY_NO_SOLUTION, Timer.done_at.is_(None))
    reminded = exists().where(theirs, Timer.kind.in_(AGREEMENT))
    nothing_planned = or_(
        and_(Referral.state.in_(NO_ANSWER_YET), ~news),
        and_(Referral.state == ReferralState.AWAITING_GUARDIAN, ~reminded),
    )
    return select(Referral.id).where(nothing_planned)


def last_of(session: Session, referral_id: int, steps: Collection[Step]) -> datetime | None:
    """When the last of these steps was taken."""
    taken = (JourneyEvent.referral_id == referral_id, JourneyEvent.step.in_(steps))
    return session.scalar(select(func.max(JourneyEvent.happened_at)).where(*taken))


def late(session: Session, since: datetime) -> Iterable[str]:
    """References of referrals for which something was due by then, and nobody did it."""
    return session.scalars(
        select(Referral.reference)
        .join(Timer, Timer.referral_id == Referral.id)
        .where(*_to_come(since))
        .group_by(Referral.id, Referral.reference)
        .order_by(Referral.id)
    )


def oldest_late(session: Session, since: datetime) -> datetime | None:
    """When the oldest of those was due."""
    return session.scalar(select(func.min(Timer.due_at)).where(*_to_come(since)))


def _to_come(by: Moment) -> tuple[ColumnElement[bool], ...]:
    """Nothing is done for whoever asked that everything stands still."""
    stands_still = exists().where(Restriction.referral_id == Timer.referral_id)
    return (Timer.done_at.is_(None), Timer.due_at <= by, ~stands_still)
