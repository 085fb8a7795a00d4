"""The network's picture, as the worker counted it last night: each chart with its table, and as a file."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from associations.drawing import as_file, tongue
from hub import outlines
from hub.charts import Chart
from hub.figures.nightly import LAST_MONTHS, NETWORK
from hub.figures.pictures import charts
from hub.models import FiguresCounted
from hub.queries import NotFound, kept_figures
from hub.web import current_hub

bp = Blueprint("network", __name__, url_prefix="/reseau")


@bp.get("")
def picture() -> ResponseReturnValue:
    counted = _counted()
    drawn = charts(counted.content, tongue()) if counted else {}
    return render_template(
        "desk/network.html", counted=counted, drawn=drawn, tongue=tongue(), outlines=outlines
    )


@bp.get("/<name>.csv")
def table(name: str) -> Response:
    return as_file(_chart(name), prefix="reseau")


def _chart(name: str) -> Chart:
    counted = _counted()
    drawn = charts(counted.content, tongue()) if counted else {}
    if name not in drawn:
        raise NotFound("there is no such chart")
    return drawn[name]


def _counted() -> FiguresCounted | None:
    with current_hub.read() as work:
        return kept_figures.figures_of(work.session, NETWORK, LAST_MONTHS)
