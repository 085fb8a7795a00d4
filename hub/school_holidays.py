"""School holidays, by the zone of a département: days on which an association that follows the school year is away.

Days come from the ``vacances-scolaires-france`` library (data.education.gouv.fr), which ends on 31 August 2028 and
knows mainland France alone: Corsica and overseas have calendars of their own, decided there (code de l'éducation,
art. D521-1 and D521-6), that no library tells.  Where nothing is known, no day is a holiday.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from vacances_scolaires_france import SchoolHolidayDates

ONE_DAY = timedelta(days=1)


class Zone(StrEnum):
    """As school calendars name them."""

    A = "A"
    B = "B"
    C = "C"


_DEPARTMENTS = {
    Zone.A: "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 89 90",
    Zone.B: "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57 59 60 61 62 67 68 "
    "72 76 80 83 84 85 88",
    Zone.C: "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
ZONES: Mapping[str, Zone] = MappingProxyType(
    {department: zone for zone, listed in _DEPARTMENTS.items() for department in listed.split()}
)
"""Arrêté du 7 décembre 2022, by académie; Corsica and overseas are not in it."""


def days_of(department: str | None) -> frozenset[date]:
    """Every school holiday that is known there, Saturdays and Sundays within included; none for None."""
    zone = ZONES.get(department or "")
    return _days_in(zone) if zone else frozenset()


def known_until() -> date:
    """After that day nothing is known yet."""
    return max(_known())


def coming(department: str, today: date) -> tuple[date, date] | None:
    """The first and last day of the holidays under way there, or of the next ones; None when none is known."""
    days = days_of(department)
    ahead = sorted(day for day in days if day >= today)
    if not ahead:
        return None
    first = last = ahead[0]
    while last + ONE_DAY in days:
        last += ONE_DAY
    while first - ONE_DAY in days:
        first -= ONE_DAY
    return first, last


@cache
def _days_in(zone: Zone) -> frozenset[date]:
    column = f"vacances_zone_{zone.lower()}"
    return frozenset(day for day, row in _known().items() if row[column])


@cache
def _known() -> Mapping[date, Mapping[str, object]]:
    return MappingProxyType(SchoolHolidayDates().data)
