"""The weights that hold in a territory, and the whole crowd measured by them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic

from hub.routing.bits import Alike, Crowd, descending
from hub.routing.criteria import Asked, Case
from hub.routing.points import Measure
from hub.routing.ranking import SMALL_CROWD, Measured, Ranks
from hub.routing.rulebook import Weights


class Ruler(Generic[Asked]):
    """Takes one measure of a crowd, the first time that a part is asked, of those who say the same at once."""

    def __init__(self, crowd: Crowd, measure: Measure[Asked], weights: Weights) -> None:
        self._crowd, self._weights = crowd, weights
        self._measure = measure
        self._alike = crowd.alike(measure.said)
        self._taken: dict[Hashable, Measured] = {}

    def measured(self, asked: Asked, part: Hashable) -> Measured:
        taken = self._taken.get(part)
        if taken is None:
            taken = self._taken[part] = self._take(asked)
        return taken

    def _take(self, asked: Asked) -> Measured:
        crowd, found = self._crowd, dict[int, list[Alike]]()
        for group in self._alike:
            case = Case(asked, group.profile, crowd.rule_book)
            found.setdefault(self._measure.points(case, self._weights), []).append(group)
        points = tuple(sorted(found, reverse=True))
        each = [0] * crowd.size if crowd.size <= SMALL_CROWD else []
        for one, groups in found.items() if each else ():
            for bit in descending(crowd.together(groups)):
                each[bit] = one
        return Measured(points, tuple(crowd.together(found[one]) for one in points), each)


class Scale(Generic[Asked]):
    def __init__(
        self, crowd: Crowd, weights: Weights, merits: Measure[Asked], places: Measure[Asked]
    ) -> None:
        self.merits = Ruler(crowd, merits, weights)
        self.places = Ruler(crowd, places, weights)
        self.ranks = Ranks(crowd)
