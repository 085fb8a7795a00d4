"""The luck of each pair of a person and an association: the same whatever the policy, so that only policies differ."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b
from math import log
from typing import TYPE_CHECKING, NamedTuple

from hub.simulation import world

if TYPE_CHECKING:
    from hub.simulation.network import Association

SHARES = 2**64


class Says(StrEnum):
    ACCEPTS = "accepts"
    DECLINES = "declines"
    NOTHING = "nothing"


class Luck(NamedTuple):
    """What an association would say of somebody, and after how many working days."""

    says: Says
    days: int


def share(*words: object) -> float:
    """A number from 0 to 1, 1 excluded, that these words always give, on every machine."""
    digest = blake2b(":".join(map(str, words)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / SHARES


def luck(seed: int, person: int, association: Association) -> Luck:
    """Drawn when it is first asked for; silences come first, then refusals."""
    drawn = 100 * share(seed, person, association.slug, "says")
    if drawn < association.silent:
        return Luck(Says.NOTHING, 0)
    days = _waits(association.answers_in, share(seed, person, association.slug, "days"))
    if days > world.LONGEST_ANSWER:
        return Luck(Says.NOTHING, 0)
    return Luck(Says.DECLINES if drawn < association.silent + association.refuses else Says.ACCEPTS, days)


def _waits(mean: float, drawn: float) -> int:
    """Whole working days, many short and few long.  Never the same day: a digest brings the card in the morning."""
    return 1 + int(-mean * log(1 - drawn))
