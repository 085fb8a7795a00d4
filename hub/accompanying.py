"""What an association does after its yes, until a mentor is met, until the end, or until it gives the person back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hub import calendar, journal, journey, offers, queries, timers
from hub.journal import Act
from hub.lifecycle import Answer, IllegalMove, ReferralState
from hub.models import Accompaniment, Attempt, Member, Offer, Pair, Referral, Return
from hub.queries import accompaniments
from hub.terms import end_of_working_day
from hub.vocabulary import (
    AttemptChannel,
    AttemptOutcome,
    NotYetPaired,
    Outcome,
    PairEnd,
    ReturnReason,
    Satisfaction,
    Step,
    TimerKind,
)
from hub.work import Errand, Work

NEVER_PAIRED = frozenset({Outcome.NOT_WANTED, Outcome.FOUND_ELSEWHERE, Outcome.UNREACHABLE})
ONE_DAY = timedelta(days=1)


class NotThatDay(Exception):
    """The day told is to come, or before what it follows."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt to reach somebody, as the association tells it."""

    made_on: date
    channel: AttemptChannel
    outcome: AttemptOutcome


def note_attempt(work: Work, offer: Offer, member: Member, tried: Tried) -> None:
    """They were reached, or another attempt is due: some days after the first one, until none is left.

    Raises NotThatDay, and IllegalMove once they are in contact.
    """
    accompaniment = _held(work, offer)
    referral = offer.referral
    if referral.state not in (ReferralState.ACCEPTED, ReferralState.UNREACHABLE):
        raise IllegalMove(f"a referral that is {referral.state} was reached already")
    _check_day(work, tried.made_on, since=calendar.civil(accompaniment.began_at))
    accompaniment.attempts.append(
        Attempt(
            made_on=tried.made_on,
            channel=tried.channel,
            outcome=tried.outcome,
            noted_at=work.now,
            by_id=member.id,
        )
    )
    accompaniment.said_not_contacted_at = None
    if tried.outcome is AttemptOutcome.REACHED:
        reached(work, accompaniment, by=member)
        _note(work, offer, member, "contacted", channel=tried.channel)
        return
    _note(work, offer, member, "attempt", outcome=tried.outcome, channel=tried.channel)
    if referral.state is ReferralState.ACCEPTED:
        _try_again(work, accompaniment, tried.made_on)


def reached(work: Work, accompaniment: Accompaniment, *, by: Member | None) -> None:
    """They are in contact: a mentor is to be found by some date.  ``by``: None when the person says so themselves."""
    accompaniment.contacted_at, accompaniment.said_not_contacted_at = work.now, None
    timers.stop(work, accompaniment.offer.referral, *timers.CONTACT)
    days = work.rule_book.delays.no_pair_days
    due = calendar.end_of_day(calendar.civil(accompaniment.began_at) + timedelta(days=days))
    at_least = end_of_working_day(work, work.rule_book.delays.contact_days)
    _move(accompaniment, ReferralState.CONTACTED, next_at=max(due, at_least))
    journey.record(work, accompaniment.offer.referral, Step.CONTACTED, accompaniment.offer, by=by)


def still_looking(work: Work, offer: Offer, member: Member, *, waits_for: NotYetPaired) -> None:
    """No pair yet: the association goes on, says what it waits for, and is asked again a month later."""
    accompaniment = _held(work, offer)
    if offer.referral.state is not ReferralState.CONTACTED:
        raise IllegalMove(f"nobody looks for a mentor for a referral that is {offer.referral.state}")
    accompaniment.waits_for = waits_for
    later = calendar.add_working_days(_first_of_next_month(work), 1)
    offer.referral.next_at = max(offer.referral.next_at or work.now, calendar.end_of_day(later))
    _note(work, offer, member, "still_looking", waits_for=waits_for)


