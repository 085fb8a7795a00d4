"""The associations of a simulated year: the members' own profiles, and what they do not say filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hub.routing import Profile, RuleBook
from hub.simulation import world
from hub.simulation.arrivals import arrivals
from hub.simulation.completing import completed
from hub.simulation.fits import fitting
from hub.simulation.luck import share
from hub.simulation.world import World

DEMAND_SEED, DEMAND_PEOPLE = 0, 1_000
"""The young people among whom the demand is measured: the same in every year, so that the network is the same too."""
FIRST_DAYS = 28


@dataclass(frozen=True, slots=True)
class Declared:
    """A member as the hub knows it: its criteria, and the places it said it has in a year, if it did."""

    profile: Profile
    places_a_year: int | None


@dataclass(frozen=True, slots=True)
class Association:
    """A member as the year plays it.

    ``opens_on`` is the day of each month when its places open; ``refuses`` and ``silent`` are percents of the
    cards that it receives; ``answers_in`` is the mean of its working days; ``invented`` names what it had not said.
    """

    profile: Profile
    places_a_year: int
    opens_on: int
    refuses: int
    silent: int
    answers_in: float
    invented: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        return self.profile.slug


def network(declared: Iterable[Declared], rule_book: RuleBook, shape: World) -> list[Association]:
    """In the order given, which is the directory's: for first-match, the first that fits."""
    declared = tuple(declared)
    profiles = [completed(each.profile) for each in declared]
    demand = _demand([profile for profile, _ in profiles], rule_book, shape)
    return [
        _played(profile, each.places_a_year, invented, demand[profile.slug], shape)
        for each, (profile, invented) in zip(declared, profiles, strict=True)
    ]


def openings(association: Association) -> list[int]:
    """How many places open in each month of the year; together, the places of a year."""
    until = [sum(world.OPENINGS[: month + 1]) for month in range(world.MONTHS)]
    opened = [association.places_a_year * percent // until[-1] for percent in until]
    return [after - before for before, after in zip([0, *opened], opened, strict=False)]


def _demand(profiles: Sequence[Profile], rule_book: RuleBook, shape: World) -> Mapping[str, float]:
    """How many of an ordinary year's young people are for each, when each is shared among those that fit.

    Peaks add nothing: nobody has more places because more people come.
    """
    people = arrivals(DEMAND_SEED, World(arrivals=DEMAND_PEOPLE))
    demand = dict.fromkeys((profile.slug for profile in profiles), 0.0)
    for fits in fitting(profiles, rule_book, (person.need for person in people)):
        for slug in fits:
            demand[slug] += shape.arrivals / DEMAND_PEOPLE / len(fits)
    return demand


def _played(
    profile: Profile, places: int | None, invented: tuple[str, ...], demand: float, shape: World
) -> Association:
    slug = profile.slug
    if places is None:
        times = world.MEANS ** (2 * share(slug, "places") - 1)
        places, invented = max(world.LEAST_PLACES, round(demand * times)), (*invented, "places_a_year")
    return Association(
        profile=profile,
        places_a_year=places,
        opens_on=1 + int(FIRST_DAYS * share(slug, "opens")),
        refuses=round(_between(world.REFUSES_PERCENT, share(slug, "refuses"))),
        silent=shape.silence * round(_between(world.SILENT_PERCENT, share(slug, "silent"))),
        answers_in=_between(world.ANSWERS_IN_DAYS, share(slug, "answers")),
        invented=invented,
    )


def _between(ends: tuple[float, float], luck: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * luck
