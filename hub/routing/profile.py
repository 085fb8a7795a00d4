"""What an association asks of a need before it can be offered to it, and how it stands today."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hub.routing.territory import Reach, Territory
from hub.vocabulary import (
    AgeBand,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Need,
    Public,
    Situation,
    Theme,
)


class Way(StrEnum):
    """By which door a young person may come to an association."""

    OPEN = "open"
    SCHOOL = "school"
    PARTNER_SCHOOL = "partner_school"
    PRESCRIBER = "prescriber"
    CHILD_WELFARE = "child_welfare"
    FAMILY = "family"
    OWN_SITE = "own_site"


@dataclass(frozen=True, slots=True)
class MentorSide:
    """Which mentors an association looks for.  No status: any.  ``None``: the same as for its young people."""

    wanted: bool
    ages: frozenset[MentorAge]
    statuses: frozenset[MentorStatus]
    audiences: frozenset[MentorAudience] | None
    themes: frozenset[Theme] | None
    reach: Reach | None


@dataclass(frozen=True, slots=True)
class Profile:
    """An association's criteria.  Where something must be said, ``None`` or an empty set rules out."""

    slug: str
    ages: tuple[int, int] | None
    situations: frozenset[Situation]
    first_class: Level | None
    diploma: Level | None
    themes: frozenset[Theme]
    in_person: Territory | None
    remote: Territory | None
    small_town: bool
    required_publics: frozenset[Public]
    favoured_publics: frozenset[Public]
    girls_only: bool
    volunteering_done: bool
    project: Theme | None
    ways: frozenset[Way]
    partner_schools: frozenset[str]
    ase_conventions: frozenset[str]
    mentors: MentorSide | None

    @property
    def reach(self) -> Reach:
        return Reach(self.in_person, self.remote)


def years_of(band: AgeBand) -> range:
    youngest, oldest = map(int, band.split("-"))
    return range(youngest, oldest + 1)


@dataclass(frozen=True, slots=True)
class Share:
    """Some young people: of these ages, in these situations, who live there.  What is empty leaves nobody out."""

    ages: frozenset[int]
    situations: frozenset[Situation]
    departments: frozenset[str]

    def holds(self, need: Need) -> bool:
        return (
            (not self.ages or need.age in self.ages)
            and (not self.situations or need.situation in self.situations)
            and (not self.departments or need.place.department in self.departments)
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How an association stands today, whoever comes.

    ``places_a_year`` and ``declared_days`` (how many days ago it said so) are None while it declared none.
    ``answered_in_time`` is the percent of its offers.  ``mentors_lately`` counts the mentors who were proposed to it
    and not turned away: they take no place.  ``waiting_days`` is the longest wait, there, for a mentor like this one.
    ``full_for``: those of whom it takes no more for now, though it may have places left.  ``away``: nobody answers,
    neither for young people nor for mentors; a pause is for young people only.
    """

    places_left: int
    paused: bool = False
    joined: bool = True
    mentors_lately: int = 0
    places_a_year: int | None = None
    declared_days: int | None = None
    answered_in_time: int = 100
    waiting_days: int = 0
    full_for: tuple[Share, ...] = ()
    away: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An association as it stands today, before one referral: what :class:`Standing` says, and ``asked`` before."""

    profile: Profile
    places_left: int
    paused: bool
    asked: bool
    joined: bool = True
    mentors_lately: int = 0
    places_a_year: int | None = None
    declared_days: int | None = None
    answered_in_time: int = 100
    waiting_days: int = 0
    full_for: tuple[Share, ...] = ()
    away: bool = False

    @property
    def standing(self) -> Standing:
        return Standing(
            places_left=self.places_left,
            paused=self.paused,
            joined=self.joined,
            mentors_lately=self.mentors_lately,
            places_a_year=self.places_a_year,
            declared_days=self.declared_days,
            answered_in_time=self.answered_in_time,
            waiting_days=self.waiting_days,
            full_for=self.full_for,
            away=self.away,
        )
