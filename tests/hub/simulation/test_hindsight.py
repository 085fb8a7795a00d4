"""The optimum is the optimum: known by hand, found by trying everything, and above every policy."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.simulation.arrivals import arrivals
from hub.simulation.hindsight import Month, Optimum, hindsight
from hub.simulation.network import network
from hub.simulation.policies import OTHERS, followed
from hub.simulation.world import World
from tests.hub.simulation.small import SEED, association, comes, fits_of, playing
from tests.hub.simulation.town import MEMBERS
from tests.parts.members import RULE_BOOK

MONTHS = [("a", 0), ("a", 1), ("b", 0), ("b", 1)]
Worlds = st.tuples(
    st.lists(st.integers(0, 2), min_size=4, max_size=4),
    st.lists(st.dictionaries(st.sampled_from("ab"), st.integers(0, 1)), max_size=6),
)


def best(places: dict[Month, int], people: list[dict[str, int]]) -> int:
    """By trying everything."""
    if not people:
        return 0
    choices = [(slug, month) for slug, latest in people[0].items() for month in range(latest + 1)]
    taken = [1 + best(places | {each: places[each] - 1}, people[1:]) for each in choices if places[each]]
    return max([best(places, people[1:]), *taken])


@given(Worlds)
@settings(max_examples=60, deadline=None)
def test_nobody_could_place_more_and_so_many_could_be(world: tuple[list[int], list[dict[str, int]]]) -> None:
    opened, people = world
    places = dict(zip(MONTHS, opened, strict=True))
    optimum = Optimum(places)
    for latest in people:
        optimum.add(list(latest.items()))
    assert optimum.placed == best(places, people)


def test_somebody_is_moved_aside_for_who_has_one_door_only() -> None:
    optimum = Optimum({("a", 0): 1, ("b", 0): 1})
    assert optimum.add([("a", 0), ("b", 0)])
    assert optimum.add([("a", 0)])


def test_a_place_not_taken_is_carried_forward_and_never_back() -> None:
    assert Optimum({("a", 0): 1, ("a", 1): 0}).add([("a", 1)])
    assert not Optimum({("a", 0): 0, ("a", 1): 1}).add([("a", 0)])


def test_who_gives_up_before_a_place_opens_could_not_be_placed() -> None:
    one = association("one", 12)
    people = [comes(0), comes(1, patience=20)]
    fits = [frozenset({"one"})] * 2
    assert hindsight(people, fits, [one], seed=SEED) == 1
    assert hindsight([comes(0), comes(1, patience=32)], fits, [one], seed=SEED) == 2


def test_who_would_be_refused_everywhere_could_not_be_placed() -> None:
    stern = association("stern", 120, refuses=100)
    assert hindsight([comes(0)], [frozenset({"stern"})], [stern], seed=SEED) == 0


def test_no_policy_places_more_than_hindsight() -> None:
    shape = World(arrivals=200)
    people, associations = arrivals(5, shape), network(MEMBERS, RULE_BOOK, shape)
    optimum = hindsight(people, fits_of(people, associations), associations, seed=SEED)
    for policy in (followed("in_use", RULE_BOOK), *(make(RULE_BOOK) for make in OTHERS.values())):
        referrals = playing(people, associations, policy).play(lambda day: None)
        assert 0 < sum(each.placed_on is not None for each in referrals) <= optimum
