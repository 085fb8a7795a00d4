"""Which situation is usual at which age, and which level in it: what forms offer, and what a card leaves possible."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.vocabulary.codes import Level, Situation

SITUATION_AGES: Mapping[Situation, range] = MappingProxyType(
    {
        Situation.PRIMAIRE: range(5, 13),
        Situation.COLLEGE: range(10, 18),
        Situation.LYCEE_GT: range(14, 22),
        Situation.LYCEE_PRO: range(14, 22),
        Situation.APPRENTISSAGE: range(14, 31),
        Situation.SUPERIEUR: range(16, 31),
        Situation.RECHERCHE_EMPLOI: range(16, 31),
        Situation.SANS_ACTIVITE: range(16, 31),
        Situation.SERVICE_CIVIQUE: range(16, 31),
        Situation.EMPLOI: range(16, 31),
        Situation.CREATION: range(18, 31),
    }
)
AFTER_BAC = (Level.BAC_PLUS_1, Level.BAC_PLUS_2, Level.BAC_PLUS_3, Level.BAC_PLUS_4, Level.BAC_PLUS_5)
SCHOOL_CLASSES: Mapping[Situation, tuple[Level, ...]] = MappingProxyType(
    {
        Situation.PRIMAIRE: (Level.CP, Level.CE1, Level.CE2, Level.CM1, Level.CM2),
        Situation.COLLEGE: (Level.SIXIEME, Level.CINQUIEME, Level.QUATRIEME, Level.TROISIEME),
        Situation.LYCEE_GT: (Level.SECONDE, Level.PREMIERE, Level.TERMINALE),
        Situation.LYCEE_PRO: (Level.SECONDE, Level.PREMIERE, Level.TERMINALE, Level.CAP1, Level.CAP2),
        Situation.APPRENTISSAGE: (
            *(Level.CAP1, Level.CAP2, Level.SECONDE, Level.PREMIERE, Level.TERMINALE),
            *AFTER_BAC,
        ),
        Situation.SUPERIEUR: AFTER_BAC,
    }
)
DIPLOMAS = (Level.SANS_DIPLOME, Level.CAP, Level.BAC, Level.BAC_PLUS_2, Level.BAC_PLUS_3)
"""The highest one, asked of those who are in no school."""


def levels_of(situation: Situation) -> tuple[Level, ...]:
    """The classes of a school, or, out of school, the diplomas."""
    return SCHOOL_CLASSES.get(situation, DIPLOMAS)
