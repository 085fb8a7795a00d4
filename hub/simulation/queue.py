"""Who waits for a place, and who is served first when an association has one."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from hub.routing.scarcity import Waiter, rank
from hub.simulation.policies import Policy

if TYPE_CHECKING:
    from hub.simulation.seats import Seats

Rank = tuple[float | str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody for whom associations fit and none has room; ``fits`` are those not asked yet."""

    number: int
    since: int
    priority: bool
    fits: frozenset[str]


class Queue:
    """One line for each association; somebody stands in the line of each one that could take them."""

    def __init__(self, policy: Policy, seats: Seats) -> None:
        self._in_need = policy.in_need
        self._seats = seats
        self._waiting: dict[int, Waiting] = {}
        self._lines: dict[str, list[tuple[Rank, int]]] = {}

    def join(self, who: Waiting) -> None:
        self._waiting[who.number] = who
        for slug in who.fits:
            heappush(self._lines.setdefault(slug, []), (self._rank(who), who.number))

    def leave(self, number: int) -> None:
        self._waiting.pop(number, None)

    def next_for(self, slug: str) -> int | None:
        """Who is served first by this association's free places; none when nobody waits or no place is theirs."""
        line = self._lines.get(slug, [])
        while line and not self._stands(line[0], slug):
            heappop(line)
        if not line:
            return None
        first = self._waiting[line[0][1]]
        return first.number if self._seats.has_room(slug, priority=first.priority) else None

    def _stands(self, place: tuple[Rank, int], slug: str) -> bool:
        """Whether they still wait, and since this place in the line was theirs."""
        who = self._waiting.get(place[1])
        return who is not None and slug in who.fits and place[0] == self._rank(who)

    def _rank(self, who: Waiting) -> Rank:
        if not self._in_need:
            return (who.since,)
        return rank(Waiter("", who.priority, len(who.fits), -who.since))
