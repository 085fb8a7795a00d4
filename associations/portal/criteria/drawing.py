"""Where the association comes, on the map: départements in person, from a distance only, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hub.geography import DEPARTMENTS
from hub.outlines import OUTLINES
from hub.routing import Scope
from hub.routing.territory import MAINLAND

Plain = Mapping[str, Any]

AROUND_PARIS = ("75", "92", "93", "94")
"""Too small to be pointed at: drawn a second time, larger."""


class Drawn(NamedTuple):
    """A département of the map; ``around_paris``: also in the larger drawing."""

    code: str
    name: str
    region: str
    path: str
    around_paris: bool


class Reached(NamedTuple):
    """Paths, many départements in one."""

    in_person: str
    remote: str
    nowhere: str


def drawn() -> list[Drawn]:
    """Every département of the mainland, to be pointed at one by one."""
    return [
        Drawn(code, DEPARTMENTS[code].name, DEPARTMENTS[code].region, path, code in AROUND_PARIS)
        for code, path in OUTLINES.items()
    ]


def reached(criteria: Plain) -> Reached:
    """By what the entry says of each mode: nearest first."""
    paths = {"in_person": "", "remote": "", "nowhere": ""}
    for code, path in OUTLINES.items():
        paths[_mode(criteria, code)] += path
    return Reached(**paths)


class Tile(NamedTuple):
    """A land overseas, named beside the map; ``mode`` as in :class:`Reached`."""

    name: str
    mode: str


def overseas(criteria: Plain) -> list[Tile]:
    """In the order of the codes; only where somebody lives."""
    lands = [one for one in DEPARTMENTS.values() if one.overseas and one.population]
    return [Tile(one.name, _mode(criteria, one.code)) for one in lands]


def _mode(criteria: Plain, department: str) -> str:
    modes = (mode for mode in ("in_person", "remote") if covers(criteria[mode], department))
    return next(modes, "nowhere")


def covers(territory: Plain | None, department: str) -> bool:
    """Whether a territory, as the entry keeps it, holds this département."""
    if territory is None:
        return False
    region = DEPARTMENTS[department].region
    named = department in territory["departments"] or region in territory["regions"]
    wide = territory["scope"] == Scope.MAINLAND and region in MAINLAND
    return named or wide or territory["scope"] == Scope.FRANCE
