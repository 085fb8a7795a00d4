from __future__ import annotations

from itertools import permutations

from hub.routing.scarcity import Waiter, serving_order

PRIORITY = Waiter("p", priority=True, could_take=9, waited=0)
ONE_DOOR = Waiter("a", priority=False, could_take=1, waited=1)
OLD = Waiter("b", priority=False, could_take=4, waited=30)
YOUNG = Waiter("c", priority=False, could_take=4, waited=2)
TWIN = Waiter("d", priority=False, could_take=4, waited=2)


def test_priority_publics_come_first_then_those_with_the_fewest_doors_then_the_oldest() -> None:
    expected = [PRIORITY, ONE_DOOR, OLD, YOUNG, TWIN]
    assert all(serving_order(them) == expected for them in permutations(expected))
