"""The days of a simulated year, counted from its first; working days are the calendar's own."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from hub.calendar import add_working_days
from hub.simulation.world import FIRST_DAY, MONTHS


@cache
def after(day: int, working_days: int, department: str | None = None) -> int:
    """The last of so many working days after this one, as :func:`hub.calendar.add_working_days` counts them."""
    then = add_working_days(FIRST_DAY + timedelta(days=day), working_days, department=department)
    return (then - FIRST_DAY).days


@cache
def first_of_month(month: int) -> int:
    """The first day of the year's month, 0 to 11."""
    years, rest = divmod(FIRST_DAY.month - 1 + month, MONTHS)
    return (FIRST_DAY.replace(year=FIRST_DAY.year + years, month=1 + rest) - FIRST_DAY).days
