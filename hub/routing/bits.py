"""Associations as bits of whole numbers: the first slug of the alphabet has the highest bit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from hub.routing.profile import Profile
from hub.routing.rulebook import RuleBook

MANY = 64
"""From so many on, setting bits one by one takes longer than an OR."""


class Alike(NamedTuple):
    """Associations that say the same: one that speaks for all, and their row, or their bits while they are few."""

    profile: Profile
    row: int
    bits: Sequence[int]


class Crowd:
    """The profiles in their order, and which of them say the same."""

    def __init__(self, profiles: Iterable[Profile], rule_book: RuleBook) -> None:
        self.profiles = tuple(sorted(profiles, key=lambda profile: profile.slug, reverse=True))
        self.slugs = tuple(profile.slug for profile in self.profiles)
        self.bit_of = {slug: bit for bit, slug in enumerate(self.slugs)}
        self.size = len(self.profiles)
        self.everybody = (1 << self.size) - 1
        self.rule_book = rule_book

    def alike(self, said: Callable[[Profile, RuleBook], Hashable]) -> tuple[Alike, ...]:
        groups: dict[Hashable, list[int]] = {}
        for bit, profile in enumerate(self.profiles):
            groups.setdefault(said(profile, self.rule_book), []).append(bit)
        return tuple(self._alike(bits) for bits in groups.values())

    def together(self, groups: Iterable[Alike]) -> int:
        row = 0
        few: list[int] = []
        for group in groups:
            row |= group.row
            few.extend(group.bits)
        return row | self.row(few)

    def row(self, bits: Iterable[int]) -> int:
        """Set in bytes: each bit set in a long number would copy it whole."""
        octets = bytearray(self.size // 8 + 1)
        for bit in bits:
            octets[bit >> 3] |= 1 << (bit & 7)
        return int.from_bytes(octets, "little")

    def named(self, slugs: Iterable[str]) -> int:
        """Whoever is not of the crowd is left out."""
        row = 0
        for slug in slugs:
            if slug in self.bit_of:
                row |= 1 << self.bit_of[slug]
        return row

    def _alike(self, bits: list[int]) -> Alike:
        one = self.profiles[bits[0]]
        return Alike(one, 0, bits) if len(bits) < MANY else Alike(one, self.row(bits), ())


def descending(bits: int) -> Iterator[int]:
    """The associations of a row, in the order of the alphabet."""
    while bits:
        bit = bits.bit_length() - 1
        yield bit
        bits ^= 1 << bit
