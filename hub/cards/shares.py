"""Which share of everybody lives in an area, or makes a choice: what both estimates count with."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from hub import geography
from hub.cards.forms import Area, AreaKind, Shape, families_of
from hub.vocabulary import Theme

CHOICES = [(theme,) for theme in Theme] + list(combinations(Theme, 2))
FRANCE = sum(each.population for each in geography.DEPARTMENTS.values())


def share_of_population(area: Area) -> float:
    return sum(each.population for each in geography.DEPARTMENTS.values() if _lies_in(each, area)) / FRANCE


def share_of_choices(form: Shape, shares: Mapping[Theme, float], *, one: float, two: float) -> float:
    """Those who choose these themes, or any of these families; ``one`` and ``two``: how many choose one, or two."""
    if form.themes:
        return _of_choice(form.themes, shares, one, two)
    return sum(
        _of_choice(choice, shares, one, two) for choice in CHOICES if families_of(choice) == form.families
    )


def _of_choice(themes: tuple[Theme, ...], shares: Mapping[Theme, float], one: float, two: float) -> float:
    found = [shares.get(theme, 0.0) for theme in themes]
    match found:
        case [alone]:
            return one * alone
        case [first, second]:
            return two * 2 * first * second
        case _:
            return 0.0


def _lies_in(department: geography.Department, area: Area) -> bool:
    """A region's code may also be that of a département elsewhere: 11 is Île-de-France, and the Aude."""
    match area.kind:
        case AreaKind.DEPARTMENT:
            return department.code == area.code
        case AreaKind.REGION:
            return department.region == area.code
        case AreaKind.FRANCE:
            return True
