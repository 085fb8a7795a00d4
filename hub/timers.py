"""Setting the hub's alarm clocks: what it will do by itself, when, and once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from hub import calendar
from hub.lifecycle import HELD, ReferralState
from hub.models import Offer, Referral, Timer
from hub.queries import timers as rows
from hub.vocabulary import Audience, Kind, Step, TimerKind
from hub.work import Numbered, Work

NO_ANSWER_YET = rows.NO_ANSWER_YET
SEARCH_BEGINS = frozenset({Step.RECEIVED, Step.GUARDIAN_AGREED, Step.RETURNED})

TRUE_WHILE: Mapping[TimerKind, frozenset[ReferralState]] = MappingProxyType(
    {
        TimerKind.REMIND_GUARDIAN: frozenset({ReferralState.AWAITING_GUARDIAN}),
        TimerKind.SAY_ON_IT: NO_ANSWER_YET,
        TimerKind.SAY_NO_SOLUTION: NO_ANSWER_YET,
        TimerKind.ASK_IF_CONTACTED: frozenset({ReferralState.ACCEPTED}),
        TimerKind.SAY_UNREACHABLE: frozenset({ReferralState.ACCEPTED}),
        TimerKind.END_UNREACHABLE: frozenset({ReferralState.UNREACHABLE}),
        TimerKind.ASK_IF_TOGETHER: frozenset({ReferralState.PAIRED}),
        TimerKind.HOW_IT_WAS: frozenset({ReferralState.CLOSED}),
        TimerKind.WRITTEN_AGREEMENT: frozenset({ReferralState.AWAITING_GUARDIAN}),
        TimerKind.FORGOTTEN_SOON: HELD,
    }
)
"""In any other state the deed no longer makes sense: it is crossed off."""

OVERTAKEN_BY: Mapping[TimerKind, frozenset[TimerKind]] = MappingProxyType(
    {
        TimerKind.REMIND_GUARDIAN: frozenset({TimerKind.REMIND_GUARDIAN}),
        TimerKind.SAY_ON_IT: frozenset({TimerKind.SAY_NO_SOLUTION}),
        TimerKind.ASK_IF_CONTACTED: frozenset({TimerKind.SAY_UNREACHABLE}),
        TimerKind.FORGOTTEN_SOON: frozenset({TimerKind.FORGOTTEN_SOON}),
    }
)
"""After an outage several may be due at once: the later one alone speaks."""

CONTACT = (TimerKind.ASK_IF_CONTACTED, TimerKind.SAY_UNREACHABLE, TimerKind.END_UNREACHABLE)


def wind(
    work: Work,
    kind: TimerKind,
    referral: Numbered,
    *,
    at: datetime,
    offer: Numbered | None = None,
    turn: str = "",
) -> None:
    """Have this done then.  Wound twice, it is one deed, at the time said last; once done, it is not done again.

    ``turn``: what tells apart deeds of one kind that come again: a number, a day.
    """
    offer_id = offer and offer.id
    key = f"{kind}:{referral.id}:{offer_id or '-'}:{turn}"
    row = {"kind": kind, "referral_id": referral.id, "offer_id": offer_id, "turn": turn, "due_at": at}
    if work.write_once(Timer, key=key, **row) is None:
        rows.put_off(work.session, key, at)


def stop(work: Work, referral: Numbered, *kinds: TimerKind) -> None:
    """Have none of these done, nothing at all if none is named."""
    rows.strike(work.session, referral.id, kinds)


def ahead(work: Work, referral: Referral) -> list[Timer]:
    """What the hub will do by itself as things stand, the earliest first."""
    coming = rows.to_come(work.session, referral.id)
    return [timer for timer in coming if referral.state in TRUE_WHILE[timer.kind]]


def watch(work: Work, referral: Referral) -> None:
    """Whoever waits for a yes, or for whose guardian's yes we wait, hears of it again before they have to ask.

    Safe to call at any time and twice.  Counted from the day on which that wait began.
    """
    if referral.state in NO_ANSWER_YET:
        _watch_the_search(work, referral)
    elif referral.state is ReferralState.AWAITING_GUARDIAN:
        _watch_the_agreement(work, referral)


def say_no_solution_again(work: Work, referral: Referral, *, after: date) -> None:
    """So many days after that day, or as often as it takes: a time that was missed is not made up for."""
    step = timedelta(days=work.rule_book.delays.no_solution_days)
    day = after + step
    while day <= calendar.civil(work.now):
        day += step
    _on_day(work, TimerKind.SAY_NO_SOLUTION, referral, day)


def _watch_the_search(work: Work, referral: Referral) -> None:
    since = _began(work, referral, SEARCH_BEGINS)
    on_it_on = since + timedelta(days=work.rule_book.delays.on_it_days)
    _on_day(work, TimerKind.SAY_ON_IT, referral, on_it_on)
    say_no_solution_again(work, referral, after=since)


def _watch_the_agreement(work: Work, referral: Referral) -> None:
    """A guardian is asked again twice; a professional who gathers it in writing, once, before all is erased."""
    since, delays = _began(work, referral, {Step.AWAITING_GUARDIAN}), work.rule_book.delays
    if referral.correspondent is Audience.GUARDIAN:
        for days in (delays.guardian_reminder_days, delays.guardian_last_reminder_days):
            _on_day(work, TimerKind.REMIND_GUARDIAN, referral, since + timedelta(days=days))
    elif referral.forget_at:
        day = calendar.civil(referral.forget_at) - timedelta(days=delays.forgotten_last_days)
        _on_day(work, TimerKind.WRITTEN_AGREEMENT, referral, day)


def _began(work: Work, referral: Referral, steps: Collection[Step]) -> date:
    return calendar.civil(rows.last_of(work.session, referral.id, steps) or referral.received_at)


def ask_if_contacted(work: Work, referral: Numbered, offer: Numbered, *, contact_by: datetime) -> None:
    """Some days after the day by which they should have been contacted."""
    day = calendar.civil(contact_by) + timedelta(days=work.rule_book.delays.ask_if_contacted_days)
    at, turn = calendar.morning_of(day), day.isoformat()
    wind(work, TimerKind.ASK_IF_CONTACTED, referral, at=at, offer=offer, turn=turn)


def _on_day(work: Work, kind: TimerKind, referral: Numbered, day: date) -> None:
    wind(work, kind, referral, at=calendar.morning_of(day), turn=day.isoformat())


def ask_how_it_was(work: Work, referral: Numbered, offer: Numbered | None = None) -> None:
    """Some days after the end: the letter that tells of it asks nothing."""
    day = calendar.civil(work.now) + timedelta(days=work.rule_book.delays.how_it_was_days)
    wind(work, TimerKind.HOW_IT_WAS, referral, at=calendar.morning_of(day), offer=offer, turn=day.isoformat())


def announce_forgetting(work: Work, referral: Referral, offer: Offer | None, forget_at: datetime) -> None:
    """A week before a name is erased; to a mentor, who may have it kept, a month before as well."""
    delays, last = work.rule_book.delays, calendar.civil(forget_at)
    before: tuple[int, ...] = (delays.forgotten_last_days,)
    if referral.kind is Kind.MENTOR:
        before = (delays.forgotten_soon_days, delays.forgotten_last_days)
    stop(work, referral, TimerKind.FORGOTTEN_SOON)
    for days in before:
        at, turn = calendar.morning_of(last - timedelta(days=days)), f"{last}:{days}"
        if at > work.now:
            wind(work, TimerKind.FORGOTTEN_SOON, referral, at=at, offer=offer, turn=turn)
