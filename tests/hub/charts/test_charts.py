"""Every picture can be read by a machine, says its title, and tells nothing that its table does not."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from hub.charts import Chart, Heading, Line, Mark, Table, as_csv, bars, columns, france, lines

HOSTILE = '<b onclick="x">&\''
HEADING = Heading("essai", HOSTILE, ("Mois", "Jeunes"))
MARKS = (Mark(HOSTILE, 120, "120", beside=80), Mark("mars", None, "masqué"), Mark("avril", 0, "0"))
DRAWN: dict[str, Callable[[], Chart]] = {
    "bars": lambda: bars(HEADING, MARKS),
    "columns": lambda: columns(HEADING, MARKS),
    "lines": lambda: lines(HEADING, [Line(HOSTILE, MARKS, promised=0.8, promise="promis")]),
    "france": lambda: france(HEADING, dict(zip(("59", "75", "974"), MARKS, strict=True)), hidden="masqué"),
    "nothing": lambda: bars(HEADING, ()),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_well_formed_and_says_its_title(name: str) -> None:
    chart = DRAWN[name]()
    drawn = ElementTree.fromstring(chart.svg)  # noqa: S314 (our own strokes)
    title = drawn.find("title")
    assert drawn.get("role") == "img"
    assert title is not None and title.text == HOSTILE and drawn.get("aria-labelledby") == title.get("id")
    assert "style" not in chart.svg and not drawn.findall(".//b")


@pytest.mark.parametrize("name", ["bars", "columns", "france"])
def test_the_table_says_the_same(name: str) -> None:
    assert DRAWN[name]().table.rows == ((HOSTILE, "120"), ("mars", "masqué"), ("avril", "0"))


def test_each_departement_is_on_the_map_and_the_darkest_is_the_greatest() -> None:
    marks = {
        code: Mark(code, many, str(many)) for code, many in (("59", 10), ("13", 20), ("33", 30), ("69", 40))
    }
    svg = france(HEADING, marks).svg
    shades = [part.split('"')[0] for part in svg.split('<path class="chart-shade-')[1:]]
    assert len(shades) == 96 + 4
    assert {shade: shades.count(shade) for shade in "1234"} == dict.fromkeys("1234", 1)


def test_a_figure_that_is_not_told_is_drawn_as_such() -> None:
    assert DRAWN["bars"]().svg.count("chart-hidden") == 1
    assert DRAWN["lines"]().svg.count("<circle") == 2


def test_a_file_holds_plain_figures_and_no_formula() -> None:
    rows = (("=HYPERLINK(1)", "1\u202f204"), ("+33", "12\u00a0%"), ("Ain", "1,204,500"))
    written = as_csv(Table("", ("Lieu", "Jeunes"), rows))
    assert written == "\ufeffLieu;Jeunes\r\n'=HYPERLINK(1);1204\r\n'+33;12 %\r\nAin;1204500\r\n"
