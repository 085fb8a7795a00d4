"""Companies at the desk: whom to call next, what each looks for, and whom it was introduced to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.desk.company_moves import ALREADY_KNOWN, LATER, IntroduceForm, MoveForm
from associations.guards import signed_in
from hub import companies, queries
from hub.calendar import add_working_days, civil
from hub.companies import AlreadyIntroduced
from hub.models import Association, Company
from hub.partnership import INTRODUCIBLE, OVER, CompanyState, ImpossibleMove
from hub.queries import NotFound
from hub.web import current_hub, sorry
from hub.webinars import held_seat
from hub.work import Work

bp = Blueprint("companies", __name__, url_prefix="/entreprises", template_folder="templates")
bp.register_error_handler(ImpossibleMove, lambda error: sorry(409))


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        rows = queries.companies(work.session)
        shelves = [(state, [row for row in rows if row.state is state]) for state in CompanyState]
        return render_template(
            "desk/companies.html", shelves=[shelf for shelf in shelves if shelf[1]], today=_today(work)
        )


@bp.get("/<reference>")
def company(reference: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        return _page(work, queries.company_by_reference(work.session, reference))


@bp.post("/<reference>/contact")
def contact(reference: str) -> ResponseReturnValue:
    """Whom to call: shown on this page only, with its trace."""
    try:
        with current_hub.begin() as work:
            row = queries.company_by_reference(work.session, reference)
            return _page(work, row, contact=companies.read_contact(work, row, signed_in(work)))
    except companies.Forgotten:
        raise NotFound("nobody is to be called there any more") from None


@bp.post("/<reference>/avancer")
def move(reference: str) -> ResponseReturnValue:
    with current_hub.begin() as work:
        row = queries.company_by_reference(work.session, reference)
        form = MoveForm(today=_today(work)).of(row)
        if not form.validate():
            return _page(work, row, move_form=form), 422
        noted: Mapping[str, Any] = {
            "next_on": form.next_on.data,
            "note": form.note.data,
            "by": signed_in(work),
        }
        if form.to.data == LATER:
            companies.put_off(work, row, **noted)
        else:
            companies.move(work, row, CompanyState(form.to.data), **noted)
    flash(_("C’est noté pour %(name)s.", name=row.name))
    return redirect(url_for("desk.companies.company", reference=reference), 303)


@bp.post("/<reference>/presenter")
def introduce(reference: str) -> ResponseReturnValue:
    try:
        with current_hub.begin() as work:
            row = queries.company_by_reference(work.session, reference)
            form = IntroduceForm(today=_today(work)).among(_free(work, row))
            if not form.validate():
                return _page(work, row, introduce_form=form), 422
            chosen = _called(work, form.association.data)
            noted: Mapping[str, Any] = {"next_on": form.next_on.data, "note": form.note.data}
            companies.introduce(work, row, chosen, by=signed_in(work), **noted)
    except AlreadyIntroduced:
        flash(ALREADY_KNOWN)
    else:
        flash(_("%(name)s est présentée à %(association)s.", name=row.name, association=chosen.name))
    return redirect(url_for("desk.companies.company", reference=reference), 303)


def _page(work: Work, row: Company, **shown: Any) -> str:
    work.session.flush()
    soon = {"next_on": _soon(work)}
    shown.setdefault("contact", None)
    shown.setdefault("move_form", MoveForm(today=_today(work), formdata=None, data=soon).of(row))
    shown.setdefault(
        "introduce_form", IntroduceForm(today=_today(work), formdata=None, data=soon).among(_free(work, row))
    )
    return render_template(
        "desk/company.html",
        company=row,
        seat=held_seat(row),
        events=queries.company_events(work.session, row),
        today=_today(work),
        over=row.state in OVER,
        introducible=row.state in INTRODUCIBLE,
        **shown,
    )


def _free(work: Work, row: Company) -> list[Association]:
    """Associations with somebody to answer, which do not know the company yet and never said that they take none."""
    known = {introduction.association_id for introduction in row.introductions}
    joined = queries.joined_associations(work.session)
    return [each for each in joined if each.id not in known and each.profile.get("companies") is not False]


def _called(work: Work, slug: str) -> Association:
    found = queries.association_called(work.session, slug)
    if found is None:
        raise NotFound("there is no such association")
    return found


def _today(work: Work) -> date:
    return civil(work.now)


def _soon(work: Work) -> date:
    return add_working_days(_today(work), work.rule_book.delays.company_call_days)
