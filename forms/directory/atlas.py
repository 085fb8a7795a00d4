"""How many associations come to each département: the figures of the map, and of the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.directory.leaves import Leaf
from forms.directory.seeking import comes_to, reaches
from hub.geography import DEPARTMENTS, REGIONS, Department
from hub.outlines import OUTLINES
from hub.routing import Profile

SHADES = 4
INHABITED = tuple(department for department in DEPARTMENTS.values() if department.population)
AROUND_PARIS = ("75", "92", "93", "94")
"""Too small to be pointed at on the map: drawn a second time, larger."""


@dataclass(frozen=True, slots=True)
class Counted:
    """``shade`` goes from 0, nobody, to :data:`SHADES`."""

    code: str
    name: str
    region: str
    number: int
    shade: int


def counted(leaves: Sequence[Leaf]) -> dict[str, Counted]:
    """By code, in the order of the codes."""
    numbers = {one.code: sum(comes_to(leaf, one.code) for leaf in leaves) for one in INHABITED}
    most = max(numbers.values())
    return {one.code: _counted(one, numbers[one.code], most) for one in INHABITED}


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


def _counted(department: Department, number: int, most: int) -> Counted:
    region = REGIONS[department.region]
    return Counted(department.code, department.name, region, number, _shade(number, most))


def _shade(number: int, most: int) -> int:
    return -(-number * SHADES // most) if number else 0
