"""Who is refused, and by which criterion first, for a whole crowd at once: criteria are numbered in their order.

A table of the index keeps an entry for each part of what may be asked.  In a small crowd an entry is one number, with
a bit for each association and criterion; in a large one, where that number would be long, a row for each criterion.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import chain, compress
from operator import or_
from typing import Any, NamedTuple

from hub.routing.bits import LANE_BYTES, Crowd
from hub.routing.criteria import Criterion

ZEROS_AND_ONES = bytes.maketrans(b"01", bytes([0, 1]))
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
        """The row of those whom nothing refuses, and what refuses each other, as :meth:`ruled_out` reads it."""

    @abstractmethod
    def ruled_out(self, refused: Any) -> dict[str, Criterion]:
        """By their slugs, those who are refused, and the first criterion that does."""


class Lanes(Refusals):
    """The lowest bit of a lane is the first criterion to refuse; the own one, above all others: none does."""

    def __init__(self, crowd: Crowd, criteria: Sequence[Criterion]) -> None:
        self._everybody = crowd.everybody
        self._own = crowd.lane - 1
        self._carries = crowd.everybody << 1
        self._slugs = tuple(reversed(crowd.slugs.values()))
        self._bytes = crowd.size * LANE_BYTES
        self._criterion_in = {(*(1 << n).to_bytes(LANE_BYTES),): each for n, each in enumerate(criteria)}

    def entry(self, refused: Refused) -> int:
        return reduce(or_, (row >> (self._own - number) for number, row in refused.items()), self._everybody)

    def also(self, entry: int, number: int, row: int) -> int:
        return entry | row >> (self._own - number)

    def judged(self, standing: int, one: int, two: int, three: int, four: int, five: int) -> tuple[int, int]:
        """Of a number and its opposite the lowest bit is all they share; so it is of each lane, carried to the next."""
        refusals = standing | one | two | three | four | five
        first = refusals & (self._carries - refusals)
        return first & self._everybody, first

    def ruled_out(self, first: int) -> dict[str, Criterion]:
        lanes = zip(*[iter(first.to_bytes(self._bytes))] * LANE_BYTES, strict=True)
        told = zip(self._slugs, map(self._criterion_in.get, lanes), strict=True)
        return {slug: criterion for slug, criterion in told if criterion}


class Entry(NamedTuple):
    """``refused``: whom each of its criteria refuses, in their order."""

    accepted: int
    refused: Refused


class Rows(Refusals):
    """A row for each criterion says whom it refuses; who is refused by several is parted when somebody reads why."""

    def __init__(self, crowd: Crowd, criteria: Sequence[Criterion]) -> None:
        self._everybody, self._criteria = crowd.everybody, criteria
        self._slugs = tuple(reversed(crowd.slugs.values()))

    def entry(self, refused: Refused) -> Entry:
        rows = reduce(or_, refused.values(), 0)
        return Entry(self._everybody ^ rows, {number: refused[number] for number in sorted(refused)})

    def also(self, entry: Entry, number: int, row: int) -> Entry:
        accepted, refused = entry
        return Entry(accepted & ~row, dict(sorted([*refused.items(), (number, row)])))

    def judged(
        self, standing: Entry, one: Entry, two: Entry, three: Entry, four: Entry, five: Entry
    ) -> tuple[int, Sequence[Refused]]:
        left = (
            standing.accepted & one.accepted & two.accepted & three.accepted & four.accepted & five.accepted
        )
        return left, (standing.refused, one.refused, two.refused, three.refused, four.refused, five.refused)

    def ruled_out(self, refused: Sequence[Refused]) -> dict[str, Criterion]:
        found, left = dict[str, Criterion](), self._everybody
        for number, row in chain.from_iterable(each.items() for each in refused):
            if out := left & row:
                left ^= out
                bits = f"{out:0{len(self._slugs)}b}".encode().translate(ZEROS_AND_ONES)
                found |= dict.fromkeys(compress(self._slugs, bits), self._criteria[number])
        return found
