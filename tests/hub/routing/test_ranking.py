"""Whether associations are compared one by one or found by walking tiers, the best are the same, in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.routing.bits import Crowd
from hub.routing.ranking import ByTiers, OneByOne, Ranks
from tests.parts.members import OPEN_TO_ALL, RULE_BOOK

SIZE = 24
CROWD = Crowd([replace(OPEN_TO_ALL, slug=f"slug-{number:02}") for number in range(SIZE)], RULE_BOOK)
BITS = [*CROWD.profiles]


def one_each(values: st.SearchStrategy[int]) -> st.SearchStrategy[list[int]]:
    return st.lists(values, min_size=SIZE, max_size=SIZE)


def rows(each: Sequence[int]) -> dict[int, int]:
    """Of those who have as many points."""
    return {
        tier: CROWD.row(bit for bit, points in zip(BITS, each, strict=True) if points == tier)
        for tier in {*each}
    }


def standing(ranks: Ranks, points: Sequence[int], ties: Sequence[int]) -> Ranks:
    """As they stand after having stood elsewhere."""
    for bit in BITS:
        ranks.stand(bit, 99, ties[0])
    ranks.best(CROWD.everybody, ranks.measured(rows(points)), ranks.measured(rows(points)), 1)
    for bit, gained, tie in zip(BITS, points, ties, strict=True):
        ranks.stand(bit, gained, tie)
    return ranks


few_points = st.sampled_from([0, 5, 12, 20, 32])


@settings(max_examples=100)
@given(
    st.sets(st.sampled_from(BITS)),
    one_each(few_points),
    one_each(few_points),
    one_each(st.sampled_from([0, 3, 4])),
    one_each(st.integers(0, 40)),
    st.integers(1, SIZE),
)
def test_a_walk_of_the_tiers_finds_what_comparing_each_finds(
    bits: set[int], merits: list[int], places: list[int], points: list[int], ties: list[int], count: int
) -> None:
    each_way = (standing(ranks, points, ties) for ranks in (OneByOne(CROWD), ByTiers(CROWD)))
    compared, walked = (
        ranks.best(CROWD.row(bits), ranks.measured(rows(merits)), ranks.measured(rows(places)), count)
        for ranks in each_way
    )
    assert walked == compared and len(walked) == min(count, len(bits))


def test_equals_in_everything_come_by_the_alphabet() -> None:
    for ranks in (OneByOne(CROWD), ByTiers(CROWD)):
        alike = standing(ranks, [3] * SIZE, [1] * SIZE).measured(rows([7] * SIZE))
        found = ranks.best(CROWD.everybody, alike, alike, 2)
        assert [CROWD.slugs[bit] for bit in found] == ["slug-00", "slug-01"]


def test_of_many_who_stand_alike_only_those_that_fit_are_taken() -> None:
    best_of_all, *others = BITS
    for ranks in (OneByOne(CROWD), ByTiers(CROWD)):
        alike = standing(ranks, [3] * SIZE, [2] + [1] * (SIZE - 1)).measured(rows([7] * SIZE))
        assert ranks.best(CROWD.row(others), alike, alike, 2) == sorted(others, reverse=True)[:2]
        assert ranks.best(CROWD.everybody, alike, alike, 1) == [best_of_all]
