"""The few strokes that the pictures are made of: SVG with classes only, so that a page's sheet gives the colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

WIDTH = 480
LEFT, RIGHT, TOP = 54, 12, 12
INSIDE = WIDTH - LEFT - RIGHT
LINE = 24
"""Between two lines of text; the text itself is set by ``.chart-text``."""
SAMPLE = 36
LOOKS = ("a", "b", "c", "d", "e")
"""One for each policy, in their order: a colour, and a dash where it is a line."""

STYLE = """
.chart { font: 14px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; max-width: 40rem; background: #fff; }
.chart-text { fill: #15203b; }
.chart-axis { stroke: #7f889e; stroke-width: 1; fill: none; }
.chart-best { stroke: #15203b; stroke-width: 1.5; stroke-dasharray: 1 4; stroke-linecap: round; fill: none; }
.chart-line { fill: none; stroke-width: 3; }
.chart-line.chart-a { stroke: #2347c5; } .chart-bar.chart-a { fill: #2347c5; }
.chart-line.chart-b { stroke: #0b6e4f; stroke-dasharray: 10 3; } .chart-bar.chart-b { fill: #0b6e4f; }
.chart-line.chart-c { stroke: #a4560a; stroke-dasharray: 3 3; } .chart-bar.chart-c { fill: #a4560a; }
.chart-line.chart-d { stroke: #6b3fa0; stroke-dasharray: 8 3 2 3; } .chart-bar.chart-d { fill: #6b3fa0; }
.chart-line.chart-e { stroke: #b3261e; stroke-dasharray: 2 5; } .chart-bar.chart-e { fill: #b3261e; }
@media (prefers-color-scheme: dark) {
  .chart { background: #17213f; } .chart-text { fill: #eef1f8; } .chart-best { stroke: #eef1f8; }
  .chart-line.chart-a { stroke: #9db4ff; } .chart-bar.chart-a { fill: #9db4ff; }
  .chart-line.chart-b { stroke: #6fd6ad; } .chart-bar.chart-b { fill: #6fd6ad; }
  .chart-line.chart-c { stroke: #ffc27a; } .chart-bar.chart-c { fill: #ffc27a; }
  .chart-line.chart-d { stroke: #d9b8ff; } .chart-bar.chart-d { fill: #d9b8ff; }
  .chart-line.chart-e { stroke: #ffb4ab; } .chart-bar.chart-e { fill: #ffb4ab; }
}
"""
"""For a picture that stands alone in a file; a page has the same in its sheet."""


def framed(name: str, title: str, height: float, strokes: Iterable[str]) -> str:
    """The picture, which says its title to who does not see it."""
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height:g}" role="img" aria-labelledby="chart-{name}">'
        f'<title id="chart-{name}">{escape(title)}</title>{"".join(strokes)}</svg>'
    )


def text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    return f'<text class="chart-text" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def line(look: str, points: Sequence[tuple[float, float]]) -> str:
    at = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{look}" points="{at}"/>'


def bar(look: str, x: float, y: float, width: float, height: float, *, name: str = "") -> str:
    """``name``: read under the pointer, where nothing beside the bar says what it is."""
    told = f"<title>{escape(name)}</title>" if name else ""
    return (
        f'<rect class="chart-bar chart-{look}" x="{x:g}" y="{y:g}" width="{width:.1f}" height="{height:g}">'
        f"{told}</rect>"
    )


def legend(labels: Sequence[str], y: float, *, as_lines: bool) -> list[str]:
    """A sample and a name for each policy, one a line, from ``y`` down."""
    strokes = []
    for turn, (look, words) in enumerate(zip(LOOKS, labels, strict=False)):
        middle = y + turn * LINE
        sample = line(f"chart-line chart-{look}", [(LEFT, middle), (LEFT + SAMPLE, middle)])
        strokes.append(sample if as_lines else bar(look, LEFT, middle - 7, SAMPLE, 14))
        strokes.append(text(LEFT + SAMPLE + 10, middle + 5, words))
    return strokes


def alone(svg: str) -> str:
    """The same picture as a file of its own."""
    svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return svg.replace("</title>", f"</title><style>{STYLE}</style>", 1) + "\n"
