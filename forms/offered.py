"""What is offered at which age: nobody of eight is asked about a civil service exam."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.vocabulary import Level, Public, Situation, Theme
from hub.vocabulary.studies import DIPLOMAS, SCHOOL_CLASSES, SITUATION_AGES
from hub.wording import LEVELS, N_

YOUNGEST, OLDEST = 5, 30
AGES = range(YOUNGEST, OLDEST + 1)

THEME_AGES: Mapping[Theme, range] = MappingProxyType(
    {
        Theme.SCOLARITE: AGES,
        Theme.ORIENTATION: AGES,
        Theme.INSERTION: range(13, 31),
        Theme.CULTURE: AGES,
        Theme.CONFIANCE: AGES,
        Theme.CREATION: range(18, 31),
        Theme.CONCOURS: range(17, 31),
    }
)

PUBLIC_AGES: Mapping[Public, range] = MappingProxyType(
    {
        Public.ASE: range(5, 22),
        Public.HANDICAP: AGES,
        Public.REFUGIE: AGES,
        Public.BOURSIER: range(10, 31),
        Public.OUTRE_MER: range(16, 31),
        Public.FILLES: AGES,
        Public.ENGAGE: range(16, 31),
    }
)
"""Asked as boxes.  QPV and rural have questions of their own; REP is for prescribers."""

BAC_3_AND_ABOVE = N_("Bac + 3 et au-delà")


def situations(age: int) -> list[Situation]:
    return [situation for situation, ages in SITUATION_AGES.items() if age in ages]


def themes(age: int) -> list[Theme]:
    return [theme for theme, ages in THEME_AGES.items() if age in ages]


def publics(age: int) -> list[Public]:
    return [public for public, ages in PUBLIC_AGES.items() if age in ages]


def levels(situation: Situation) -> Mapping[Level, str]:
    """The classes of a school, or, out of school, the highest diploma; with what people read."""
    if situation in SCHOOL_CLASSES:
        return {level: LEVELS[level] for level in SCHOOL_CLASSES[situation]}
    return {level: LEVELS[level] for level in DIPLOMAS} | {Level.BAC_PLUS_3: BAC_3_AND_ABOVE}


def in_school(situation: Situation) -> bool:
    return situation in SCHOOL_CLASSES
