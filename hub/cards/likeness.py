"""Whether a mentor could be the one that a young person waits for, as far as the card can tell."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.cards.forms import AreaKind, Form, families_of
from hub.vocabulary import AgeBand, Engagement, Level, MentorAudience, Mode

OF_A_CLASS: Mapping[MentorAudience, tuple[Level, Level]] = MappingProxyType(
    {
        MentorAudience.PRIMAIRE: (Level.CP, Level.CM2),
        MentorAudience.COLLEGE: (Level.SIXIEME, Level.TROISIEME),
        MentorAudience.LYCEE: (Level.SECONDE, Level.TERMINALE),
        MentorAudience.LYCEE_PRO: (Level.SECONDE, Level.CAP2),
        MentorAudience.SUPERIEUR: (Level.BAC_PLUS_1, Level.BAC_PLUS_5),
        MentorAudience.INSERTION: (Level.BAC_PLUS_1, Level.BAC),
    }
)
"""From the first to the last level of each audience.  A diploma after the bac is a student's, or a job seeker's."""

OF_AN_AGE: Mapping[MentorAudience, frozenset[AgeBand]] = MappingProxyType(
    {
        MentorAudience.PRIMAIRE: frozenset({AgeBand.FROM_5_TO_10, AgeBand.FROM_11_TO_14}),
        MentorAudience.COLLEGE: frozenset({AgeBand.FROM_11_TO_14, AgeBand.FROM_15_TO_17}),
        MentorAudience.LYCEE: frozenset(
            {AgeBand.FROM_11_TO_14, AgeBand.FROM_15_TO_17, AgeBand.FROM_18_TO_20}
        ),
        MentorAudience.LYCEE_PRO: frozenset(
            {AgeBand.FROM_11_TO_14, AgeBand.FROM_15_TO_17, AgeBand.FROM_18_TO_20}
        ),
        MentorAudience.SUPERIEUR: frozenset(AgeBand) - {AgeBand.FROM_5_TO_10, AgeBand.FROM_11_TO_14},
        MentorAudience.INSERTION: frozenset(AgeBand) - {AgeBand.FROM_5_TO_10, AgeBand.FROM_11_TO_14},
    }
)
"""The ages at which somebody may be there, where the card tells no level."""

LEVELS = tuple(Level)


def is_like(card: Form, offered: Engagement) -> bool:
    """A theme, an audience and a way to meet in common.  What the card keeps to itself is no obstacle."""
    return _themes(card, offered) and _audience(card, offered) and _meeting(card, offered)


def _themes(card: Form, offered: Engagement) -> bool:
    if card.themes:
        return not offered.themes.isdisjoint(card.themes)
    return bool(set(families_of(tuple(offered.themes))) & set(card.families))


def _audience(card: Form, offered: Engagement) -> bool:
    if card.level is None:
        return any(not OF_AN_AGE[audience].isdisjoint(card.bands) for audience in offered.audiences)
    level = LEVELS.index(card.level)
    ends = (OF_A_CLASS[audience] for audience in offered.audiences)
    return any(LEVELS.index(first) <= level <= LEVELS.index(last) for first, last in ends)


def _meeting(card: Form, offered: Engagement) -> bool:
    """From a distance, wherever both are; in person, where the card's area holds the mentor's commune."""
    both = {card.mode, offered.mode} - {None, Mode.EITHER}
    if len(both) > 1:
        return False
    return Mode.IN_PERSON not in both or _is_near(card, offered)


def _is_near(card: Form, offered: Engagement) -> bool:
    """All of France holds everybody: that card does not tell where."""
    here = {AreaKind.DEPARTMENT: offered.place.department, AreaKind.REGION: offered.place.region}
    return here.get(card.area.kind, card.area.code) == card.area.code
