"""The best first among those that fit: by points, then by how they stand, then by the alphabet.

Points lie in tiers, rows of associations that have as many.  Tiers are walked best first and no further than the
best may lie: most associations are never looked at.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from hub.routing.bits import Crowd, descending

FEW = 24
"""So many are compared one by one: that is quicker than to walk the tiers."""
SMALL_CROWD = 512
"""In so many, bits are counted quickly, and points one by one take little memory."""
STEP = 8
"""So many points apart are the wide rows of ranks, which show that nobody stands on any step of theirs."""

Tie = tuple[int, ...]


class Measured(NamedTuple):
    """Points for one part of what was asked: the tiers, the greatest first; and one by one in a small crowd."""

    points: tuple[int, ...]
    rows: tuple[int, ...]
    each: Sequence[int]


class Flight(NamedTuple):
    """Ranks within a few points: who stands on any of them, and on each."""

    highest: int
    anybody: int
    steps: Sequence[tuple[int, int]]


class Ranks:
    """How each association stands beside the need: points that add to it, and what parts equals."""

    def __init__(self, crowd: Crowd) -> None:
        self.size = crowd.size
        self.points = [0] * crowd.size
        self.ties: list[Tie] = [()] * crowd.size
        self._rows = {0: crowd.everybody}
        self._wide = {0: crowd.everybody}
        self._parted: dict[int, dict[Tie, int]] = {0: {(): crowd.everybody}}
        self._flights: tuple[Flight, ...] | None = None

    def stand(self, bit: int, points: int, tie: Tie) -> None:
        self._flip(1 << bit, self.points[bit], self.ties[bit])
        self.points[bit], self.ties[bit] = points, tie
        self._flip(1 << bit, points, tie)
        self._flights = None

    def flights(self) -> tuple[Flight, ...]:
        """The highest first.  Put together again after somebody moved."""
        if self._flights is None:
            steps: dict[int, list[tuple[int, int]]] = {}
            for points, row in sorted(self._rows.items(), reverse=True):
                steps.setdefault(points // STEP, []).append((points, row))
            self._flights = tuple(
                Flight(found[0][0], self._wide[flight], found) for flight, found in steps.items()
            )
        return self._flights

    def parted(self, reached: Sequence[tuple[int, int]]) -> Iterator[int]:
        """Bits in order, of rows that reached the same total, each beside the points of its own rank."""
        if len(reached) == 1:
            [(points, row)] = reached
            for _, standing in sorted(self._parted[points].items(), reverse=True):
                yield from descending(row & standing)
            return
        ties = {tie for points, _ in reached for tie in self._parted[points]}
        for tie in sorted(ties, reverse=True):
            equals = 0
            for points, row in reached:
                equals |= row & self._parted[points].get(tie, 0)
            yield from descending(equals)

    def _flip(self, flip: int, points: int, tie: Tie) -> None:
        self._rows[points] = self._rows.get(points, 0) ^ flip
        self._wide[points // STEP] = self._wide.get(points // STEP, 0) ^ flip
        parted = self._parted.setdefault(points, {})
        parted[tie] = parted.get(tie, 0) ^ flip


def best(row: int, merits: Measured, places: Measured, ranks: Ranks, count: int) -> list[int]:
    """So many bits of a row, the best first."""
    if ranks.size <= SMALL_CROWD and row.bit_count() <= FEW:
        return one_by_one(row, merits, places, ranks)[:count]
    return by_tiers(row, merits, places, ranks, count)


def one_by_one(row: int, merits: Measured, places: Measured, ranks: Ranks) -> list[int]:
    of_merits, of_places, points, ties = merits.each, places.each, ranks.points, ranks.ties
    found = []
    while row:
        bit = row.bit_length() - 1
        row ^= 1 << bit
        found.append((of_merits[bit] + of_places[bit] + points[bit], ties[bit], bit))
    found.sort(reverse=True)
    return [bit for _, _, bit in found]


def by_tiers(row: int, merits: Measured, places: Measured, ranks: Ranks, count: int) -> list[int]:
    search = _Search(ranks, count)
    within: dict[int, int] = {}
    for points, merit, place in _by_sum(merits.points, places.points):
        if points + search.highest < search.enough:
            break
        if merit not in within:
            within[merit] = row & merits.rows[merit]
        if left := within[merit] and within[merit] & places.rows[place]:
            search.climb(points, left)
    return search.found()


class _Search:
    """Rows by the total that they reached, and the total that nobody below needs to be looked at for."""

    def __init__(self, ranks: Ranks, count: int) -> None:
        self._ranks, self._count = ranks, count
        self._flights = ranks.flights()
        self._reached: dict[int, list[tuple[int, int]]] = {}
        self._totals: list[int] = []
        self.highest = self._flights[0].highest
        self.enough = 0

    def climb(self, points: int, row: int) -> None:
        """Those of this row who stand high enough, each at its total."""
        for highest, anybody, steps in self._flights:
            if points + highest < self.enough:
                return
            if left := row & anybody:
                for step, standing in steps:
                    if points + step < self.enough:
                        return
                    if hit := left & standing:
                        self._note(points + step, step, hit)

    def found(self) -> list[int]:
        totals = sorted(self._reached, reverse=True)
        bits = (bit for total in totals for bit in self._ranks.parted(self._reached[total]))
        return list(islice(bits, self._count))

    def _note(self, total: int, step: int, row: int) -> None:
        """A row holds one association at least: after ``count`` rows, a lower total is too low."""
        self._reached.setdefault(total, []).append((step, row))
        insort(self._totals, total)
        if len(self._totals) > self._count:
            self._totals.pop(0)
        if len(self._totals) == self._count:
            self.enough = self._totals[0]


@lru_cache(maxsize=1024)
def _by_sum(merits: tuple[int, ...], places: tuple[int, ...]) -> tuple[tuple[int, int, int], ...]:
    """Pairs of tiers, the greatest sum first: the sum, and the number of each tier."""
    pairs = [
        (merit + place, first, second)
        for first, merit in enumerate(merits)
        for second, place in enumerate(places)
    ]
    return tuple(sorted(pairs, key=lambda pair: -pair[0]))
