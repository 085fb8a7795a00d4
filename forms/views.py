"""The public door: the pages around the forms, and everything that the door is made of."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forms import drafts, tracking, wizard

bp = Blueprint("forms", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    for blueprint in (bp, wizard.bp, tracking.bp):
        app.register_blueprint(blueprint)


@bp.get("/")
def home() -> ResponseReturnValue:
    return render_template("forms/home.html")


@bp.get("/inscrire-un-jeune")
def for_professionals() -> ResponseReturnValue:
    return render_template("forms/for_professionals.html")


@bp.get("/trouver-un-mentor/autres-pistes")
def other_ways() -> ResponseReturnValue:
    return render_template("forms/other_ways.html")


@bp.get("/urgence")
def emergency() -> ResponseReturnValue:
    return render_template("forms/emergency.html")


@bp.get("/confidentialite")
def privacy() -> ResponseReturnValue:
    return render_template("forms/privacy.html")


@bp.get("/accessibilite")
def accessibility() -> ResponseReturnValue:
    return render_template("forms/accessibility.html")


@bp.post("/effacer")
def erase() -> ResponseReturnValue:
    """Nothing of the visitor stays in this browser; what was registered stays registered."""
    session.clear()
    response = redirect(url_for(".home" if request.form.get("then") == "home" else "form.page"), 303)
    drafts.drop(response)
    return response
