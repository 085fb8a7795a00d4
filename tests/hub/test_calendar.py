"""Deadlines fall on days when somebody is there to answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from holidays import country_holidays
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub import calendar, geography
from hub.calendar import add_working_days, civil, end_of_day, in_words, is_working_day
from tests.story import reckoning

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2036, 12, 31))
COUNTS = st.integers(min_value=0, max_value=15)
DEPARTMENTS = st.sampled_from([None, *geography.DEPARTMENTS])


@given(DAYS, COUNTS, DEPARTMENTS)
def test_a_deadline_falls_on_a_working_day(day: date, count: int, department: str | None) -> None:
    due = add_working_days(day, count + 1, department=department)
    assert is_working_day(due, department=department)


@given(DAYS, COUNTS, DEPARTMENTS)
def test_as_many_working_days_pass_as_were_given(day: date, count: int, department: str | None) -> None:
    due = add_working_days(day, count, department=department)
    after = [day + timedelta(days=n + 1) for n in range((due - day).days)]
    assert sum(is_working_day(each, department=department) for each in after) == count


@given(DAYS, COUNTS, COUNTS, DEPARTMENTS)
def test_working_days_add_up(day: date, first: int, second: int, department: str | None) -> None:
    halfway = add_working_days(day, first, department=department)
    assert add_working_days(halfway, second, department=department) == add_working_days(
        day, first + second, department=department
    )


@given(DAYS, COUNTS, DEPARTMENTS)
def test_who_registers_later_is_never_promised_earlier(day: date, count: int, department: str | None) -> None:
    week = [add_working_days(day + timedelta(days=n), count, department=department) for n in range(7)]
    assert all(earlier <= later for earlier, later in pairwise(week))


@given(DAYS, DEPARTMENTS)
def test_a_day_off_in_mainland_france_is_off_everywhere(day: date, department: str | None) -> None:
    assert is_working_day(day) or not is_working_day(day, department=department)


@given(DAYS)
def test_the_end_of_a_day_still_belongs_to_it(day: date) -> None:
    assert civil(end_of_day(day)) == day
    assert civil(end_of_day(day) + timedelta(seconds=1)) == day + timedelta(days=1)


@given(DAYS, st.integers(min_value=0, max_value=86_399))
def test_no_moment_is_past_the_end_of_its_own_day(day: date, second: int) -> None:
    now = datetime.combine(day, time(0), UTC) + timedelta(seconds=second)
    assert now <= end_of_day(civil(now))


@pytest.mark.parametrize(
    ("department", "day"),
    [
        ("67", date(2025, 12, 26)),
        ("57", date(2026, 4, 3)),
        ("971", date(2026, 5, 27)),
        ("972", date(2026, 5, 22)),
        ("973", date(2026, 6, 10)),
        ("974", date(2027, 12, 20)),
        ("976", date(2026, 4, 27)),
        ("987", date(2027, 3, 5)),
        ("988", date(2026, 9, 24)),
    ],
)
def test_some_places_rest_on_days_of_their_own(department: str, day: date) -> None:
    assert not is_working_day(day, department=department)
    assert is_working_day(day, department="59")


def test_every_department_with_days_of_its_own_exists_and_the_library_knows_it() -> None:
    assert set(calendar.SUBDIVISIONS) <= set(geography.DEPARTMENTS)
    assert set(calendar.SUBDIVISIONS.values()) <= set(country_holidays("FR").subdivisions)


def test_three_working_days_skip_the_bridge_of_ascension() -> None:
    assert add_working_days(date(2026, 5, 12), 3) == date(2026, 5, 18)


def test_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 5, 12), -1)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_turns_at_midnight_in_paris(now: datetime, day: date) -> None:
    assert civil(now) == day


def test_a_moment_without_a_time_zone_has_no_date() -> None:
    with pytest.raises(ValueError, match="time zone"):
        civil(datetime(2026, 7, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 12), "jeudi 12 mars"),
        (date(2026, 12, 1), "mardi 1er décembre"),
        (date(2026, 8, 2), "dimanche 2 août"),
        (date(2028, 2, 29), "mardi 29 février"),
    ],
)
def test_a_day_is_said_as_in_french(day: date, words: str) -> None:
    assert in_words(day) == words


RECKONED = st.sampled_from(["", "59", "2A", "57", "67", "68", "971", "972", "973", "974", "976"])
MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2036, 12, 31))  # noqa: DTZ001
NIGHTS_OF_CHANGE = tuple(
    datetime.fromisoformat(moment)
    for moment in (
        *("2028-03-26T00:59:59", "2028-03-26T01:00:00", "2028-03-25T22:59:59", "2028-03-25T23:00:00"),
        *("2027-10-31T00:59:59", "2027-10-31T01:00:00", "2027-10-30T21:59:59", "2027-10-30T22:00:00"),
        *("2028-02-28T23:00:00", "2028-02-29T22:59:59", "2028-02-29T23:00:00"),
    )
)
"""In universal time: both sides of the changes of hour, of the midnights before them, and of leap day."""


@settings(max_examples=200)
@given(DAYS, RECKONED)
@example(date(2028, 2, 29), "")
@example(date(2028, 4, 14), "67")
@example(date(2027, 12, 20), "974")
def test_days_off_are_those_of_the_law(day: date, department: str) -> None:
    assert is_working_day(day, department=department or None) != reckoning.is_day_off(day, department)


@pytest.mark.parametrize("naive", NIGHTS_OF_CHANGE, ids=str)
def test_the_day_on_the_wall_changes_at_midnight_in_paris_on_delicate_nights(naive: datetime) -> None:
    _check_the_wall(naive)


@settings(max_examples=100)
@given(MOMENTS)
def test_the_day_on_the_wall_changes_at_midnight_in_paris(naive: datetime) -> None:
    _check_the_wall(naive)


def _check_the_wall(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    day = civil(moment)
    assert day == reckoning.day_in_paris(moment)
    assert reckoning.in_paris(end_of_day(day)) == datetime.combine(day, time(23, 59, 59))
    assert moment <= end_of_day(day) + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2027, 11, 10), 1, date(2027, 11, 12)),  # the Thursday is off, the bridge's Friday is worked
        (date(2028, 5, 24), 2, date(2028, 5, 29)),  # Ascension Day
        (date(2028, 4, 28), 1, date(2028, 5, 2)),  # the first of May is a Monday, so is the eighth
        (date(2028, 2, 25), 3, date(2028, 3, 1)),  # over leap day
        (date(2028, 8, 11), 3, date(2028, 8, 17)),  # August is worked, save the fifteenth
        (date(2027, 12, 23), 15, date(2028, 1, 13)),  # Christmas and New Year's Day are Saturdays
    ],
)
def test_bridges_leap_day_and_august_are_counted_as_on_a_wall_calendar(
    day: date, count: int, due: date
) -> None:
    assert add_working_days(day, count) == due == reckoning.working_days_after(day, count)
