"""The companies' webinars at the desk: who comes to which session, and the one that must be cancelled."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.guards import signed_in
from hub import queries, webinars
from hub.models import Webinar
from hub.queries import NotFound
from hub.web import current_hub
from hub.webinars import SessionGone

bp = Blueprint("webinars", __name__, url_prefix="/webinaires", template_folder="templates")


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        sessions = queries.sessions_to_come(work.session, work.now)
        coming = [(session, queries.seats_at(work.session, session)) for session in sessions]
        return render_template("desk/webinars.html", sessions=coming)


@bp.post("/<int:webinar_id>/annuler")
def cancel(webinar_id: int) -> ResponseReturnValue:
    try:
        with current_hub.begin() as work:
            webinar = work.session.get(Webinar, webinar_id, with_for_update=True)
            if webinar is None:
                raise NotFound("there is no such session")
            webinars.cancel(work, webinar, by=signed_in(work))
    except SessionGone:
        flash(_("Cette séance a déjà commencé."))
    else:
        flash(_("La séance est annulée. Les entreprises inscrites reçoivent un courriel."))
    return redirect(url_for("desk.webinars.listed"), 303)
