"""A directory as large as wanted and the needs that reach it: invented from a seed, after the real directory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from hub import directory
from hub.demo.people import Crowd
from hub.geography import DEPARTMENTS, REGIONS
from hub.routing import Profile, Standing, Territory
from hub.vocabulary import Need, Theme

SEED = 2026
YEAR = 2026
REFERRED = 0.3
ASKED_BEFORE = 0.25
JOINED, PAUSED, DECLARED = 0.95, 0.04, 0.8
PLACES_A_YEAR = (10, 20, 40, 60, 120, 300)


class Member(NamedTuple):
    """An association and how it stands."""

    profile: Profile
    standing: Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """A need, and the associations that were asked before."""

    need: Need
    already: frozenset[str]


def members(size: int, seed: int = SEED) -> list[Member]:
    """The real directory, then neighbours of its members: elsewhere, for other ages, with other themes.

    In the order of the alphabet.
    """
    chance = Random(seed)  # noqa: S311 (a crowd, not a secret)
    profiles = [entry.profile for entry in directory.read()]
    turns = (divmod(turn, len(profiles)) for turn in range(size))
    made = (Member(_like(chance, profiles[which], copy), _standing(chance)) for copy, which in turns)
    return sorted(made, key=lambda member: member.profile.slug)


def needs(count: int, known: Sequence[Member], seed: int = SEED) -> list[Asked]:
    """Young people: three in ten come through a professional, one in four was declined once or twice before."""
    chance = Random(seed)  # noqa: S311 (a crowd, not a secret)
    crowd = Crowd(chance, today_year=YEAR)
    slugs = [member.profile.slug for member in known]
    return [Asked(_need(crowd, chance), _already(chance, slugs)) for _ in range(count)]


def _need(crowd: Crowd, chance: Random) -> Need:
    came = (crowd.next_referred() if chance.random() < REFERRED else crowd.next()).need
    return came if isinstance(came, Need) else _need(crowd, chance)


def _already(chance: Random, slugs: list[str]) -> frozenset[str]:
    several = chance.randint(1, 2) if chance.random() < ASKED_BEFORE else 0
    return frozenset(chance.sample(slugs, several))


def _like(chance: Random, profile: Profile, copy: int) -> Profile:
    if not copy:
        return profile
    return replace(
        profile,
        slug=f"{profile.slug}-{copy:03}",
        ages=_ages(chance, profile.ages),
        themes=_themes(chance, profile.themes),
        in_person=_elsewhere(chance, profile.in_person),
        remote=_elsewhere(chance, profile.remote),
    )


def _ages(chance: Random, ages: tuple[int, int] | None) -> tuple[int, int] | None:
    if ages is None:
        return None
    youngest = max(5, ages[0] + chance.randint(-2, 2))
    return youngest, max(youngest, min(30, ages[1] + chance.randint(-2, 2)))


def _themes(chance: Random, themes: frozenset[Theme]) -> frozenset[Theme]:
    """One more, or one less."""
    return themes ^ {chance.choice([*Theme])} or themes


def _elsewhere(chance: Random, territory: Territory | None) -> Territory | None:
    """As many départements and régions, but others."""
    if territory is None:
        return None
    return replace(
        territory,
        departments=frozenset(chance.sample([*DEPARTMENTS], len(territory.departments))),
        regions=frozenset(chance.sample([*REGIONS], len(territory.regions))),
    )


def _standing(chance: Random) -> Standing:
    """Some are full, paused or not there yet; some have never declared their places, or did so long ago."""
    declared = chance.random() < DECLARED
    year = chance.choice(PLACES_A_YEAR) if declared else None
    return Standing(
        places_left=max(0, chance.randint(-3, year or 20)),
        paused=chance.random() < PAUSED,
        joined=chance.random() < JOINED,
        places_a_year=year,
        declared_days=chance.randint(0, 120) if declared else None,
        answered_in_time=chance.randint(50, 100),
    )