def pair(work: Work, offer: Offer, member: Member, *, since: date) -> Pair:
    """A mentor and a young person said yes to each other.  Raises NotThatDay."""
    accompaniment = _held(work, offer)
    _check_day(work, since, since=calendar.civil(accompaniment.began_at))
    if offer.referral.state is ReferralState.ACCEPTED:
        reached(work, accompaniment, by=member)
    made = Pair(since=since, followed_in=None)
    accompaniment.pairs.append(made)
    accompaniment.waits_for = None
    _ask_if_together(work, offer, since)
    _move(accompaniment, ReferralState.PAIRED, next_at=next_follow_up(work))
    journey.record(work, offer.referral, Step.PAIRED, offer, by=member)
    _note(work, offer, member, "paired")
    return made


def follow(work: Work, pairs: Sequence[Pair], member: Member) -> None:
    """These pairs still meet, this month."""
    accompaniments.follow_pairs(
        work.session,
        [each.id for each in pairs],
        month=calendar.civil(work.now).replace(day=1),
        next_at=next_follow_up(work),
        noted_at=work.now,
        by_id=member.id,
    )
    association = member.association.slug if member.association else ""
    journal.note(work, Act.ACCOMPANIED, association, by=member, did="followed", count=len(pairs))


def end_pair(work: Work, offer: Offer, member: Member, *, ended_on: date, because: PairEnd) -> None:
    """They no longer meet.  The association speaks with both, then looks for another mentor or ends it: :func:`finish`.

    Raises NotThatDay, and IllegalMove where there is no pair.
    """
    accompaniment = _held(work, offer)
    together = accompaniment.pair
    if together is None:
        raise IllegalMove("there is no pair to end")
    _check_day(work, ended_on, since=together.since)
    together.ended_on, together.ended_because = ended_on, because
    together.said_apart_at = accompaniment.waits_for = None
    timers.stop(work, offer.referral, TimerKind.ASK_IF_TOGETHER)
    days = work.rule_book.delays.closing_days
    due = calendar.end_of_day(calendar.civil(work.now) + timedelta(days=days))
    _move(accompaniment, ReferralState.CONTACTED, next_at=due)
    journey.record(work, offer.referral, Step.PAIR_ENDED, offer, by=member)
    _note(work, offer, member, "pair_ended", because=because)


def finish(
    work: Work, offer: Offer, member: Member | None, *, outcome: Outcome, satisfaction: Satisfaction
) -> None:
    """The accompaniment is over.  The place of somebody who never was in a pair is free again.

    ``member``: None when the hub itself ends it, after a long silence.  Raises IllegalMove for a pair, ended first.
    """
    accompaniment = _held(work, offer)
    if accompaniment.pair or (accompaniment.pairs and outcome in NEVER_PAIRED):
        raise IllegalMove("a pair is ended first, and its end is another")
    offer.referral.move(ReferralState.CLOSED, next_at=None, forget_at=offers.forgotten_after_the_end(work))
    offer.release = None
    if not accompaniment.pairs:
        offers.give_place_back(work, offer)
    accompaniment.outcome, accompaniment.satisfaction = outcome, satisfaction
    accompaniment.end(work.now)
    timers.stop(work, offer.referral)
    if outcome is not Outcome.UNREACHABLE:
        timers.ask_how_it_was(work, offer.referral, offer)
    journey.record(work, offer.referral, Step.ACCOMPANIED, offer, by=member)
    _note(work, offer, member, "finished", outcome=outcome, satisfaction=satisfaction)


def give_back(work: Work, offer: Offer, member: Member, *, reason: ReturnReason, undo: bool = False) -> None:
    """The association can not accompany them after all: the next one is asked, and the person told with an apology.

    It reads the identity no more, and is not asked again.  ``undo``: it takes its yes back within the first days.
    Raises IllegalMove for a pair, and for whoever could not be reached: those are ended, not passed around.  And once
    the hub's copy of the identity is erased: the association alone knows who it is.
    """
    referral = queries.hold(work.session, offer.referral)
    if not queries.is_kept(work.session, referral):
        raise IllegalMove("the hub no longer knows who it is: nobody else could be asked")
    offer.answer(Answer.GIVE_BACK, at=work.now)
    referral.move(ReferralState.LOOKING, next_at=work.now)
    offer.release = None
    offers.give_place_back(work, offer)
    work.session.add(
        Return(offer_id=offer.id, reason=reason, undone=undo, returned_at=work.now, by_id=member.id)
    )
    if offer.accompaniment:
        offer.accompaniment.end(work.now)
    _promise_again(work, referral)
    timers.stop(work, referral)
    journey.record(work, referral, Step.RETURNED, offer, by=member)
    journal.note(work, Act.GIVEN_BACK, offer.card_number, by=member, reason=reason.value, undo=undo)
    work.ring(Errand.ROUTE, referral)


