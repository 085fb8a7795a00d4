"""An association's own figures, and its yearly review as a page and on paper; counted by the worker last night."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.drawing import as_file, tongue
from associations.guards import signed_in
from associations.portal import review
from associations.who_may import MAY
from hub.figures.advice import advice
from hub.figures.nightly import LAST_MONTHS
from hub.figures.own_pictures import charts
from hub.models import Association, FiguresCounted
from hub.queries import NotFound, kept_figures
from hub.web import current_hub

bp = Blueprint("figures", __name__, url_prefix="/chiffres", template_folder="templates")


@bp.get("")
def own() -> ResponseReturnValue:
    association, counted, years = _read(LAST_MONTHS)
    return render_template(
        "portal/figures.html",
        association=association,
        counted=counted,
        drawn=charts(counted.content, tongue()) if counted else {},
        years=years,
        tongue=tongue(),
    )


@bp.get("/<name>.csv")
def table(name: str) -> Response:
    _association, counted, _years = _read(LAST_MONTHS)
    drawn = charts(counted.content, tongue()) if counted else {}
    if name not in drawn:
        raise NotFound("there is no such chart")
    return as_file(drawn[name], prefix="nos-chiffres")


@bp.get("/bilan/<int:year>")
def yearly(year: int) -> ResponseReturnValue:
    association, counted, years = _reviewed(year)
    return render_template(
        "portal/review.html",
        association=association,
        counted=counted,
        year=year,
        years=years,
        drawn=charts(counted.content, tongue()),
        advised=advice(counted.content, tongue()),
        leads={lead: told for lead, told in review.LEADS.items() if told[0] in MAY},
        tongue=tongue(),
    )


@bp.get("/bilan/<int:year>.pdf")
def on_paper(year: int) -> Response:
    association, counted, _years = _reviewed(year)
    response = Response(review.pdf(association.name, year, counted, tongue()), mimetype="application/pdf")
    name = _("bilan-%(year)d", year=year)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _read(period: str) -> tuple[Association, FiguresCounted | None, list[int]]:
    """Of the association of whoever is signed in, and of no other."""
    with current_hub.read() as work:
        association = signed_in(work).association
        if association is None:
            raise NotFound("this member answers for no association")
        counted = kept_figures.figures_of(work.session, association.slug, period)
        return association, counted, kept_figures.years_of(work.session, association.slug)


def _reviewed(year: int) -> tuple[Association, FiguresCounted, list[int]]:
    association, counted, years = _read(str(year))
    if counted is None:
        raise NotFound("nothing was offered to this association in that year")
    return association, counted, years
