"""What the person says: that they keep waiting, whether they were contacted, whether the two still meet."""

from __future__ import annotations

from datetime import datetime

from hub import accompanying, calendar, journey, queries, timers
from hub.lifecycle import ReferralState
from hub.models import Accompaniment, Pair, Referral
from hub.queries import accompaniments
from hub.queries.referrals import last_event
from hub.terms import end_of_working_day
from hub.timers import NO_ANSWER_YET
from hub.vocabulary import Step
from hub.work import Work


def may_say_contact(work: Work, referral: Referral) -> bool:
    """Once the day has passed by which they should have been contacted, unless they said no already."""
    accompaniment = accompaniments.held(work.session, referral)
    return accompaniment is not None and _may_say_contact(work, accompaniment)


def may_say_together(work: Work, referral: Referral) -> bool:
    """Once they were asked, until they answered."""
    return _pair_asked(work, referral) is not None


def may_keep_waiting(work: Work, referral: Referral) -> bool:
    """Once they were told that nobody said yes yet, until they answer or somebody does."""
    if referral.state not in NO_ANSWER_YET:
        return False
    told = last_event(work.session, referral.id, Step.NO_SOLUTION)
    said = last_event(work.session, referral.id, Step.KEEPS_WAITING)
    return told is not None and (said is None or said.id < told.id)


def keep_waiting(work: Work, referral: Referral) -> None:
    """Said once for each time they were told; the search goes on in any case."""
    queries.hold(work.session, referral)
    if may_keep_waiting(work, referral):
        journey.record(work, referral, Step.KEEPS_WAITING)


def contacted(work: Work, referral: Referral) -> None:
    """Safe to call at any time and twice, as are the others: a page may be old."""
    accompaniment = _held(work, referral)
    if accompaniment and _may_say_contact(work, accompaniment):
        accompanying.reached(work, accompaniment, by=None)


def not_contacted(work: Work, referral: Referral) -> None:
    """It goes red for the association and at the desk.  Whoever could not be reached says that they are there."""
    accompaniment = _held(work, referral)
    if accompaniment is None or not _may_say_contact(work, accompaniment):
        return
    due = end_of_working_day(work, 1)
    if referral.state is ReferralState.UNREACHABLE:
        referral.move(ReferralState.ACCEPTED, next_at=due, forget_at=referral.forget_at)
    referral.next_at = due
    accompaniment.said_not_contacted_at, accompaniment.attempted_on = work.now, None
    timers.stop(work, referral, *timers.CONTACT)
    timers.ask_if_contacted(work, referral, accompaniment.offer, contact_by=due)
    journey.record(work, referral, Step.NOT_CONTACTED, accompaniment.offer)


def together(work: Work, referral: Referral) -> None:
    if pair := _pair_asked(work, referral):
        pair.said_together_at = work.now


def apart(work: Work, referral: Referral) -> None:
    """The association sees it at once, among what is due."""
    if pair := _pair_asked(work, referral):
        pair.said_apart_at = work.now
        referral.next_at = min(referral.next_at or work.now, end_of_working_day(work, 1))


def _held(work: Work, referral: Referral) -> Accompaniment | None:
    queries.hold(work.session, referral)
    return accompaniments.held(work.session, referral)


def _may_say_contact(work: Work, accompaniment: Accompaniment) -> bool:
    state = accompaniment.offer.referral.state
    if state is ReferralState.UNREACHABLE:
        return True
    said = accompaniment.said_not_contacted_at is not None
    return state is ReferralState.ACCEPTED and not said and _contact_by(work, accompaniment) < work.now


def _contact_by(work: Work, accompaniment: Accompaniment) -> datetime:
    days = work.rule_book.delays.contact_days
    return calendar.end_of_day(calendar.add_working_days(calendar.civil(accompaniment.began_at), days))


def _pair_asked(work: Work, referral: Referral) -> Pair | None:
    if referral.state is not ReferralState.PAIRED:
        return None
    accompaniment = accompaniments.held(work.session, referral)
    pair = accompaniment and accompaniment.pair
    if not pair or pair.asked_at is None or pair.said_together_at or pair.said_apart_at:
        return None
    return pair
