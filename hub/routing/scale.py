"""The weights that hold in a territory, and the whole crowd measured by them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic

from hub.routing.bits import Crowd
from hub.routing.criteria import Asked, Case
from hub.routing.points import Measure
from hub.routing.ranking import Measured, Ranks
from hub.routing.rulebook import Weights

SMALL_CROWD = 512
"""In so many, points are kept for each association too: one row a part takes little memory."""


class Scale(Generic[Asked]):
    """Measures are taken the first time that a part is asked, of those who say the same at once."""

    def __init__(self, crowd: Crowd, weights: Weights, measures: Sequence[Measure[Asked]]) -> None:
        self._crowd, self._weights = crowd, weights
        self._measures = measures
        self._alike = [crowd.alike(measure.said) for measure in measures]
        self._taken: list[dict[Hashable, Measured]] = [{} for _ in measures]
        self.ranks = Ranks(crowd)

    def measured(self, asked: Asked, parts: Sequence[Hashable]) -> list[Measured]:
        try:
            return [taken[part] for taken, part in zip(self._taken, parts, strict=True)]
        except KeyError:
            for number, (taken, part) in enumerate(zip(self._taken, parts, strict=True)):
                if part not in taken:
                    taken[part] = self._take(number, asked)
            return self.measured(asked, parts)

    def _take(self, number: int, asked: Asked) -> Measured:
        crowd, found = self._crowd, dict[int, list[int]]()
        for group in self._alike[number]:
            case = Case(asked, crowd.profiles[group[0]], crowd.rule_book)
            points = self._measures[number].points(case, self._weights)
            found.setdefault(points, []).extend(group)
        tiers = tuple((points, crowd.row(found[points])) for points in sorted(found, reverse=True))
        if crowd.size > SMALL_CROWD:
            return Measured(tiers, ())
        points_of = {bit: points for points, bits in found.items() for bit in bits}
        return Measured(tiers, tuple(points_of[bit] for bit in range(crowd.size)))
