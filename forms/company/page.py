"""The company's own page: its seat, given back or changed with one button, and how far its request has come.

Only our letters lead to it.  Opening it changes nothing; whoever presses a button has shown that they read them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field, RadioField
from wtforms.validators import StopValidation

from forms.company import guide as company_guide
from forms.company.moments import session_in_words
from forms.company.story import tell
from forms.company.webinar import JUST_FULL, choice_of
from forms.fields import Needed, PageForm
from forms.links import Link, followed, open_link
from forms.questions.page import CHOOSE
from hub import companies, strangers, webinars
from hub.models import Company
from hub.partnership import OVER, ImpossibleMove
from hub.web import current_hub
from hub.webinars import NoSeatLeft, SessionGone
from hub.wording import N_
from hub.work import Work

bp = Blueprint("company_page", __name__, url_prefix="/entreprises", template_folder="templates")
bp.register_error_handler(ImpossibleMove, lambda error: redirect(url_for(".page"), 303))
"""Closed meanwhile, here in another tab or by the desk: the page says so."""


class ChooseForm(PageForm):
    webinar = RadioField(N_("Les prochaines séances"), [Needed(CHOOSE)], choices=[], validate_choice=False)

    def __init__(self, work: Work, company: Company, **kwargs: Any) -> None:
        super().__init__(formal=True, **kwargs)
        seat = webinars.held_seat(company)
        offered = webinars.offered(work)
        self.held = {str(each.id) for each in offered}
        self.webinar.choices = [
            choice_of(each) for each in offered if seat is None or each.id != seat.webinar_id
        ]

    def validate_webinar(self, field: Field) -> None:
        """The session that is theirs since a first click may be chosen again."""
        if field.data not in self.held:
            raise StopValidation(_(JUST_FULL))


@bp.get("/suivi/<string(length=32):token>")
def follow(token: str) -> ResponseReturnValue:
    return open_link(Link.COMPANY, token, then=".page")


@bp.get("/suivi")
def page() -> ResponseReturnValue:
    with current_hub.read() as work:
        company = followed(work)
        return _show(work, company, ChooseForm(work, company, formdata=None))


@bp.post("/suivi/confirmer")
def confirm() -> ResponseReturnValue:
    _do(lambda work, company: None)
    flash(_("Merci, votre adresse est confirmée"))
    return redirect(url_for(".page"), 303)


@bp.post("/suivi/seance")
def choose() -> ResponseReturnValue:
    with current_hub.read() as work:
        form = ChooseForm(work, followed(work))
        if not form.validate():
            return _show(work, followed(work), form), 422
    try:
        _do(lambda work, company: webinars.choose(work, company, int(form.webinar.data)))
    except (NoSeatLeft, SessionGone):
        form.webinar.errors = [_(JUST_FULL)]
        with current_hub.read() as work:
            return _show(work, followed(work), form), 409
    flash(_("C’est fait : votre place est réservée. L’invitation arrive par e-mail."))
    return redirect(url_for(".page"), 303)


@bp.post("/suivi/rendre")
def give_back() -> ResponseReturnValue:
    try:
        _do(webinars.give_back)
    except SessionGone:
        flash(_("La séance a déjà commencé : il n’y a plus de place à rendre."))
    else:
        flash(_("C’est fait : votre place est rendue, une autre entreprise peut la prendre."))
    return redirect(url_for(".page"), 303)


@bp.post("/suivi/retirer")
def withdraw() -> ResponseReturnValue:
    _do(companies.withdraw)
    flash(_("C’est fait : votre demande est retirée, nous ne vous appellerons pas."))
    return redirect(url_for(".page"), 303)


@bp.get("/guide.pdf")
def guide() -> ResponseReturnValue:
    response = Response(company_guide.pdf(), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="guide-entreprises.pdf"'
    return response


def _do(deed: Callable[[Work, Company], None]) -> None:
    with current_hub.begin() as work:
        company = followed(work)
        companies.confirm(work, company)
        deed(work, company)


def _show(work: Work, company: Company, form: ChooseForm) -> str:
    seat = webinars.held_seat(company)
    cancelled = webinars.called_off(company)
    expected = cancelled or (seat and seat.webinar)
    session = expected if expected and expected.ends_at > work.now else None
    return render_template(
        "forms/company_page.html",
        company=company,
        known=strangers.knows(work, company.address_digest),
        form=form,
        session=session_in_words(session.starts_at) if session else "",
        link=session.link if session else "",
        cancelled=cancelled is not None,
        begun=bool(session and session.starts_at <= work.now),
        over=company.state in OVER,
        moments=tell(company, now=work.now),
    )
