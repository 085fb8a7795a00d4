"""What the hub itself does when it hears nothing: it reminds, says where things stand, asks, and ends honestly."""

from __future__ import annotations

from datetime import timedelta

from hub import accompanying, calendar, journey, queries, timers
from hub.lifecycle import ReferralState
from hub.models import Accompaniment, Timer
from hub.queries import timers as rows
from hub.vocabulary import Outcome, Satisfaction, Step, TimerKind
from hub.work import Hub, Work


def keep_watch(hub: Hub) -> None:
    """Set what the hub will do by itself for whoever came since: the form that brought them did not wait for it."""
    with hub.read() as work:
        unwatched = rows.unwatched(work.session)
    for referral_id in unwatched:
        with hub.begin() as work:
            timers.watch(work, queries.referral_to_move(work.session, referral_id))


def remind_guardian(work: Work, timer: Timer) -> None:
    journey.record(work, timer.referral, Step.GUARDIAN_REMINDED)


def say_on_it(work: Work, timer: Timer) -> None:
    journey.record(work, timer.referral, Step.ON_IT)


def say_no_solution(work: Work, timer: Timer) -> None:
    """Said again as long as nobody says yes: nobody waits without a word for more than a month."""
    journey.record(work, timer.referral, Step.NO_SOLUTION)
    timers.say_no_solution_again(work, timer.referral, after=calendar.civil(timer.due_at))


def ask_if_contacted(work: Work, timer: Timer) -> None:
    """Not whoever said already that nobody did: their association and the desk know it."""
    accompaniment = _going_on(timer)
    if accompaniment and accompaniment.said_not_contacted_at is None:
        journey.record(work, timer.referral, Step.ASKED_IF_CONTACTED, timer.offer)


def say_unreachable(work: Work, timer: Timer) -> None:
    """Tried in vain for weeks.  The person has some more to say that they are there; then it is over."""
    if _going_on(timer) is None:
        return
    days = work.rule_book.delays.unreachable_kept_days
    last_day = calendar.civil(work.now) + timedelta(days=days)
    referral = timer.referral
    referral.move(
        ReferralState.UNREACHABLE, next_at=calendar.end_of_day(last_day), forget_at=referral.forget_at
    )
    at = calendar.morning_of(last_day + timedelta(days=1))
    turn = last_day.isoformat()
    timers.wind(work, TimerKind.END_UNREACHABLE, referral, at=at, offer=timer.offer, turn=turn)
    journey.record(work, referral, Step.UNREACHABLE, timer.offer)


def end_unreachable(work: Work, timer: Timer) -> None:
    if timer.offer and _going_on(timer):
        outcome, satisfaction = Outcome.UNREACHABLE, Satisfaction.NOT_ASKED
        accompanying.finish(work, timer.offer, None, outcome=outcome, satisfaction=satisfaction)


def ask_if_together(work: Work, timer: Timer) -> None:
    accompaniment = _going_on(timer)
    if accompaniment and accompaniment.pair:
        accompaniment.pair.asked_at = work.now
        journey.record(work, timer.referral, Step.ASKED_IF_TOGETHER, timer.offer)


def _going_on(timer: Timer) -> Accompaniment | None:
    """What the timer was set for, unless it is over: given back, or ended."""
    accompaniment = timer.offer and timer.offer.accompaniment
    return accompaniment if accompaniment and accompaniment.ended_at is None else None
