"""How long a wait lasts, learned from those that are over and from those that are not.

Whoever still waits is counted for the days they have waited: to leave them out would promise too much.  After
E. Kaplan and P. Meier, *Nonparametric Estimation from Incomplete Observations*, 1958.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hub.forecasts import LEAST_DAYS, Forecast

HALF, NINE = 0.5, 0.9
EXACTLY = 1e-9
"""Shares are products of quotients: half may come out a hair below itself."""


class Watched(NamedTuple):
    """``answered`` after so many days; or not, and not watched any longer."""

    days: int
    answered: bool


Group = Mapping[Watched, int]
"""How many people were watched alike."""


def forecast(group: Group, *, k: int) -> Forecast | None:
    """None when fewer than ``k`` were answered, or fewer than half will be."""
    if sum(many for watched, many in group.items() if watched.answered) < k:
        return None
    half = nine = None
    for days, share in answered_by(group):
        if half is None and share >= HALF - EXACTLY:
            half = max(days, LEAST_DAYS)
        if share >= NINE - EXACTLY:
            nine = max(days, LEAST_DAYS)
            break
    return None if half is None else Forecast(half, nine)


def answered_by(group: Group) -> Iterator[tuple[int, float]]:
    """For each day on which somebody was answered: the share that is, by then."""
    at_risk, still_waiting = sum(group.values()), 1.0
    for day in sorted({watched.days for watched in group}):
        answered, left = group.get(Watched(day, True), 0), group.get(Watched(day, False), 0)
        if answered:
            still_waiting *= 1 - answered / at_risk
            yield day, 1 - still_waiting
        at_risk -= answered + left
