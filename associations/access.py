"""Coming in and going out: an address, a code typed in the page, and the sessions a member may end.

The pages answer alike, and take the same time, whether or not the address is a member's.
"""

from __future__ import annotations

from flask import Blueprint, Flask, Response, flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import NotFound
from wtforms import EmailField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from associations import company_words, devices, menus, subscription
from associations.account import history, proof, security
from associations.addresses import one_address
from associations.guards import (
    THEN,
    guard,
    is_still_known,
    let_in,
    may,
    role_here,
    signed_in,
    to_the_entrance,
    turn_out,
)
from associations.who_may import READERS
from associations.wording import FILTERS
from hub import alarms, codes, signin
from hub.lifecycle import IllegalMove
from hub.models import AlarmKind
from hub.vouching import NotOurs
from hub.web import current_hub, sorry

NOT_ALLOWED = "42501"
"""What PostgreSQL calls a row, a column or a table that is not for whoever asks."""
NONCE, LINK = "nonce", "sign_in_link"
WRONG_LINK = _l("Ce lien ne sert plus, ou n’a pas été écrit à cette adresse. Demandez un nouveau code.")
WRONG_CODE = _l("Ce code ne convient pas. Vérifiez-le, ou demandez-en un nouveau.")

entrance = Blueprint("entrance", __name__, template_folder="templates")
account = Blueprint("account", __name__, template_folder="templates")
static = Blueprint("partners", __name__, static_folder="static", static_url_path="/partenaires")


class AddressForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(
        _l("Votre adresse e-mail professionnelle"),
        [InputRequired(_l("Indiquez votre adresse e-mail.")), Length(max=254), one_address],
        description=_l("Celle à laquelle vous avez reçu votre invitation."),
        render_kw={"autocomplete": "email"},
    )


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        _l("Le code à six chiffres"),
        [InputRequired(_l("Indiquez le code reçu par e-mail.")), Regexp(r"\d{6}\Z", message=WRONG_CODE)],
        filters=[lambda typed: "".join((typed or "").split())],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 12},
    )


def init_app(app: Flask, *, public_url: str) -> None:
    """The entrance, and what the rooms behind it share.

    The page cookie gets a name of its own: on one machine both doors answer on the same host.
    """
    app.config["SESSION_COOKIE_NAME"] += "_partners"
    app.before_request(guard)
    for blueprint in (entrance, account, static, subscription.bp, proof.bp, security.bp, history.bp):
        app.register_blueprint(blueprint)
    for came_second in (IllegalMove, StaleDataError):
        app.register_error_handler(came_second, lambda error: sorry(409))
    app.register_error_handler(NotOurs, _not_ours)
    app.register_error_handler(ProgrammingError, _refused_by_the_database)
    app.jinja_env.filters.update({**FILTERS, **company_words.FILTERS, "device": devices.in_words})
    app.jinja_env.globals.update(public_url=public_url, may=may, menu=menus.shown)


def _refused_by_the_database(error: ProgrammingError) -> ResponseReturnValue:
    """Whoever was removed in the middle of a page is shown out; for anybody else it is a mistake of ours."""
    if getattr(error.orig, "sqlstate", None) == NOT_ALLOWED and not is_still_known():
        return to_the_entrance()
    raise error


def _not_ours(error: NotOurs) -> ResponseReturnValue:
    """What the page asked for is undone; that somebody wrote in the database is said to the desk."""
    with current_hub.begin() as work:
        alarms.raise_(work, AlarmKind.FORGED_ROW, subject=error.number)
    return sorry(409)


@entrance.route("/connexion", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        page = render_template("associations/address.html", form=form, door=proof.this_door())
        return page, 422 if form.errors else 200
    nonce = codes.new_nonce()
    with codes.same_time_for_all(), current_hub.begin() as work:
        signin.ask_code(work, email=form.email.data, nonce=nonce)
    session[NONCE] = nonce.hex()
    return redirect(url_for("entrance.enter"), 303)


@entrance.route("/connexion/code", methods=["GET", "POST"])
def enter() -> ResponseReturnValue:
    if NONCE not in session:
        return redirect(url_for("entrance.ask"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        with codes.same_time_for_all(), current_hub.begin() as work:
            nonce, device = bytes.fromhex(session[NONCE]), devices.device()
            token = signin.sign_in(work, nonce=nonce, code=form.code.data, device=device)
        if token:
            return let_in(token)
        form.code.errors = [WRONG_CODE]
    return render_template("associations/code.html", form=form), 422 if form.errors else 200


@entrance.get("/connexion/lien/<string(maxlength=60):link>")
def linked(link: str) -> ResponseReturnValue:
    """A letter's link opens a page; only that page's button lets anybody in."""
    if codes.numbered(link) is None:
        raise NotFound
    session[LINK] = link
    return redirect(url_for("entrance.enter_by_link"), 303)


@entrance.route("/connexion/lien", methods=["GET", "POST"])
def enter_by_link() -> ResponseReturnValue:
    if LINK not in session:
        return redirect(url_for("entrance.ask"), 303)
    form = AddressForm()
    if form.validate_on_submit():
        with codes.same_time_for_all(), current_hub.begin() as work:
            link, device = session[LINK], devices.device()
            token = signin.sign_in_by_link(work, link=link, email=form.email.data, device=device)
        if token:
            return let_in(token)
        form.email.errors = [WRONG_LINK]
    return render_template("associations/link.html", form=form), 422 if form.errors else 200


@account.get("/")
def home() -> ResponseReturnValue:
    """Where somebody was going, or their own first page."""
    first = url_for("desk.waiting" if role_here() in READERS else "portal.inbox")
    return redirect(session.pop(THEN, None) or first, 303)


@account.post("/deconnexion")
def leave() -> ResponseReturnValue:
    with current_hub.begin() as work:
        signin.end_session(work, signed_in(work), g.signed_in.id)
    session.clear()
    flash(_("Vous êtes déconnecté."))
    return turn_out(Response(status=303, headers={"Location": url_for("entrance.ask")}))


@account.get("/sessions")
def sessions() -> ResponseReturnValue:
    with current_hub.read() as work:
        rows = signin.sessions_of(work, signed_in(work))
        return render_template("associations/sessions.html", sessions=rows, current=g.signed_in.id)


@account.post("/sessions/<int:session_id>/fermer")
def end(session_id: int) -> ResponseReturnValue:
    with current_hub.begin() as work:
        signin.end_session(work, signed_in(work), session_id)
    flash(_("Cette session est fermée."))
    return redirect(url_for("account.sessions"), 303)
