"""Those who wait for a place, or at the desk for an association that fits: only their needs tell who may be served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hub import calendar, identities, offers, queries, standings
from hub.lifecycle import ReferralState
from hub.models import Referral
from hub.needs import BadNeed
from hub.routing import Roster
from hub.routing.scarcity import Waiter, serving_order
from hub.vault import CannotOpen
from hub.vocabulary import Engagement, Need
from hub.work import Errand, Hub, Work


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, and which associations could be asked for them at this moment."""

    referral: Referral
    waiter: Waiter
    could_be_asked: frozenset[str]


def turns(work: Work) -> list[int]:
    """Rows of those who wait and whose turn it is: a place is free for them, or their next date has come."""
    if not queries.how_many_wait(work.session):
        return []
    due = (
        each.referral
        for each in in_order(work, standings.roster(work))
        if each.could_be_asked or (each.referral.next_at or work.now) <= work.now
    )
    return [referral.id for referral in due]


def in_order(work: Work, roster: Roster) -> list[Waiting]:
    """Everybody who waits for a place, in the order in which they are served."""
    waiting = {each.waiter.name: each for each in _waiting(work, roster)}
    return [waiting[waiter.name] for waiter in serving_order(each.waiter for each in waiting.values())]


def next_try(work: Work) -> datetime:
    """When a place is looked for again, if none comes free before: each morning."""
    return calendar.next_morning(work.now)


def look_again_for_those_at_the_desk(hub: Hub) -> int:
    """Whom no association fitted looks again as soon as one that has a place says that it takes them; how many do.

    Done once for each word of an association, for each rule book, and each morning.  Those whom enough associations
    declined stay with the desk.
    """
    with hub.read() as work:
        last = queries.criteria.last_untried_entry(work.session, calendar.this_morning(work.now))
        fitted = [] if last is None else _fitted_at_the_desk(work)
    for referral_id in fitted:
        with hub.begin() as work:
            _leave_the_desk(work, queries.referral_to_move(work.session, referral_id))
    if last is not None:
        with hub.begin() as work:
            queries.criteria.say_entries_tried(work.session, last, work.now)
    return len(fitted)


def _fitted_at_the_desk(work: Work) -> list[int]:
    found = []
    for referral in queries.criteria.at_the_desk(work.session):
        need = None if offers.asked_enough(work, referral) else _open(work, referral)
        if need is None:
            continue
        roster = standings.roster(work, need if isinstance(need, Engagement) else None)
        if roster.decide(need, offers.asked(referral)).eligible:
            found.append(referral.id)
    return found


def _leave_the_desk(work: Work, referral: Referral) -> None:
    """Unless somebody of the desk was faster."""
    if referral.state is ReferralState.WITH_DESK:
        referral.move(ReferralState.LOOKING, next_at=work.now)
        work.ring(Errand.ROUTE, referral)


def _open(work: Work, referral: Referral) -> Need | Engagement | None:
    """A need that opens no more holds up nobody else."""
    try:
        return identities.open_need(work, referral)
    except (identities.Forgotten, CannotOpen, BadNeed):
        return None


def _waiting(work: Work, roster: Roster) -> Iterator[Waiting]:
    for referral in queries.waiting_with_needs(work.session):
        need = _open(work, referral)
        if need is None:
            continue
        verdict = roster.decide(need, offers.asked(referral))
        waiter = Waiter(
            name=referral.reference,
            priority=verdict.priority,
            could_take=verdict.could_take(),
            waited=(work.now - referral.received_at).total_seconds(),
        )
        yield Waiting(referral, waiter, frozenset(verdict.named(verdict.eligible)))
