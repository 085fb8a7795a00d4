"""Whether a card of the past year fits an association's criteria: yes, no, or perhaps where the card does not tell."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from enum import IntEnum
from functools import cache
from itertools import product
from typing import Generic, TypeVar

from hub import cards
from hub.cards import Area, AreaKind, Form, MentorForm, Shape
from hub.cards.forms import families_of
from hub.geography import DEPARTMENTS
from hub.routing import Nearness, Profile, Reach, Territory, Way
from hub.routing.criteria import CLASSES, DIPLOMAS
from hub.routing.engagement import Sought, sought
from hub.vocabulary import Mode, Place, Situation, Theme
from hub.vocabulary.studies import SITUATION_AGES, levels_of

AnyShape = TypeVar("AnyShape", bound=Shape)
Test = Callable[[AnyShape], "Fit"]
Part = Callable[[AnyShape], Hashable]


class Fit(IntEnum):
    NO = 0
    PERHAPS = 1
    YES = 2


class Looking(Generic[AnyShape]):
    """Each part of a card is looked at once: forms are many, and their parts few."""

    def __init__(self, always: Fit, *tests: tuple[Part[AnyShape], Test[AnyShape]]) -> None:
        self._always = always
        self._tests: list[tuple[Part[AnyShape], Test[AnyShape], dict[Hashable, Fit]]] = [
            (part, test, {}) for part, test in tests
        ]

    def fit(self, form: AnyShape) -> Fit:
        found = self._always
        for part, test, known in self._tests:
            if not found:
                return found
            looked_at = part(form)
            if looked_at not in known:
                known[looked_at] = test(form)
            found = min(found, known[looked_at])
        return found


class YoungPeople(Looking[Form]):
    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        super().__init__(
            _untold(profile),
            (lambda form: (form.area, form.mode), lambda form: _meeting(form, profile.reach)),
            (lambda form: form.bands, self._ages),
            (lambda form: (form.bands, form.level), self._studies),
            (lambda form: (form.themes, form.families), lambda form: _wish(form, profile.themes)),
            (lambda form: (form.themes, form.families), self._project),
        )

    def _ages(self, form: Form) -> Fit:
        if self._profile.ages is None:
            return Fit.NO
        (youngest, oldest), (first, last) = cards.years(form), self._profile.ages
        if last < youngest or oldest < first:
            return Fit.NO
        return Fit.YES if first <= youngest and oldest <= last else Fit.PERHAPS

    def _studies(self, form: Form) -> Fit:
        taken = _of_all(situation in self._profile.situations for situation in _may_be(form))
        return min(taken, self._first_class(form), self._diploma(form))

    def _first_class(self, form: Form) -> Fit:
        first = self._profile.first_class
        if first is None or (form.level and form.level not in CLASSES):
            return Fit.YES
        if form.level is None:
            return Fit.PERHAPS
        return Fit.YES if CLASSES.index(form.level) >= CLASSES.index(first) else Fit.NO

    def _diploma(self, form: Form) -> Fit:
        wanted = self._profile.diploma
        if wanted is None:
            return Fit.YES
        if form.level is None:
            return Fit.PERHAPS
        enough = form.level in DIPLOMAS and DIPLOMAS.index(form.level) >= DIPLOMAS.index(wanted)
        return Fit.YES if enough else Fit.NO

    def _project(self, form: Form) -> Fit:
        project = self._profile.project
        return _wish(form, frozenset({project})) if project else Fit.YES


class Mentors(Looking[MentorForm]):
    def __init__(self, profile: Profile) -> None:
        wanted = sought(profile)
        self._sought: Sought = wanted
        looks_for_some = profile.mentors is not None and profile.mentors.wanted
        super().__init__(
            Fit.YES if looks_for_some else Fit.NO,
            (lambda form: (form.area, form.mode), lambda form: _meeting(form, wanted.reach)),
            (lambda form: form.ages, lambda form: _of_all(age in wanted.ages for age in form.ages)),
            (lambda form: form.status, self._status),
            (lambda form: form.audiences, self._audiences),
            (lambda form: (form.themes, form.families), lambda form: _wish(form, wanted.themes)),
        )

    def _status(self, form: MentorForm) -> Fit:
        statuses = self._sought.statuses
        if not statuses or form.status in statuses:
            return Fit.YES
        return Fit.PERHAPS if form.status is None else Fit.NO

    def _audiences(self, form: MentorForm) -> Fit:
        """One in common is enough."""
        if not form.audiences:
            return Fit.PERHAPS if self._sought.audiences else Fit.NO
        return Fit.NO if self._sought.audiences.isdisjoint(form.audiences) else Fit.YES


def _may_be(form: Form) -> list[Situation]:
    """Every situation that is usual at such an age and level; any, where none is."""
    youngest, oldest = cards.years(form)
    usual = [
        situation
        for situation, ages in SITUATION_AGES.items()
        if youngest <= ages[-1] and ages[0] <= oldest and form.level in (None, *levels_of(situation))
    ]
    return usual or list(Situation)


def _untold(profile: Profile) -> Fit:
    """What no card tells: who the young person is besides, and by which way they came."""
    if profile.ways <= {Way.OWN_SITE}:
        return Fit.NO
    reserved = profile.required_publics or profile.girls_only or profile.volunteering_done
    is_open = Way.OPEN in profile.ways and not (reserved or profile.small_town)
    return Fit.YES if is_open else Fit.PERHAPS


def _wish(form: Shape, taken: frozenset[Theme]) -> Fit:
    """One theme in common is enough; a family stands for one of its themes at least."""
    if form.themes:
        return Fit.NO if taken.isdisjoint(form.themes) else Fit.YES
    shared = set(families_of(tuple(taken))) & set(form.families)
    if not shared:
        return Fit.NO
    whole = any(_themes_of(family) <= taken for family in shared)
    return Fit.YES if whole else Fit.PERHAPS


@cache
def _themes_of(family: str) -> frozenset[Theme]:
    return frozenset(theme for theme in Theme if families_of((theme,)) == (family,))


def _meeting(form: Shape, reach: Reach) -> Fit:
    """Whatever they wish where the card does not tell, and wherever they are in the area."""
    wishes = (form.mode,) if form.mode else tuple(Mode)
    asked = product(_departments(form.area), wishes)
    return _of_all(_comes(department, wish, reach) for department, wish in asked)


def _comes(department: str, wish: Mode, reach: Reach) -> bool:
    offered = {Mode.IN_PERSON: reach.in_person, Mode.REMOTE: reach.remote}
    ways = [offered[wish]] if wish in offered else list(offered.values())
    return any(_covers(territory, department) for territory in ways if territory)


def _covers(territory: Territory, department: str) -> bool:
    return territory.nearness(_anywhere_in(department)) > Nearness.OUTSIDE


def _of_all(answers: Iterable[bool]) -> Fit:
    told = list(answers)
    if not any(told):
        return Fit.NO
    return Fit.YES if all(told) else Fit.PERHAPS


@cache
def _departments(area: Area) -> tuple[str, ...]:
    everywhere = [one for one in DEPARTMENTS.values() if one.population]
    match area.kind:
        case AreaKind.DEPARTMENT:
            return (area.code,)
        case AreaKind.REGION:
            return tuple(one.code for one in everywhere if one.region == area.code)
        case AreaKind.FRANCE:
            return tuple(one.code for one in everywhere)


@cache
def _anywhere_in(department: str) -> Place:
    one = DEPARTMENTS[department]
    return Place("", "", one.name, department, one.region, one.population)
