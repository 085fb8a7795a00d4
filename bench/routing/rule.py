"""An association's criteria as one expression on a need: the number of what rules it out, or how well it fits.

What an association leaves open is left out of its expression, as somebody who writes rules by hand would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bench.routing.facts import FITS, LOADS, NOT_LAST, ORDER, Facts
from hub.routing import Criterion, Scope, Territory, Way, Weights
from hub.routing.criteria import CLASSES, DIPLOMAS


@dataclass(frozen=True, slots=True)
class Said:
    """What the need says under this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """``in`` ``==`` ``>=`` ``<=`` ``+``, ``not`` ``and`` ``or``, and ``if``: condition, then, otherwise."""

    operator: str
    over: tuple[Node, ...]


Node: TypeAlias = bool | int | str | tuple[str, ...] | Said | Call

COMES_BY: dict[Way, Node] = {
    Way.OPEN: True,
    Way.SCHOOL: Said("school"),
    Way.PRESCRIBER: Said("referred"),
    Way.CHILD_WELFARE: Said("welfare"),
    Way.FAMILY: Said("family"),
    Way.OWN_SITE: False,
}


def rule(facts: Facts, weights: Weights) -> Node:
    """In the order of the criteria: the first that is not met gives its number."""
    answer: Node = rank(facts, weights)
    met = {**_standing(facts), **_themselves(facts), **_offer(facts), **_reserved(facts), **_door(facts)}
    for number, criterion in reversed([*enumerate(ORDER)]):
        answer = _if(met[criterion], answer, number)
    return answer


def objections(facts: Facts) -> list[tuple[int, Node]]:
    """Each criterion that may rule it out, by number, with what must be true for it not to."""
    met = {**_standing(facts), **_themselves(facts), **_offer(facts), **_reserved(facts), **_door(facts)}
    return [(number, met[each]) for number, each in enumerate(ORDER) if met[each] is not True]


def _standing(facts: Facts) -> dict[Criterion, Node]:
    return {
        Criterion.JOINED: facts.joined,
        Criterion.ASKED: Call("not", (Call("in", (facts.profile.slug, Said("asked"))),)),
        Criterion.PAUSED: not facts.paused,
        Criterion.FULL: facts.places > 0,
        Criterion.KEPT_FOR_PRIORITY: Said("priority") if facts.kept else True,
    }


def _themselves(facts: Facts) -> dict[Criterion, Node]:
    profile = facts.profile
    youngest, oldest = profile.ages or (0, 0)
    ages = _all(Call(">=", (Said("age"), youngest)), Call("<=", (Said("age"), oldest)))
    first, diploma = profile.first_class, profile.diploma
    return {
        Criterion.AGE: ages if profile.ages else False,
        Criterion.SITUATION: _in("situation", profile.situations),
        Criterion.LEVEL: Call(">=", (Said("school_class"), CLASSES.index(first))) if first else True,
        Criterion.DIPLOMA: Call(">=", (Said("diploma"), DIPLOMAS.index(diploma))) if diploma else True,
    }


def _offer(facts: Facts) -> dict[Criterion, Node]:
    profile = facts.profile
    here, there = _covers(profile.in_person), _covers(profile.remote)
    project = [Call("==", (Said(theme), str(profile.project))) for theme in ("theme_1", "theme_2")]
    modes = [Said(mode) for mode in ("in_person", "remote") if getattr(profile, mode)]
    return {
        Criterion.THEMES: _any(_in("theme_1", profile.themes), _in("theme_2", profile.themes)),
        Criterion.PROJECT: _any(*project) if profile.project else True,
        Criterion.MODE: _any(*modes),
        Criterion.TERRITORY: _any(_all(Said("in_person"), here), _all(Said("remote"), there)),
        Criterion.SMALL_TOWN: Said("small_town") if profile.small_town else True,
    }


def _reserved(facts: Facts) -> dict[Criterion, Node]:
    profile = facts.profile
    return {
        Criterion.PUBLIC: _all(*(Said(public.value) for public in sorted(profile.required_publics))),
        Criterion.GIRLS_ONLY: Said("filles") if profile.girls_only else True,
        Criterion.VOLUNTEERING: Said("engaged") if profile.volunteering_done else True,
    }


def _door(facts: Facts) -> dict[Criterion, Node]:
    profile = facts.profile
    comes_by = {**COMES_BY, Way.PARTNER_SCHOOL: _in("uai", profile.partner_schools)}
    return {
        Criterion.ENTRY: _any(*(comes_by[way] for way in sorted(profile.ways))),
        Criterion.ASE_CONVENTION: _any(
            Call("not", (Said("welfare"),)), _in("charge", profile.ase_conventions)
        ),
    }


def rank(facts: Facts, weights: Weights) -> Node:
    """Points, then load: as one number.  Associations that come last for a band of age lack ``NOT_LAST``."""
    profile = facts.profile
    fixed = FITS + facts.points * LOADS + facts.load
    themes = (_if(_in(theme, profile.themes), weights.theme * LOADS, 0) for theme in ("theme_1", "theme_2"))
    favoured = (
        _if(Said(public), weights.favoured_public * LOADS, 0) for public in sorted(profile.favoured_publics)
    )
    last = _if(_in("band", facts.last_for), 0, NOT_LAST)
    return Call("+", (fixed, *themes, *favoured, _nearness(facts, weights), last))


def _nearness(facts: Facts, weights: Weights) -> Node:
    """The best of what is true counts alone: asked from the best down."""
    here, there = facts.profile.in_person, facts.profile.remote
    ways = [(weights.remote, _all(Said("remote"), _covers(there)))]
    if here:
        ways += [
            (weights.department, _all(Said("in_person"), _in("department", here.departments))),
            (weights.region, _all(Said("in_person"), _in("region", here.regions))),
            (weights.national, _all(Said("in_person"), _wide(here))),
        ]
    points: Node = 0
    for worth, true in sorted(ways, key=lambda way: way[0]):
        points = _if(true, worth * LOADS, points)
    return points


def _covers(territory: Territory | None) -> Node:
    if territory is None:
        return False
    named = (_in("department", territory.departments), _in("region", territory.regions))
    return _any(_wide(territory), *named)


def _wide(territory: Territory) -> Node:
    return Said("mainland") if territory.scope is Scope.MAINLAND else territory.scope is Scope.FRANCE


def _in(name: str, among: Iterable[str]) -> Node:
    words = tuple(sorted(map(str, among)))
    return Call("in", (Said(name), words)) if words else False


def _any(*nodes: Node) -> Node:
    left = tuple(node for node in nodes if node is not False)
    if True in left or not left:
        return bool(left)
    return _joined("or", left)


def _all(*nodes: Node) -> Node:
    left = tuple(node for node in nodes if node is not True)
    if False in left or not left:
        return not left
    return _joined("and", left)


def _joined(operator: str, nodes: tuple[Node, ...]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    return Call(operator, nodes)


def _if(condition: Node, then: Node, otherwise: Node) -> Node:
    if isinstance(condition, bool):
        return then if condition else otherwise
    return Call("if", (condition, then, otherwise))