def next_follow_up(work: Work) -> datetime:
    """Until the evening of next month's first working day."""
    return calendar.end_of_day(calendar.add_working_days(_first_of_next_month(work) - ONE_DAY, 1))


def _held(work: Work, offer: Offer) -> Accompaniment:
    """What goes on, held until the work is done.  Raises IllegalMove once it is over."""
    queries.hold(work.session, offer.referral)
    accompaniment = offer.accompaniment
    if accompaniment is None or accompaniment.ended_at:
        raise IllegalMove("this accompaniment is over")
    work.session.refresh(accompaniment)
    return accompaniment


def _move(accompaniment: Accompaniment, to: ReferralState, *, next_at: datetime) -> None:
    """What was decided of forgetting stays."""
    referral = accompaniment.offer.referral
    referral.move(to, next_at=next_at, forget_at=referral.forget_at)


def _try_again(work: Work, accompaniment: Accompaniment, made_on: date) -> None:
    """The days of the next attempts are counted from the first; at the last they are said to be unreachable."""
    first = min(accompaniment.attempted_on or made_on, made_on)
    accompaniment.attempted_on = first
    delays = work.rule_book.delays
    planned = (delays.try_again_days, delays.try_last_days, delays.unreachable_days)
    last = max(attempt.made_on for attempt in accompaniment.attempts)
    missed = sum(attempt.outcome is not AttemptOutcome.REACHED for attempt in accompaniment.attempts)
    to_come = [first + timedelta(days=days) for days in planned[missed - 1 :]]
    day = next((day for day in to_come if day > last), first + timedelta(days=delays.unreachable_days))
    accompaniment.offer.referral.next_at = calendar.end_of_day(day)
    _say_unreachable_after(work, accompaniment.offer, first + timedelta(days=delays.unreachable_days))


def _say_unreachable_after(work: Work, offer: Offer, last_day: date) -> None:
    """The morning after the last day on which an attempt could still reach them."""
    timers.stop(work, offer.referral, TimerKind.SAY_UNREACHABLE)
    at, turn = calendar.morning_of(last_day + ONE_DAY), last_day.isoformat()
    timers.wind(work, TimerKind.SAY_UNREACHABLE, offer.referral, at=at, offer=offer, turn=turn)


def _ask_if_together(work: Work, offer: Offer, since: date) -> None:
    """Not of a pair that is told of so late that the day has passed."""
    at = calendar.morning_of(since + timedelta(days=work.rule_book.delays.ask_if_together_days))
    if at > work.now:
        turn = since.isoformat()
        timers.wind(work, TimerKind.ASK_IF_TOGETHER, offer.referral, at=at, offer=offer, turn=turn)


def _check_day(work: Work, day: date, *, since: date) -> None:
    if not since <= day <= calendar.civil(work.now):
        raise NotThatDay(f"{day} is not between {since} and today")


def _first_of_next_month(work: Work) -> date:
    return (calendar.civil(work.now).replace(day=28) + 4 * ONE_DAY).replace(day=1)


def _promise_again(work: Work, referral: Referral) -> None:
    """The search begins anew, and so does the time that was promised for it."""
    days = work.rule_book.delays.promise_days
    answered_by = calendar.add_working_days(calendar.civil(work.now), days)
    referral.promised_by = max(referral.promised_by or date.min, answered_by)


def _note(work: Work, offer: Offer, member: Member | None, did: str, **codes: str) -> None:
    journal.note(work, Act.ACCOMPANIED, offer.card_number, by=member, did=did, **codes)
