"""What a profile does not say, filled in with something plausible: for the simulation only, never in the directory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from hub.geography import DEPARTMENTS
from hub.routing import Profile, Scope, Territory, Way
from hub.simulation.arrivals import school
from hub.simulation.luck import share
from hub.vocabulary import Public, Situation, Theme

LARGEST = 20
"""Of the départements, those where an association is supposed to be when it does not say where."""
AGES = (14, 30)
SITUATIONS = frozenset(Situation) - {Situation.PRIMAIRE, Situation.CREATION}
THEMES = frozenset({Theme.ORIENTATION, Theme.INSERTION, Theme.CONFIANCE})
NAMED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "areli-emergence": frozenset({"59"}),
        "gip-fcip-lille": frozenset({"59"}),
        "la-cle-lille": frozenset({"59"}),
        "guyan-envol": frozenset({"973"}),
    }
)
"""Members whose name says where they are, while their profile does not."""
PARTNERS_OF_TEN = 4
"""Of the ten schools of each département, those that are partners of an association of partner schools."""
SIGNED_PERCENT = 50
"""Of the départements where a member accompanies, those with which it signed for child welfare, unless it says."""
BY_POPULATION = sorted(DEPARTMENTS, key=lambda code: -DEPARTMENTS[code].population)


def completed(profile: Profile) -> tuple[Profile, tuple[str, ...]]:
    """The profile with an answer wherever it said nothing, and the names of those fields."""
    invented = dict(_invented(profile))
    profile = replace(profile, **invented)
    if profile.ase_conventions:
        return profile, tuple(sorted(invented))
    return replace(profile, ase_conventions=_conventions(profile)), (*sorted(invented), "ase_conventions")


def _invented(profile: Profile) -> Iterator[tuple[str, Any]]:
    if profile.ages is None:
        yield "ages", AGES
    if not profile.situations:
        yield "situations", SITUATIONS
    if not profile.themes:
        yield "themes", THEMES
    if not profile.ways:
        yield "ways", frozenset({Way.OPEN})
    if not any(territory and not territory.is_unsaid for territory in (profile.in_person, profile.remote)):
        yield "in_person", _where(profile)
    if Way.PARTNER_SCHOOL in profile.ways and not profile.partner_schools:
        schools = (school(code, number) for code in DEPARTMENTS for number in range(PARTNERS_OF_TEN))
        yield "partner_schools", frozenset(schools)


def _where(profile: Profile) -> Territory:
    named = NAMED.get(profile.slug, frozenset(BY_POPULATION[:LARGEST]))
    return Territory(Scope.LISTED, named, frozenset())


def _conventions(profile: Profile) -> frozenset[str]:
    """Whoever is meant for child welfare signed wherever it accompanies; the others with every second département."""
    meant = (
        Public.ASE in profile.required_publics | profile.favoured_publics or Way.CHILD_WELFARE in profile.ways
    )
    percent = 100 if meant else SIGNED_PERCENT
    return frozenset(
        code for code in _covered(profile) if 100 * share(profile.slug, code, "convention") < percent
    )


def _covered(profile: Profile) -> list[str]:
    """The départements where it accompanies, in either mode."""
    territories = [territory for territory in (profile.in_person, profile.remote) if territory]
    return [code for code in DEPARTMENTS if any(_names(territory, code) for territory in territories)]


def _names(territory: Territory, code: str) -> bool:
    department = DEPARTMENTS[code]
    everywhere = territory.scope is Scope.FRANCE or (
        territory.scope is Scope.MAINLAND and not department.overseas
    )
    return everywhere or code in territory.departments or department.region in territory.regions
