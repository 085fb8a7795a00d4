"""Associations as bits of whole numbers: the first slug of the alphabet has the highest bit.

In a small crowd each association has a lane: its own bit, and below it one bit a criterion that may refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from hub.routing.profile import Profile
from hub.routing.rulebook import RuleBook

SMALL = 512
"""In so many, a number with a lane for each is still short, and points one by one take little memory."""
LANE_BYTES = 3
LANE = 8 * LANE_BYTES
"""Bits: more than there are criteria."""
MANY = 64
"""From so many on, setting bits one by one takes longer than an OR."""


class Alike(NamedTuple):
    """Associations that say the same: one that speaks for all, and their row, or their bits while they are few."""

    profile: Profile
    row: int
    bits: Sequence[int]


class Crowd:
    """The profiles by their bits, and which of them say the same.  ``lane``: how many bits each one takes."""

    def __init__(self, profiles: Iterable[Profile], rule_book: RuleBook) -> None:
        in_order = sorted(profiles, key=lambda profile: profile.slug, reverse=True)
        self.size = len(in_order)
        self.is_small = self.size <= SMALL
        self.lane = LANE if self.is_small else 1
        self.profiles = {self.lane * (number + 1) - 1: profile for number, profile in enumerate(in_order)}
        self.slugs = {bit: profile.slug for bit, profile in self.profiles.items()}
        self.bit_of = {slug: bit for bit, slug in self.slugs.items()}
        self.everybody = self.row(self.slugs)
        self.rule_book = rule_book

    def alike(self, said: Callable[[Profile, RuleBook], Hashable]) -> tuple[Alike, ...]:
        groups: dict[Hashable, list[int]] = {}
        for bit, profile in self.profiles.items():
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
        octets = bytearray(self.size * self.lane // 8 + 1)
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
