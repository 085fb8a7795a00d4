"""What one proves who one is with: passkeys, an application, codes on paper; added, replaced, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import segno
from flask import Blueprint, Response, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import InputRequired, Regexp

from associations import devices
from associations.account.proof import answered, new_question, this_door
from associations.guards import signed_in
from associations.words_typed import INVISIBLE
from hub import passkeys, second_factors
from hub.models import MemberSession
from hub.queries import proofs
from hub.second_factors import LastOne
from hub.vault import one_time
from hub.web import current_hub
from hub.wording import HUB_NAME, N_
from hub.work import Work

APPLICATION = "application"
NAME_LIMIT = 40
WRONG_CODE = _l(
    "Ce code n’est pas celui de cette clé. Vérifiez l’heure du téléphone, puis tapez le code suivant."
)
KEEP_ONE = N_("C’est votre seul second facteur : ajoutez-en un autre avant de le retirer.")

bp = Blueprint("security", __name__, url_prefix="/compte/acces", template_folder="../templates")


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        _l("Le code à six chiffres qu’elle montre"),
        [
            InputRequired(_l("Indiquez le code que montre votre application.")),
            Regexp(r"\d{6}\Z", message=WRONG_CODE),
        ],
        filters=[lambda typed: "".join((typed or "").split())],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 12},
    )


@bp.before_request
def first_show_what_you_hold() -> ResponseReturnValue | None:
    """Who has a second factor shows it before another is added.  A first one is added after a code by letter."""
    with current_hub.read() as work:
        shows_none = proofs.has_second_factor(work.session, g.signed_in.member) and not g.signed_in.proven_at
    return redirect(url_for("proof.ask"), 303) if shows_none else None


@bp.get("/")
def shown() -> ResponseReturnValue:
    with current_hub.read() as work:
        held = second_factors.held(work, g.signed_in.member)
    return render_template(
        "account/security.html", held=held, door=this_door(), device=devices.in_words(devices.device())
    )


@bp.get("/application")
def application() -> ResponseReturnValue:
    return _application_page(CodeForm(formdata=None))


@bp.post("/application")
def take_application() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate():
        with current_hub.begin() as work:
            if second_factors.take_application(work, _here(work), _secret(), form.code.data):
                session.pop(APPLICATION)
                return _added(work, _("Votre application est enregistrée."))
        form.code.errors = [WRONG_CODE]
    return _application_page(form), 422


@bp.post("/application/retirer")
def remove_application() -> ResponseReturnValue:
    with _unless_it_is_the_last(), current_hub.begin() as work:
        second_factors.remove_application(work, signed_in(work))
        flash(_("Cette application ne sert plus à entrer ici."))
    return redirect(url_for("security.shown"), 303)


@bp.post("/cles/question")
def passkey_question() -> ResponseReturnValue:
    """What the script hands to the browser."""
    with current_hub.begin() as work:
        asked = passkeys.ask_for_one(work, this_door(), signed_in(work), nonce=new_question())
    return Response(asked, mimetype="application/json")


@bp.post("/cles")
def take_passkey() -> ResponseReturnValue:
    nonce, answer = answered()
    with current_hub.begin() as work:
        taken = passkeys.take(work, this_door(), _here(work), nonce=nonce, answer=answer, name=_name_typed())
        if taken:
            return _added(work, _("Votre clé d’accès est enregistrée."))
    flash(_("Cette clé d’accès n’a pas été enregistrée. Réessayez, ou choisissez une application."))
    return redirect(url_for("security.shown"), 303)


@bp.post("/cles/<int:passkey_id>/retirer")
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    with _unless_it_is_the_last(), current_hub.begin() as work:
        second_factors.remove_passkey(work, signed_in(work), passkey_id)
        flash(_("Cette clé d’accès ne sert plus à entrer ici."))
    return redirect(url_for("security.shown"), 303)


@bp.post("/codes")
def new_codes() -> ResponseReturnValue:
    """In place of those there were; for whoever holds a second factor."""
    with current_hub.begin() as work:
        if not second_factors.held(work, signed_in(work)):
            return redirect(url_for("security.shown"), 303)
        return _codes_page(work, _("Voici dix codes neufs : les anciens ne servent plus."))


def _here(work: Work) -> MemberSession:
    return work.session.get_one(MemberSession, g.signed_in.id)


def _secret() -> bytes:
    """What the application is to hold: in this browser's own sealed cookie until a code confirms it."""
    if APPLICATION not in session:
        session[APPLICATION] = one_time.new_secret().hex()
    return bytes.fromhex(session[APPLICATION])


def _name_typed() -> str:
    """How its owner calls a passkey; their device's name when they call it nothing."""
    typed = " ".join(INVISIBLE.sub(" ", request.form.get("name", "")).split())
    return typed[:NAME_LIMIT] or devices.in_words(devices.device())


def _added(work: Work, sentence: str) -> ResponseReturnValue:
    """The codes on paper come with the first second factor; whoever has some is shown what they hold."""
    if proofs.recovery_codes_left(work.session, signed_in(work)) == 0:
        return _codes_page(work, sentence)
    flash(sentence)
    return redirect(url_for("security.shown"), 303)


def _codes_page(work: Work, sentence: str) -> str:
    codes = second_factors.new_recovery_codes(work, signed_in(work))
    return render_template("account/codes.html", codes=codes, sentence=sentence)


def _application_page(form: CodeForm) -> str:
    secret = _secret()
    square = segno.make(
        one_time.address(secret, account=g.signed_in.member.email, issuer=str(_(HUB_NAME))),
        error="m",
        micro=False,
    )
    drawn = square.svg_inline(border=3, omitsize=True, svgclass="square", lineclass=None)
    letters = one_time.in_letters(secret)
    return render_template(
        "account/application.html",
        form=form,
        square=Markup(drawn),  # noqa: S704  (drawn here, from an address that we wrote)
        letters=" ".join(letters[at : at + 4] for at in range(0, len(letters), 4)),
    )


@contextmanager
def _unless_it_is_the_last() -> Iterator[None]:
    try:
        yield
    except LastOne:
        flash(_(KEEP_ONE))
