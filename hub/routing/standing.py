"""How much room associations have and how they answer: five rows, and a bit moves when a seat is taken."""

from __future__ import annotations

from hub.routing.bits import Crowd
from hub.routing.profile import Standing
from hub.routing.rulebook import RuleBook

ABSENT, PAUSED, FULL, KEPT, OPEN = range(5)
NOWHERE = Standing(0, joined=False)


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


class Rooms:
    """Five rows that part a crowd.  ``with_kept``: kept places are as good as others for priority publics."""

    __slots__ = ("absent", "full", "kept", "open", "paused", "with_kept")

    def __init__(self, absent: int, paused: int, full: int, kept: int, open_: int) -> None:
        self.absent, self.paused, self.full, self.kept, self.open = absent, paused, full, kept, open_
        self.with_kept = kept | open_


class Standings:
    """How each association stands.  ``rooms`` is another object as soon as anybody's standing changed."""

    def __init__(self, crowd: Crowd) -> None:
        self._rule_book = crowd.rule_book
        self._room = [ABSENT] * crowd.size
        self._rows = [crowd.everybody, 0, 0, 0, 0]
        self.each = [NOWHERE] * crowd.size
        self.rooms = Rooms(*self._rows)

    def stand(self, bit: int, standing: Standing) -> None:
        before, after = self._room[bit], self._room_of(standing)
        if before != after:
            self._rows[before] ^= 1 << bit
            self._rows[after] ^= 1 << bit
        self._room[bit], self.each[bit] = after, standing
        self.rooms = Rooms(*self._rows)

    def _room_of(self, standing: Standing) -> int:
        if not standing.joined:
            return ABSENT
        if standing.paused:
            return PAUSED
        if standing.places_left < 1:
            return FULL
        return KEPT if standing.places_left <= kept_places(standing, self._rule_book) else OPEN
