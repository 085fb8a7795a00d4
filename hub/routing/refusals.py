"""Who is refused, and by which criterion first, for a whole crowd at once: criteria are numbered in their order.

A table of the index keeps an entry for each part of what may be asked.  In a small crowd an entry is one number, with
a bit for each association and criterion; in a large one, where that number would be long, a row for each criterion.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from hub.routing.bits import Crowd

Refused = Mapping[int, int]
"""By the number of a criterion, the row of those whom it refuses."""


class Refusals(ABC):
    """How a crowd's refusals are written, put together and read."""

    @abstractmethod
    def entry(self, refused: Refused) -> Any: ...

    @abstractmethod
    def also(self, entry: Any, number: int, row: int) -> Any:
        """An entry, and what one more criterion refuses."""

    @abstractmethod
    def judged(self, standing: Any, one: Any, two: Any, three: Any, four: Any, five: Any) -> tuple[int, Any]:
        """The row of those whom nothing refuses, and for all others the first that does: what :meth:`row` reads."""

    @abstractmethod
    def row(self, first: Any, number: int) -> int:
        """Whom a criterion is the first to refuse."""


class Lanes(Refusals):
    """The lowest bit of a lane is the first criterion to refuse; the own one, above all others: none does."""

    def __init__(self, crowd: Crowd) -> None:
        self._everybody = crowd.everybody
        self._own = crowd.lane - 1
        self._carries = crowd.everybody << 1

    def entry(self, refused: Refused) -> int:
        return reduce(or_, (row >> (self._own - number) for number, row in refused.items()), self._everybody)

    def also(self, entry: int, number: int, row: int) -> int:
        return entry | row >> (self._own - number)

    def judged(self, standing: int, one: int, two: int, three: int, four: int, five: int) -> tuple[int, int]:
        """Of a number and its opposite the lowest bit is all they share; so it is of each lane, carried to the next."""
        refusals = standing | one | two | three | four | five
        first = refusals & (self._carries - refusals)
        return first & self._everybody, first

    def row(self, first: int, number: int) -> int:
        return first << (self._own - number) & self._everybody


class Entry(NamedTuple):
    """``refused``: whom each of its criteria is the first to refuse, nobody twice."""

    accepted: int
    refused: Refused


class Rows(Refusals):
    """What is left of a crowd from entry to entry: their criteria are numbered in the order in which they come."""

    def __init__(self, crowd: Crowd) -> None:
        self._everybody = crowd.everybody

    def entry(self, refused: Refused) -> Entry:
        left, first = self._everybody, {}
        for number, row in sorted(refused.items()):
            if out := left & row:
                first[number] = out
                left ^= out
        return Entry(left, first)

    def also(self, entry: Entry, number: int, row: int) -> Entry:
        return self.entry({**entry.refused, number: row})

    def judged(
        self, standing: Entry, one: Entry, two: Entry, three: Entry, four: Entry, five: Entry
    ) -> tuple[int, Refused]:
        left, refused = standing
        first = {**refused}
        for accepted, refused in (one, two, three, four, five):
            for number, row in refused.items():
                first[number] = left & row
            left &= accepted
        return left, first

    def row(self, first: Refused, number: int) -> int:
        return first.get(number, 0)
