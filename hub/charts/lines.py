"""Lines along the months, each named at its end, and the promise as a dashed line of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.charts.parts import WIDTH, Chart, Heading, Mark, Table, dot, framed, stroke, text

LEFT, RIGHT, TALL, UNDER = 34, 8, 130, 18
NAMES = 17
"""The line of each name, above the drawing: at the end of the lines they would cover each other."""
TOP = 2 * NAMES + 8
STEPS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Line:
    """``marks``: shares from 0 to 1, a point each; ``promised``: where they should all be; ``promise`` says it."""

    label: str
    marks: tuple[Mark, ...]
    look: str = "blue"
    promised: float | None = None
    promise: str = ""


def lines(heading: Heading, drawn: Sequence[Line]) -> Chart:
    """Two at most, of shares from 0 to 100 %.  A point that is not told breaks its line."""
    strokes = [*_grid(), *_months(drawn[0].marks)]
    for turn, line in enumerate(drawn):
        strokes += _promise(line)
        strokes += _line(line)
        strokes.append(_name(line, turn))
    rows = tuple(
        (first.label, *(line.marks[turn].words for line in drawn))
        for turn, first in enumerate(drawn[0].marks)
    )
    table = Table(heading.title, heading.head, rows)
    return Chart(heading, framed(heading, TOP + TALL + UNDER, strokes), table)


def _grid() -> Iterator[str]:
    for step in STEPS:
        y = _y(step / 100)
        yield stroke("chart-grid", [(LEFT, y), (WIDTH - RIGHT, y)])
        yield text(LEFT - 5, y + 4, f"{step}\u00a0%", anchor="end", look="chart-small")


def _months(marks: Sequence[Mark]) -> Iterator[str]:
    for turn, mark in enumerate(marks):
        words = mark.short or mark.label
        yield text(_x(turn, len(marks)), TOP + TALL + UNDER - 3, words, anchor="middle", look="chart-small")


def _promise(line: Line) -> Iterator[str]:
    if line.promised is not None:
        y = _y(line.promised)
        yield stroke(f"chart-promise chart-promise-{line.look}", [(LEFT, y), (WIDTH - RIGHT, y)])


def _name(line: Line, turn: int) -> str:
    words = f"{line.label} ({line.promise})" if line.promise else line.label
    return text(LEFT, 11 + turn * NAMES, words, look=f"chart-name chart-name-{line.look}")


def _line(line: Line) -> Iterator[str]:
    run: list[tuple[float, float]] = []
    for turn, mark in enumerate(line.marks):
        if mark.value is None:
            yield from _stretch(run, line.look)
            run = []
        else:
            run.append((_x(turn, len(line.marks)), _y(mark.value)))
    yield from _stretch(run, line.look)


def _stretch(run: Sequence[tuple[float, float]], look: str) -> Iterator[str]:
    if len(run) > 1:
        yield stroke(f"chart-line chart-line-{look}", run)
    yield from (dot(f"chart-{look}", x, y) for x, y in run)


def _x(turn: int, many: int) -> float:
    room = (WIDTH - LEFT - RIGHT) / max(many, 1)
    return LEFT + room * (turn + 0.5)


def _y(share: float) -> float:
    return TOP + TALL * (1 - share)
