"""Groups that widen, and forecasts held against what came of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.figures.forecasting import calibration, expected
from hub.figures.waits import Wait, months_before
from hub.forecasts import Forecast

TODAY = date(2026, 7, 3)
NORTH, NEXT_DOOR = "59", "62"
K = 10


def wait(
    days: int, *, month: date = date(2026, 3, 1), department: str = NORTH, band: str = "15-17", **more: Any
) -> Wait:
    """Answered, unless told otherwise, in the month in which the days are over."""
    over = (month + timedelta(days=14 + days)).replace(day=1)
    usual = {"alike": f"young_person:{band}:{department}", "region": "32", "month": month, "over": over}
    return Wait(**{**usual, "days": days, "answered": True, **more})


def test_a_group_widens_until_it_is_large_enough() -> None:
    waits = Counter({wait(4): 10, wait(8, department=NEXT_DOOR): 9, wait(20, band="26-30"): 2})
    told = expected(waits, today=TODAY, k=K)
    assert told["young_person:15-17:59"] == Forecast(4, 4)
    assert "young_person:15-17:62" not in told and "young_person:26-30" not in told
    assert told["young_person:15-17:R32"] == Forecast(4, 8) == told["young_person:15-17"]
    assert told["young_person:*"] == Forecast(8, 8)
    assert not [group for group in told if group.startswith("mentor")]


def test_only_the_last_twelve_months_count() -> None:
    assert not expected(Counter({wait(4, month=date(2025, 6, 1)): 30}), today=TODAY, k=K)
    assert expected(Counter({wait(4, month=date(2025, 7, 1)): 30}), today=TODAY, k=K)


def lived(days_of: dict[date, tuple[int, int]], *, many: int = 200) -> Counter[Wait]:
    """Each month so many people, whose days are drawn between two ends."""
    chance = Random(7)
    return Counter(
        wait(chance.randint(*ends), month=month) for month, ends in days_of.items() for _ in range(many)
    )


MONTHS = [months_before(TODAY, turn) for turn in range(12, 0, -1)]


def test_while_nothing_changes_half_are_answered_in_half_and_nine_in_ten_in_nine() -> None:
    told = calibration(lived(dict.fromkeys(MONTHS, (1, 40))), today=TODAY, k=K)["young_person"]
    assert 0.45 < told["whole"]["half"] < 0.58 and 0.85 < told["whole"]["nine"] < 0.95
    assert told["months"]["2025-07"] == {"told": 0, "half": None, "nine": None}
    assert told["months"]["2026-06"]["told"] == 200


def test_a_hub_that_slows_down_sees_that_its_forecasts_were_too_short() -> None:
    slower = lived({month: (1, 10) if month < date(2026, 4, 1) else (20, 30) for month in MONTHS})
    months = calibration(slower, today=TODAY, k=K)["young_person"]["months"]
    assert months["2026-03"]["half"] > 0.4 and months["2026-04"]["half"] == 0


def test_what_was_not_known_yet_is_not_used() -> None:
    """However long the wait of May turns out to be, what was told in May is the same."""
    before = {month: (1, 10) for month in MONTHS if month < date(2026, 5, 1)}
    one, other = (lived({**before, date(2026, 5, 1): ends}) for ends in ((1, 10), (40, 60)))
    told = [calibration(waits, today=TODAY, k=K)["young_person"]["months"] for waits in (one, other)]
    assert told[0]["2026-05"]["half"] > 0.4 and told[1]["2026-05"]["half"] == 0
    assert told[0]["2026-04"] == told[1]["2026-04"]


def test_fewer_than_ten_are_not_told_of() -> None:
    waits = lived(dict.fromkeys(MONTHS[:-1], (1, 10))) + Counter({wait(3, month=MONTHS[-1]): 9})
    assert calibration(waits, today=TODAY, k=K)["young_person"]["months"]["2026-06"] == {
        "told": None,
        "half": None,
        "nine": None,
    }


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 11), st.booleans()), max_size=60))
def test_shares_are_shares_whatever_happened(lives: list[tuple[int, int, bool]]) -> None:
    waits = Counter(wait(days, month=MONTHS[turn], answered=answered) for days, turn, answered in lives)
    told = calibration(waits, today=TODAY, k=K)
    shares = [share for month in told["young_person"]["months"].values() for share in month.values()]
    assert all(share is None or share >= 0 for share in shares)
    assert all(
        found.half <= (found.nine or found.half) for found in expected(waits, today=TODAY, k=K).values()
    )
