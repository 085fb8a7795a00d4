"""How many mentors share a form while the hub is too young to have counted a year of them.

11,372 mentors registered from May 2021 to the end of 2023: 365 a month.  They are spread over the packaged population,
as if adults lived where everybody does.  Every share below is assumed: nobody publishes them.  Each table adds up to
less than one, and what is not in it counts as nobody, so that a card errs towards telling less.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.cards.mentors import MentorForm
from hub.cards.shares import share_of_choices, share_of_population
from hub.vocabulary import Availability, MentorAge, MentorAudience, MentorStatus, Mode, Theme

YEARLY_MENTORS = 365 * 12

MENTORS_BY_AGE: Mapping[MentorAge, float] = MappingProxyType(
    {
        MentorAge.FROM_15_TO_17: 0.02,
        MentorAge.FROM_18_TO_25: 0.22,
        MentorAge.FROM_26_TO_49: 0.50,
        MentorAge.FROM_50: 0.20,
    }
)
STATUSES: Mapping[MentorAge, Mapping[MentorStatus, float]] = MappingProxyType(
    {
        MentorAge.FROM_15_TO_17: {MentorStatus.LYCEEN: 0.85, MentorStatus.AUTRE: 0.05},
        MentorAge.FROM_18_TO_25: {
            MentorStatus.LYCEEN: 0.02,
            MentorStatus.ETUDIANT: 0.60,
            MentorStatus.ACTIF: 0.25,
            MentorStatus.RECHERCHE_EMPLOI: 0.05,
            MentorStatus.AUTRE: 0.02,
        },
        MentorAge.FROM_26_TO_49: {
            MentorStatus.ETUDIANT: 0.02,
            MentorStatus.ACTIF: 0.85,
            MentorStatus.RECHERCHE_EMPLOI: 0.05,
            MentorStatus.AUTRE: 0.02,
        },
        MentorAge.FROM_50: {
            MentorStatus.ACTIF: 0.45,
            MentorStatus.RECHERCHE_EMPLOI: 0.05,
            MentorStatus.RETRAITE: 0.40,
            MentorStatus.AUTRE: 0.02,
        },
    }
)
AVAILABILITIES: Mapping[Availability, float] = MappingProxyType(
    {Availability.WEEKLY: 0.25, Availability.FORTNIGHTLY: 0.35, Availability.MONTHLY: 0.35}
)
AUDIENCES: Mapping[MentorAudience, float] = MappingProxyType(
    {
        MentorAudience.PRIMAIRE: 0.08,
        MentorAudience.COLLEGE: 0.17,
        MentorAudience.LYCEE: 0.22,
        MentorAudience.LYCEE_PRO: 0.10,
        MentorAudience.SUPERIEUR: 0.20,
        MentorAudience.INSERTION: 0.18,
    }
)
ONE_AUDIENCE, TWO_AUDIENCES, EVERY_AUDIENCE = 0.30, 0.30, 0.15
THEMES: Mapping[Theme, float] = MappingProxyType(
    {
        Theme.SCOLARITE: 0.15,
        Theme.ORIENTATION: 0.28,
        Theme.INSERTION: 0.28,
        Theme.CULTURE: 0.05,
        Theme.CONFIANCE: 0.13,
        Theme.CREATION: 0.05,
        Theme.CONCOURS: 0.02,
    }
)
ONE_THEME, TWO_THEMES = 0.40, 0.40
MODES: Mapping[Mode, float] = MappingProxyType({Mode.EITHER: 0.50, Mode.IN_PERSON: 0.25, Mode.REMOTE: 0.20})


def estimated_mentors(form: MentorForm, yearly: int) -> int:
    """The mentors of a year who would share this form, rounded down."""
    people = sum(MENTORS_BY_AGE[age] * _of_status(form, age) for age in form.ages)
    available = 1.0 if form.availability is None else AVAILABILITIES[form.availability]
    in_that_mode = 1.0 if form.mode is None else MODES[form.mode]
    themes = share_of_choices(form, THEMES, one=ONE_THEME, two=TWO_THEMES)
    alike = people * available * in_that_mode * themes * _of_audiences(form.audiences)
    return int(yearly * share_of_population(form.area) * alike)


def _of_status(form: MentorForm, age: MentorAge) -> float:
    return 1.0 if form.status is None else STATUSES[age].get(form.status, 0.0)


def _of_audiences(audiences: tuple[MentorAudience, ...]) -> float:
    shares = [AUDIENCES[audience] for audience in audiences]
    match shares:
        case []:
            return 1.0
        case [one]:
            return ONE_AUDIENCE * one
        case [one, other]:
            return TWO_AUDIENCES * 2 * one * other
        case _:
            return EVERY_AUDIENCE if len(shares) == len(MentorAudience) else 0.0
