"""Offers, soft deadlines, the waiting list and patience, on days that can be counted by hand."""

from __future__ import annotations

from collections import Counter

import pytest

from hub.simulation.arrivals import arrivals
from hub.simulation.network import network
from hub.simulation.policies import OTHERS, Policy, followed
from hub.simulation.world import World
from tests.hub.simulation.small import (
    PRIORITY,
    association,
    comes,
    lived,
    playing,
    reserving,
    somebody_answered_after,
)
from tests.hub.simulation.town import MEMBERS
from tests.parts.members import RULE_BOOK

POLICIES = [followed("in_use", RULE_BOOK), *(make(RULE_BOOK) for make in OTHERS.values())]
SHAPE = World(arrivals=150)
PEOPLE, ASSOCIATIONS = arrivals(3, SHAPE), network(MEMBERS, RULE_BOOK, SHAPE)
ONE_A_MONTH = 7
"""Places a year, of which one opens in September and one in October."""
HARD = OTHERS["first_match"](RULE_BOOK)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.key)
def test_never_more_than_two_live_offers_nor_more_held_than_places(policy: Policy) -> None:
    year = playing(PEOPLE, ASSOCIATIONS, policy)
    days: set[int] = set()

    def watch(day: int) -> None:
        if day not in days:
            days.add(day)
            live = Counter(offer.slug for referral in year.referrals for offer in referral.live)
            placed = Counter(each.placed_with for each in year.referrals if each.placed_with)
            assert max(len(referral.live) for referral in year.referrals) <= 2
            assert all(live[each.slug] + placed[each.slug] <= each.places_a_year for each in ASSOCIATIONS)

    assert any(referral.placed_with for referral in year.play(watch))


def test_a_yes_that_comes_late_counts_as_long_as_the_deadline_is_soft() -> None:
    slow = association("slow", 120, answers_in=5.0)
    number = somebody_answered_after(5, slow)
    people = [comes(each, day=0 if each == number else 400) for each in range(number + 1)]
    assert lived(people, slow)[number].placed_on == 7  # five working days after a Monday
    assert lived(people, slow, policy=HARD)[number].placed_on is None


def test_past_its_deadline_an_offer_stays_while_another_association_is_asked() -> None:
    silent, quick = association("a-silent", 12, silent=100), association("b-quick", 12)
    [person] = lived([comes(0)], silent, quick)
    assert person.asked == ["a-silent", "b-quick"]
    assert person.placed_with == "b-quick"
    assert person.placed_on == 7  # silent until Thursday; asked on Friday, the other one says yes on Monday


def test_a_place_that_is_free_goes_first_to_a_priority_public_that_waits() -> None:
    people = [comes(0), comes(1, patience=40), comes(2, need=PRIORITY, patience=40)]
    first, other, priority = lived(people, association("one", ONE_A_MONTH))
    assert first.placed_on == 1
    assert priority.placed_on == 31  # a second place opens on the first of October
    assert other.placed_on is None


def test_who_waits_is_served_before_who_arrives() -> None:
    people = [comes(0), comes(1, patience=40), comes(2, day=30, patience=10)]
    _, waited, arrived = lived(people, association("one", ONE_A_MONTH))
    assert waited.placed_on == 31
    assert arrived.placed_on is None


def test_whoever_gives_up_frees_the_place_that_was_held_for_them() -> None:
    people = [comes(0, patience=3), comes(1)]
    gone, waited = lived(people, association("silent", 12, silent=100))
    assert gone.gone
    assert waited.asked == ["silent"]


def test_the_last_places_are_kept_for_priority_publics() -> None:
    people = [comes(0), comes(1, need=PRIORITY)]
    kept = lived(people, association("one", 12), policy=followed("in_use", reserving(9)))
    free = lived(people, association("one", 12), policy=followed("in_use", reserving(0)))
    assert [each.placed_on is not None for each in kept] == [False, True]
    assert [each.placed_on is not None for each in free] == [True, False]


def test_first_match_asks_the_first_of_the_directory() -> None:
    far, near = association("zoe", 12), association("abel", 12)
    [person] = lived([comes(0)], far, near, policy=HARD)
    assert person.placed_with == "zoe"
