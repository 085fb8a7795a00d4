"""The weights that hold in a territory, and the whole crowd measured by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import Any, Generic, NamedTuple

from hub.routing.bits import Alike, Crowd
from hub.routing.criteria import Asked, Case
from hub.routing.points import Measure
from hub.routing.profile import Profile
from hub.routing.ranking import Ranks
from hub.routing.reachable import Reachable
from hub.routing.rulebook import Weights


class Ruler(Generic[Asked]):
    """Takes one measure of a crowd, the first time that a part is asked, of those who say the same at once.

    What it took is kept.
    """

    def __init__(self, crowd: Crowd, measure: Measure[Asked], weights: Weights, ranks: Ranks) -> None:
        self._crowd, self._weights = crowd, weights
        self._measure, self._ranks = measure, ranks
        self._alike = crowd.alike(measure.said)
        self.taken: dict[Hashable, Any] = {}

    def take(self, asked: Asked, part: Hashable) -> Any:
        """As the ranks read it."""
        self.taken[part] = taken = self._ranks.measured(self._rows(asked))
        return taken

    def _rows(self, asked: Asked) -> dict[int, int]:
        found = dict[int, list[Alike]]()
        for group in self._alike:
            found.setdefault(self._points(asked, group.profile), []).append(group)
        return {points: self._crowd.together(groups) for points, groups in found.items()}

    def _points(self, asked: Asked, profile: Profile) -> int:
        return self._measure.points(Case(asked, profile, self._crowd.rule_book), self._weights)


class PlaceRuler(Ruler[Asked]):
    """Where they come says it of all but those whom a territory or a consortium singles out: their measure is taken."""

    def __init__(
        self, crowd: Crowd, measure: Measure[Asked], weights: Weights, ranks: Ranks, reachable: Reachable
    ) -> None:
        super().__init__(crowd, measure, weights, ranks)
        self._reachable = reachable
        self._others = crowd.together(group for group in self._alike if not self._singled_out(group))
        self._alike = tuple(group for group in self._alike if self._singled_out(group))

    def _rows(self, asked: Asked) -> dict[int, int]:
        found, left = defaultdict(int, super()._rows(asked)), self._others
        for points, row in self._reachable.points(asked, self._weights):
            found[points] |= row & left
            left &= ~row
        found[0] |= left
        return {points: row for points, row in found.items() if row}

    def _singled_out(self, group: Alike) -> bool:
        return self._measure.said(group.profile, self._crowd.rule_book) is not None


class Scale(NamedTuple, Generic[Asked]):
    merits: Ruler[Asked]
    places: Ruler[Asked]
    ranks: Ranks
