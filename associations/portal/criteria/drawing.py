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
        mode = next((mode for mode in ("in_person", "remote") if covers(criteria[mode], code)), "nowhere")
        paths[mode] += path
    return Reached(**paths)


def covers(territory: Plain | None, department: str) -> bool:
    """Whether a territory, as the entry keeps it, holds this département."""
    if territory is None:
        return False
    region = DEPARTMENTS[department].region
    named = department in territory["departments"] or region in territory["regions"]
    wide = territory["scope"] == Scope.MAINLAND and region in MAINLAND
    return named or wide or territory["scope"] == Scope.FRANCE
