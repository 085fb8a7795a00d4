"""What every chart is made of: a mark for each figure, a table beside the picture, and the few strokes of SVG.

Strokes carry classes only: ``static/charts.css`` gives them their colours.  The drawings are narrow, so that their
words stay readable on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 360
TEXT = 12
"""The height of the letters, in the drawing's own units."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure: ``value`` is None where it is not to be told; ``words`` is how it reads.

    ``beside``: the value to compare it with, drawn as a stroke across; ``short``: the label where room is scarce.
    """

    label: str
    value: float | None
    words: str
    beside: float | None = None
    beside_words: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Ready to be read: the first cell of each row is its title."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """``name`` is a word of the chart's address; ``head`` names the columns of its table.

    ``note``: how to read it, where the title does not say it all.
    """

    name: str
    title: str
    head: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """``svg`` is safe markup; ``table`` says the same in words."""

    heading: Heading
    svg: str
    table: Table

    @property
    def name(self) -> str:
        return self.heading.name

    @property
    def title(self) -> str:
        return self.heading.title

    @property
    def note(self) -> str:
        return self.heading.note


def tabled(heading: Heading, marks: Iterable[Mark]) -> Table:
    """Label and figure, and the figure to compare with where the head has a third name."""
    columns = len(heading.head)
    rows = tuple((mark.label, mark.words, mark.beside_words)[:columns] for mark in marks)
    return Table(heading.title, heading.head, rows)


def framed(heading: Heading, height: float, strokes: Iterable[str], *, width: int = WIDTH) -> str:
    """The picture, which says its title to who does not see it."""
    name, title = heading.name, heading.title
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height:g}" role="img" aria-labelledby="chart-{name}">'
        f'<title id="chart-{name}">{escape(title)}</title>{"".join(strokes)}</svg>'
    )


def text(x: float, y: float, words: str, *, anchor: str = "start", look: str = "") -> str:
    look = f"chart-text {look}".strip()
    return f'<text class="{look}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def box(look: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{look}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2"/>'


def stroke(look: str, points: Sequence[tuple[float, float]]) -> str:
    at = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{look}" points="{at}"/>'


def dot(look: str, x: float, y: float) -> str:
    return f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
