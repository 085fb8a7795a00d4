"""Where an association accompanies, and how near that is to somebody's commune."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from hub.vocabulary import Place

MAINLAND = frozenset({"11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93"})


class Scope(StrEnum):
    """How far a territory reaches beyond the départements and régions that it names."""

    FRANCE = "france"
    MAINLAND = "mainland"
    LISTED = "listed"


class Nearness(IntEnum):
    """How precisely a territory names a place; a greater number is nearer."""

    OUTSIDE = 0
    NATIONAL = 1
    REGION = 2
    DEPARTMENT = 3


@dataclass(frozen=True, slots=True)
class Territory:
    """Listed, with nothing in the lists, is the honest form of "the profile does not say where"."""

    scope: Scope
    departments: frozenset[str]
    regions: frozenset[str]

    @property
    def is_unsaid(self) -> bool:
        return self.scope is Scope.LISTED and not self.departments and not self.regions

    def nearness(self, place: Place) -> Nearness:
        if place.department in self.departments:
            return Nearness.DEPARTMENT
        if place.region in self.regions:
            return Nearness.REGION
        if self.scope is Scope.FRANCE or (self.scope is Scope.MAINLAND and place.region in MAINLAND):
            return Nearness.NATIONAL
        return Nearness.OUTSIDE


@dataclass(frozen=True, slots=True)
class Reach:
    """Where an association accompanies in each mode; ``None``: not in that mode."""

    in_person: Territory | None
    remote: Territory | None
