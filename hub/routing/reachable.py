"""Whom a place reaches: rows by département and by region, for nearly every association says another territory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from hub.routing.rulebook import Weights
from hub.routing.territory import MAINLAND, Reach, Scope, Territory
from hub.vocabulary import Engagement, Mode, Need, Place

Row = Callable[[Iterable[int]], int]


class Covered:
    """Territories of one mode, bit by bit; None: not in that mode."""

    def __init__(self, territories: Mapping[int, Territory | None], row: Row) -> None:
        by_department, by_region = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        by_scope: dict[Scope, list[int]] = {scope: [] for scope in Scope}
        for bit, territory in territories.items():
            if territory is None:
                continue
            by_scope[territory.scope].append(bit)
            for department in territory.departments:
                by_department[department].append(bit)
            for region in territory.regions:
                by_region[region].append(bit)
        self._by_department = {code: row(bits) for code, bits in by_department.items()}
        self._by_region = {code: row(bits) for code, bits in by_region.items()}
        self._france, self._mainland = row(by_scope[Scope.FRANCE]), row(by_scope[Scope.MAINLAND])

    def near(self, place: Place) -> tuple[int, int, int]:
        """Who names the département, who else names the region, and who else comes there all the same."""
        department = self._by_department.get(place.department, 0)
        region = self._by_region.get(place.region, 0)
        wide = self._france | self._mainland if place.region in MAINLAND else self._france
        return department, region & ~department, wide & ~(department | region)


class Reachable:
    """A crowd by the communes where it comes, as the need or the engagement accepts to meet."""

    def __init__(self, reaches: Mapping[int, Reach], row: Row) -> None:
        self._in_person = Covered({bit: reach.in_person for bit, reach in reaches.items()}, row)
        self._remote = Covered({bit: reach.remote for bit, reach in reaches.items()}, row)

    def row(self, asked: Need | Engagement) -> int:
        """Who covers the commune in a mode that the person accepts."""
        found = 0
        for covered in self._accepted(asked.mode):
            department, region, wide = covered.near(asked.place)
            found |= department | region | wide
        return found

    def points(self, asked: Need | Engagement, weights: Weights) -> Iterator[tuple[int, int]]:
        """Points and who has them, the greatest first: an association may be there twice, and the first counts."""
        worth = {
            self._in_person: (weights.department, weights.region, weights.national),
            self._remote: (weights.remote,) * 3,
        }
        found = [
            pair
            for covered in self._accepted(asked.mode)
            for pair in zip(worth[covered], covered.near(asked.place), strict=True)
        ]
        yield from sorted(found, reverse=True)

    def _accepted(self, mode: Mode) -> list[Covered]:
        modes = {Mode.IN_PERSON: self._in_person, Mode.REMOTE: self._remote}
        return [modes[mode]] if mode in modes else [*modes.values()]
