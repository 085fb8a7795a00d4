"""The growth of the times, drawn: both axes by powers of ten, one line a contender, its name at its end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from bench.routing.contenders import CONTENDERS, Kind
from bench.routing.verdicts import Times, number

WIDTH, HEIGHT = 880, 480
LEFT, RIGHT, TOP, BOTTOM = 70, 640, 30, 430
APART = 16
"""Pixels between two names."""
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1d2433; }
.axis { stroke: #c4c9d4; stroke-width: 1; }
.line { fill: none; stroke-width: 1.75; }
.dot { stroke: none; }
.ours .line { stroke-width: 3.5; }
.ours text { font-weight: 700; }
.ours { --ink: #0b57d0; } .loop { --ink: #a14a00; } .database { --ink: #00695c; }
.rules { --ink: #7b1fa2; } .unrolled { --ink: #5f6675; }
.unrolled .line { stroke-dasharray: 5 4; }
.line { stroke: var(--ink); } .dot { fill: var(--ink); } .name { fill: var(--ink); }
@media (prefers-color-scheme: dark) {
  svg { background: #12161f; }
  text { fill: #e6e9f0; } .axis { stroke: #3a4152; }
  .ours { --ink: #8ab4ff; } .loop { --ink: #ffb27a; } .database { --ink: #6fd6c6; }
  .rules { --ink: #d9a2f5; } .unrolled { --ink: #aab1c2; }
}
"""


@dataclass(frozen=True, slots=True)
class Scale:
    """Powers of ten between two ends, onto pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = math.log10(value / self.low) / math.log10(self.high / self.low)
        return round(self.start + share * (self.end - self.start), 1)


def drawn(found: Times) -> str:
    """A whole SVG file, readable on white and on black, by a machine too."""
    times = [timed.micros for size in found.values() for timed in size.values()]
    across = Scale(min(found), max(found), LEFT, RIGHT)
    up = Scale(10 ** math.floor(math.log10(min(times))), 10 ** math.ceil(math.log10(max(times))), BOTTOM, TOP)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            "<title>Temps d’une décision selon le nombre d’associations</title>",
            f"<desc>{escape(' ; '.join(_said(found)))}.</desc>",
            f"<style>{STYLE}</style>",
            *_axes(found, across, up),
            *_lines(found, across, up),
            "</svg>\n",
        )
    )


def _said(found: Times) -> Iterator[str]:
    for contender in CONTENDERS:
        points = (
            f"{number(timed[contender.name].micros)} µs pour {number(size)} associations"
            for size, timed in found.items()
            if contender.name in timed
        )
        yield f"{contender.name} : {', '.join(points)}"


def _axes(sizes: Iterable[int], across: Scale, up: Scale) -> Iterator[str]:
    for power in range(round(math.log10(up.low)), round(math.log10(up.high)) + 1):
        y = up(10**power)
        yield f'<line class="axis" x1="{LEFT}" x2="{RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{_duration(10**power)}</text>'
    for size in sizes:
        x = across(size)
        yield f'<line class="axis" x1="{x}" x2="{x}" y1="{TOP}" y2="{BOTTOM}"/>'
        yield f'<text x="{x}" y="{BOTTOM + 20}" text-anchor="middle">{number(size)}</text>'
    yield f'<text x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 42}" text-anchor="middle">associations</text>'


def _duration(micros: float) -> str:
    units = ((1_000_000, "s"), (1_000, "ms"), (1, "µs"))
    worth, unit = next((unit for unit in units if micros >= unit[0]), units[-1])
    return f"{number(micros / worth)}\u00a0{unit}"


def _lines(found: Times, across: Scale, up: Scale) -> Iterator[str]:
    points = {
        each.name: [
            (across(size), up(timed[each.name].micros)) for size, timed in found.items() if each.name in timed
        ]
        for each in CONTENDERS
    }
    heights = _spread({name: line[-1][1] for name, line in points.items() if line and line[-1][0] == RIGHT})
    for each in CONTENDERS:
        if line := points[each.name]:
            yield from _line(each.kind, line, _name(each.name, line[-1], heights.get(each.name)))


def _line(kind: Kind, points: list[tuple[float, float]], name: str) -> Iterator[str]:
    yield f'<g class="{kind.name.lower()}">'
    yield f'<polyline class="line" points="{" ".join(f"{x},{y}" for x, y in points)}"/>'
    yield from (f'<circle class="dot" cx="{x}" cy="{y}" r="3.5"/>' for x, y in points)
    yield name
    yield "</g>"


def _name(name: str, end: tuple[float, float], height: float | None) -> str:
    """Beside the end of its line; above it when the line stops half way."""
    x, y = end
    if height is None:
        return f'<text class="name" x="{x - 4}" y="{y - 9}" text-anchor="end">{escape(name)}</text>'
    return f'<text class="name" x="{x + 10}" y="{height + 4}">{escape(name)}</text>'


def _spread(wanted: Mapping[str, float]) -> dict[str, float]:
    """The heights of the names, moved down just enough that none covers another."""
    heights: dict[str, float] = {}
    lowest = -math.inf
    for name, height in sorted(wanted.items(), key=lambda named: named[1]):
        lowest = heights[name] = max(height, lowest + APART)
    return heights
