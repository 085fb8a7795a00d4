"""The second factor, after a code by letter: six digits, a code from paper or a passkey, which signs in alone."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from associations.devices import device
from associations.guards import let_in, turn_out, wanted_page
from hub import codes, passkeys, second_factors
from hub.models import MemberSession
from hub.passkeys import Door
from hub.second_factors import Held
from hub.web import current_hub

ASKED = "passkey"
WRONG_PROOF = _l(
    "Ce code ne convient pas, ou il a déjà servi. Attendez le suivant, ou prenez un code de secours."
)
ANSWER_LIMIT = 8000
"""Signs: what a passkey answers takes a tenth of it."""

bp = Blueprint("proof", __name__, url_prefix="/connexion", template_folder="../templates")


class ProofForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        _l("Le code à six chiffres de votre application"),
        [
            InputRequired(_l("Indiquez le code que montre votre application.")),
            Length(max=40, message=WRONG_PROOF),
        ],
        filters=[lambda typed: "".join((typed or "").split())],
        description=_l("Application perdue ? Un code de secours se tape ici aussi."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "maxlength": 40},
    )

    def about(self, held: Held) -> ProofForm:
        """Whoever has no application types a code from paper, or nothing."""
        if held.application is None:
            self.code.label.text, self.code.description = _("Un code de secours"), ""
        return self


def this_door() -> Door:
    return Door(current_app.config["DOOR_URL"])


def new_question() -> str:
    """What ties a passkey's challenge to this browser."""
    session[ASKED] = nonce = codes.new_token()
    return nonce


def answered() -> tuple[str, str]:
    """The question that this browser was asked, once, and what it answers."""
    return session.pop(ASKED, ""), request.form.get("credential", "")[:ANSWER_LIMIT]


@bp.get("/verification")
def ask() -> ResponseReturnValue:
    with current_hub.read() as work:
        held = second_factors.held(work, g.signed_in.member)
    if not held:
        return redirect(url_for("security.shown"), 303)
    if g.signed_in.proven_at:
        return redirect(wanted_page(), 303)
    return _page(ProofForm(formdata=None), held)


@bp.post("/verification")
def show() -> ResponseReturnValue:
    form = ProofForm()
    with current_hub.begin() as work:
        if form.validate() and second_factors.prove(work, g.signed_in.id, form.code.data):
            return redirect(wanted_page(), 303)
        row = work.session.get_one(MemberSession, g.signed_in.id)
        held, ended = second_factors.held(work, row.member), row.ended_at
    if ended:
        flash(_("Trop d’essais : demandez un nouveau code par e-mail."))
        return turn_out(Response(status=303, headers={"Location": url_for("entrance.ask")}))
    form.code.errors = form.code.errors or [WRONG_PROOF]
    return _page(form, held), 422


@bp.post("/cle/question")
def passkey_question() -> ResponseReturnValue:
    """What the script hands to the browser."""
    with current_hub.begin() as work:
        asked = passkeys.ask_to_sign_in(work, this_door(), nonce=new_question())
    return Response(asked, mimetype="application/json")


@bp.post("/cle")
def passkey() -> ResponseReturnValue:
    nonce, answer = answered()
    with current_hub.begin() as work:
        token = passkeys.sign_in(work, this_door(), nonce=nonce, answer=answer, device=device())
    if token:
        return let_in(token)
    flash(
        _(
            "Cette clé d’accès n’est pas connue ici. Recevez un code par e-mail, puis ajoutez-la à votre accès."
        )
    )
    return redirect(url_for("entrance.ask"), 303)


def _page(form: ProofForm, held: Held) -> str:
    return render_template("account/proof.html", form=form.about(held), held=held, door=this_door())
