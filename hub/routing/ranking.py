"""The best first among those that fit: by points, then by how they stand, then by the alphabet.

Points lie in tiers, rows of associations that have as many.  The tiers are walked best first, and the associations
of a tier are told apart only when it is reached: most are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from hub.routing.bits import Crowd, descending

FEW = 16
"""In a small crowd, so many are compared one by one: that is quicker than to walk the tiers."""

Tie = tuple[int, ...]
Tiers = Sequence[tuple[int, int]]


class Measured(NamedTuple):
    """Points for one part of what was asked: rows, the greatest points first; and one by one in a small crowd."""

    tiers: tuple[tuple[int, int], ...]
    each: tuple[int, ...]


class Ranks:
    """How each association stands beside the need: points that add to it, and what parts equals."""

    def __init__(self, crowd: Crowd) -> None:
        self.points = [0] * crowd.size
        self.ties: list[Tie] = [()] * crowd.size
        self._rows = {0: crowd.everybody}
        self._parted: dict[int, dict[Tie, int]] = {0: {(): crowd.everybody}}
        self._tiers: Tiers | None = None

    def stand(self, bit: int, points: int, tie: Tie) -> None:
        self._flip(1 << bit, self.points[bit], self.ties[bit])
        self.points[bit], self.ties[bit] = points, tie
        self._flip(1 << bit, points, tie)
        self._tiers = None

    def tiers(self) -> Tiers:
        if self._tiers is None:
            self._tiers = sorted(self._rows.items(), reverse=True)
        return self._tiers

    def parted(self, reached: Sequence[tuple[int, int]]) -> Iterator[int]:
        """Bits in order, of rows that reached the same total, each with the points of its own rank."""
        ties = {tie for points, _ in reached for tie in self._parted[points]}
        for tie in sorted(ties, reverse=True):
            equals = 0
            for points, row in reached:
                equals |= row & self._parted[points].get(tie, 0)
            yield from descending(equals)

    def _flip(self, flip: int, points: int, tie: Tie) -> None:
        self._rows[points] = self._rows.get(points, 0) ^ flip
        parted = self._parted.setdefault(points, {})
        parted[tie] = parted.get(tie, 0) ^ flip


def best_first(row: int, parts: Sequence[Measured], ranks: Ranks) -> Iterator[int]:
    """The bits of a row, the best first."""
    if not row:
        return iter(())
    if parts[0].each and row.bit_count() <= FEW:
        return iter(_one_by_one(row, parts, ranks))
    return _by_tiers(row, [*(part.tiers for part in parts), ranks.tiers()], ranks)


def _one_by_one(row: int, parts: Sequence[Measured], ranks: Ranks) -> list[int]:
    (_, first), (_, second), (_, third) = parts
    points, ties = ranks.points, ranks.ties
    found = []
    while row:
        bit = row.bit_length() - 1
        row ^= 1 << bit
        found.append((first[bit] + second[bit] + third[bit] + points[bit], ties[bit], bit))
    found.sort(reverse=True)
    return [bit for _, _, bit in found]


def _by_tiers(row: int, levels: Sequence[Tiers], ranks: Ranks) -> Iterator[int]:
    """A walk that opens, of all the tiers within tiers, the one whose points may reach highest.

    ``most[depth]`` is what the levels from there on may add.  A row that went through every level has its total:
    it is given out when nothing unopened may reach that total any more.
    """
    most = [sum(tiers[0][0] for tiers in levels[depth:]) for depth in range(len(levels) + 1)]
    serial = count()
    queue = [(-most[0], 0, next(serial), 0, row, 0)]
    while queue:
        reach, depth, _, step, row, gained = heappop(queue)
        if depth == len(levels):
            reached = [(gained, row)]
            while queue and queue[0][0] == reach:
                *_, row, gained = heappop(queue)
                reached.append((gained, row))
            yield from ranks.parted(reached)
            continue
        tiers = levels[depth]
        points, tier = tiers[step]
        if hit := row & tier:
            last = depth + 1 == len(levels)
            total = gained + points
            heappush(
                queue,
                (-(total + most[depth + 1]), depth + 1, next(serial), 0, hit, points if last else total),
            )
            row ^= hit
        if row and step + 1 < len(tiers):
            bound = gained + tiers[step + 1][0] + most[depth + 1]
            heappush(queue, (-bound, depth, next(serial), step + 1, row, gained))
