"""Where an association accompanies."""

from __future__ import annotations

from typing import Any

import pytest

from hub import geography
from hub.routing import (
    Nearness,
    Scope,
    Territory,
)
from hub.routing.territory import MAINLAND
from tests.parts.members import (
    AJACCIO,
    EVERYWHERE,
    IN_THE_NORTH,
    LILLE,
    PARIS,
    RULE_BOOK,
    SAINT_DENIS,
    SOMEWHERE,
)


@pytest.mark.parametrize(
    ("territory", "place", "nearness"),
    [
        (IN_THE_NORTH, LILLE, Nearness.DEPARTMENT),
        (IN_THE_NORTH, PARIS, Nearness.OUTSIDE),
        (Territory(Scope.LISTED, frozenset({"62"}), frozenset({"32"})), LILLE, Nearness.REGION),
        (Territory(Scope.MAINLAND, frozenset(), frozenset()), LILLE, Nearness.NATIONAL),
        (Territory(Scope.MAINLAND, frozenset(), frozenset()), AJACCIO, Nearness.OUTSIDE),
        (Territory(Scope.MAINLAND, frozenset(), frozenset()), SAINT_DENIS, Nearness.OUTSIDE),
        (Territory(Scope.MAINLAND, frozenset({"974"}), frozenset()), SAINT_DENIS, Nearness.DEPARTMENT),
        (EVERYWHERE, SAINT_DENIS, Nearness.NATIONAL),
        (EVERYWHERE, AJACCIO, Nearness.NATIONAL),
        (SOMEWHERE, LILLE, Nearness.OUTSIDE),
    ],
)
def test_a_territory_is_its_scope_and_all_that_it_names(
    territory: Territory, place: Any, nearness: Nearness
) -> None:
    assert territory.nearness(place) is nearness


def test_routing_and_geography_mean_the_same_places() -> None:
    departments = geography.DEPARTMENTS.values()
    assert {place.region for place in departments if not place.overseas} - {"94"} == MAINLAND
    assert RULE_BOOK.small_town_below == geography.SMALL_TOWN_BELOW
