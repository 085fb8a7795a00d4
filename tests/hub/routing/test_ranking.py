"""Whether associations are compared one by one or found by walking tiers, the best are the same, in the same order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.routing.bits import Crowd
from hub.routing.ranking import Measured, Ranks, by_tiers, one_by_one
from tests.parts.members import OPEN_TO_ALL, RULE_BOOK

SIZE = 12
CROWD = Crowd([replace(OPEN_TO_ALL, slug=f"slug-{number:02}") for number in range(SIZE)], RULE_BOOK)


def one_each(values: st.SearchStrategy[int]) -> st.SearchStrategy[list[int]]:
    return st.lists(values, min_size=SIZE, max_size=SIZE)


def measured(each: list[int]) -> Measured:
    tiers = sorted(set(each), reverse=True)
    rows = (CROWD.row(bit for bit, points in enumerate(each) if points == tier) for tier in tiers)
    return Measured(tuple(tiers), tuple(rows), each)


def ranked(points: list[int], ties: list[int]) -> Ranks:
    """As they stand after having stood elsewhere."""
    ranks = Ranks(CROWD)
    for bit in range(SIZE):
        ranks.stand(bit, 99, ties[-bit])
    ranks.flights()
    for bit, (gained, tie) in enumerate(zip(points, ties, strict=True)):
        ranks.stand(bit, gained, tie)
    return ranks


few_points = st.sampled_from([0, 5, 12, 20, 32])


@settings(max_examples=100)
@given(
    st.integers(0, CROWD.everybody),
    one_each(few_points),
    one_each(few_points),
    one_each(st.sampled_from([0, 3, 30])),
    one_each(st.integers(0, 40)),
    st.integers(1, SIZE),
)
def test_a_walk_of_the_tiers_finds_what_comparing_each_finds(
    row: int, merits: list[int], places: list[int], points: list[int], ties: list[int], count: int
) -> None:
    asked = row, measured(merits), measured(places), ranked(points, ties)
    assert by_tiers(*asked, count) == one_by_one(*asked)[:count]


def test_equals_in_everything_come_by_the_alphabet() -> None:
    alike = measured([7] * SIZE)
    ranks = ranked([3] * SIZE, [1] * SIZE)
    found = by_tiers(CROWD.everybody, alike, alike, ranks, 2)
    assert [CROWD.slugs[bit] for bit in found] == ["slug-00", "slug-01"]
