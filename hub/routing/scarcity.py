"""When places are scarce: in which order those who wait for one are served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody for whom associations exist, none of which has room.

    ``could_take`` counts these associations, with room or without.  ``waited`` is since registration, in any unit
    that is the same for all; ``name`` settles what is equal otherwise.
    """

    name: str
    priority: bool
    could_take: int
    waited: float


def serving_order(waiting: Iterable[Waiter]) -> list[Waiter]:
    """Who is served first comes first."""
    return sorted(waiting, key=rank)


def rank(one: Waiter) -> tuple[bool, int, float, str]:
    """Priority publics first, then those whom the fewest associations could take, then the oldest.

    Whoever has a single door goes through it before somebody who has ten: the other order would leave them outside.
    """
    return (not one.priority, one.could_take, -one.waited, one.name)
