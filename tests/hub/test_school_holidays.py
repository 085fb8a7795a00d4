"""An association that follows the school year is away in its holidays, and late for nothing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vacances_scolaires_france import SchoolHolidayDates

from hub import calendar, geography, places, queries, school_holidays
from hub.intake import register
from hub.school_holidays import ZONES, Zone, coming, days_of
from hub.terms import deadlines_of, school_days
from tests.parts import people
from tests.parts.town import Town, association

NORD = "59"
THURSDAY_BEFORE = datetime.combine(date(2026, 2, 12), time(10), calendar.PARIS)
"""Holidays of zone B: from Saturday 14 February to Sunday 1 March 2026."""
BACK = date(2026, 3, 2)
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2028, 8, 31))
DEPARTMENTS = st.sampled_from(sorted(ZONES))
LIBRARY = SchoolHolidayDates()
"""Reads its whole table each time it is made."""


def test_every_departement_of_the_mainland_has_a_zone_and_the_others_say_that_they_have_none() -> None:
    unknown = {code for code in geography.DEPARTMENTS if code not in ZONES}
    assert set(ZONES) <= set(geography.DEPARTMENTS)
    assert unknown == {"2A", "2B", *(code for code in geography.DEPARTMENTS if code.startswith(("97", "98")))}
    assert {zone: len([each for each in ZONES.values() if each is zone]) for zone in Zone} == {
        "A": 32,
        "B": 41,
        "C": 21,
    }


@settings(max_examples=60)
@given(DAYS, DEPARTMENTS)
def test_days_are_those_that_the_library_tells(day: date, department: str) -> None:
    told = LIBRARY.is_holiday_for_zone(day, ZONES[department].value)
    assert (day in days_of(department)) == told


@settings(max_examples=60)
@given(DAYS, st.integers(0, 15), DEPARTMENTS)
def test_school_holidays_only_put_a_deadline_off(day: date, count: int, department: str) -> None:
    away = days_of(department)
    usual = calendar.add_working_days(day, count, department=department)
    put_off = calendar.add_working_days(day, count, department=department, off=away)
    assert put_off >= usual and (count == 0 or put_off not in away)
    counted = [day + timedelta(days=n + 1) for n in range((put_off - day).days)]
    assert (
        sum(calendar.is_working_day(each, department=department) and each not in away for each in counted)
        == count
    )


@settings(max_examples=60)
@given(DAYS, DEPARTMENTS)
def test_the_next_holidays_are_whole_and_not_over(day: date, department: str) -> None:
    found = coming(department, day)
    if found is None:
        assert day > school_holidays.known_until()
        return
    first, last = found
    away = days_of(department)
    assert all(each in away for each in places.days(first, last)) and last >= day
    assert first - timedelta(days=1) not in away and last + timedelta(days=1) not in away


def test_nothing_is_known_of_corsica_of_overseas_and_of_days_too_far() -> None:
    assert days_of("2A") == days_of("974") == days_of(None) == frozenset()
    assert coming("974", BACK) is None
    assert school_holidays.known_until() == date(2028, 8, 31)


@pytest.fixture
def on_the_eve(town: Town) -> Town:
    town.clock.now = THURSDAY_BEFORE
    town.join("article-1", "jobirl")
    with town.hub.begin() as work:
        for slug in ("article-1", "jobirl"):
            row = association(work.session, slug)
            row.profile = {**row.profile, "school_year": NORD if slug == "article-1" else None}
    return town


def test_nobody_new_is_proposed_to_it_before_it_is_back(on_the_eve: Town) -> None:
    reference = _registered(on_the_eve)
    with on_the_eve.hub.read() as work:
        asked = queries.referral_by_reference(work.session, reference).offers
        assert [offer.association.slug for offer in asked] == ["jobirl"]


def test_what_the_desk_proposes_is_expected_once_it_is_back(on_the_eve: Town) -> None:
    with on_the_eve.hub.begin() as work:
        row = association(work.session, "article-1")
        found = deadlines_of(work, days=3, off=school_days(row))
    assert calendar.civil(found.answer_by) == BACK + timedelta(days=1), "Friday, Monday, Tuesday"
    assert calendar.civil(found.expires_at) == date(2026, 3, 12)


def test_its_mornings_are_quiet(on_the_eve: Town) -> None:
    with on_the_eve.hub.begin() as work:
        row = association(work.session, "article-1")
        today = date(2026, 2, 16)
        assert queries.places.closed_between(work.session, today, today) == {row.id}
        assert queries.places.closed_between(work.session, BACK, BACK) == set()


def _registered(town: Town) -> str:
    with town.front.begin() as work:
        reference = register(work, people.registration()).reference
    town.settle()
    return reference
