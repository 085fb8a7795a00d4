"""A side of the index: tables of rows that the parts of what is asked are looked up in, and scales that rank.

Rows are worked out the first time that a part is asked, and kept: the vocabulary bounds how many there are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from typing import Generic

from hub.routing.bits import Alike, Crowd
from hub.routing.criteria import Asked, Case, Criterion, Rule
from hub.routing.decision import Shortlisted
from hub.routing.points import Measure, weights_at
from hub.routing.profile import Profile, Standing
from hub.routing.ranking import Measured, Ranks
from hub.routing.reachable import Reachable
from hub.routing.rulebook import Weights
from hub.routing.scale import PlaceRuler, Ruler, Scale
from hub.routing.standing import Rooms, Standings
from hub.routing.territory import Reach

Part = Hashable
Rows = tuple[int, ...]
Table = dict[Part, Rows]


class Side(ABC, Generic[Asked]):
    """One table for each part of what is asked, and one scale for each set of weights that holds somewhere."""

    before: Sequence[tuple[Criterion, str]]
    """How an association may stand that rules it out whoever comes, and the name of the sentence."""
    rules: Sequence[Rule[Asked]]
    """What it may ask, in the order in which that is looked at."""
    together: Sequence[Sequence[Rule[Asked]]]
    """The same, those that look at one part in one table."""
    merits: Measure[Asked]
    places: Measure[Asked]

    def __init__(self, crowd: Crowd, standings: Standings) -> None:
        self.crowd, self.standings = crowd, standings
        self.criteria = (
            *(criterion for criterion, _ in self.before),
            *(rule.criterion for rule in self.rules),
        )
        self._sentences = dict(self.before)
        self._rule_of = {rule.criterion: rule for rule in self.rules}
        self._alike = {rule.criterion: crowd.alike(rule.said) for rule in self.rules if rule.refuses}
        self._reachable = Reachable([self.reach(profile) for profile in crowd.profiles], crowd.row)
        self._tables: list[Table] = [{} for _ in self.together]
        self._scales: dict[Weights, Scale[Asked]] = {}
        self._scale_at: dict[Part, Scale[Asked]] = {}

    @abstractmethod
    def reach(self, profile: Profile) -> Reach: ...

    @abstractmethod
    def judged(self, asked: Asked, rooms: Rooms, already: int) -> tuple[bool, Rows]:
        """Whether somebody is a priority; who is left at first, and after each rule.

        The difference is whom that rule is the first to refuse.
        """

    @abstractmethod
    def turned_away(self, asked: Asked, rooms: Rooms, priority: bool, already: int) -> Rows:
        """Whom each way of standing in ``before`` is the first to rule out."""

    @abstractmethod
    def measured_parts(self, asked: Asked) -> tuple[Part, Part]:
        """What merits and places look at."""

    @abstractmethod
    def rank(self, standing: Standing, weights: Weights) -> tuple[int, int]:
        """Points beside those of the need, and what parts equals: the greater first, never negative."""

    @abstractmethod
    def last_resort(self, asked: Asked) -> int:
        """Who ranks after all the others."""

    @abstractmethod
    def consortia(self, asked: Asked) -> tuple[str, ...]: ...

    @abstractmethod
    def shortlisted(self, asked: Asked, bit: int, *, fallback: bool) -> Shortlisted: ...

    def measured(self, asked: Asked) -> tuple[Measured, Measured, Ranks]:
        merit, where = self.measured_parts(asked)
        scale = self._scale_at.get(where) or self._scale_for(asked, where)
        return scale.merits.measured(asked, merit), scale.places.measured(asked, where), scale.ranks

    def stand(self, bit: int, standing: Standing) -> None:
        for weights, scale in self._scales.items():
            scale.ranks.stand(bit, *self.rank(standing, weights))

    def sentence(self, asked: Asked, bit: int, criterion: Criterion) -> str:
        rule_book = self.crowd.rule_book
        if name := self._sentences.get(criterion):
            return rule_book.sentences[name]
        case = Case(asked, self.crowd.profiles[bit], rule_book)
        return " ".join(said.written(rule_book) for said in self._rule_of[criterion].because(case))

    def learn(self, asked: Asked, parts: tuple[Part, ...]) -> None:
        """Work out the rows of each part, as each table is asked for it, that was never asked before."""
        for table, rules, part in zip(self._tables, self.together, parts, strict=True):
            if part not in table:
                table[part] = tuple(self._row(rule, asked) for rule in rules)

    def _row(self, rule: Rule[Asked], asked: Asked) -> int:
        rule_book, refuses = self.crowd.rule_book, rule.refuses
        if refuses is None:
            return self._reachable.row(asked)
        groups: tuple[Alike, ...] = self._alike[rule.criterion]
        return self.crowd.together(
            group for group in groups if not refuses(Case(asked, group.profile, rule_book))
        )

    def _scale_for(self, asked: Asked, where: Part) -> Scale[Asked]:
        weights = weights_at(asked.place, self.crowd.rule_book)
        if weights not in self._scales:
            self._scales[weights] = scale = Scale(
                Ruler(self.crowd, self.merits, weights),
                PlaceRuler(self.crowd, self.places, weights, self._reachable),
                Ranks(self.crowd),
            )
            for bit, standing in enumerate(self.standings.each):
                scale.ranks.stand(bit, *self.rank(standing, weights))
        self._scale_at[where] = self._scales[weights]
        return self._scales[weights]
