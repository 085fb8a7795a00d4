"""A side of the index: tables of rows that the parts of what is asked are looked up in, and scales that rank.

Rows are worked out the first time that a part is asked, and kept: the vocabulary bounds how many there are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from itertools import accumulate, chain
from operator import and_, getitem
from typing import Generic

from hub.routing.bits import Crowd, Table
from hub.routing.criteria import Asked, Case, Criterion, Rule
from hub.routing.decision import Shortlisted
from hub.routing.points import Measure, weights_at
from hub.routing.profile import Standing
from hub.routing.ranking import Measured, Ranks, Tie
from hub.routing.rulebook import Weights
from hub.routing.scale import Scale
from hub.routing.standing import Rooms, Standings

Parts = tuple[Hashable, ...]


class Side(ABC, Generic[Asked]):
    """One table for each part of what is asked, and one scale for each set of weights that holds somewhere."""

    before: Sequence[tuple[Criterion, str]]
    """How an association may stand that rules it out whoever comes, and the name of the sentence."""
    tables: Sequence[tuple[Rule[Asked], ...]]
    measures: Sequence[Measure[Asked]]

    def __init__(self, crowd: Crowd, standings: Standings) -> None:
        self.crowd, self.standings = crowd, standings
        rules: tuple[Rule[Asked], ...] = tuple(chain.from_iterable(self.tables))
        self.criteria = tuple(criterion for criterion, _ in self.before) + tuple(
            rule.criterion for rule in rules
        )
        self._standing_sentence = dict(self.before)
        self._rule_of = {rule.criterion: rule for rule in rules}
        self._tables = [Table(crowd, rules) for rules in self.tables]
        self._known: list[dict[Hashable, tuple[int, ...]]] = [{} for _ in self.tables]
        self._scales: dict[Weights, Scale[Asked]] = {}
        self._scale_at: dict[Hashable, Scale[Asked]] = {}

    @abstractmethod
    def is_priority(self, asked: Asked) -> bool: ...

    @abstractmethod
    def present(self, rooms: Rooms, *, priority: bool) -> int:
        """Who may be asked as they stand."""

    @abstractmethod
    def turned_away(self, rooms: Rooms, *, priority: bool, already: int) -> tuple[int, ...]:
        """Whom each way of standing in ``before`` is the first to rule out."""

    @abstractmethod
    def parts(self, asked: Asked) -> Parts:
        """What each table looks at."""

    @abstractmethod
    def measured_parts(self, asked: Asked) -> Parts:
        """What each measure looks at; the last is where."""

    @abstractmethod
    def rank(self, standing: Standing, weights: Weights) -> tuple[int, Tie]:
        """Points beside those of the need, and what parts equals: the greater first."""

    @abstractmethod
    def last_resort(self, asked: Asked) -> int:
        """Who ranks after all the others."""

    @abstractmethod
    def consortia(self, asked: Asked) -> tuple[str, ...]: ...

    @abstractmethod
    def shortlisted(self, asked: Asked, bit: int, *, fallback: bool) -> Shortlisted: ...

    def survivors(self, asked: Asked, present: int) -> tuple[int, ...]:
        """Who is left before the first rule, and after each: the difference is whom it is the first to refuse."""
        parts = self.parts(asked)
        try:
            return self._left(present, parts)
        except KeyError:
            for table, known, part in zip(self._tables, self._known, parts, strict=True):
                if part not in known:
                    known[part] = table.rows(asked)
            return self._left(present, parts)

    def measured(self, asked: Asked) -> tuple[Sequence[Measured], Ranks]:
        parts = self.measured_parts(asked)
        scale = self._scale_at.get(parts[-1]) or self._scale_for(asked, parts[-1])
        return scale.measured(asked, parts), scale.ranks

    def stand(self, bit: int, standing: Standing) -> None:
        for weights, scale in self._scales.items():
            scale.ranks.stand(bit, *self.rank(standing, weights))

    def sentence(self, asked: Asked, bit: int, criterion: Criterion) -> str:
        rule_book = self.crowd.rule_book
        if name := self._standing_sentence.get(criterion):
            return rule_book.sentences[name]
        case = Case(asked, self.crowd.profiles[bit], rule_book)
        return " ".join(said.written(rule_book) for said in self._rule_of[criterion].because(case))

    def _left(self, present: int, parts: Parts) -> tuple[int, ...]:
        rows = chain.from_iterable(map(getitem, self._known, parts))
        return tuple(accumulate(rows, and_, initial=present))

    def _scale_for(self, asked: Asked, where: Hashable) -> Scale[Asked]:
        weights = weights_at(asked.place, self.crowd.rule_book)
        if weights not in self._scales:
            self._scales[weights] = scale = Scale(self.crowd, weights, self.measures)
            for bit, standing in enumerate(self.standings.each):
                scale.ranks.stand(bit, *self.rank(standing, weights))
        self._scale_at[where] = self._scales[weights]
        return self._scales[weights]
