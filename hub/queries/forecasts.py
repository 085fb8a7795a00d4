"""How long people waited, and what is expected of those who come: read and kept by groups, never by person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from hub.lifecycle import ReferralState
from hub.models import Expected, JourneyEvent, Referral, SealedBoxes, WaitsOfMonth
from hub.models.base import SEALED
from hub.vocabulary import Step

BEGINS = frozenset({Step.RECEIVED, Step.GUARDIAN_AGREED})
"""From then on somebody waits for an answer: before, it is the hub that waits for a yes."""
ANSWERS = frozenset({Step.ACCEPTED, Step.CLOSED})
"""What ends the wait: an association that says yes, or an honest end."""
EXPECTED = "expected"
NOT_YET = (
    ReferralState.AWAITING_CONFIRMATION,
    ReferralState.AWAITING_CHECK,
    ReferralState.AWAITING_GUARDIAN,
    ReferralState.FORGOTTEN,
)


def expected(session: Session, groups: Collection[str]) -> Sequence[Expected]:
    """Asked once for each group in a piece of work: of a batch of letters, most tell the same."""
    known: dict[str, Expected | None] = session.info.setdefault(EXPECTED, {})
    if unknown := [group for group in groups if group not in known]:
        found = {
            row.alike: row for row in session.scalars(select(Expected).where(Expected.alike.in_(unknown)))
        }
        known.update((group, found.get(group)) for group in unknown)
    return [row for group in groups if (row := known[group])]


def replace_expected(session: Session, rows: Iterable[Expected]) -> None:
    session.execute(delete(Expected))
    session.add_all(rows)


def not_noted(session: Session, *, after: int, most: int) -> Sequence[Referral]:
    """Registrations that wait, or whose wait is over and not kept yet, in the order of their numbers; held."""
    return session.scalars(
        select(Referral)
        .join(SealedBoxes)
        .where(Referral.noted_on.is_(None), Referral.state.not_in(NOT_YET), Referral.id > after)
        .options(joinedload(Referral.boxes).undefer_group(SEALED))
        .order_by(Referral.id)
        .limit(most)
        .with_for_update(of=Referral, skip_locked=True)
    ).all()


def searched_since(session: Session, referral_id: int) -> datetime | None:
    """When this wait began; None while it has not."""
    return session.scalar(
        select(JourneyEvent.happened_at)
        .where(JourneyEvent.referral_id == referral_id, JourneyEvent.step.in_(BEGINS))
        .order_by(JourneyEvent.id)
        .limit(1)
    )


def moments(session: Session, referrals: Collection[int]) -> Sequence[JourneyEvent]:
    """When these waits began, were answered or given up, the oldest first."""
    steps = (*BEGINS, *ANSWERS, Step.WITHDRAWN)
    return session.scalars(
        select(JourneyEvent)
        .where(JourneyEvent.referral_id.in_(referrals), JourneyEvent.step.in_(steps))
        .order_by(JourneyEvent.id)
    ).all()


def are_noted(session: Session, referrals: Collection[int], on: date) -> None:
    """Their rows' version stays: noting must not defeat an answer."""
    session.execute(update(Referral).where(Referral.id.in_(referrals)).values(noted_on=on))


def kept_waits(session: Session) -> Sequence[WaitsOfMonth]:
    return session.scalars(select(WaitsOfMonth).order_by(WaitsOfMonth.month)).all()


def waits_of(session: Session, month: date) -> WaitsOfMonth | None:
    return session.scalar(select(WaitsOfMonth).where(WaitsOfMonth.month == month).with_for_update())


def forget_waits(session: Session, before: date) -> None:
    session.execute(delete(WaitsOfMonth).where(WaitsOfMonth.month < before))
