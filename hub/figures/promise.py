"""How long people wait, beside what was promised: four in five answered within 5 working days, all within 15."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from hub import calendar
from hub.queries.counts import Wait

SOON, AT_LAST = 5, 15
"""Working days (docs/rules-of-the-field.md)."""
PROMISED: Mapping[int, float] = MappingProxyType({SOON: 0.8, AT_LAST: 1.0})
LENGTHS: tuple[tuple[int, int | None], ...] = ((0, 2), (3, 5), (6, 10), (11, 15), (16, 30), (31, None))
"""In working days, both ends included."""


@dataclass(frozen=True, slots=True)
class Waited:
    """So many people; ``days``: working days until an answer; None: none yet, after ``at_least`` of them."""

    began: date
    days: int | None
    at_least: int
    count: int


@lru_cache(maxsize=65536)
def working_days(start: date, end: date) -> int:
    """How many working days after ``start``, up to and with ``end``; none when it is the same day or before."""
    return sum(
        calendar.is_working_day(start + timedelta(days=day)) for day in range(1, (end - start).days + 1)
    )


def waited(waits: Iterable[Wait], today: date) -> list[Waited]:
    """Those who withdrew before an answer wait for nothing: they are left out."""
    return [
        Waited(
            wait.began,
            None if wait.over is None else working_days(wait.began, wait.over),
            working_days(wait.began, today),
            wait.many,
        )
        for wait in waits
        if not wait.left
    ]


def within(waited: Iterable[Waited], days: int, *, k: int) -> float | None:
    """The share answered within so many days, of those whose days are over; None when they are fewer than ``k``."""
    kept = due = 0
    for each in waited:
        is_kept = each.days is not None and each.days <= days
        if is_kept or each.at_least > days:
            due += each.count
            kept += is_kept * each.count
    return kept / due if due >= k else None


def median(waited: Iterable[Waited], *, k: int) -> int | None:
    """Half of those who were answered waited so many working days or less."""
    return median_of(((each.days, each.count) for each in waited if each.days is not None), k=k)


def median_of(counted: Iterable[tuple[int, int]], *, k: int) -> int | None:
    """Of values, each with how many have it; None when they are fewer than ``k``."""
    ranked = sorted(counted)
    many, passed = sum(count for _, count in ranked), 0
    if many < k:
        return None
    for value, count in ranked:
        passed += count
        if 2 * passed >= many:
            return value
    return None


def lengths(waited: Iterable[Waited]) -> dict[str, int]:
    """Of those who were answered, by how long it took: ``3-5``, and ``31-`` for more."""
    found = dict.fromkeys(map(_name, LENGTHS), 0)
    for each in waited:
        if each.days is not None:
            found[next(_name(ends) for ends in LENGTHS if ends[1] is None or each.days <= ends[1])] += (
                each.count
            )
    return found


def told(waited: list[Waited], *, k: int) -> dict[str, Any]:
    """What a page says of a group."""
    return {
        "soon": within(waited, SOON, k=k),
        "at_last": within(waited, AT_LAST, k=k),
        "median": median(waited, k=k),
    }


def _name(ends: tuple[int, int | None]) -> str:
    return f"{ends[0]}-{'' if ends[1] is None else ends[1]}"
