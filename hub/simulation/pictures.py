"""The pictures of simulated years, each with the table that says the same: who was placed, how soon, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.simulation.drawing import (
    INSIDE,
    LEFT,
    LINE,
    LOOKS,
    RIGHT,
    SAMPLE,
    TOP,
    WIDTH,
    bar,
    framed,
    legend,
    line,
    text,
)
from hub.simulation.tables import Table, by_age, by_department, by_public, label, percent

CURVE_HEIGHT = 220
STEPS = (0, 25, 50, 75, 100)
WEEKS = (0, 7, 14, 30, 45, 60)
BAR, GAP = 14, 12
TOLD_OF = (0, 3, 7, 14, 30, 60)
"""The days of the table behind the curve."""
BEST = "Le mieux possible, en sachant tout"
SMALLEST = 20
"""A département where fewer young people came in a year says nothing of its share."""


@dataclass(frozen=True, slots=True)
class Picture:
    """``svg`` is safe markup, without any style of its own; ``table`` says the same in words."""

    name: str
    title: str
    svg: str
    table: Table


def drawn(result: Mapping[str, Any]) -> tuple[Picture, ...]:
    """Of what :func:`hub.simulation.report.compared` answered."""
    return (
        _curve(result),
        _bars(result, "public", by_public(result)),
        _bars(result, "age", by_age(result)),
        _spread(result),
    )


def _curve(result: Mapping[str, Any]) -> Picture:
    title = "Part des jeunes placés, selon le nombre de jours depuis l’inscription"
    policies = result["policies"]
    strokes = [*_grid(), *_days()]
    best, under = _y(result["optimum"]), TOP + CURVE_HEIGHT + 2 * LINE + 8
    strokes.append(line("chart-best", [(LEFT, best), (WIDTH - RIGHT, best)]))
    for look, told in zip(LOOKS, policies, strict=False):
        points = [(_x(day), _y(share)) for day, share in enumerate(told["curve"])]
        strokes.append(line(f"chart-line chart-{look}", points))
    strokes += legend([label(told) for told in policies], under, as_lines=True)
    last = under + LINE * len(policies)
    strokes += [
        line("chart-best", [(LEFT, last), (LEFT + SAMPLE, last)]),
        text(LEFT + SAMPLE + 10, last + 5, BEST),
    ]
    return Picture("curve", title, framed("curve", title, last + LINE, strokes), _told(result, title))


def _grid() -> list[str]:
    strokes = []
    for step in STEPS:
        y = _y(step / 100)
        strokes.append(line("chart-axis", [(LEFT, y), (WIDTH - RIGHT, y)]))
        strokes.append(text(LEFT - 6, y + 5, f"{step}\u00a0%", anchor="end"))
    return strokes


def _days() -> list[str]:
    under = TOP + CURVE_HEIGHT + LINE - 4
    return [text(_x(day), under, f"{day}\u00a0j", anchor="middle") for day in WEEKS]


def _x(day: int) -> float:
    return LEFT + (INSIDE - 8) * day / WEEKS[-1]


def _y(share: float) -> float:
    return TOP + CURVE_HEIGHT * (1 - share)


def _told(result: Mapping[str, Any], title: str) -> Table:
    policies = result["policies"]
    rows = tuple(
        (f"{day}\u00a0jours", *(percent(told["curve"][day]) for told in policies)) for day in TOLD_OF
    )
    return Table(title, ("En", *map(label, policies)), rows)


def _bars(result: Mapping[str, Any], kind: str, table: Table) -> Picture:
    """For each group, one bar a policy, its figure beside it."""
    policies = result["policies"]
    strokes, y = [], float(TOP + LINE)
    for group, row in zip(policies[0]["by"][kind], table.rows, strict=True):
        strokes.append(text(LEFT, y - 6, row[0]))
        strokes += _group([told["by"][kind][group]["placed"] for told in policies], y)
        y += len(policies) * (BAR + 2) + GAP + LINE
    strokes += legend([label(told) for told in policies], y, as_lines=False)
    return Picture(kind, table.caption, framed(kind, table.caption, y + LINE * len(policies), strokes), table)


def _group(shares: Sequence[float], y: float) -> list[str]:
    full = INSIDE - 60
    strokes = []
    for turn, (look, share) in enumerate(zip(LOOKS, shares, strict=False)):
        top = y + turn * (BAR + 2)
        strokes.append(bar(look, LEFT, top, full * share, BAR))
        strokes.append(text(LEFT + full * share + 6, top + BAR - 2, percent(share)))
    return strokes


def _spread(result: Mapping[str, Any]) -> Picture:
    """Départements as strokes along a scale, a row a policy: how unequal places are."""
    table, policies = by_department(result), result["policies"]
    names = dict(zip(policies[0]["by"]["department"], (row[0] for row in table.rows), strict=True))
    strokes, y = [], float(TOP + LINE)
    for look, told in zip(LOOKS, policies, strict=False):
        strokes.append(text(LEFT, y - 6, label(told)))
        strokes.append(line("chart-axis", [(LEFT, y + BAR), (LEFT + INSIDE, y + BAR)]))
        for code, group in told["by"]["department"].items():
            if group["came"] >= SMALLEST:
                share = group["placed"]
                name = f"{names[code]}\u202f: {percent(share)}"
                strokes.append(bar(look, LEFT + (INSIDE - 2) * share, y, 2, 2 * BAR, name=name))
        y += 2 * BAR + GAP + LINE
    strokes += [text(LEFT + INSIDE * step / 100, y, f"{step}\u00a0%", anchor=_anchor(step)) for step in STEPS]
    return Picture("department", table.caption, framed("department", table.caption, y + 12, strokes), table)


def _anchor(step: int) -> str:
    return {STEPS[0]: "start", STEPS[-1]: "end"}.get(step, "middle")
