"""The plain loop: each association looked at in turn, the cheapest questions that rule most out asked first."""

from __future__ import annotations

from heapq import nsmallest

from bench.routing.crowd import Asked
from bench.routing.facts import (
    AGES,
    ANY_CLASS,
    BAND,
    BEST,
    CLASS,
    DEGREE,
    FITS,
    LOADS,
    NO_DIPLOMA,
    NOT_LAST,
    ORDER,
    Answer,
    Facts,
)
from hub.routing import RuleBook, Scope, Territory, Way, is_priority
from hub.routing.criteria import CHILD_WELFARE, SCHOOLS
from hub.routing.territory import MAINLAND
from hub.vocabulary import Channel, Mode, Need, Place, Public, Situation

(
    NOT_JOINED,
    ASKED,
    PAUSED,
    FULL,
    KEPT,
    AGE,
    SITUATION,
    LEVEL,
    DIPLOMA,
    THEMES,
    PROJECT,
    MODE,
    TERRITORY,
    SMALL_TOWN,
    PUBLIC,
    GIRLS_ONLY,
    VOLUNTEERING,
    ENTRY,
    CONVENTION,
) = range(len(ORDER))
NOBODY = (99, -1)
OUTSIDE, NATIONAL, REGION, DEPARTMENT = range(4)


class Area:
    """Where an association accompanies in one mode."""

    __slots__ = ("departments", "france", "mainland", "regions")

    def __init__(self, territory: Territory) -> None:
        self.departments, self.regions = territory.departments, territory.regions
        self.france, self.mainland = territory.scope is Scope.FRANCE, territory.scope is Scope.MAINLAND


class Row:
    """An association's facts, each one attribute away."""

    def __init__(self, facts: Facts) -> None:
        profile = facts.profile
        self.slug, self.joined, self.paused = profile.slug, facts.joined, facts.paused
        self.places, self.kept, self.rank = facts.places, facts.kept, facts.points * LOADS + facts.load
        self.youngest, self.oldest = profile.ages or NOBODY
        self.situations, self.themes = profile.situations, profile.themes
        self.first_class = CLASS[profile.first_class] if profile.first_class else 0
        self.diploma = DEGREE[profile.diploma] if profile.diploma else -1
        self.in_person = Area(profile.in_person) if profile.in_person else None
        self.remote = Area(profile.remote) if profile.remote else None
        self.small_town, self.girls_only = profile.small_town, profile.girls_only
        self.required, self.favoured = profile.required_publics, profile.favoured_publics
        self.volunteering, self.project = profile.volunteering_done, profile.project
        self.ways, self.schools = profile.ways, profile.partner_schools
        self.conventions = profile.ase_conventions
        self.last_for = frozenset(age for age in AGES if BAND[age] in facts.last_for)


def decide(  # noqa: C901, PLR0912 (calls would cost more than what they part)
    asked: Asked, rows: list[Row], book: RuleBook
) -> Answer:
    """A need is taken as it comes: nothing is prepared for it."""
    codes: list[int] = []
    fitting: list[tuple[int, int]] = []
    add = codes.append
    need, already = asked.need, asked.already
    age, situation, themes = need.age, need.situation, need.themes
    school_class, diploma = CLASS.get(need.level, ANY_CLASS), DEGREE.get(need.level, NO_DIPLOMA)
    priority = is_priority(need, book)
    for row in rows:
        if not row.joined:
            add(NOT_JOINED)
        elif row.slug in already:
            add(ASKED)
        elif row.paused:
            add(PAUSED)
        elif row.places < 1:
            add(FULL)
        elif row.kept and not priority:
            add(KEPT)
        elif age < row.youngest or age > row.oldest:
            add(AGE)
        elif situation not in row.situations:
            add(SITUATION)
        elif school_class < row.first_class:
            add(LEVEL)
        elif diploma < row.diploma:
            add(DIPLOMA)
        elif themes.isdisjoint(row.themes):
            add(THEMES)
        elif row.project and row.project not in themes:
            add(PROJECT)
        else:
            code = _further(need, row, book)
            if code >= FITS:
                fitting.append((-code, len(codes)))
            add(code)
    return Answer([number for _, number in nsmallest(BEST, fitting)], codes)


def _further(  # noqa: C901, PLR0911 (as long as the list of criteria)
    need: Need, row: Row, book: RuleBook
) -> int:
    here, there = need.mode is not Mode.REMOTE, need.mode is not Mode.IN_PERSON
    if not ((here and row.in_person) or (there and row.remote)):
        return MODE
    in_person = _near(need.place, row.in_person) if here else OUTSIDE
    remote = _near(need.place, row.remote) if there else OUTSIDE
    if not (in_person or remote):
        return TERRITORY
    if row.small_town and need.place.population >= book.small_town_below and Public.RURAL not in need.publics:
        return SMALL_TOWN
    if not row.required <= need.publics:
        return PUBLIC
    if row.girls_only and Public.FILLES not in need.publics:
        return GIRLS_ONLY
    if row.volunteering and Public.ENGAGE not in need.publics and need.situation != Situation.SERVICE_CIVIQUE:
        return VOLUNTEERING
    if not _comes_by(need, row):
        return ENTRY
    prescriber = need.prescriber
    if prescriber and prescriber.kind in CHILD_WELFARE and prescriber.department not in row.conventions:
        return CONVENTION
    return _rank(need, row, book, in_person, remote)


def _near(place: Place, area: Area | None) -> int:
    if area is None:
        return OUTSIDE
    if place.department in area.departments:
        return DEPARTMENT
    if place.region in area.regions:
        return REGION
    return NATIONAL if area.france or (area.mainland and place.region in MAINLAND) else OUTSIDE


def _comes_by(need: Need, row: Row) -> bool:
    ways, prescriber = row.ways, need.prescriber
    if Way.OPEN in ways or (Way.FAMILY in ways and need.channel is Channel.GUARDIAN):
        return True
    if prescriber is None:
        return False
    return (
        Way.PRESCRIBER in ways
        or (Way.SCHOOL in ways and prescriber.kind in SCHOOLS)
        or (Way.CHILD_WELFARE in ways and prescriber.kind in CHILD_WELFARE)
        or (Way.PARTNER_SCHOOL in ways and prescriber.uai in row.schools)
    )


def _rank(need: Need, row: Row, book: RuleBook, in_person: int, remote: int) -> int:
    weights = book.weights
    near = (0, weights.national, weights.region, weights.department)[in_person]
    points = (
        weights.theme * len(need.themes & row.themes)
        + weights.favoured_public * len(need.publics & row.favoured)
        + max(near, weights.remote if remote else 0)
    )
    last = need.age in row.last_for
    return FITS + row.rank + points * LOADS + (0 if last else NOT_LAST)
