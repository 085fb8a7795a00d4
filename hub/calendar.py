"""Days as people count them: worked where the young person lives, ended at midnight in Paris, said in French.

Pure: nothing here asks what time it is.  Public holidays come from the ``holidays`` library.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from holidays import country_holidays

from hub.wording import N_

PARIS = ZoneInfo("Europe/Paris")
MORNING = time(8)
LAST_SECOND = time(23, 59, 59)
SATURDAY = 5
ONE_DAY = timedelta(days=1)

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *(N_("janvier"), N_("février"), N_("mars"), N_("avril"), N_("mai"), N_("juin")),
    *(N_("juillet"), N_("août"), N_("septembre"), N_("octobre"), N_("novembre"), N_("décembre")),
)

SUBDIVISIONS: Mapping[str, str] = MappingProxyType(
    {
        "57": "57",
        "67": "6AE",
        "68": "6AE",
        "971": "971",
        "972": "972",
        "973": "973",
        "974": "974",
        "975": "PM",
        "976": "976",
        "977": "BL",
        "978": "MF",
        "986": "WF",
        "987": "PF",
        "988": "NC",
    }
)
"""The départements that also rest on days of their own, by the library's names for them."""


def is_working_day(day: date, *, department: str | None = None) -> bool:
    """Monday to Friday, save the public holidays of the whole country and of this département."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year, department)


def add_working_days(
    day: date, days: int, *, department: str | None = None, off: Collection[date] = ()
) -> date:
    """The last of so many working days after this one, itself not counted; zero gives the day back.

    ``off``: days that are not counted either.
    """
    if days < 0:
        raise ValueError("working days are counted forwards")
    while days:
        day += ONE_DAY
        days -= is_working_day(day, department=department) and day not in off
    return day


def civil(now: datetime) -> date:
    """The date that hangs on a wall in Paris at this moment."""
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone is not a moment")
    return now.astimezone(PARIS).date()


def end_of_day(day: date) -> datetime:
    """The last second of that day in Paris, in UTC, so that ``civil`` reads the same day in it."""
    return datetime.combine(day, LAST_SECOND, PARIS).astimezone(UTC)


def later(moment: datetime, days: int) -> datetime:
    """So many days later at the same hour in Paris, in UTC, whatever its clocks did in between."""
    return (moment.astimezone(PARIS) + timedelta(days=days)).astimezone(UTC)


def morning_of(day: date) -> datetime:
    """Eight o'clock in Paris on that day, worked or not; in UTC."""
    return datetime.combine(day, MORNING, PARIS).astimezone(UTC)


def coming_morning(now: datetime) -> datetime:
    """Eight o'clock in Paris on the first working day on which it is still to come; in UTC."""
    day = civil(now)
    while not (is_working_day(day) and now < datetime.combine(day, MORNING, PARIS)):
        day += ONE_DAY
    return datetime.combine(day, MORNING, PARIS).astimezone(UTC)


def next_morning(now: datetime) -> datetime:
    """Eight o'clock in Paris on the next working day, today not counted; in UTC."""
    return datetime.combine(add_working_days(civil(now), 1), MORNING, PARIS).astimezone(UTC)


def this_morning(now: datetime) -> datetime:
    """The last eight o'clock in Paris, in UTC."""
    today = datetime.combine(civil(now), MORNING, PARIS)
    return (today if today <= now else datetime.combine(civil(now) - ONE_DAY, MORNING, PARIS)).astimezone(UTC)


def in_words(day: date) -> str:
    """``jeudi 12 mars``, ``mardi 1er décembre``."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]}"


def on_the_clock(moment: datetime) -> str:
    """``12 h 30``, ``9 h 05``, in Paris, on one line."""
    local = moment.astimezone(PARIS)
    return f"{local.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{local:%M}"


@cache
def _holidays(year: int, department: str | None) -> frozenset[date]:
    return frozenset(country_holidays("FR", subdiv=SUBDIVISIONS.get(department or ""), years=year))
