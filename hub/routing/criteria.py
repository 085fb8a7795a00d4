"""What may rule an association out, in the order in which it is looked at: the first that does is given."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from hub.routing.profile import Profile
from hub.routing.rulebook import RuleBook
from hub.vocabulary import Engagement, Level, Need, PrescriberKind

Asked = TypeVar("Asked", bound=Need | Engagement)

CLASSES = tuple(Level)[: tuple(Level).index(Level.TERMINALE) + 1]
DIPLOMAS = (
    Level.SANS_DIPLOME,
    Level.CAP,
    Level.BAC,
    Level.BAC_PLUS_1,
    Level.BAC_PLUS_2,
    Level.BAC_PLUS_3,
    Level.BAC_PLUS_4,
    Level.BAC_PLUS_5,
)
SCHOOLS = frozenset({PrescriberKind.SCHOOL, PrescriberKind.UNIVERSITY})
CHILD_WELFARE = frozenset({PrescriberKind.ASE, PrescriberKind.FOYER})
NO_WORDS: Mapping[str, object] = MappingProxyType({})


class Criterion(StrEnum):
    JOINED = "joined"
    ASKED = "asked"
    AWAY = "away"
    PAUSED = "paused"
    FULL = "full"
    KEPT_FOR_PRIORITY = "kept_for_priority"
    FULL_FOR_THEM = "full_for_them"
    AGE = "age"
    SITUATION = "situation"
    LEVEL = "level"
    DIPLOMA = "diploma"
    THEMES = "themes"
    PROJECT = "project"
    MODE = "mode"
    TERRITORY = "territory"
    OVERRIDE = "override"
    SMALL_TOWN = "small_town"
    PUBLIC = "public"
    GIRLS_ONLY = "girls_only"
    VOLUNTEERING = "volunteering"
    ENTRY = "entry"
    ASE_CONVENTION = "ase_convention"
    MENTORS = "mentors"
    STATUS = "status"
    AUDIENCES = "audiences"


class Sentence(NamedTuple):
    """One of the rule book's, by its name, and what goes between its braces."""

    name: str
    words: Mapping[str, object] = NO_WORDS

    def written(self, rule_book: RuleBook) -> str:
        return rule_book.sentences[self.name].format(**self.words)


class Case(NamedTuple, Generic[Asked]):
    """What somebody asks before what an association says."""

    asked: Asked
    profile: Profile
    rule_book: RuleBook


class Rule(NamedTuple, Generic[Asked]):
    """It looks at ``said`` alone of a profile: associations that say the same are one to it.

    ``refuses`` is None for the territory: nearly as many are said as there are associations, too many to ask
    the rule of each, so that :mod:`hub.routing.reachable` looks the commune up.  ``because`` states the
    association's rule, never what was answered.
    """

    criterion: Criterion
    said: Callable[[Profile, RuleBook], Hashable]
    refuses: Callable[[Case[Asked]], bool] | None
    because: Callable[[Case[Asked]], tuple[Sentence, ...]]


def always(name: str) -> Callable[[Case[Asked]], tuple[Sentence, ...]]:
    """A sentence with nothing to fill in."""
    return lambda case: (Sentence(name),)
