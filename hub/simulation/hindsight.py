"""How many a router that knows everything could place: an upper bound for every policy.

It knows who would say yes to whom and after how many days, when each place opens and when each person gives up.
That is a maximum flow from people through months of associations, where a place not taken is carried forward.
Found by shortest augmenting paths between months, of which there are a few hundred: no library is quicker here than
importing one (measured on a year: 0.6 s, igraph 0.3 s for 15 MB more, networkx 1.2 s, scipy 0.4 s for 200 MB).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from hub.simulation import luck
from hub.simulation.arrivals import Arrival
from hub.simulation.days import after, first_of_month
from hub.simulation.luck import Says
from hub.simulation.network import Association, openings
from hub.simulation.world import MONTHS

Month = tuple[str, int]


class Optimum:
    """Places people one by one, moving others aside where that makes room; nobody once placed is left out again."""

    def __init__(self, places: dict[Month, int]) -> None:
        self._left = dict(places)
        self._held: dict[Month, set[int]] = {month: set() for month in places}
        self._latest: list[list[Month]] = []
        self._closed: set[Month] = set()
        self.placed = 0

    def add(self, latest: list[Month]) -> bool:
        """Somebody who could take, of each association, a place opened in that month at the latest."""
        self._latest.append(latest)
        came_from: dict[Month, tuple[int, Month | None]] = {}
        line: deque[Month] = deque()
        self._reach(len(self._latest) - 1, None, came_from, line)
        while line:
            month = line.popleft()
            if self._left[month]:
                self._shift(month, came_from)
                self.placed += 1
                return True
            for holder in self._held[month]:
                self._reach(holder, month, came_from, line)
        self._closed |= came_from.keys()
        return False

    def _reach(
        self,
        person: int,
        source: Month | None,
        came_from: dict[Month, tuple[int, Month | None]],
        line: deque[Month],
    ) -> None:
        """Whatever somebody could take, in the months not reached yet; once one is, those before it are too."""
        for slug, month in self._latest[person]:
            for earlier in range(month, -1, -1):
                if (slug, earlier) in came_from or (slug, earlier) in self._closed:
                    break
                came_from[slug, earlier] = (person, source)
                line.append((slug, earlier))

    def _shift(self, end: Month, came_from: dict[Month, tuple[int, Month | None]]) -> None:
        self._left[end] -= 1
        to: Month | None = end
        while to is not None:
            person, source = came_from[to]
            self._held[to].add(person)
            if source is not None:
                self._held[source].discard(person)
            to = source


def hindsight(
    people: Sequence[Arrival],
    fits: Sequence[frozenset[str]],
    associations: Sequence[Association],
    *,
    seed: int,
) -> int:
    """The most people that anybody could have placed; ``fits`` are, for each, the associations that fit."""
    by_slug = {each.slug: each for each in associations}
    places = {(each.slug, m): opened for each in associations for m, opened in enumerate(openings(each))}
    optimum = Optimum(places)
    for person, slugs in zip(people, fits, strict=True):
        latest = [(slug, _latest(person, by_slug[slug], seed)) for slug in sorted(slugs)]
        optimum.add([(slug, month) for slug, month in latest if month is not None])
    return optimum.placed


def _latest(person: Arrival, association: Association, seed: int) -> int | None:
    """The last month whose places open soon enough for this association's yes to come before they give up."""
    says, waits = luck.luck(seed, person.number, association)
    if says is not Says.ACCEPTS or after(person.day, waits) >= person.gives_up:
        return None
    for month in reversed(range(MONTHS)):
        opens = first_of_month(month) + association.opens_on - 1
        if after(max(opens, person.day), waits) < person.gives_up:
            return month
    return None
