"""The public door: the pages around the forms, and everything that the door is made of."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forms import (
    afterwards,
    content,
    crawlers,
    drafts,
    figures,
    links,
    my_young_people,
    open_figures,
    prescriber_door,
    ready,
    skeletons,
    subscription,
    taken_texts,
    tracking,
    waiting,
    wizard,
)
from forms.batch import views as several
from forms.company import page as company_page
from forms.directory import views as directory
from forms.own_page import views as own_page
from forms.ways_in import WAYS_IN
from hub import site_texts
from hub.web import current_hub

CONTENT_PAGES = site_texts.ADDRESSES
"""By endpoint.  The file in ``forms/content`` has the last word of the address as its name."""

SAME_FOR_EVERYBODY = frozenset(
    {
        *("static", "forms.home", "company_page.guide"),
        *("directory.page", "directory.departments", "directory.association"),
        "open_figures.page",
        *(f"forms.{endpoint}" for endpoint in CONTENT_PAGES),
    }
)
"""Pages that hold nothing of whoever reads them."""

bp = Blueprint("forms", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    content.read_all()
    app.config["LAYOUT"] = "forms/layout.html"
    app.before_request(wizard.remember_source)
    pages = (
        bp,
        crawlers.bp,
        directory.bp,
        tracking.bp,
        own_page.bp,
        waiting.bp,
        afterwards.bp,
        subscription.bp,
        company_page.bp,
        several.bp,
        prescriber_door.bp,
        my_young_people.bp,
        open_figures.bp,
    )
    for blueprint in (*pages, *map(wizard.blueprint, WAYS_IN)):
        app.register_blueprint(blueprint)
    links.init_app(app)
    skeletons.init_app(app)
    ready.init_app(app, SAME_FOR_EVERYBODY)
    taken_texts.init_app(app)


@bp.get("/")
def home() -> ResponseReturnValue:
    told = figures.read(current_hub)
    return render_template(
        "forms/home.html", page=content.page("home"), figures=told, tongue=figures.tongue()
    )


def written(name: str) -> ResponseReturnValue:
    """A page that is all in its content file."""
    return render_template("forms/content.html", page=content.page(name))


for _endpoint, _address in CONTENT_PAGES.items():
    bp.add_url_rule(_address, _endpoint, written, defaults={"name": _address.rpartition("/")[2]})


@bp.post("/effacer")
def erase() -> ResponseReturnValue:
    """Nothing of the visitor stays in this browser; what was registered stays registered."""
    session.clear()
    pages = {name: f"{name}.page" for name in (*(form.name for form in WAYS_IN), several.DRAFT)}
    response = redirect(url_for(pages.get(request.form.get("then", ""), ".home")), 303)
    for name in pages:
        drafts.drop(name, response)
    return response
