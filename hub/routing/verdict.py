"""What the index answers of one need or engagement; names and sentences are worked out when they are asked."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Generic

from hub.routing.bits import descending
from hub.routing.criteria import Asked, Criterion
from hub.routing.decision import Decision, RuledOut
from hub.routing.rulebook import is_priority, overrides_at
from hub.routing.standing import Rooms

if TYPE_CHECKING:
    from hub.routing.side import Side


class SeatsMoved(RuntimeError):
    """The verdict is of an earlier hour."""

    def __init__(self) -> None:
        super().__init__("the roster's standings changed since this verdict: decide again")


class Verdict(Generic[Asked]):
    """Of the roster as it stood.  What ranks is asked before a standing changes, or :class:`SeatsMoved` is raised.

    ``eligible`` has one bit an association, and :meth:`named` says which; ``refused`` is what :meth:`ruled_out`
    reads.  A side fills a verdict in, field by field: a constructor would be a twentieth of the decision.
    """

    __slots__ = ("already_asked", "asked", "eligible", "refused", "rooms", "side")

    side: Side[Asked]
    asked: Asked
    already_asked: Collection[str]
    rooms: Rooms
    eligible: int
    refused: Any

    @property
    def priority(self) -> bool:
        return is_priority(self.asked, self.side.crowd.rule_book)

    def ruled_out(self) -> dict[str, Criterion]:
        """By their slugs, those that may not be asked, and the first criterion that rules each out."""
        return self.side.refusals.ruled_out(self.refused)

    def why_not(self, slug: str) -> Criterion | None:
        """The first criterion that rules it out; None when it may be asked.  Raises KeyError for a stranger."""
        return None if self.eligible >> self.side.crowd.bit_of[slug] & 1 else self.ruled_out()[slug]

    def best(self, count: int) -> list[str]:
        """The ``count`` best that may be asked, best first."""
        row = self.eligible
        if not row:
            return []
        side = self.side
        if side.standings.rooms is not self.rooms:
            raise SeatsMoved
        if side.alone and (slug := side.alone.get(row)):
            return [slug] if count else []
        slugs = side.crowd.slugs
        return [slugs[bit] for bit in side.ranked(self.asked, row, count)]

    def shortlist(self) -> list[str]:
        """All that may be asked, best first."""
        return self.best(self.side.crowd.size)

    def without_room(self) -> list[str]:
        """Those that would fit a young person if they had a place free, by the alphabet."""
        return self.named(self._suits() ^ self.eligible)

    def could_take(self) -> int:
        """How many would fit, with or without room."""
        return self._suits().bit_count()

    def named(self, row: int) -> list[str]:
        """The slugs of a row, by the alphabet."""
        slugs = self.side.crowd.slugs
        return [slugs[bit] for bit in descending(row)]

    def explained(self) -> Decision:
        """Every association, with its points or the sentence that rules it out."""
        side, asked = self.side, self.asked
        rule_book = side.crowd.rule_book
        last = side.last_resort(asked)
        return Decision(
            rule_book=rule_book.version,
            themes=len(asked.themes),
            priority=self.priority,
            overrides=tuple(override.name for override in overrides_at(asked.place, rule_book)),
            consortia=side.consortia(asked),
            shortlist=tuple(
                side.shortlisted(asked, bit, fallback=bool(last >> bit & 1))
                for bit in map(side.crowd.bit_of.__getitem__, self.shortlist())
            ),
            ruled_out=tuple(
                RuledOut(slug, criterion, side.sentence(asked, slug, criterion))
                for slug, criterion in sorted(self.ruled_out().items())
            ),
            without_room=tuple(self.without_room()),
        )

    def _suits(self) -> int:
        """Who fits when nobody wants for room."""
        roomy = self.side.with_room(self.rooms)
        return self.side.decide(self.asked, self.already_asked, roomy).eligible
