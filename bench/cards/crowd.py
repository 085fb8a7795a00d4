"""A year of registrations where people really live, and the card of each: counted, or estimated by a young hub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hub.cards import AnyForm, AreaKind, estimated_group, form_key, make_card, rungs
from hub.simulation.arrivals import arrivals
from hub.simulation.world import FIRST_DAY, World
from hub.vocabulary import Need

GroupOf = Callable[[AnyForm], int]


@dataclass(frozen=True, slots=True)
class Shown:
    """The card of one of them."""

    rung: int
    sharing: int
    """Registrations of the year that have this form on their own ladder."""
    alike: int
    """Registrations of the year whose card is this one."""
    in_all_france: bool


def needs(people: int, seed: int) -> list[Need]:
    """Drawn by the population of each département, and by the shares that the simulation assumes."""
    return [arrival.need for arrival in arrivals(seed, World(arrivals=people))]


def counted(everybody: Sequence[Need]) -> GroupOf:
    """What a hub answers that has counted these for twelve months."""
    tally = Counter(key for need in everybody for key in {form_key(form) for form in rungs(need)})
    return lambda form: tally[form_key(form)]


def supposed() -> GroupOf:
    """What a hub answers that is younger."""
    by_key: dict[str, int] = {}

    def group_of(form: AnyForm) -> int:
        key = form_key(form)
        if key not in by_key:
            by_key[key] = estimated_group(form)
        return by_key[key]

    return group_of


def shown(everybody: Sequence[Need], group_of: GroupOf, k: int) -> list[Shown]:
    """The card that the hub makes of each, and how many of the year it could be."""
    shared = counted(everybody)
    cards = [make_card(need, registered_on=FIRST_DAY, group_of=group_of, k=k) for need in everybody]
    alike = Counter(map(form_key, cards))
    return [
        Shown(
            _rung(form_key(card), tuple(form_key(form) for form in rungs(need))),
            shared(card),
            alike[form_key(card)],
            card.area.kind is AreaKind.FRANCE,
        )
        for card, need in zip(cards, everybody, strict=True)
    ]


def _rung(key: str, ladder: tuple[str, ...]) -> int:
    return ladder.index(key)
