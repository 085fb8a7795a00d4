"""Those who wait for a place: who they are only their needs tell, which the worker opens to put them in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hub import identities, offers, queries, standings
from hub.models import Referral
from hub.needs import BadNeed
from hub.routing import Roster
from hub.routing.scarcity import Waiter, serving_order
from hub.vault import CannotOpen
from hub.work import Work


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, and which associations could be asked for them at this moment."""

    referral: Referral
    waiter: Waiter
    could_be_asked: frozenset[str]


def turns(work: Work) -> list[int]:
    """Rows of those who wait and whose turn it is: a place is free for them, or their next date has come."""
    if not queries.waiting(work.session):
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


def _waiting(work: Work, roster: Roster) -> Iterator[Waiting]:
    """A need that opens no more holds up nobody else."""
    for referral in queries.waiting(work.session):
        try:
            need = identities.open_need(work, referral)
        except (identities.Forgotten, CannotOpen, BadNeed):
            continue
        verdict = roster.decide(need, offers.asked(referral))
        waiter = Waiter(
            name=referral.reference,
            priority=verdict.priority,
            could_take=verdict.could_take(),
            waited=(work.now - referral.received_at).total_seconds(),
        )
        yield Waiting(referral, waiter, frozenset(verdict.named(verdict.eligible)))
