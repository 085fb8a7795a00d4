"""The young people of a year, each made from the seed: when they come, who they are, what they ask for.

Nobody here exists.  The same seed and the same world give the same people, whatever the policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

from hub.cards.estimate import AGES, MODES, ONE_THEME, THEMES, TWO_THEMES
from hub.geography import DEPARTMENTS
from hub.simulation import world
from hub.simulation.world import World
from hub.vocabulary import (
    AgeBand,
    Channel,
    Kind,
    Level,
    Need,
    Place,
    Prescriber,
    PrescriberKind,
    Public,
    Situation,
    Theme,
)

VILLAGE, SMALL_TOWN, CITY = 1_000, 8_000, 90_000
"""Inhabitants of the three communes of a simulated département: routing asks no more than which of them it is."""
SMALL_TOWN_PERCENT = 20
CLASSES = tuple(Level)[: tuple(Level).index(Level.TERMINALE) + 1]
AFTER_BAC = (Level.BAC_PLUS_1, Level.BAC_PLUS_2, Level.BAC_PLUS_3, Level.BAC_PLUS_4, Level.BAC_PLUS_5)
DIPLOMAS = {Level.SANS_DIPLOME: 22, Level.CAP: 18, Level.BAC: 28, Level.BAC_PLUS_2: 12, Level.BAC_PLUS_3: 20}
FIRST_CLASS_AGE, BAC_AGE, CONSENT = 6, 18, 15
PUPILS = frozenset({Situation.PRIMAIRE, Situation.COLLEGE, Situation.LYCEE_GT, Situation.LYCEE_PRO})
YOUNGEST: Mapping[Theme, int] = {Theme.CREATION: 18, Theme.CONCOURS: 17}
"""The ages from which the forms offer these themes."""
BY_A_PROFESSIONAL_PERCENT, ASE_BY_A_PROFESSIONAL_PERCENT = 25, 75
SCHOOLS_OF_A_DEPARTMENT = 10
PROFESSIONALS: Mapping[Situation, PrescriberKind] = {
    **dict.fromkeys((*PUPILS, Situation.APPRENTISSAGE), PrescriberKind.SCHOOL),
    Situation.SUPERIEUR: PrescriberKind.UNIVERSITY,
}

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True, repr=False)
class Arrival:
    """``day`` counts from the first day of the year; ``gives_up`` is the first day when nobody waits any more."""

    number: int
    day: int
    gives_up: int
    need: Need

    def __repr__(self) -> str:
        return f"Arrival({self.number})"


def arrivals(seed: int, shape: World) -> list[Arrival]:
    """Everybody who comes in a year, in the order in which they come."""
    chance = Random(f"arrivals:{seed}")  # noqa: S311 (a story, not a secret)
    days = sorted(_days(chance, shape))
    return [_arrival(number, day, chance) for number, day in enumerate(days)]


def _days(chance: Random, shape: World) -> list[int]:
    """A campaign adds to the ordinary days, so that a greater peak is a greater year."""
    ordinary = [_ordinary(day) for day in range(world.DAYS)]
    campaigns = [each * _extra(day, shape.peaks) for day, each in enumerate(ordinary)]
    usual = [each * (1 + _extra(day, 1)) for day, each in enumerate(ordinary)]
    expected = shape.arrivals * sum(map(sum, zip(ordinary, campaigns, strict=True))) / sum(usual)
    weights = [a + b for a, b in zip(ordinary, campaigns, strict=True)]
    return chance.choices(range(world.DAYS), weights, k=round(expected))


def _ordinary(day: int) -> float:
    on = world.FIRST_DAY + timedelta(days=day)
    weight = world.SEASON[(on.month - world.FIRST_DAY.month) % world.MONTHS]
    return weight * (world.WEEKEND_PERCENT / 100 if on.weekday() >= 5 else 1.0)  # noqa: PLR2004 (Saturday)


def _extra(day: int, peaks: int) -> int:
    on = world.FIRST_DAY + timedelta(days=day)
    campaign = any(first <= on < first + timedelta(days=length) for first, length in world.CAMPAIGNS)
    return world.CAMPAIGN_EXTRA * peaks if campaign else 0


def _arrival(number: int, day: int, chance: Random) -> Arrival:
    least, usual, most = world.PATIENCE_DAYS
    patience = round(chance.triangular(least, most, usual))
    return Arrival(number, day, day + patience, _need(chance))


def _need(chance: Random) -> Need:
    band = _drawn(chance, AGES)
    youngest, oldest = map(int, band.split("-"))
    age = chance.randint(youngest, oldest)
    situation = _drawn(chance, next(shares for until, shares in world.SITUATIONS if age <= until))
    place = _place(chance)
    publics = _publics(chance, situation, place)
    prescriber = _prescriber(chance, situation, place, publics)
    return Need(
        kind=Kind.YOUNG_PERSON,
        age=age,
        place=place,
        situation=situation,
        level=_level(chance, age, situation),
        themes=_themes(chance, band, age),
        publics=publics,
        mode=_drawn(chance, MODES),
        channel=_channel(age, prescriber),
        prescriber=prescriber,
    )


def _drawn(chance: Random, shares: Mapping[Choice, float]) -> Choice:
    return chance.choices(list(shares), list(shares.values()))[0]


def _place(chance: Random) -> Place:
    department = chance.choices(DEPARTMENT_CODES, cum_weights=UP_TO_EACH)[0]
    luck = 100 * chance.random()
    population = CITY
    if luck < world.RURAL_PERCENT:
        population = VILLAGE
    elif luck < world.RURAL_PERCENT + SMALL_TOWN_PERCENT:
        population = SMALL_TOWN
    return Place("", "", "", department, DEPARTMENTS[department].region, population)


DEPARTMENT_CODES = tuple(DEPARTMENTS)
UP_TO_EACH = tuple(accumulate(each.population for each in DEPARTMENTS.values()))


def _publics(chance: Random, situation: Situation, place: Place) -> frozenset[Public]:
    publics = {each for each, percent in world.PUBLIC_PERCENT.items() if 100 * chance.random() < percent}
    if situation is not Situation.COLLEGE:
        publics.discard(Public.REP)
    if place.population == VILLAGE:
        publics = (publics | {Public.RURAL}) - {Public.QPV}
    student = situation is Situation.SUPERIEUR and not DEPARTMENTS[place.department].overseas
    if student and 100 * chance.random() < world.STUDENT_FROM_OVERSEAS_PERCENT:
        publics.add(Public.OUTRE_MER)
    return frozenset(publics)


def _level(chance: Random, age: int, situation: Situation) -> Level | None:
    if situation in PUPILS:
        return CLASSES[max(0, min(age - FIRST_CLASS_AGE, len(CLASSES) - 1))]
    if situation is Situation.SUPERIEUR:
        return AFTER_BAC[max(0, min(age - BAC_AGE, len(AFTER_BAC) - 1))]
    return None if situation is Situation.APPRENTISSAGE else _drawn(chance, DIPLOMAS)


def _themes(chance: Random, band: AgeBand, age: int) -> frozenset[Theme]:
    shares = {theme: share for theme, share in THEMES[band].items() if age >= YOUNGEST.get(theme, 0)}
    first = _drawn(chance, shares)
    if _drawn(chance, {1: ONE_THEME, 2: TWO_THEMES}) == 1:
        return frozenset({first})
    del shares[first]
    return frozenset({first, _drawn(chance, shares)})


def _prescriber(
    chance: Random, situation: Situation, place: Place, publics: frozenset[Public]
) -> Prescriber | None:
    in_care = Public.ASE in publics
    percent = ASE_BY_A_PROFESSIONAL_PERCENT if in_care else BY_A_PROFESSIONAL_PERCENT
    if 100 * chance.random() >= percent:
        return None
    if in_care:
        return Prescriber(chance.choice([PrescriberKind.ASE, PrescriberKind.FOYER]), place.department, None)
    kind = PROFESSIONALS.get(situation, PrescriberKind.MISSION_LOCALE)
    uai = school(place.department, chance.randrange(SCHOOLS_OF_A_DEPARTMENT))
    return Prescriber(kind, place.department, uai if kind is PrescriberKind.SCHOOL else None)


def school(department: str, number: int) -> str:
    """A school of a simulated département: no UAI has this form."""
    return f"{department}/{number}"


def _channel(age: int, prescriber: Prescriber | None) -> Channel:
    if prescriber:
        return Channel.PRESCRIBER
    return Channel.SELF if age >= CONSENT else Channel.GUARDIAN
