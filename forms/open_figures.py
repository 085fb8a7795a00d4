"""The network's figures for everybody: each chart with its table and as a file, no group smaller than ten."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from forms.figures import tongue
from hub import outlines
from hub.charts import Chart, as_csv
from hub.figures.nightly import LAST_MONTHS, NETWORK
from hub.figures.pictures import OPEN, charts
from hub.languages import FRENCH
from hub.models import FiguresCounted
from hub.queries import NotFound, kept_figures
from hub.web import current_hub

log = logging.getLogger(__name__)
SEPARATORS = {FRENCH: ";"}
"""What spreadsheets of each language expect between two cells; elsewhere a comma."""

bp = Blueprint("open_figures", __name__, url_prefix="/chiffres")


@bp.get("")
def page() -> ResponseReturnValue:
    counted = _counted()
    return render_template(
        "forms/open_figures.html",
        counted=counted,
        drawn=_open(counted),
        tongue=tongue(),
        outlines=outlines,
    )


@bp.get("/<name>.csv")
def table(name: str) -> Response:
    drawn = _open(_counted())
    if name not in drawn:
        raise NotFound("there is no such chart")
    separator = SEPARATORS.get(tongue().locale, ",")
    response = Response(as_csv(drawn[name].table, separator=separator), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _open(counted: FiguresCounted | None) -> dict[str, Chart]:
    drawn = charts(counted.content, tongue()) if counted else {}
    return {name: drawn[name] for name in OPEN if name in drawn}


def _counted() -> FiguresCounted | None:
    """Without its database, the page goes without figures."""
    try:
        with current_hub.read() as work:
            return kept_figures.figures_of(work.session, NETWORK, LAST_MONTHS)
    except SQLAlchemyError as error:
        log.warning("the figures could not be read: %s", type(error).__name__)
        return None
