"""Columns side by side, for what goes on: months, weeks, lengths of waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hub.charts.parts import WIDTH, Chart, Heading, Mark, box, framed, stroke, tabled, text

TALL, TOP, UNDER = 120, 18, 18
GAP = 0.28
"""The share of a column's room that stays empty."""


def columns(heading: Heading, marks: Sequence[Mark], *, look: str = "blue") -> Chart:
    """From left to right, each with its figure above and its short label below."""
    known = [value for mark in marks for value in (mark.value, mark.beside) if value is not None]
    most = max(known, default=0) or 1
    room = WIDTH / max(len(marks), 1)
    strokes = [
        part for turn, mark in enumerate(marks) for part in _column(mark, turn * room, room, most, look)
    ]
    strokes.append(stroke("chart-axis", [(0, TOP + TALL), (WIDTH, TOP + TALL)]))
    return Chart(heading, framed(heading, TOP + TALL + UNDER, strokes), tabled(heading, marks))


def _column(mark: Mark, left: float, room: float, most: float, look: str) -> Iterator[str]:
    x, width, floor = left + room * GAP / 2, room * (1 - GAP), TOP + TALL
    yield text(
        left + room / 2, floor + UNDER - 4, mark.short or mark.label, anchor="middle", look="chart-small"
    )
    if mark.value is None:
        yield box("chart-hidden", x, floor - 12, width, 11.5)
        return
    tall = TALL * mark.value / most
    if mark.value:
        yield box(f"chart-{look}", x, floor - tall, width, tall)
    if mark.beside is not None:
        y = floor - TALL * mark.beside / most
        yield stroke("chart-mark", [(x - 1, y), (x + width + 1, y)])
    yield text(left + room / 2, floor - tall - 5, mark.words, anchor="middle", look="chart-small")
