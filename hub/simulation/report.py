"""Years told in plain numbers, summed up: what a page, a command and a picture say of each policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, zip_longest
from statistics import fmean
from typing import Any

from hub.routing import RuleBook
from hub.simulation.network import Declared
from hub.simulation.playing import Progress, compared_year, unheard
from hub.simulation.world import ORDINARY, World

CURVE_DAYS = 60
A_WEEK = 7


def compared(years: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The years of several seeds, played under the same policies, as one result; plain JSON.

    Shares are of the young people whom at least one association fits.  Waits are days of the calendar, from the
    registration to the yes, of those who had one; ``median_of_all_days`` counts the others too, who wait for ever,
    so that placing few people quickly is no merit.  ``by`` holds, for each group, how many came in a year and which
    share was placed.
    """
    first = years[0]
    return {
        "seeds": [year["seed"] for year in years],
        "peaks": first["peaks"],
        "silence": first["silence"],
        "associations": first["associations"],
        "invented": first["invented"],
        "registered": round(fmean(year["registered"] for year in years)),
        "reachable": round(fmean(year["reachable"] for year in years)),
        "places": first["places"],
        "optimum": sum(year["optimum"] for year in years) / sum(year["reachable"] for year in years),
        "policies": [_summed(years, turn) for turn in range(len(first["policies"]))],
    }


def compare(
    current: RuleBook,
    proposed: RuleBook,
    declared: Iterable[Declared],
    *,
    seeds: Sequence[int] = (1, 2),
    world: World = ORDINARY,
    progress: Progress = unheard,
) -> dict[str, Any]:
    """What would change with the proposed rule book, over as many years as seeds."""
    declared, years = tuple(declared), []
    for turn, seed in enumerate(seeds):
        watch = _part(progress, turn, len(seeds))
        years.append(compared_year(current, proposed, declared, seed=seed, world=world, progress=watch))
    return compared(years)


def _part(progress: Progress, turn: int, turns: int) -> Progress:
    return lambda done, of: progress(turn * of + done, turns * of)


def _summed(years: Sequence[dict[str, Any]], turn: int) -> dict[str, Any]:
    told = [year["policies"][turn] for year in years]
    days = [sum(counts) for counts in zip_longest(*(each["days"] for each in told), fillvalue=0)]
    reachable, placed = sum(year["reachable"] for year in years), sum(days)
    ratios = [sum(each["days"]) / max(1, year["optimum"]) for each, year in zip(told, years, strict=True)]
    return {
        "policy": told[0]["policy"],
        "rule_book": told[0]["rule_book"],
        "reserved_percent": told[0]["reserved_percent"],
        "placed": placed / max(1, reachable),
        "ratio": fmean(ratios),
        "least_ratio": min(ratios),
        "median_days": percentile(days, 50),
        "p90_days": percentile(days, 90),
        "median_of_all_days": percentile(days, 50, of=reachable),
        "within_7_days": sum(days[: A_WEEK + 1]) / max(1, reachable),
        "offers_per_placement": sum(each["offers"] for each in told) / max(1, placed),
        "recalled": fmean(each["recalled"] for each in told),
        "curve": _curve(days, reachable),
        "by": {kind: _grouped(told, kind) for kind in ("public", "age", "department")},
    }


def percentile(days: Sequence[int], percent: int, *, of: int | None = None) -> int | None:
    """``days`` counts those who waited 0, 1, 2… days; the wait that this percent of them do not exceed.

    ``of`` says how many there are with those who wait for ever; None when the wait asked for is theirs.
    """
    wanted = percent * (sum(days) if of is None else of)
    so_far = accumulate(days)
    return next((day for day, count in enumerate(so_far) if count and 100 * count >= wanted), None)


def _curve(days: Sequence[int], reachable: int) -> list[float]:
    """The share placed within 0, 1, 2… days."""
    placed = list(accumulate([*days, *[0] * CURVE_DAYS][: CURVE_DAYS + 1]))
    return [round(count / max(1, reachable), 4) for count in placed]


def _grouped(told: Sequence[dict[str, Any]], kind: str) -> dict[str, dict[str, float]]:
    groups = sorted(
        {group for each in told for group in each[kind]},
        key=lambda group: (group != "priority", len(group), group),
    )
    return {group: _shares([each[kind].get(group, [0, 0]) for each in told]) for group in groups}


def _shares(counts: Sequence[list[int]]) -> dict[str, float]:
    came, placed = (sum(column) for column in zip(*counts, strict=True))
    return {"came": round(came / len(counts)), "placed": placed / max(1, came)}
