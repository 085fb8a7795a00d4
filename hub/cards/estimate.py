"""How many share a form while the hub is too young to have counted a year of them.

A year's registrations (19,001 young people from May 2021 to the end of 2023: 7,600 a year) are spread over
the packaged population.  The shares are assumed: nobody publishes them.  Each table adds up to less than one,
and what is not in it counts as nobody, so that a card errs towards telling less.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.cards.forms import Form
from hub.cards.making import AnyForm
from hub.cards.mentor_estimate import YEARLY_MENTORS, estimated_mentors
from hub.cards.mentors import MentorForm
from hub.cards.shares import share_of_choices, share_of_population
from hub.vocabulary import AgeBand, Level, Mode, Theme

YEARLY = 7_600

AGES: Mapping[AgeBand, float] = MappingProxyType(
    {
        AgeBand.FROM_5_TO_10: 0.04,
        AgeBand.FROM_11_TO_14: 0.16,
        AgeBand.FROM_15_TO_17: 0.30,
        AgeBand.FROM_18_TO_20: 0.22,
        AgeBand.FROM_21_TO_25: 0.18,
        AgeBand.FROM_26_TO_30: 0.05,
    }
)
MODES: Mapping[Mode, float] = MappingProxyType({Mode.EITHER: 0.50, Mode.IN_PERSON: 0.25, Mode.REMOTE: 0.20})
ONE_THEME, TWO_THEMES = 0.45, 0.45

LEVELS: Mapping[AgeBand, Mapping[Level, float]] = MappingProxyType(
    {
        AgeBand.FROM_5_TO_10: {
            Level.CP: 0.10,
            Level.CE1: 0.15,
            Level.CE2: 0.15,
            Level.CM1: 0.20,
            Level.CM2: 0.20,
            Level.SIXIEME: 0.05,
        },
        AgeBand.FROM_11_TO_14: {
            Level.CM2: 0.03,
            Level.SIXIEME: 0.18,
            Level.CINQUIEME: 0.20,
            Level.QUATRIEME: 0.23,
            Level.TROISIEME: 0.28,
            Level.SECONDE: 0.02,
        },
        AgeBand.FROM_15_TO_17: {
            Level.TROISIEME: 0.08,
            Level.SECONDE: 0.20,
            Level.PREMIERE: 0.23,
            Level.TERMINALE: 0.20,
            Level.CAP1: 0.04,
            Level.CAP2: 0.03,
            Level.BAC_PLUS_1: 0.02,
            Level.SANS_DIPLOME: 0.04,
        },
        AgeBand.FROM_18_TO_20: {
            Level.PREMIERE: 0.03,
            Level.TERMINALE: 0.15,
            Level.CAP1: 0.02,
            Level.CAP2: 0.02,
            Level.BAC_PLUS_1: 0.20,
            Level.BAC_PLUS_2: 0.15,
            Level.BAC_PLUS_3: 0.08,
            Level.SANS_DIPLOME: 0.06,
            Level.CAP: 0.04,
            Level.BAC: 0.10,
        },
        AgeBand.FROM_21_TO_25: {
            Level.BAC_PLUS_1: 0.05,
            Level.BAC_PLUS_2: 0.10,
            Level.BAC_PLUS_3: 0.20,
            Level.BAC_PLUS_4: 0.12,
            Level.BAC_PLUS_5: 0.15,
            Level.SANS_DIPLOME: 0.08,
            Level.CAP: 0.06,
            Level.BAC: 0.10,
        },
        AgeBand.FROM_26_TO_30: {
            Level.BAC_PLUS_2: 0.08,
            Level.BAC_PLUS_3: 0.20,
            Level.BAC_PLUS_4: 0.05,
            Level.BAC_PLUS_5: 0.15,
            Level.SANS_DIPLOME: 0.12,
            Level.CAP: 0.10,
            Level.BAC: 0.12,
        },
    }
)
THEMES: Mapping[AgeBand, Mapping[Theme, float]] = MappingProxyType(
    {
        AgeBand.FROM_5_TO_10: {Theme.SCOLARITE: 0.50, Theme.CULTURE: 0.20, Theme.CONFIANCE: 0.20},
        AgeBand.FROM_11_TO_14: {
            Theme.SCOLARITE: 0.40,
            Theme.ORIENTATION: 0.25,
            Theme.CONFIANCE: 0.15,
            Theme.CULTURE: 0.10,
            Theme.INSERTION: 0.05,
        },
        AgeBand.FROM_15_TO_17: {
            Theme.ORIENTATION: 0.35,
            Theme.SCOLARITE: 0.20,
            Theme.INSERTION: 0.20,
            Theme.CONFIANCE: 0.12,
            Theme.CULTURE: 0.06,
            Theme.CONCOURS: 0.01,
        },
        AgeBand.FROM_18_TO_20: {
            Theme.ORIENTATION: 0.30,
            Theme.INSERTION: 0.30,
            Theme.SCOLARITE: 0.12,
            Theme.CONFIANCE: 0.12,
            Theme.CULTURE: 0.05,
            Theme.CONCOURS: 0.03,
            Theme.CREATION: 0.02,
        },
        AgeBand.FROM_21_TO_25: {
            Theme.INSERTION: 0.50,
            Theme.ORIENTATION: 0.18,
            Theme.CONFIANCE: 0.10,
            Theme.CREATION: 0.05,
            Theme.CONCOURS: 0.05,
            Theme.SCOLARITE: 0.03,
            Theme.CULTURE: 0.03,
        },
        AgeBand.FROM_26_TO_30: {
            Theme.INSERTION: 0.50,
            Theme.ORIENTATION: 0.15,
            Theme.CONFIANCE: 0.10,
            Theme.CREATION: 0.10,
            Theme.CONCOURS: 0.05,
            Theme.CULTURE: 0.02,
            Theme.SCOLARITE: 0.01,
        },
    }
)


def estimated_group(form: AnyForm, yearly: int | None = None) -> int:
    """The registrations of a year that would share this form, rounded down."""
    if isinstance(form, MentorForm):
        return estimated_mentors(form, YEARLY_MENTORS if yearly is None else yearly)
    people = sum(AGES[band] * _of_level(form, band) * _of_themes(form, band) for band in form.bands)
    in_that_mode = 1.0 if form.mode is None else MODES[form.mode]
    in_a_year = YEARLY if yearly is None else yearly
    return int(in_a_year * share_of_population(form.area) * in_that_mode * people)


def _of_level(form: Form, band: AgeBand) -> float:
    return 1.0 if form.level is None else LEVELS[band].get(form.level, 0.0)


def _of_themes(form: Form, band: AgeBand) -> float:
    return share_of_choices(form, THEMES[band], one=ONE_THEME, two=TWO_THEMES)
