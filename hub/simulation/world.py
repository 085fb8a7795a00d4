"""What a simulated year is made of: what is published, and what is invented, each with its reason, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from hub.vocabulary import Public, Situation

FIRST_DAY = date(2025, 9, 1)
"""A school year: from the first of September, 365 days of arrivals."""
DAYS = 365
MONTHS = 12

A_MONTH = 610
"""Young people who register in a month, published: 19,001 from May 2021 to the end of 2023."""
QPV_PERCENT, RURAL_PERCENT, LYCEE_PRO_PERCENT = 33, 9, 18
"""Published by the same network; the last of the pupils of a lycée only."""
ASE_PERCENT = 2.4
"""Published: 3,900 of the 160,000 young people whom its associations accompany in a year."""

SEASON: tuple[int, ...] = (12, 13, 11, 8, 10, 9, 10, 7, 6, 5, 4, 5)
"""Of a hundred arrivals outside campaigns, in September, October and so on to August."""
CAMPAIGNS: tuple[tuple[date, int], ...] = (
    (date(2025, 10, 6), 12),
    (date(2026, 1, 12), 14),
    (date(2026, 3, 2), 10),
)
"""The first day of each and how many days it lasts."""
CAMPAIGN_EXTRA = 2
"""So many times an ordinary day more, each day of a campaign, for ``World.peaks`` = 1."""
WEEKEND_PERCENT = 45

PUBLIC_PERCENT: Mapping[Public, float] = MappingProxyType(
    {
        Public.QPV: QPV_PERCENT,
        Public.ASE: ASE_PERCENT,
        Public.BOURSIER: 25,
        Public.HANDICAP: 4,
        Public.REFUGIE: 3,
        Public.ENGAGE: 6,
        Public.FILLES: 3,
        Public.REP: 8,
    }
)
STUDENT_FROM_OVERSEAS_PERCENT = 3

OPENINGS: tuple[int, ...] = (15, 14, 11, 6, 11, 9, 9, 7, 6, 5, 3, 4)
"""Of a hundred places of a year, those that open in September, October and so on to August."""
MEANS = 10
"""Places a year of a member that declared none: its share of the demand, from a tenth of it to ten times."""
LEAST_PLACES = 4

REFUSES_PERCENT = (3, 15)
SILENT_PERCENT = (2, 12)
ANSWERS_IN_DAYS = (1.5, 5.0)
"""From the most to the least able association: each has its own place between the two."""

LONGEST_ANSWER = 10
"""Working days after which a card that was not answered never will be."""

PATIENCE_DAYS = (10, 30, 90)
"""The least, the most frequent and the greatest number of days that somebody keeps waiting."""

SITUATIONS: tuple[tuple[int, Mapping[Situation, int]], ...] = (
    (10, {Situation.PRIMAIRE: 100}),
    (14, {Situation.COLLEGE: 97, Situation.LYCEE_GT: 3}),
    (
        17,
        {
            Situation.COLLEGE: 6,
            Situation.LYCEE_GT: 68,
            Situation.LYCEE_PRO: 15,
            Situation.APPRENTISSAGE: 5,
            Situation.SANS_ACTIVITE: 6,
        },
    ),
    (
        20,
        {
            Situation.LYCEE_GT: 16,
            Situation.LYCEE_PRO: 3,
            Situation.APPRENTISSAGE: 8,
            Situation.SUPERIEUR: 46,
            Situation.RECHERCHE_EMPLOI: 10,
            Situation.SANS_ACTIVITE: 9,
            Situation.SERVICE_CIVIQUE: 5,
            Situation.EMPLOI: 3,
        },
    ),
    (
        30,
        {
            Situation.APPRENTISSAGE: 6,
            Situation.SUPERIEUR: 37,
            Situation.RECHERCHE_EMPLOI: 31,
            Situation.SANS_ACTIVITE: 12,
            Situation.SERVICE_CIVIQUE: 3,
            Situation.EMPLOI: 8,
            Situation.CREATION: 3,
        },
    ),
)
"""Up to each age, years inclusive, what a hundred young people do.  Lycées keep the published share of lycée pro."""


@dataclass(frozen=True, slots=True)
class World:
    """How far this year is from an ordinary one: times the extra of campaigns, times the share of silences."""

    peaks: int = 1
    silence: int = 1
    arrivals: int = A_MONTH * MONTHS


ORDINARY = World()
