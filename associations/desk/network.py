"""The network's picture and its forecasts, as the worker counted them last night: each chart with its table, and as a
file."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from associations.drawing import as_file, tongue
from hub import outlines
from hub.charts import Chart
from hub.figures import expectations
from hub.figures.nightly import FORECASTS, LAST_MONTHS, NETWORK
from hub.figures.pictures import charts
from hub.models import FiguresCounted
from hub.queries import NotFound, kept_figures
from hub.queries.forecasts import expected
from hub.web import current_hub

bp = Blueprint("network", __name__, url_prefix="/reseau")


@bp.get("")
def picture() -> ResponseReturnValue:
    counted = _counted(NETWORK)
    drawn = charts(counted.content, tongue()) if counted else {}
    return render_template(
        "desk/network.html", counted=counted, drawn=drawn, tongue=tongue(), outlines=outlines
    )


@bp.get("/<name>.csv")
def table(name: str) -> Response:
    return as_file(_chart(name), prefix="reseau")


def _chart(name: str) -> Chart:
    counted = _counted(NETWORK)
    drawn = charts(counted.content, tongue()) if counted else {}
    return _one_of(drawn, name)


@bp.get("/previsions")
def forecasts() -> ResponseReturnValue:
    """Of those who were told how long it takes, how many were answered by then."""
    counted = _counted(FORECASTS)
    with current_hub.read() as work:
        told = expected(work.session, expectations.groups_of_ages())
    return render_template(
        "desk/forecasts.html",
        counted=counted,
        drawn=expectations.checked(counted.content, tongue()) if counted else {},
        today=expectations.told_today(told, tongue()),
        tongue=tongue(),
    )


@bp.get("/previsions/<name>.csv")
def forecast_table(name: str) -> Response:
    counted = _counted(FORECASTS)
    drawn = expectations.checked(counted.content, tongue()) if counted else {}
    return as_file(_one_of(drawn, name), prefix="previsions")


def _one_of(drawn: dict[str, Chart], name: str) -> Chart:
    if name not in drawn:
        raise NotFound("there is no such chart")
    return drawn[name]


def _counted(subject: str) -> FiguresCounted | None:
    with current_hub.read() as work:
        return kept_figures.figures_of(work.session, subject, LAST_MONTHS)
