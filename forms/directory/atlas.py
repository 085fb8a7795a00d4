"""How many associations come to each département: the figures of the map, and of the table that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from forms.directory.leaves import Leaf
from forms.directory.seeking import reaches
from hub.folding import folded
from hub.geography import DEPARTMENTS, REGIONS
from hub.outlines import OUTLINES
from hub.routing import Profile, Territory
from hub.wording import N_

SHADES = 4
OVERSEAS = N_("Outre-mer")
INHABITED = tuple(department for department in DEPARTMENTS.values() if department.population)
AROUND_PARIS = ("75", "92", "93", "94")
"""Too small to be pointed at on the map: drawn a second time, larger."""


@dataclass(frozen=True, slots=True)
class Counted:
    """``shade`` goes from 0, nobody, to :data:`SHADES`."""

    code: str
    name: str
    region: str
    overseas: bool
    number: int
    shade: int


@dataclass(frozen=True, slots=True)
class Region:
    """``anchor``: where the list names its départements; ``least`` and ``most`` go to one of them; a path a shade."""

    name: str
    anchor: str
    least: int
    most: int
    paths: tuple[tuple[int, str], ...]


def counted(leaves: Sequence[Leaf]) -> dict[str, Counted]:
    """By code, in the order of the codes."""
    return _counted(tuple(leaf.profile.in_person for leaf in leaves))


def by_region(departments: Iterable[Counted]) -> dict[str, list[Counted]]:
    """In the order of the alphabet, the lands overseas together at the end."""
    regions: dict[str, list[Counted]] = {}
    for one in sorted(departments, key=lambda one: (one.overseas, folded(f"{one.region} {one.name}"))):
        regions.setdefault(OVERSEAS if one.overseas else one.region, []).append(one)
    return regions


def regions(departments: Iterable[Counted]) -> list[Region]:
    """The mainland, to be pointed at a region at a time: as large as a finger, and a third of the elements."""
    listed = enumerate(by_region(departments).items(), start=1)
    return [_region(name, f"r{number}", ones) for number, (name, ones) in listed if name != OVERSEAS]


def around_paris(departments: Sequence[Counted]) -> Region:
    """A part of its region, which leads there too."""
    ones = [one for one in departments if one.code in AROUND_PARIS]
    (whole,) = (region for region in regions(departments) if region.name == ones[0].region)
    return _region(whole.name, whole.anchor, ones)


def _region(name: str, anchor: str, ones: list[Counted]) -> Region:
    paths: dict[int, str] = {}
    for one in ones:
        paths[one.shade] = paths.get(one.shade, "") + OUTLINES[one.code]
    numbers = [one.number for one in ones]
    return Region(name, anchor, min(numbers), max(numbers), tuple(sorted(paths.items())))


def ranges(most: int) -> list[tuple[int, int]]:
    """The least and the most of each shade, nobody left out; fewer shades when there are few to tell apart."""
    shades: dict[int, list[int]] = {}
    for number in range(1, most + 1):
        shades.setdefault(_shade(number, most), []).append(number)
    return [(numbers[0], numbers[-1]) for _, numbers in sorted(shades.items())]


def reach(profile: Profile) -> tuple[str, str, str]:
    """The mainland in three paths: where one is accompanied in person, only from a distance, not at all."""
    drawn = ["", "", ""]
    for code, path in OUTLINES.items():
        drawn[_way_to(profile, code)] += path
    return drawn[0], drawn[1], drawn[2]


def _way_to(profile: Profile, department: str) -> int:
    for way, territory in enumerate((profile.in_person, profile.remote)):
        if territory and reaches(territory, department):
            return way
    return 2


@lru_cache(maxsize=4)
def _counted(territories: tuple[Territory | None, ...]) -> dict[str, Counted]:
    """The directory changes rarely, and is asked for all day."""
    said = [territory for territory in territories if territory]
    numbers = {one.code: sum(reaches(territory, one.code) for territory in said) for one in INHABITED}
    most = max(1, *numbers.values())
    return {
        one.code: Counted(one.code, one.name, REGIONS[one.region], one.overseas, number, _shade(number, most))
        for one, number in zip(INHABITED, numbers.values(), strict=True)
    }


def _shade(number: int, most: int) -> int:
    return -(-number * SHADES // most) if number else 0
