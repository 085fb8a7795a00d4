"""Those who wait for a place, with the hub or at the desk: only their needs tell who may be served, and who first."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hub import calendar, identities, offers, queries, standings
from hub.models import Referral
from hub.needs import BadNeed
from hub.queries import asking
from hub.routing import Rooms, Roster
from hub.routing.scarcity import Waiter, serving_order
from hub.vault import CannotOpen
from hub.vocabulary import Engagement, Need
from hub.work import Work


@dataclass(frozen=True, slots=True, repr=False)
class Waiting:
    """Somebody who waits, who was asked before, and which associations could be asked at this moment."""

    row_id: int
    need: Need | Engagement
    asked: frozenset[str]
    waiter: Waiter
    could_be_asked: frozenset[str]


class _InVain(threading.local):
    """Whom this thread looked at for nothing, by their reference and version, and how much room there was then.

    Until somebody has more room, there is none for them either: their needs stay closed.
    """

    roster: Roster | None = None
    rooms: Rooms | None = None
    known: frozenset[tuple[str, int]] = frozenset()


_in_vain = _InVain()


def turns(work: Work) -> list[int]:
    """Rows of those whose turn it is: a place is left for them once everybody before took theirs.

    Then those who wait and whose next date has come: a door may be gone, or the desk has to look.
    """
    roster = standings.roster(work)
    first = [each.row_id for each in served(roster, in_order(work, roster))]
    return list(dict.fromkeys([*first, *queries.tried_each_morning(work.session, work.now)]))


def in_order(work: Work, roster: Roster) -> list[Waiting]:
    """Everybody for whom an association could be asked now, in the order in which they are served.

    Those at the desk are among them, but for whom enough associations were asked, and whom somebody there looks after.
    """
    found = {each.waiter.name: each for each in _look(work, roster)}
    return [found[waiter.name] for waiter in serving_order(each.waiter for each in found.values())]


def served(roster: Roster, waiting: Iterable[Waiting]) -> list[Waiting]:
    """Those of them who find a place, each after those before; the roster stands as it stood."""
    found, taken = [], []
    for each in waiting:
        best = roster.decide(each.need, each.asked).best(1)
        if best:
            found.append(each)
        if best and isinstance(each.need, Need):
            roster.seat_taken(best[0])
            taken += best
    for slug in taken:
        roster.seat_freed(slug)
    return found


def next_try(work: Work) -> datetime:
    """When a place is looked for again, if none comes free before: each morning."""
    return calendar.next_morning(work.now)


def _look(work: Work, roster: Roster) -> list[Waiting]:
    """At whoever was not looked at in vain since somebody last had more room."""
    before = _in_vain.rooms
    if _in_vain.roster is not roster or before is None or roster.rooms.open_more_than(before):
        _in_vain.known = frozenset()
    _in_vain.roster, _in_vain.rooms = roster, roster.rooms
    queue = queries.queue(work.session, calendar.this_morning(work.now))
    known = {(row.reference, row.version) for row in queue} & _in_vain.known
    unknown = [row.id for row in queue if (row.reference, row.version) not in known]
    found = []
    for referral in queries.with_needs(work.session, unknown):
        each = _waiting(work, referral, roster)
        if each:
            found.append(each)
        else:
            known.add((referral.reference, referral.version))
    _in_vain.known = frozenset(known)
    return found


def _waiting(work: Work, referral: Referral, roster: Roster) -> Waiting | None:
    """None where nobody could be asked."""
    need = None if offers.asked_enough(work, referral) else _open(work, referral)
    if need is None:
        return None
    asked = frozenset(asking.asked(work.session, referral))
    verdict = roster.decide(need, asked)
    if not verdict.eligible:
        return None
    waiter = Waiter(
        name=referral.reference,
        priority=verdict.priority,
        could_take=verdict.could_take(),
        waited=(work.now - referral.received_at).total_seconds(),
    )
    return Waiting(referral.id, need, asked, waiter, frozenset(verdict.named(verdict.eligible)))


def _open(work: Work, referral: Referral) -> Need | Engagement | None:
    """A need that opens no more holds up nobody else."""
    try:
        return identities.open_need(work, referral)
    except (identities.Forgotten, CannotOpen, BadNeed):
        return None
