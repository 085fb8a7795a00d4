"""What search engines are told: which pages are for everybody, and where private ones begin."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.languages import CATALOGUES
from forms.ways_in import WAYS_IN
from hub import queries
from hub.web import current_hub

PRIVATE = (
    "/suivi",
    "/accord",
    "/attendre",
    "/avis",
    "/garder",
    "/confirmer",
    "/courriels",
    "/mes-jeunes",
    "/entreprises/suivi",
    "/inscrire-un-jeune/plusieurs/",
)
"""Where the pages of one person begin.  The steps of a form are its own address with something after it."""
OPEN = ("/trouver-un-mentor/autres-pistes", "/devenir-mentor/moins-de-15-ans")

bp = Blueprint("crawlers", __name__, template_folder="templates")


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    steps = [f"{form.url_prefix}/" for form in WAYS_IN]
    text = render_template(
        "forms/robots.txt", languages=["", *_prefixes()], private=[*PRIVATE, *steps], open=OPEN
    )
    return Response(text, mimetype="text/plain")


@bp.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """Every page that is for everybody, in each language."""
    xml = render_template("forms/sitemap.xml", addresses=list(_addresses()), prefixes=_prefixes())
    return Response(xml, mimetype="application/xml")


def _prefixes() -> dict[str, str]:
    return {f"/{code}": code for code in CATALOGUES}


def _addresses() -> Iterator[str]:
    rooms = (rule for rule in current_app.url_map.iter_rules() if rule.endpoint.startswith("forms."))
    yield from (str(rule) for rule in rooms if "GET" in (rule.methods or ()))
    yield from (url_for(f"{form.name}.page") for form in WAYS_IN)
    yield url_for("several.page")
    yield from (url_for("directory.page"), url_for("directory.departments"), url_for("open_figures.page"))
    with current_hub.read() as work:
        slugs = [association.slug for association in queries.associations(work.session)]
    yield from (url_for("directory.association", slug=slug) for slug in slugs)
