"""Charts at the partners' door: in French, and each as a file for a spreadsheet."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext

from hub.charts import Chart, as_csv
from hub.figures.tongue import Tongue


def tongue() -> Tongue:
    return Tongue(gettext, "fr")


def as_file(chart: Chart, *, prefix: str) -> Response:
    """``prefix`` begins the file's name, which is ours and nobody's."""
    response = Response(as_csv(chart.table), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{prefix}-{chart.name}.csv"'
    return response
