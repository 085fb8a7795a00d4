"""The yearly review on paper: a tagged PDF with the year's charts, each with its table, and the advice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import typst
from flask_babel import gettext as _

from hub.charts import Chart, Table
from hub.figures.advice import Advice, Leads, advice
from hub.figures.own_pictures import charts
from hub.figures.tongue import Tongue
from hub.models import FiguresCounted
from hub.wording import HUB_NAME, N_

LOOK = Path(__file__).with_suffix(".typ")
STANDARD: Final = "ua-1"
"""PDF/UA: what a screen reader needs is there, or there is no file."""
ON_PAPER = """
.chart-text { fill: #15203b; font-size: 12.5px; } .chart-small { font-size: 10.5px; fill: #525c75; }
.chart-figure { font-weight: 700; } .chart-ground { fill: #e4dfd3; } .chart-blue { fill: #2347c5; }
.chart-green { fill: #0b6e4f; } .chart-hidden { fill: none; stroke: #7f889e; stroke-dasharray: 3 3; }
.chart-axis { stroke: #7f889e; fill: none; } .chart-mark { stroke: #15203b; stroke-width: 2; fill: none; }
"""
"""The colours of ``charts.css`` in a picture that stands alone."""
LEADS: Mapping[Leads, tuple[str, str]] = MappingProxyType(
    {
        Leads.CARDS: ("portal.inbox", N_("Voir les fiches")),
        Leads.CRITERIA: ("criteria.shown", N_("Revoir nos critères")),
        Leads.PLACES: ("places.shown", N_("Revoir nos places")),
        Leads.ACCOMPANYING: ("accompaniments.listed", N_("Voir les accompagnements")),
    }
)
"""Where each piece of advice can be followed, and how its link is called."""


def pdf(association: str, year: int, counted: FiguresCounted, tongue: Tongue) -> bytes:
    """Dated when its figures were counted, so that the same figures make the same file."""
    source = "\n".join(
        (
            _words(association, year),
            LOOK.read_text(encoding="utf-8"),
            *_body(association, year, counted, tongue),
        )
    )
    made = typst.compile(
        source.encode(),
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
        timestamp=counted.counted_at.replace(microsecond=0),
    )
    return bytes(made)


def _words(association: str, year: int) -> str:
    """The title, and the words at the top of each page."""
    title = _("Bilan %(year)d – %(name)s", year=year, name=association)
    author = _(HUB_NAME)
    return (
        f"#set document(title: {_text(title)}, author: {_text(author)})\n"
        f'#set text(lang: "fr")\n#let name = {_text(author)}\n#let short = {_text(title)}'
    )


def _body(association: str, year: int, counted: FiguresCounted, tongue: Tongue) -> Iterator[str]:
    yield "#title()"
    lead = _(
        "Ce que %(name)s a fait en %(year)d des fiches de jeunes proposées par la plateforme, au %(day)s.",
        name=association,
        year=year,
        day=tongue.day(counted.counted_at.date()),
    )
    yield f"#par[#{_text(lead)}]"
    yield f"#heading(level: 1)[#{_text(_('Ce que nous en retenons'))}]"
    yield from map(_advised, advice(counted.content, tongue))
    yield f"#heading(level: 1)[#{_text(_('L’année en images'))}]"
    yield from map(_drawn, charts(counted.content, tongue).values())


def _advised(told: Advice) -> str:
    look = "praise" if told.good else "callout"
    return f"#{look}[#strong[#{_text(told.said)}] #{_text(told.then)}]"


def _drawn(chart: Chart) -> str:
    picture = chart.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    picture = picture.replace("</title>", f"</title><style>{ON_PAPER}</style>", 1)
    note = f"#text(size: 9pt, fill: muted)[#{_text(chart.note)}]\n" if chart.note else ""
    return (
        f"#block(breakable: false)[\n#heading(level: 2)[#{_text(chart.title)}]\n{note}"
        f'#image(bytes({_text(picture)}), format: "svg", width: 68%, alt: {_text(chart.title)})\n'
        f"{_table(chart.table)}\n]"
    )


def _table(table: Table) -> str:
    def cells(row: tuple[str, ...]) -> str:
        return ", ".join(f"[#{_text(cell)}]" for cell in row)

    columns = f"1fr, {'auto, ' * (len(table.head) - 1)}"
    rows = ",\n".join(map(cells, table.rows))
    return f"#table(columns: ({columns}), table.header({cells(table.head)}),\n{rows})"


def _text(words: str) -> str:
    """A string of the language that the look is written in, whatever is in it."""
    return json.dumps(words, ensure_ascii=False)
