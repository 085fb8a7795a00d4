from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hub import budgets, intake, retention
from hub.models import Budget
from tests.parts.people import registration
from tests.parts.town import Town

SOURCE = "203.0.113.9"


def spend(town: Town, source: str = SOURCE) -> int:
    with town.front.begin() as work:
        return budgets.spend(work, source)


def test_each_source_is_counted_by_the_hour(town: Town) -> None:
    assert [spend(town) for _ in range(3)] == [1, 2, 3]
    assert spend(town, "203.0.113.10") == 1
    town.clock.forward(hours=1)
    assert spend(town) == 1


def test_sources_counted_at_the_same_instant_are_all_counted(town: Town) -> None:
    with ThreadPoolExecutor(6) as pool:
        counted = list(pool.map(lambda _: spend(town), range(12)))
    assert sorted(counted) == list(range(1, 13))


def test_no_source_is_kept_to_be_read_nor_for_long(town: Town) -> None:
    spend(town)
    with town.hub.read() as work:
        assert SOURCE not in str(work.session.connection().exec_driver_sql("SELECT * FROM budgets").all())
    town.clock.now += retention.BUDGETS_KEPT + timedelta(hours=2)
    retention.forget_due(town.hub)
    with town.hub.read() as work:
        assert work.session.scalar(select(func.count()).select_from(Budget)) == 0


@pytest.mark.parametrize(("registrations", "pressure"), [(0, 0), (3, 0), (4, 1), (8, 2), (16, 3)])
def test_each_doubling_beyond_the_usual_is_one_more_turn_of_the_screw(
    town: Town, monkeypatch: pytest.MonkeyPatch, registrations: int, pressure: int
) -> None:
    monkeypatch.setattr(budgets, "CALM", 4)
    with town.front.begin() as work:
        for _ in range(registrations):
            intake.register(work, registration())
    with town.front.read() as work:
        assert budgets.pressure(work) == pressure
    town.clock.forward(minutes=11)
    with town.front.read() as work:
        assert budgets.pressure(work) == 0
