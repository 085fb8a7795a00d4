"""The best first among those that fit: by points, then by how they stand, then by the alphabet.

Points lie in tiers, rows of associations that have as many.  Tiers are walked best first and no further than the
best may lie: most associations are never looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from hub.routing.bits import Crowd, descending

FEW = 24
"""So many are compared one by one: that is quicker than to walk the tiers."""
SMALL_CROWD = 512
"""In so many, bits are counted quickly, and points one by one take little memory."""
HANDFUL = 8
"""So many who stand in one flight are told apart one by one, more of them step by step."""
TIE_BITS = 40
"""A rank is its points, then so many bits that part those of equal points: one number, compared at once."""
FLIGHT_BITS = 4
"""Sixteen ranks lie in a flight, whose row shows at once that nobody stands there."""


class Measured(NamedTuple):
    """Points for one part of what was asked: the tiers, the greatest first; and one by one in a small crowd."""

    points: tuple[int, ...]
    rows: tuple[int, ...]
    each: Sequence[int]


class Flight(NamedTuple):
    highest: int
    anybody: int
    steps: Sequence[tuple[int, int]]


class Ranks:
    """How each association stands beside the need: points that add to it, and what parts equals.

    ``tie`` is not negative and takes less than ``TIE_BITS``.
    """

    def __init__(self, crowd: Crowd) -> None:
        self.size = crowd.size
        self.each = [0] * crowd.size
        self._rows = {0: crowd.everybody}
        self._flight_rows = {0: crowd.everybody}
        self._flights: tuple[Flight, ...] | None = None

    def stand(self, bit: int, points: int, tie: int) -> None:
        rank = (points << TIE_BITS) + tie
        for moved in (self.each[bit], rank):
            self._rows[moved] = self._rows.get(moved, 0) ^ (1 << bit)
            flight = moved >> FLIGHT_BITS
            self._flight_rows[flight] = self._flight_rows.get(flight, 0) ^ (1 << bit)
        self.each[bit] = rank
        self._flights = None

    def flights(self) -> tuple[Flight, ...]:
        """The highest first.  Put together again after somebody moved."""
        if self._flights is None:
            steps: dict[int, list[tuple[int, int]]] = {}
            for rank, row in sorted(self._rows.items(), reverse=True):
                if row:
                    steps.setdefault(rank >> FLIGHT_BITS, []).append((rank, row))
            self._flights = tuple(
                Flight(found[0][0], self._flight_rows[flight], found) for flight, found in steps.items()
            )
        return self._flights


def best(row: int, merits: Measured, places: Measured, ranks: Ranks, count: int) -> list[int]:
    """So many bits of a row, the best first."""
    if ranks.size <= SMALL_CROWD and row.bit_count() <= FEW:
        return one_by_one(row, merits, places, ranks)[:count]
    return by_tiers(row, merits, places, ranks, count)


def one_by_one(row: int, merits: Measured, places: Measured, ranks: Ranks) -> list[int]:
    of_merits, of_places, of_ranks = merits.each, places.each, ranks.each
    found = []
    while row:
        bit = row.bit_length() - 1
        row ^= 1 << bit
        found.append((((of_merits[bit] + of_places[bit]) << TIE_BITS) + of_ranks[bit], bit))
    found.sort(reverse=True)
    return [bit for _, bit in found]


def by_tiers(row: int, merits: Measured, places: Measured, ranks: Ranks, count: int) -> list[int]:
    flights = ranks.flights()
    found: list[tuple[int, int]] = []
    within: dict[int, int] = {}
    enough = 0
    for needed, merit, place in _by_sum(merits.points, places.points):
        if needed + flights[0].highest < enough:
            break
        if merit not in within:
            within[merit] = row & merits.rows[merit]
        equals = within[merit] and within[merit] & places.rows[place]
        if not equals:
            continue
        for flight in flights:
            if needed + flight.highest < enough:
                break
            if standing := equals & flight.anybody:
                found += _told_apart(needed, standing, flight, ranks, count)
                found.sort(reverse=True)
                del found[count:]
                enough = found[-1][0] if len(found) == count else 0
    return [bit for _, bit in found]


def _told_apart(needed: int, row: int, flight: Flight, ranks: Ranks, count: int) -> list[tuple[int, int]]:
    """The totals and bits of those who stand in a flight; of many on one step, no more than are wanted."""
    found, each = [], ranks.each
    for _ in range(HANDFUL):
        bit = row.bit_length() - 1
        found.append((needed + each[bit], bit))
        row ^= 1 << bit
        if not row:
            return found
    for rank, standing in flight.steps:
        found += [(needed + rank, bit) for bit in islice(descending(row & standing), count)]
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
