"""What the hub does by itself around an end: it asks how it was, and announces what it is about to erase."""

from __future__ import annotations

from datetime import timedelta

from hub import calendar, journey, offers, queries, timers
from hub.lifecycle import HELD, IllegalMove
from hub.models import Referral, Timer
from hub.queries import opinions
from hub.vocabulary import Kind, Step
from hub.work import Work

ERASED_WITHIN = timedelta(hours=1)
"""How long the last letters have to leave, before nobody knows any more where to."""


class NothingToKeep(Exception):
    """This mentor's name is not about to be erased, or is already."""


def ask_how_it_was(work: Work, timer: Timer) -> None:
    """Nobody who answered by themselves, and nobody to whom the hub can no longer write."""
    if timer.referral.boxes and not opinions.is_given(work.session, timer.referral_id):
        journey.record(work, timer.referral, Step.ASKED_HOW_IT_WAS, timer.offer)


def announce_forgetting(work: Work, timer: Timer) -> None:
    """Unless it was put off since: the timer is of one day."""
    day = timer.referral.forget_at and calendar.civil(timer.referral.forget_at)
    if timer.referral.boxes and day and timer.turn.startswith(day.isoformat()):
        journey.record(work, timer.referral, Step.FORGOTTEN_SOON, timer.offer)


def await_agreement(work: Work, timer: Timer) -> None:
    """A professional gathers a written agreement: they hear a week before that all is erased without it."""
    journey.record(work, timer.referral, Step.GUARDIAN_REMINDED)


def may_keep(work: Work, referral: Referral) -> bool:
    """Whether a mentor may have their name kept for another year."""
    held = referral.kind is Kind.MENTOR and referral.state in HELD
    return held and referral.forget_at is not None and queries.is_kept(work.session, referral)


def keep(work: Work, referral: Referral) -> None:
    """A mentor's name is kept for another year, and announced again before it is erased.  Raises NothingToKeep."""
    queries.hold(work.session, referral)
    if not may_keep(work, referral):
        raise NothingToKeep(referral.reference)
    referral.forget_at = work.now + timedelta(days=work.rule_book.delays.mentor_kept_days)
    accepted = next((offer for offer in referral.offers if offer.accompaniment), None)
    timers.announce_forgetting(work, referral, accepted, referral.forget_at)


def forget_now(work: Work, referral: Referral) -> None:
    """They leave at once: their association is told to delete, and the hub erases all within the hour."""
    try:
        offers.withdraw(work, referral)
    except IllegalMove:
        return  # a page may be old: it is over already, and has its own day
    referral.forget_at = work.now + ERASED_WITHIN
