"""How old somebody is, and from what age to what age each kind of professional may register them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub.calendar import civil
from tests.forms.prescriber.row import ELSEWHERE, GUARDIAN, IN_CARE, faults, read


@pytest.mark.parametrize(
    ("moment", "month", "age"),
    [
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), "3", 14),
        (datetime(2026, 3, 31, 22, 1, tzinfo=UTC), "3", 15),
        (datetime(2026, 2, 28, 12, tzinfo=UTC), "2", 14),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), "2", 12),
        (datetime(2024, 2, 29, 23, 30, tzinfo=UTC), "2", 13),
    ],
    ids=[
        "last minute of 14 in Paris",
        "midnight in Paris",
        "born on a 29 February",
        "on one",
        "the day after",
    ],
)
def test_the_birthday_is_still_to_come_throughout_its_month(moment: datetime, month: str, age: int) -> None:
    told, _wrong = read(
        today=civil(moment),
        birth_month=month,
        birth_year="2011",
        situation="college",
        level="troisieme",
        **GUARDIAN,
    )
    assert told.age == age


@pytest.mark.parametrize(
    ("year", "month", "accepted"),
    [
        ("2015", "3", False),
        ("2015", "2", True),
        ("2005", "3", True),
        ("2005", "2", False),
        ("2016", "1", False),
    ],
    ids=["ten, eleven this month", "eleven", "twenty, 21 this month", "twenty-one", "ten"],
)
def test_child_welfare_refers_from_eleven_to_twenty(year: str, month: str, accepted: bool) -> None:
    young = int(year) > 2010
    _told, wrong = read(
        IN_CARE,
        birth_year=year,
        birth_month=month,
        situation="college" if young else "emploi",
        level="sixieme" if young else "bac",
        contact_first="prescriber",
    )
    assert (wrong == []) is accepted
    if not accepted:
        assert [fault.field for fault in wrong] == ["birth_year"]
        assert "11 à 20 ans" in wrong[0].said


@pytest.mark.parametrize(
    ("year", "accepted"), [("2021", True), ("1996", True), ("1995", False), ("2022", False)]
)
def test_elsewhere_from_five_to_thirty(year: str, accepted: bool) -> None:
    changes = (
        {"situation": "primaire", "level": "cp"} if year > "2000" else {"situation": "emploi", "level": "bac"}
    )
    wrong = faults(
        ELSEWHERE, birth_year=year, birth_month="2", contact_first="prescriber", **changes, **GUARDIAN
    )
    assert ("birth_year" not in wrong) is accepted
