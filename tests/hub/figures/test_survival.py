"""The arithmetic of a wait, against a table of a textbook and against plain sorting."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.figures.survival import Watched, answered_by, forecast
from hub.forecasts import LEAST_DAYS, Forecast

LEUKAEMIA = Counter(
    [
        *(Watched(week, True) for week in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
        *(Watched(week, False) for week in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
    ]
)
"""Weeks of remission under 6-MP, the usual example: E. Freireich et al., Blood 21, 1963."""
SURVIVAL = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def group(answered: list[int], still: list[int] = []) -> Counter[Watched]:  # noqa: B006 (only read)
    return Counter([*(Watched(days, True) for days in answered), *(Watched(days, False) for days in still)])


def test_it_finds_the_table_of_the_textbook() -> None:
    assert {week: round(1 - share, 3) for week, share in answered_by(LEUKAEMIA)} == SURVIVAL
    assert forecast(LEUKAEMIA, k=9) == Forecast(23, None)


def test_too_few_answers_tell_nothing() -> None:
    assert forecast(group([3] * 9), k=10) is None
    assert forecast(group([3] * 10), k=10) == Forecast(3, 3)


def test_when_most_still_wait_nothing_is_promised() -> None:
    assert forecast(group([3] * 10, [5] * 15), k=10) is None


def test_those_who_still_wait_make_the_forecast_longer() -> None:
    answered = [*range(2, 22)]
    alone, beside = forecast(group(answered), k=10), forecast(group(answered, [12] * 6), k=10)
    assert alone and beside and alone.half < beside.half


def test_hours_are_told_as_two_days() -> None:
    assert forecast(group([0] * 10), k=10) == Forecast(LEAST_DAYS, LEAST_DAYS)


@settings(max_examples=60)
@given(st.lists(st.integers(LEAST_DAYS, 60), min_size=10, max_size=40))
def test_when_everybody_is_answered_it_is_plain_sorting(days: list[int]) -> None:
    ranked = sorted(days)
    told = forecast(group(days), k=10)
    assert told == Forecast(
        ranked[math.ceil(0.5 * len(days)) - 1], ranked[math.ceil(round(0.9 * len(days), 6)) - 1]
    )


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 40), min_size=10, max_size=30),
    st.lists(st.integers(0, 40), max_size=20),
    st.integers(0, 40),
)
def test_one_more_who_waits_never_shortens_it(answered: list[int], still: list[int], more: int) -> None:
    before = forecast(group(answered, still), k=10)
    after = forecast(group(answered, [*still, more]), k=10)
    if after is not None:
        assert before is not None and before.half <= after.half
        assert (before.nine or 0) <= (after.nine or 999) or before.nine is None


@pytest.mark.parametrize(("answered", "nine"), [([2] * 5 + [9] * 5, 9), ([2] * 9 + [30], 2)])
def test_nine_in_ten_is_reached_exactly(answered: list[int], nine: int) -> None:
    told = forecast(group(answered), k=10)
    assert told and told.nine == nine
