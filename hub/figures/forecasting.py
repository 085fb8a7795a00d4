"""What people of each group may expect, from the last twelve months; and whether what was expected came true."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hub.figures.survival import Watched, forecast
from hub.figures.waits import Wait, months_before
from hub.forecasts import Forecast, wider
from hub.models import Expected
from hub.vocabulary import Kind

YEAR_OF_MONTHS = 12
HALF_A_MONTH = timedelta(days=15)
"""Of a wait the month is kept, not the day: it began in the middle of it, give or take two weeks."""

Waits = Mapping[Wait, int]


@dataclass(slots=True)
class Kept:
    """Of the people to whom something was told: how many whose time is over, and how many of them were answered."""

    told: int = 0
    due: int = 0
    kept: int = 0

    def share(self, k: int) -> float | None:
        return self.kept / self.due if self.due >= k else None


def expected(waits: Waits, *, today: date, k: int) -> dict[str, Forecast]:
    """By group: those of twelve months, this one included."""
    since = months_before(today, YEAR_OF_MONTHS)
    recent = {wait: many for wait, many in waits.items() if wait.month >= since}
    return _forecasts(recent.items(), k)


def rows(found: Mapping[str, Forecast]) -> Iterator[Expected]:
    for alike, told in found.items():
        yield Expected(alike=alike, half=told.half, nine=told.nine)


def calibration(waits: Waits, *, today: date, k: int) -> dict[str, Any]:
    """By kind, for each of the twelve months that are over: what was known when it began, beside what came of it."""
    return {"k": k, **{kind.value: _checked(_of(kind, waits), today, k) for kind in Kind}}


def _of(kind: Kind, waits: Waits) -> Waits:
    return {wait: many for wait, many in waits.items() if wait.alike.startswith(f"{kind}:")}


def _checked(waits: Waits, today: date, k: int) -> dict[str, Any]:
    told = [months_before(today, turn) for turn in range(YEAR_OF_MONTHS, 0, -1)]
    months = {f"{month:%Y-%m}": _month(waits, month, k) for month in told}
    return {
        "months": {month: _shares(checked, k) for month, checked in months.items()},
        "whole": _shares(tuple(map(_sum, zip(*months.values(), strict=True))), k),
    }


def _month(waits: Waits, month: date, k: int) -> tuple[Kept, Kept]:
    """Those who came that month, against what they would have been told on its first day."""
    since = months_before(month, YEAR_OF_MONTHS)
    known = [(_as_known(wait, month), many) for wait, many in waits.items() if since <= wait.month < month]
    told = _forecasts(known, k)
    half, nine = Kept(), Kept()
    for wait, many in waits.items():
        if wait.month == month and (found := _narrowest(told, wait)):
            _check(half, wait, many, found.half)
            _check(nine, wait, many, found.nine)
    return half, nine


def _check(kept: Kept, wait: Wait, many: int, days: int | None) -> None:
    """Who withdrew, or still waits, before the day has come says nothing of it."""
    if days is None:
        return
    in_time = wait.answered and wait.days <= days
    kept.told += many
    if in_time or wait.days > days:
        kept.due += many
        kept.kept += in_time * many


def _as_known(wait: Wait, on: date) -> Wait:
    """What was known of it on the first day of that month: an answer to come was not."""
    if wait.over and wait.over < on:
        return wait
    so_far = (on - wait.month - HALF_A_MONTH).days
    return wait._replace(over=None, answered=False, days=min(wait.days, so_far))


def _forecasts(waits: Iterable[tuple[Wait, int]], k: int) -> dict[str, Forecast]:
    groups: defaultdict[str, Counter[Watched]] = defaultdict(Counter)
    for wait, many in waits:
        for alike in wider(wait.alike, wait.region):
            groups[alike][Watched(wait.days, wait.answered)] += many
    return {alike: told for alike, group in groups.items() if (told := forecast(group, k=k))}


def _narrowest(told: Mapping[str, Forecast], wait: Wait) -> Forecast | None:
    return next((told[group] for group in wider(wait.alike, wait.region) if group in told), None)


def _sum(parts: Iterable[Kept]) -> Kept:
    whole = Kept()
    for part in parts:
        whole.told, whole.due, whole.kept = (
            whole.told + part.told,
            whole.due + part.due,
            whole.kept + part.kept,
        )
    return whole


def _shares(checked: Iterable[Kept], k: int) -> dict[str, float | int | None]:
    half, nine = checked
    return {
        "told": half.told if half.told == 0 or half.told >= k else None,
        "half": half.share(k),
        "nine": nine.share(k),
    }
