"""France by département: the darker, the more; Paris and its neighbours drawn larger, overseas as named tiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

from hub.charts.parts import Chart, Heading, Mark, box, framed, tabled, text
from hub.geography import DEPARTMENTS
from hub.outlines import OUTLINES

WIDE, MAINLAND_TALL = 613, 590
SHADES = 4
HIDDEN = "hidden"
AROUND_PARIS = ("75", "92", "93", "94")
"""Too small to be seen on the map: drawn a second time, larger."""
TILE, TILE_TALL, TILES_A_ROW, LEGEND_TALL = 200, 46, 3, 40
OVERSEAS = tuple(each.code for each in DEPARTMENTS.values() if each.overseas and each.population)


def france(
    heading: Heading,
    marks: Mapping[str, Mark],
    *,
    rows: Sequence[Mark] | None = None,
    hidden: str = "",
    hue: str = "blue",
) -> Chart:
    """``marks`` by the code of the département; one that is not there counts nothing.

    ``rows``: what the table says, when it is of régions; ``hidden``: what the legend says of figures not to be told.
    """
    known = sorted({mark.value for mark in marks.values() if mark.value})
    shade = _shades(known)
    strokes = [f'<g class="chart-france chart-france-{hue}">', *_mainland(marks, shade)]
    under = MAINLAND_TALL - (-len(OVERSEAS) // TILES_A_ROW) * TILE_TALL
    strokes += [
        *_around_paris(marks, shade),
        *_overseas(marks, shade),
        *_legend(known, hidden, under),
        "</g>",
    ]
    svg = framed(heading, under + LEGEND_TALL, strokes, width=WIDE)
    return Chart(heading, svg, tabled(heading, rows or list(marks.values())))


def _shades(known: Sequence[float]) -> Callable[[Mark | None], str]:
    """As many départements in each shade, so that a few great ones do not make all others pale."""

    def shade(mark: Mark | None) -> str:
        if mark is None or mark.value == 0:
            return "0"
        if mark.value is None:
            return HIDDEN
        return str(1 + SHADES * known.index(mark.value) // len(known))

    return shade


def _mainland(marks: Mapping[str, Mark], shade: Callable[[Mark | None], str]) -> Iterator[str]:
    yield from (_drawn(code, marks.get(code), shade) for code in OUTLINES)


def _around_paris(marks: Mapping[str, Mark], shade: Callable[[Mark | None], str]) -> Iterator[str]:
    yield '<circle class="chart-shade-0" cx="62" cy="78" r="60"/><g transform="translate(-1317 -556)scale(4.4)">'
    yield from (_drawn(code, marks.get(code), shade) for code in AROUND_PARIS)
    yield "</g>"


def _overseas(marks: Mapping[str, Mark], shade: Callable[[Mark | None], str]) -> Iterator[str]:
    for turn, code in enumerate(OVERSEAS):
        row, place = divmod(turn, TILES_A_ROW)
        x, y = place * (TILE + 6), MAINLAND_TALL + row * TILE_TALL
        look = shade(marks.get(code))
        yield box(f"chart-shade-{look}", x + 1, y + 1, TILE - 2, TILE_TALL - 8)
        words = _short(DEPARTMENTS[code].name)
        yield text(x + 10, y + 26, words, look=f"chart-tile chart-tile-{look}")


def _legend(known: Sequence[float], hidden: str, y: float) -> Iterator[str]:
    """The least and the most of each shade."""
    told = [("0", "0")]
    for shade in range(SHADES):
        within = [value for value in known if 1 + SHADES * known.index(value) // len(known) == shade + 1]
        if within:
            ends = f"{within[0]:g}" if within[0] == within[-1] else f"{within[0]:g}–{within[-1]:g}"
            told.append((str(shade + 1), ends))
    told += [(HIDDEN, hidden)] if hidden else []
    for turn, (look, words) in enumerate(told):
        x = turn * WIDE / len(told)
        yield box(f"chart-shade-{look}", x + 1, y + 14, 26, 18)
        yield text(x + 34, y + 30, words, look="chart-legend")


def _short(name: str) -> str:
    """The tile is narrow: Saint-Pierre-et-Miquelon loses its second half."""
    return name if len(name) <= 20 else f"{name[:18]}…"  # noqa: PLR2004 (what fits in a tile)


def _drawn(code: str, mark: Mark | None, shade: Callable[[Mark | None], str]) -> str:
    return f'<path class="chart-shade-{shade(mark)}" d="{OUTLINES[code]}">{_title(mark)}</path>'


def _title(mark: Mark | None) -> str:
    return f"<title>{escape(mark.label)} – {escape(mark.words)}</title>" if mark else ""
