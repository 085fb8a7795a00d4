"""How much room associations have and how they answer: six rows, and a bit moves when a seat is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from operator import or_

from hub.routing.bits import Crowd
from hub.routing.profile import Share, Standing
from hub.routing.rulebook import RuleBook
from hub.vocabulary import Need

ABSENT, AWAY, PAUSED, FULL, KEPT, OPEN = range(6)
NOWHERE = Standing(0, joined=False)

FullFor = tuple[tuple[Share, int], ...]
"""Some young people, and the row of those who take no more of them."""


def relative_load(standing: Standing, rule_book: RuleBook) -> int:
    """Free places over those of the year, in percent, worth less and less as their declaration grows old."""
    yearly = yearly_places(standing, rule_book)
    share = min(100, 100 * standing.places_left // yearly) if yearly else 0
    return max(0, share) * freshness(standing, rule_book) // 100


def freshness(standing: Standing, rule_book: RuleBook) -> int:
    """What a declaration of places is still worth, in percent: whole, then in a straight line to nothing."""
    load, age = rule_book.load, standing.declared_days
    if age is None:
        return load.undeclared_percent
    if age <= load.fresh_days:
        return 100
    if age >= load.stale_days:
        return 0
    return 100 * (load.stale_days - age) // (load.stale_days - load.fresh_days)


def yearly_places(standing: Standing, rule_book: RuleBook) -> int:
    declared = standing.places_a_year
    return rule_book.load.undeclared_places if declared is None else declared


def kept_places(standing: Standing, rule_book: RuleBook) -> int:
    """How many places, rounded down, are for priority publics only."""
    return rule_book.priority.reserved_percent * yearly_places(standing, rule_book) // 100


@dataclass(frozen=True, slots=True, eq=False)
class Rooms:
    """Rows of associations that have nobody in common.  ``kept``: those whose last places are for priority publics.

    ``full_for``: who takes no more of some young people only, most often nobody.
    """

    absent: int
    away: int
    paused: int
    full: int
    kept: int
    full_for: FullFor = ()

    def full_for_them(self, need: Need) -> int:
        """Who takes no more of those to whom this young person belongs."""
        found = 0
        for share, row in self.full_for:
            if share.holds(need):
                found |= row
        return found

    def open_more_than(self, before: Rooms) -> bool:
        """Whether anybody has become more open since then, to somebody at least."""
        full_for = dict(self.full_for)
        shut = zip(before._shut(), self._shut(), strict=True)
        return any(then & ~now for then, now in shut) or any(
            row & ~full_for.get(share, 0) for share, row in before.full_for
        )

    def _shut(self) -> Iterator[int]:
        """Who is absent, who is that or away, and so on."""
        return accumulate((self.absent, self.away, self.paused, self.full, self.kept), or_)


class Standings:
    """How each association stands.  ``rooms`` is another object as soon as anybody's standing changed."""

    def __init__(self, crowd: Crowd) -> None:
        self._rule_book = crowd.rule_book
        self._room = dict.fromkeys(crowd.profiles, ABSENT)
        self._rows = [crowd.everybody, 0, 0, 0, 0, 0]
        self._full_for: FullFor = ()
        self.each = dict.fromkeys(crowd.profiles, NOWHERE)
        self.rooms = self._rooms()

    def stand(self, bit: int, standing: Standing) -> None:
        before, after = self._room[bit], self._room_of(standing)
        if before != after:
            self._rows[before] ^= 1 << bit
            self._rows[after] ^= 1 << bit
        if standing.full_for != self.each[bit].full_for:
            self._full_for = self._moved(bit, self.each[bit].full_for, standing.full_for)
        self._room[bit], self.each[bit] = after, standing
        self.rooms = self._rooms()

    def _rooms(self) -> Rooms:
        absent, away, paused, full, kept, _ = self._rows
        return Rooms(absent, away, paused, full, kept, self._full_for)

    def _moved(self, bit: int, before: tuple[Share, ...], after: tuple[Share, ...]) -> FullFor:
        rows = dict(self._full_for)
        for share in {*before} ^ {*after}:
            rows[share] = rows.get(share, 0) ^ (1 << bit)
        return tuple((share, row) for share, row in rows.items() if row)

    def _room_of(self, standing: Standing) -> int:
        if not standing.joined:
            return ABSENT
        if standing.away:
            return AWAY
        if standing.paused:
            return PAUSED
        if standing.places_left < 1:
            return FULL
        return KEPT if standing.places_left <= kept_places(standing, self._rule_book) else OPEN
