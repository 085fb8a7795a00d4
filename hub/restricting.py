"""Standing still (GDPR, art. 18): what is known of somebody is kept, and nobody does anything with it or reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from hub import calendar, glass, instructions, journey, offers, queries
from hub.lifecycle import RESTRICTABLE, ROUTABLE, IllegalMove, ReferralState
from hub.models import InstructionKind, Member, Referral, Restriction
from hub.queries import rights
from hub.queries import timers as rows
from hub.vocabulary import Step
from hub.work import Errand, Work

LOOKED_AT_AFTER = timedelta(days=30)
"""So long it stands still before the desk looks whether it still should."""


def restrict(work: Work, referral: Referral, *, by: Member | None = None) -> None:
    """From now on nothing moves: no association is asked or reads anything, no date runs, nothing is erased.

    Whoever was asked is asked no more; the association that accepted is told to leave all of it alone.
    Raises :class:`hub.lifecycle.IllegalMove`.
    """
    queries.hold(work.session, referral)
    if referral.state not in RESTRICTABLE:
        raise IllegalMove(f"a referral that is {referral.state} cannot stand still")
    for offer in offers.live_offers(referral):
        offers.recall(work, offer)
    glass.cut_short(work, referral)
    stood = Restriction(
        referral_id=referral.id,
        began_at=work.now,
        was=_back_to(referral.state),
        next_at=referral.next_at,
        forget_at=referral.forget_at,
    )
    work.session.add(stood)
    referral.move(ReferralState.RESTRICTED, next_at=work.now + LOOKED_AT_AFTER)
    instructions.give(work, referral, InstructionKind.HOLD)
    journey.record(work, referral, Step.RESTRICTED, by=by)


def lift(work: Work, referral: Referral, *, by: Member | None = None) -> None:
    """All goes on from where it stood: each date is later by as many days as it stood still, none within one day.

    The person is told before anybody else reads anything again.  Raises :class:`hub.lifecycle.IllegalMove`.
    """
    queries.hold(work.session, referral)
    stood = rights.restriction_of(work.session, referral.id)
    if stood is None:
        raise IllegalMove(f"a referral that is {referral.state} does not stand still")
    days = (calendar.civil(work.now) - calendar.civil(stood.began_at)).days
    next_at, forget_at = _later(stood.next_at, days), _later(stood.forget_at, days)
    referral.resume(stood.was, next_at=next_at, forget_at=forget_at)
    if referral.promised_by:
        referral.promised_by += timedelta(days=days)
    for timer in rows.to_come(work.session, referral.id):
        timer.due_at = calendar.later(timer.due_at, days)
    rights.end_restriction(work.session, referral.id)
    instructions.give(work, referral, InstructionKind.RESUME)
    journey.record(work, referral, Step.RESUMED, by=by)
    if referral.state in ROUTABLE:
        referral.next_at = work.now
        work.ring(Errand.ROUTE, referral)


def keep_still(work: Work, referral: Referral) -> None:
    """The desk looked, and it still should: it looks again after as long."""
    if queries.hold(work.session, referral).state is not ReferralState.RESTRICTED:
        raise IllegalMove(f"a referral that is {referral.state} does not stand still")
    referral.next_at = work.now + LOOKED_AT_AFTER


def _back_to(state: ReferralState) -> ReferralState:
    """Nobody has a card in hand once it goes on: the search does."""
    return ReferralState.LOOKING if state is ReferralState.OFFERED else state


def _later(moment: datetime | None, days: int) -> datetime | None:
    return calendar.later(moment, days) if moment else None
