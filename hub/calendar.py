"""Days as people count them: worked where the young person lives, ended at midnight in Paris, said in French.

Pure: nothing here asks what time it is.  Public holidays are written out: the library that knows them costs
each process a second and 45 MB.  The tests compare every day of twenty years with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
LAST_SECOND = time(23, 59, 59)
SATURDAY = 5
ONE_DAY = timedelta(days=1)

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

Holiday = tuple[int, int] | int
"""A month and a day, or so many days after Easter Sunday."""

MI_CAREME, GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY = -24, -2, 1, 39, 50

EVERYWHERE: tuple[Holiday, ...] = (
    *((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
    *(EASTER_MONDAY, ASCENSION, WHIT_MONDAY),
)
LOCAL: Mapping[str, tuple[Holiday, ...]] = MappingProxyType(
    {
        "57": (GOOD_FRIDAY, (12, 26)),
        "67": (GOOD_FRIDAY, (12, 26)),
        "68": (GOOD_FRIDAY, (12, 26)),
        "971": (MI_CAREME, GOOD_FRIDAY, (5, 27), (7, 21)),
        "972": ((5, 22), (7, 21)),
        "973": ((6, 10),),
        "974": ((12, 20),),
        "976": ((4, 27),),
        "977": ((10, 9),),
        "978": ((5, 28), (7, 21)),
        "986": ((4, 28), (6, 29), (7, 29)),
        "987": ((3, 5), GOOD_FRIDAY, (11, 20)),
        "988": ((9, 24),),
    }
)
"""The départements that also rest on days of their own."""


def is_working_day(day: date, *, department: str | None = None) -> bool:
    """Monday to Friday, save the public holidays of the whole country and of this département."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year, department)


def add_working_days(day: date, days: int, *, department: str | None = None) -> date:
    """The last of so many working days after this one, itself not counted; zero gives the day back."""
    if days < 0:
        raise ValueError("working days are counted forwards")
    while days:
        day += ONE_DAY
        days -= is_working_day(day, department=department)
    return day


def civil(now: datetime) -> date:
    """The date that hangs on a wall in Paris at this moment."""
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone is not a moment")
    return now.astimezone(PARIS).date()


def end_of_day(day: date) -> datetime:
    """The last second of that day in Paris, in UTC, so that ``civil`` reads the same day in it."""
    return datetime.combine(day, LAST_SECOND, PARIS).astimezone(UTC)


def in_words(day: date) -> str:
    """``jeudi 12 mars``, ``mardi 1er décembre``."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]}"


@cache
def _holidays(year: int, department: str | None) -> frozenset[date]:
    return frozenset(_falling(each, year) for each in (*EVERYWHERE, *LOCAL.get(department or "", ())))


def _falling(holiday: Holiday, year: int) -> date:
    if isinstance(holiday, int):
        return _easter(year) + timedelta(days=holiday)
    return date(year, *holiday)


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher)."""
    century, year_of_century = divmod(year, 100)
    golden = year % 19
    moon = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - moon + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (year_of_century // 4) - epact - year_of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
