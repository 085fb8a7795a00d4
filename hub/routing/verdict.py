"""What the index answers of one need or engagement; names and sentences are worked out when they are asked."""

from __future__ import annotations

from operator import xor
from typing import Generic

from hub.routing.bits import descending
from hub.routing.criteria import Asked, Criterion
from hub.routing.decision import Decision, RuledOut
from hub.routing.ranking import SMALL_CROWD, best
from hub.routing.rulebook import overrides_at
from hub.routing.side import Side
from hub.routing.standing import Rooms


class SeatsMoved(RuntimeError):
    """The verdict is of an earlier hour."""

    def __init__(self) -> None:
        super().__init__("the roster's standings changed since this verdict: decide again")


class Verdict(Generic[Asked]):
    """Of the roster as it stood.  What ranks is asked before a standing changes, or :class:`SeatsMoved` is raised."""

    __slots__ = ("_already", "_asked", "_rooms", "_side", "_survivors", "priority")

    def __init__(
        self,
        side: Side[Asked],
        asked: Asked,
        priority: bool,
        already: int,
        rooms: Rooms,
        survivors: tuple[int, ...],
    ) -> None:
        self._side = side
        self._asked = asked
        self.priority = priority
        self._already = already
        self._rooms = rooms
        self._survivors = survivors

    @property
    def eligible(self) -> int:
        """One bit an association; :meth:`named` says which."""
        return self._survivors[-1]

    def out(self) -> tuple[int, ...]:
        """Whom each criterion is the first to rule out, in the order of ``criteria``."""
        left = self._survivors
        away = self._side.turned_away(self._asked, self._rooms, self.priority, self._already)
        return (*away, *map(xor, left, left[1:]))

    def ruled_out(self) -> dict[Criterion, int]:
        return dict(zip(self._side.criteria, self.out(), strict=True))

    def why_not(self, slug: str) -> Criterion | None:
        """The first criterion that rules it out; None when it may be asked.  Raises KeyError for a stranger."""
        bit = self._side.crowd.bit_of[slug]
        return next((criterion for criterion, row in self.ruled_out().items() if row >> bit & 1), None)

    def best(self, count: int) -> list[str]:
        """The ``count`` best that may be asked, best first."""
        if not self._survivors[-1]:
            return []
        slugs = self._side.crowd.slugs
        return [slugs[bit] for bit in self._ranked(count)]

    def shortlist(self) -> list[str]:
        """All that may be asked, best first."""
        return self.best(self._side.crowd.size)

    def without_room(self) -> list[str]:
        """Those that would fit a young person if they had a place free, by the alphabet."""
        return self.named(self._suits() ^ self.eligible)

    def could_take(self) -> int:
        """How many would fit, with or without room."""
        return self._suits().bit_count()

    def named(self, row: int) -> list[str]:
        """The slugs of a row, by the alphabet."""
        slugs = self._side.crowd.slugs
        return [slugs[bit] for bit in descending(row)]

    def explained(self) -> Decision:
        """Every association, with its points or the sentence that rules it out."""
        side, asked = self._side, self._asked
        rule_book, slugs = side.crowd.rule_book, side.crowd.slugs
        last = self._last_resort()
        refused = {bit: criterion for criterion, row in self.ruled_out().items() for bit in descending(row)}
        return Decision(
            rule_book=rule_book.version,
            themes=len(asked.themes),
            priority=self.priority,
            overrides=tuple(override.name for override in overrides_at(asked.place, rule_book)),
            consortia=side.consortia(asked),
            shortlist=tuple(
                side.shortlisted(asked, bit, fallback=bool(last >> bit & 1))
                for bit in self._ranked(side.crowd.size)
            ),
            ruled_out=tuple(
                RuledOut(slugs[bit], refused[bit], side.sentence(asked, bit, refused[bit]))
                for bit in sorted(refused, reverse=True)
            ),
            without_room=tuple(self.without_room()),
        )

    def _ranked(self, count: int) -> list[int]:
        side, row = self._side, self._survivors[-1]
        if side.standings.rooms is not self._rooms:
            raise SeatsMoved
        if not row or count < 1:
            return []
        if side.crowd.size <= SMALL_CROWD and not row & (row - 1):
            return [row.bit_length() - 1]
        merits, places, ranks = side.measured(self._asked)
        last = self._last_resort()
        found = best(row ^ last, merits, places, ranks, count)
        if last and len(found) < count:
            found += best(last, merits, places, ranks, count - len(found))
        return found

    def _last_resort(self) -> int:
        return self.eligible & self._side.last_resort(self._asked)

    def _suits(self) -> int:
        """Who fits when nobody wants for room."""
        side, absent = self._side, self._rooms.absent
        roomy = Rooms(absent, 0, 0, 0, side.crowd.everybody ^ absent)
        return side.judged(self._asked, roomy, self._already)[1][-1]
