"""Charts as server-drawn SVG, each with the table that says the same.  Pure: words come in ready to be read."""

from __future__ import annotations

from hub.charts.bars import bars
from hub.charts.columns import columns
from hub.charts.france import france
from hub.charts.lines import Line, lines
from hub.charts.parts import Chart, Heading, Mark, Table, tabled
from hub.charts.written import as_csv

__all__ = [
    "Chart",
    "Heading",
    "Line",
    "Mark",
    "Table",
    "as_csv",
    "bars",
    "columns",
    "france",
    "lines",
    "tabled",
]
