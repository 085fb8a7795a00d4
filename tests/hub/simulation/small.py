"""Small worlds whose end is known by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from hub.routing import RuleBook
from hub.simulation.arrivals import Arrival
from hub.simulation.fits import fitting
from hub.simulation.luck import Says, luck
from hub.simulation.network import Association
from hub.simulation.policies import Policy, followed
from hub.simulation.year import Referral, Year
from hub.vocabulary import Need, Situation
from tests.parts.members import OPEN_TO_ALL, PUPIL, RULE_BOOK

SEED = 1
FIRST_MONDAY = 0
"""The year begins on Monday the first of September 2025."""
PRIORITY = replace(PUPIL, situation=Situation.LYCEE_PRO)


def association(slug: str, places: int, **habits: Any) -> Association:
    """Says yes to everybody on the day itself, unless its habits are told; its places open on the first."""
    usual = {"opens_on": 1, "refuses": 0, "silent": 0, "answers_in": 0.0} | habits
    return Association(replace(OPEN_TO_ALL, slug=slug), places, **usual)


def comes(number: int, *, day: int = FIRST_MONDAY, need: Need = PUPIL, patience: int = 30) -> Arrival:
    return Arrival(number, day, day + patience, need)


def lived(
    people: Sequence[Arrival], *associations: Association, policy: Policy | None = None
) -> list[Referral]:
    return playing(people, associations, policy or followed("in_use", reserving(0))).play(lambda day: None)


def playing(people: Sequence[Arrival], associations: Sequence[Association], policy: Policy) -> Year:
    return Year(people, fits_of(people, associations), associations, policy, seed=SEED)


def fits_of(people: Sequence[Arrival], associations: Sequence[Association]) -> list[frozenset[str]]:
    return fitting((each.profile for each in associations), RULE_BOOK, (one.need for one in people))


def reserving(percent: int) -> RuleBook:
    return replace(RULE_BOOK, priority=replace(RULE_BOOK.priority, reserved_percent=percent))


def somebody_answered_after(days: int, by: Association) -> int:
    """The number of a person to whom this association says yes after so many working days."""
    return next(n for n in count() if luck(SEED, n, by) == (Says.ACCEPTS, days))
