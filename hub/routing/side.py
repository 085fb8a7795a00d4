"""A side of the index: tables that the parts of what is asked are looked up in, and scales that rank.

An entry is worked out the first time that a part is asked, and kept: the vocabulary bounds how many there are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import chain
from typing import Any, Generic

from hub.routing.bits import Alike, Crowd
from hub.routing.criteria import Asked, Case, Criterion, Rule
from hub.routing.decision import Shortlisted
from hub.routing.points import Measure, weights_at
from hub.routing.profile import Profile, Standing
from hub.routing.ranking import ByTiers, OneByOne
from hub.routing.reachable import Reachable
from hub.routing.refusals import Lanes, Refusals, Rows
from hub.routing.rulebook import Weights
from hub.routing.scale import PlaceRuler, Ruler, Scale
from hub.routing.standing import Rooms, Standings
from hub.routing.territory import Reach
from hub.routing.verdict import Verdict

Part = Hashable
Table = dict[Part, Any]
"""An entry, as :mod:`hub.routing.refusals` writes them, for each part that was ever asked."""


class Side(ABC, Generic[Asked]):
    """One table for each part of what is asked, and one scale for each set of weights that holds somewhere."""

    before: Sequence[tuple[Criterion, str]]
    """How an association may stand that rules it out whoever comes, and the name of the sentence."""
    together: Sequence[Sequence[Rule[Asked]]]
    """What it may ask, in the order in which that is looked at; the rules of a table look at one part."""
    merits: Measure[Asked]
    places: Measure[Asked]

    def __init__(self, crowd: Crowd, standings: Standings) -> None:
        self.crowd, self.standings = crowd, standings
        self.alone = {1 << bit: slug for bit, slug in crowd.slugs.items()} if crowd.is_small else {}
        rules = [*chain.from_iterable(self.together)]
        self.criteria = *(criterion for criterion, _ in self.before), *(rule.criterion for rule in rules)
        self._number = {criterion: number for number, criterion in enumerate(self.criteria)}
        self._sentences = dict(self.before)
        self._rule_of = {rule.criterion: rule for rule in rules}
        self._alike = {rule.criterion: crowd.alike(rule.said) for rule in rules if rule.refuses}
        self._reachable = Reachable(
            {bit: self.reach(each) for bit, each in crowd.profiles.items()}, crowd.row
        )
        self.refusals: Refusals = (Lanes if crowd.is_small else Rows)(crowd, self.criteria)
        self._tables: list[Table] = [{} for _ in self.together]
        self._scales: dict[Weights, Scale[Asked]] = {}
        self._scale_at: dict[Part, Scale[Asked]] = {}

    @abstractmethod
    def reach(self, profile: Profile) -> Reach: ...

    @abstractmethod
    def decide(self, asked: Asked, already_asked: Collection[str], rooms: Rooms) -> Verdict[Asked]: ...

    @abstractmethod
    def with_room(self, rooms: Rooms) -> Rooms:
        """How they would stand if nobody wanted for room, nor was away."""

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

    def verdict(
        self, asked: Asked, already_asked: Collection[str], rooms: Rooms, standing: Any, *entries: Any
    ) -> Verdict[Asked]:
        """From how associations stand, and an entry of each table."""
        if already_asked:
            standing = self.also(standing, Criterion.ASKED, self.crowd.named(already_asked))
        verdict: Verdict[Asked] = Verdict()
        verdict.side, verdict.asked, verdict.already_asked, verdict.rooms = self, asked, already_asked, rooms
        verdict.eligible, verdict.refused = self.refusals.judged(standing, *entries)
        return verdict

    def ranked(self, asked: Asked, row: int, count: int) -> list[int]:
        """So many bits of a row, the best first."""
        last = row & self.last_resort(asked)
        if not last:
            return self._best(asked, row, count)
        found = self._best(asked, row ^ last, count)
        return found + self._best(asked, last, count - len(found))

    def _best(self, asked: Asked, row: int, count: int) -> list[int]:
        """Somebody alone, as is usual in a small crowd, has not to be measured."""
        if self.alone and row in self.alone:
            return [row.bit_length() - 1][:count]
        if not row or not count:
            return []
        merit, where = self.measured_parts(asked)
        merits, places, ranks = self._scale_at.get(where) or self._scale_for(asked, where)
        return ranks.best(
            row,
            merits.taken.get(merit) or merits.take(asked, merit),
            places.taken.get(where) or places.take(asked, where),
            count,
        )

    def stand(self, bit: int, standing: Standing) -> None:
        for weights, scale in self._scales.items():
            scale.ranks.stand(bit, *self.rank(standing, weights))

    def sentence(self, asked: Asked, slug: str, criterion: Criterion) -> str:
        rule_book = self.crowd.rule_book
        if name := self._sentences.get(criterion):
            return rule_book.sentences[name]
        case = Case(asked, self.crowd.profiles[self.crowd.bit_of[slug]], rule_book)
        return " ".join(said.written(rule_book) for said in self._rule_of[criterion].because(case))

    def learn(self, asked: Asked, parts: tuple[Part, ...]) -> None:
        """Work out the entry of each part, as each table is asked for it, that was never asked before."""
        for table, rules, part in zip(self._tables, self.together, parts, strict=True):
            if part not in table:
                table[part] = self.entry({rule.criterion: self._refused(rule, asked) for rule in rules})

    def entry(self, refused: Mapping[Criterion, int]) -> Any:
        return self.refusals.entry({self._number[criterion]: row for criterion, row in refused.items()})

    def also(self, entry: Any, criterion: Criterion, row: int) -> Any:
        """An entry, and those whom one more criterion refuses."""
        return self.refusals.also(entry, self._number[criterion], row)

    def _refused(self, rule: Rule[Asked], asked: Asked) -> int:
        rule_book, refuses = self.crowd.rule_book, rule.refuses
        if refuses is None:
            return self.crowd.everybody ^ self._reachable.row(asked)
        groups: tuple[Alike, ...] = self._alike[rule.criterion]
        return self.crowd.together(
            group for group in groups if refuses(Case(asked, group.profile, rule_book))
        )

    def _scale_for(self, asked: Asked, where: Part) -> Scale[Asked]:
        weights = weights_at(asked.place, self.crowd.rule_book)
        if weights not in self._scales:
            ranks = OneByOne(self.crowd) if self.crowd.is_small else ByTiers(self.crowd)
            for bit, standing in self.standings.each.items():
                ranks.stand(bit, *self.rank(standing, weights))
            self._scales[weights] = Scale(
                Ruler(self.crowd, self.merits, weights, ranks),
                PlaceRuler(self.crowd, self.places, weights, ranks, self._reachable),
                ranks,
            )
        self._scale_at[where] = self._scales[weights]
        return self._scales[weights]
