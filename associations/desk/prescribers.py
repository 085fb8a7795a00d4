"""Professionals whose address proves no profession: the desk reads who they are, then lets go on or closes."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from associations.guards import signed_in
from hub import mailboxes, prescribing, queries
from hub.models import Prescriber, Standing
from hub.queries import NotFound
from hub.web import current_hub
from hub.wording import PRESCRIBER_KINDS
from hub.work import Work

bp = Blueprint("prescribers", __name__, url_prefix="/prescripteurs", template_folder="templates")


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        return render_template(
            "desk/prescribers.html",
            waiting=queries.prescribers_to_check(work.session),
            kinds=PRESCRIBER_KINDS,
            now=work.now,
        )


@bp.get("/<int:prescriber_id>")
def one(prescriber_id: int) -> ResponseReturnValue:
    """Who it is; each reading leaves a trace."""
    with current_hub.begin() as work:
        row = _waiting(work, prescriber_id)
        return render_template(
            "desk/prescriber.html",
            prescriber=row,
            contact=prescribing.read(work, row, by=signed_in(work)),
            kind=PRESCRIBER_KINDS[row.kind],
            is_free=mailboxes.is_free_mail(row.domain),
            references=queries.references_to_check(work.session, row.id),
        )


@bp.post("/<int:prescriber_id>/verifier")
def verify(prescriber_id: int) -> ResponseReturnValue:
    with current_hub.begin() as work:
        row = _waiting(work, prescriber_id)
        count = prescribing.verify(work, row, by=signed_in(work))
        if "domain" in request.form and not mailboxes.is_free_mail(row.domain):
            count += prescribing.judge_domain(work, row.domain, Standing.VERIFIED, by=signed_in(work))
    flash(ngettext("%(num)d dossier part en orientation.", "%(num)d dossiers partent en orientation.", count))
    return redirect(url_for("desk.prescribers.listed"), 303)


@bp.post("/<int:prescriber_id>/refuser")
def refuse(prescriber_id: int) -> ResponseReturnValue:
    with current_hub.begin() as work:
        count = prescribing.refuse(work, _waiting(work, prescriber_id), by=signed_in(work))
    flash(ngettext("%(num)d dossier est clos.", "%(num)d dossiers sont clos.", count))
    return redirect(url_for("desk.prescribers.listed"), 303)


def _waiting(work: Work, prescriber_id: int) -> Prescriber:
    """One of those that the desk has to look at: of any other, it reads and decides nothing."""
    found = [row for row, *_ in queries.prescribers_to_check(work.session) if row.id == prescriber_id]
    if not found:
        raise NotFound("this prescriber does not wait for the desk")
    return found[0]
