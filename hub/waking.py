"""What the hub itself does after a yes, when nobody else did: it asks the person, and says that nobody was reached."""

from __future__ import annotations

from datetime import datetime, timedelta

from hub import accompanying, calendar, journey, offers
from hub.lifecycle import ReferralState
from hub.models import Accompaniment, Offer
from hub.vocabulary import Outcome, Satisfaction, Step
from hub.work import Work


def wake(work: Work, offer_id: int) -> None:
    """Safe to call at any time and twice: it reads the row again and does only what is due."""
    offer = work.session.get_one(Offer, offer_id)
    referral = offers.hold(work, offer.referral)
    accompaniment = offer.accompaniment
    if accompaniment is None or accompaniment.wakes_at is None or accompaniment.wakes_at > work.now:
        return
    accompaniment.wakes_at = None
    if referral.state is ReferralState.ACCEPTED:
        _after_silence(work, accompaniment)
    elif referral.state is ReferralState.UNREACHABLE:
        outcome, satisfaction = Outcome.UNREACHABLE, Satisfaction.NOT_ASKED
        accompanying.finish(work, offer, None, outcome=outcome, satisfaction=satisfaction)
    elif accompaniment.pair:
        accompaniment.pair.asked_at = work.now
        journey.record(work, referral, Step.ASKED_IF_TOGETHER, offer)


def _after_silence(work: Work, accompaniment: Accompaniment) -> None:
    """Tried in vain for weeks, they are unreachable; before, they are asked whether somebody contacted them."""
    until = _unreachable_at(work, accompaniment)
    if until and until <= work.now:
        _say_unreachable(work, accompaniment)
        return
    accompaniment.wakes_at = until
    if accompaniment.said_not_contacted_at is None:
        offer = accompaniment.offer
        journey.record(work, offer.referral, Step.ASKED_IF_CONTACTED, offer)


def _unreachable_at(work: Work, accompaniment: Accompaniment) -> datetime | None:
    first = accompaniment.attempted_on
    return accompanying.unreachable_at(work, first) if first else None


def _say_unreachable(work: Work, accompaniment: Accompaniment) -> None:
    """The person has some weeks to say that they are there; then it is over."""
    offer = accompaniment.offer
    days = work.rule_book.delays.unreachable_kept_days
    until = calendar.end_of_day(calendar.civil(work.now) + timedelta(days=days))
    accompaniment.wakes_at = until
    offer.referral.move(ReferralState.UNREACHABLE, next_at=until, forget_at=offer.referral.forget_at)
    journey.record(work, offer.referral, Step.UNREACHABLE, offer)
