"""Days counted once more, with nothing but loops and the law: no library of holidays, nothing of the hub's own.

Code du travail, art. L3133-1 (the eleven days of the whole country), L3134-13 (Moselle, Bas-Rhin, Haut-Rhin) and
L3422-2 (the end of slavery, by territory).  Custom rests on three more days in Guadeloupe, on one in Martinique.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

DAY = timedelta(days=1)
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day, Whit Monday."""
MID_LENT, GOOD_FRIDAY = -24, -2
ALSACE_MOSELLE = ("57", "67", "68")
FREED = {"971": (5, 27), "972": (5, 22), "973": (6, 10), "974": (12, 20), "976": (4, 27)}
SCHOELCHER = (7, 21)
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


ZONE_B = (
    (date(2027, 10, 23), date(2027, 11, 8)),
    (date(2027, 12, 18), date(2028, 1, 3)),
    (date(2028, 2, 5), date(2028, 2, 21)),
    (date(2028, 4, 8), date(2028, 4, 24)),
    (date(2028, 5, 26), date(2028, 5, 29)),
    (date(2028, 7, 4), date(2028, 9, 1)),
)
"""Holidays of the school year 2027-2028: the first day, and the day back."""


def easter(year: int) -> date:
    """The anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def is_day_off(day: date, department: str = "") -> bool:
    """A Saturday, a Sunday, or a public holiday where they live."""
    if day.weekday() in (5, 6) or (day.month, day.day) in FIXED:
        return True
    sunday = easter(day.year)
    if any(day == sunday + days * DAY for days in AFTER_EASTER):
        return True
    if department in ALSACE_MOSELLE:
        return day == sunday + GOOD_FRIDAY * DAY or (day.month, day.day) == (12, 26)
    if department in ("971", "972") and (day.month, day.day) == SCHOELCHER:
        return True
    if department == "971" and day in (sunday + MID_LENT * DAY, sunday + GOOD_FRIDAY * DAY):
        return True
    return FREED.get(department) == (day.month, day.day)


def is_school_holiday(day: date) -> bool:
    """In zone B, from one Saturday to the Monday on which school begins again."""
    return any(first <= day < back for first, back in ZONE_B)


def working_days_after(day: date, count: int, department: str = "") -> date:
    counted = 0
    while counted < count:
        day += DAY
        if not is_day_off(day, department):
            counted += 1
    return day


def in_paris(moment: datetime) -> datetime:
    """Without a time zone, as a clock on the wall there shows it (directive 2000/84/CE: last Sundays, 01:00 UTC)."""
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    begins, ends = _last_sunday(utc.year, 3), _last_sunday(utc.year, 10)
    summer = begins + timedelta(hours=1) <= utc < ends + timedelta(hours=1)
    return utc + timedelta(hours=2 if summer else 1)


def day_in_paris(moment: datetime) -> date:
    return in_paris(moment).date()


def said(day: date, language: str) -> str:
    """As a letter in this language says it, with plain spaces."""
    if language == "en":
        return f"{ENGLISH_WEEKDAYS[day.weekday()]} {day.day} {ENGLISH_MONTHS[day.month - 1]}"
    number = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]}"


def _last_sunday(year: int, month: int) -> datetime:
    day = datetime(year, month, 31)  # noqa: DTZ001 (a date on the wall: March and October have 31 days)
    while day.weekday() != 6:
        day -= DAY
    return day
