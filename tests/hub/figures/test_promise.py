"""Waits are counted in working days, beside what was promised."""

from __future__ import annotations

from datetime import date

import pytest

from hub.figures import promise
from hub.figures.promise import median_of, waited, within, working_days
from hub.queries.counts import Wait

FRIDAY, MONDAY, TODAY = date(2026, 3, 6), date(2026, 3, 9), date(2026, 4, 30)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, MONDAY, 1),
        (date(2026, 4, 3), date(2026, 4, 7), 1),  # Easter Monday is no working day
        (MONDAY, FRIDAY, 0),
    ],
)
def test_days_off_do_not_count(start: date, end: date, days: int) -> None:
    assert working_days(start, end) == days


def test_whoever_left_waits_for_nothing_and_whoever_may_still_be_in_time_is_not_late() -> None:
    told = waited(
        [
            Wait(FRIDAY, MONDAY, False, 12),
            Wait(FRIDAY, None, False, 4),
            Wait(FRIDAY, None, True, 100),
            Wait(date(2026, 4, 29), None, False, 50),
        ],
        TODAY,
    )
    assert within(told, 5, k=10) == 12 / 16
    assert within(told, 1000, k=10) == 1
    assert promise.median(told, k=10) == 1


def test_a_small_group_says_nothing() -> None:
    told = waited([Wait(FRIDAY, MONDAY, False, 9)], TODAY)
    assert promise.told(told, k=10) == {"soon": None, "at_last": None, "median": None}


def test_the_median_is_of_people_and_not_of_days() -> None:
    assert median_of([(1, 1), (8, 9), (30, 2)], k=10) == 8


def test_each_length_is_counted_once() -> None:
    told = waited([Wait(FRIDAY, FRIDAY, False, 2), Wait(FRIDAY, TODAY, False, 3)], TODAY)
    lengths = promise.lengths(told)
    assert lengths["0-2"] == 2 and lengths["31-"] == 3 and sum(lengths.values()) == 5
