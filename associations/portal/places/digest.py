"""The morning's digest, member by member: whether it comes, and at which hour."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.guards import signed_in
from associations.portal.places.forms import NEVER, DigestForm
from hub import mornings, queries
from hub.mornings import LastReader
from hub.web import current_hub

bp = Blueprint("digest", __name__, url_prefix="/courriel-du-matin", template_folder="../templates")


@bp.route("/", methods=["GET", "POST"])
def chosen() -> ResponseReturnValue:
    with current_hub.read() as work:
        member = signed_in(work)
        form = DigestForm(hour=NEVER if member.digest_hour is None else str(member.digest_hour))
        if not form.validate_on_submit():
            return _page(form), 422 if form.errors else 200
    try:
        with current_hub.begin() as work:
            hour = None if form.hour.data == NEVER else int(form.hour.data)
            mornings.set_hour(work, signed_in(work), hour)
    except LastReader:
        form.hour.errors = [
            _("Quelqu’un de votre association doit le recevoir, et vous êtes la dernière personne à le lire.")
        ]
        return _page(form), 422
    flash(_("C’est noté."))
    return redirect(url_for("digest.chosen"), 303)


def _page(form: DigestForm) -> str:
    with current_hub.read() as work:
        association = signed_in(work).association
        readers = queries.digest_readers(work.session, association.id) if association else []
        return render_template("portal/digest.html", form=form, readers=readers)
