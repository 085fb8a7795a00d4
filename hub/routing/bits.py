"""Associations as bits of whole numbers: the first slug of the alphabet has the highest bit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import chain
from typing import Generic

from hub.routing.criteria import Asked, Case, Rule
from hub.routing.profile import Profile
from hub.routing.rulebook import RuleBook


class Crowd:
    """The profiles in their order, and which of them say the same."""

    def __init__(self, profiles: Iterable[Profile], rule_book: RuleBook) -> None:
        self.profiles = tuple(sorted(profiles, key=lambda profile: profile.slug, reverse=True))
        self.slugs = tuple(profile.slug for profile in self.profiles)
        self.bit_of = {slug: bit for bit, slug in enumerate(self.slugs)}
        self.size = len(self.profiles)
        self.everybody = (1 << self.size) - 1
        self.rule_book = rule_book

    def alike(self, said: Callable[[Profile, RuleBook], Hashable]) -> tuple[list[int], ...]:
        groups: dict[Hashable, list[int]] = {}
        for bit, profile in enumerate(self.profiles):
            groups.setdefault(said(profile, self.rule_book), []).append(bit)
        return tuple(groups.values())

    def row(self, bits: Iterable[int]) -> int:
        """Set in bytes: each bit set in a long number would copy it whole."""
        octets = bytearray(self.size // 8 + 1)
        for bit in bits:
            octets[bit >> 3] |= 1 << (bit & 7)
        return int.from_bytes(octets, "little")

    def named(self, slugs: Iterable[str]) -> int:
        """Whoever is not of the crowd is left out."""
        return self.row(self.bit_of[slug] for slug in slugs if slug in self.bit_of)


class Table(Generic[Asked]):
    """For each part of what was asked so far, one row a rule: whom it does not refuse."""

    def __init__(self, crowd: Crowd, rules: tuple[Rule[Asked], ...]) -> None:
        self._crowd = crowd
        self._rules = [(rule, crowd.alike(rule.said)) for rule in rules]

    def rows(self, asked: Asked) -> tuple[int, ...]:
        return tuple(self._row(rule, groups, asked) for rule, groups in self._rules)

    def _row(self, rule: Rule[Asked], groups: tuple[list[int], ...], asked: Asked) -> int:
        profiles, rule_book = self._crowd.profiles, self._crowd.rule_book
        taken = (group for group in groups if not rule.refuses(Case(asked, profiles[group[0]], rule_book)))
        return self._crowd.row(chain.from_iterable(taken))


def descending(bits: int) -> Iterator[int]:
    """The associations of a row, in the order of the alphabet."""
    while bits:
        bit = bits.bit_length() - 1
        yield bit
        bits ^= 1 << bit
