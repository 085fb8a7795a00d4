"""The best first among those that fit: by points, then by how they stand, then by the alphabet."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from hub.routing.bits import Crowd, descending

TIE_BITS = 40
"""A rank is its points, then so many bits that part those of equal points: one number, compared at once."""
FLIGHTS = 20
"""Into so many parts of about as many associations each a large crowd is cut by its ranks: most are never looked at."""
HANDFUL = 10
"""So many who stand in one flight are told apart one by one, more of them step by step."""


class Ranks(ABC):
    """How each association stands beside the need: points that add to it, and what parts equals."""

    def __init__(self, crowd: Crowd) -> None:
        self.each = dict.fromkeys(crowd.profiles, 0)

    def stand(self, bit: int, points: int, tie: int) -> None:
        """``tie`` is not negative and takes less than ``TIE_BITS``."""
        self.each[bit] = (points << TIE_BITS) + tie

    @abstractmethod
    def measured(self, rows: Mapping[int, int]) -> Any:
        """Rows by their points, as :meth:`best` reads them."""

    @abstractmethod
    def best(self, row: int, merits: Any, places: Any, count: int) -> list[int]:
        """So many bits of a row, the best first."""


class OneByOne(Ranks):
    """Of a small crowd few fit: they are simply compared."""

    def measured(self, rows: Mapping[int, int]) -> Mapping[int, int]:
        """By each bit, what it adds to a rank."""
        return {bit: points << TIE_BITS for points, row in rows.items() for bit in descending(row)}

    def best(self, row: int, merits: Mapping[int, int], places: Mapping[int, int], count: int) -> list[int]:
        ranks, found = self.each, []
        while row:
            bit = row.bit_length() - 1
            row ^= 1 << bit
            found.append((merits[bit] + places[bit] + ranks[bit], bit))
        found.sort(reverse=True)
        return [bit for _, bit in found[:count]]


class Tiers(NamedTuple):
    """The greatest points first, and the rows of those that have as many."""

    points: tuple[int, ...]
    rows: tuple[int, ...]


class Flight(NamedTuple):
    """Neighbouring ranks, the highest first, and who has each of them."""

    highest: int
    anybody: int
    steps: Sequence[tuple[int, int]]


class ByTiers(Ranks):
    """Tiers are walked best first and no further than the best may lie: most of a large crowd is never looked at."""

    def __init__(self, crowd: Crowd) -> None:
        super().__init__(crowd)
        self._rows = {0: crowd.everybody}
        self._how_many = Counter(self.each.values())
        self._flights: tuple[Flight, ...] = ()

    def stand(self, bit: int, points: int, tie: int) -> None:
        before = self.each[bit]
        super().stand(bit, points, tie)
        after = self.each[bit]
        for moved, more in ((before, -1), (after, 1)):
            self._how_many[moved] += more
            self._rows[moved] = self._rows.get(moved, 0) ^ (1 << bit)
        self._flights = ()

    def measured(self, rows: Mapping[int, int]) -> Tiers:
        points = tuple(sorted(rows, reverse=True))
        return Tiers(points, tuple(rows[one] for one in points))

    def best(self, row: int, merits: Tiers, places: Tiers, count: int) -> list[int]:
        if not self._flights:
            self._flights = tuple(self._cut())
        highest = self._flights[0].highest
        found: list[tuple[int, int]] = []
        within: dict[int, int] = {}
        enough = 0
        for needed, merit, place in _by_sum(merits.points, places.points):
            if needed + highest < enough:
                break
            if merit not in within:
                within[merit] = row & merits.rows[merit]
            equals = within[merit] and within[merit] & places.rows[place]
            if equals:
                enough = self._add(found, equals, needed, enough, count)
        return [bit for _, bit in sorted(found, reverse=True)]

    def _add(self, found: list[tuple[int, int]], equals: int, needed: int, enough: int, count: int) -> int:
        """The best of those of equal points.  What the last of so many has is enough for whoever comes next."""
        for flight in self._flights:
            if needed + flight.highest < enough:
                break
            if standing := equals & flight.anybody:
                found += self._told_apart(needed, standing, flight, count)
                if len(found) >= count:
                    found.sort(reverse=True)
                    del found[count:]
                    enough = found[-1][0]
        return enough

    def _cut(self) -> Iterator[Flight]:
        """Worked out again after somebody moved."""
        steps, anybody, how_many = [], 0, 0
        for rank, row in sorted(self._rows.items(), reverse=True):
            if row:
                steps.append((rank, row))
                anybody |= row
                how_many += self._how_many[rank]
            if how_many > len(self.each) // FLIGHTS:
                yield Flight(steps[0][0], anybody, steps)
                steps, anybody, how_many = [], 0, 0
        if steps:
            yield Flight(steps[0][0], anybody, steps)

    def _told_apart(self, needed: int, row: int, flight: Flight, count: int) -> list[tuple[int, int]]:
        """The totals and bits of those who stand in a flight; of many, no more than are wanted."""
        found, left = [], row
        for _ in range(HANDFUL):
            bit = left.bit_length() - 1
            found.append((needed + self.each[bit], bit))
            left ^= 1 << bit
            if not left:
                return found
        found = []
        for rank, standing in flight.steps:
            found += [(needed + rank, bit) for bit in islice(descending(row & standing), count)]
            if len(found) >= count:
                break
        return found


@lru_cache(maxsize=1024)
def _by_sum(merits: tuple[int, ...], places: tuple[int, ...]) -> tuple[tuple[int, int, int], ...]:
    """Pairs of tiers, the greatest sum first: what a total takes of it, and the number of each tier."""
    pairs = [
        ((merit + place) << TIE_BITS, first, second)
        for first, merit in enumerate(merits)
        for second, place in enumerate(places)
    ]
    return tuple(sorted(pairs, key=lambda pair: -pair[0]))
