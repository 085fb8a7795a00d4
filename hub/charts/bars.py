"""Bars, one a line with its words above it: funnels, reasons, shares beside those of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hub.charts.parts import WIDTH, Chart, Heading, Mark, box, framed, stroke, tabled, text

LINE, BAR, FIRST = 34, 9, 13


def bars(heading: Heading, marks: Sequence[Mark], *, full: float | None = None, look: str = "blue") -> Chart:
    """``full`` is the value of a whole line, by default the greatest; ``look``: blue or green."""
    known = [value for mark in marks for value in (mark.value, mark.beside) if value is not None]
    whole = full or max(known, default=0) or 1
    strokes = [part for turn, mark in enumerate(marks) for part in _bar(mark, turn * LINE, whole, look)]
    height = max(len(marks), 1) * LINE
    return Chart(heading, framed(heading, height, strokes), tabled(heading, marks))


def _bar(mark: Mark, top: float, whole: float, look: str) -> Iterator[str]:
    yield text(0, top + FIRST, mark.label)
    yield text(WIDTH, top + FIRST, mark.words, anchor="end", look="chart-figure")
    under = top + FIRST + 5
    yield box("chart-hidden" if mark.value is None else "chart-ground", 0.5, under, WIDTH - 1, BAR)
    if mark.value:
        yield box(f"chart-{look}", 0.5, under, max(2.0, (WIDTH - 1) * min(mark.value / whole, 1)), BAR)
    if mark.beside is not None:
        x = min((WIDTH - 1) * mark.beside / whole, WIDTH - 1.5)
        yield stroke("chart-mark", [(x, under - 3), (x, under + BAR + 3)])
