"""How a prescriber comes to their page: an address, a code or a link by letter, a session that a row may end.

The pages answer alike, and take the same time, whether or not the address is known.  What opens the prescriber's
markers is in their own cookie, and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, cast

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import EmailField, StringField

from forms.fields import Needed, PageForm, deliverable_address, one_line
from hub import codes, prescriber_signin
from hub.models import PrescriberSession
from hub.vault import DraftBox
from hub.vocabulary import PrescriberKind
from hub.web import current_hub
from hub.wording import N_

ASKED, LINK = "prescriber_asked", "prescriber_link"
TOKEN_AND_KEY = re.compile(r"(?P<token>[^.]+)\.(?P<key>[0-9a-f]{64})")
"""What the cookie holds whole: what was cut short or written over is nobody's."""
WRONG_CODE = N_("Ce code ne convient pas. Vérifiez-le, ou demandez-en un nouveau.")
WRONG_LINK = N_("Ce lien ne sert plus, ou n’a pas été écrit à cette adresse. Demandez un nouveau code.")

bp = Blueprint("prescriber_door", __name__, url_prefix="/mes-jeunes", template_folder="templates")


class AddressForm(PageForm):
    email = EmailField(
        N_("Votre adresse e-mail professionnelle"),
        [Needed(N_("Indiquez votre adresse e-mail.")), deliverable_address],
        filters=[one_line],
        description=N_("Celle avec laquelle vous avez inscrit des jeunes."),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


class CodeForm(PageForm):
    code = StringField(
        N_("Le code à six chiffres"),
        [Needed(N_("Indiquez le code reçu par e-mail."))],
        filters=[lambda typed: "".join((typed or "").split())],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12"},
    )


@dataclass(frozen=True, slots=True, repr=False)
class Reader:
    """A prescriber who has signed in on this browser."""

    prescriber_id: int
    session_id: int
    marker_key: bytes
    address_digest: bytes
    domain: str
    kind: PrescriberKind

    def is_at(self, email: str) -> bool:
        return compare_digest(current_hub.vault.address_digest(email), self.address_digest)

    def __repr__(self) -> str:
        return f"Reader({self.prescriber_id})"


@bp.route("/connexion", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    form = AddressForm(formal=True)
    if request.method == "GET" or not form.validate():
        return _page("forms/prescriber_address.html", form)
    nonce = codes.new_nonce()
    with codes.same_time_for_all(), current_hub.begin() as work:
        prescriber_signin.ask_code(work, email=form.email.data, nonce=nonce)
    asked = {"email": form.email.data, "nonce": nonce.hex()}
    session[ASKED] = _box().seal(asked, now=current_hub.clock())
    return redirect(url_for(".enter"), 303)


@bp.route("/code", methods=["GET", "POST"])
def enter() -> ResponseReturnValue:
    asked = _box().open(session.get(ASKED, ""), now=current_hub.clock())
    if asked is None:
        return redirect(url_for(".ask"), 303)
    form = CodeForm(formal=True)
    if request.method == "POST" and form.validate():
        with codes.same_time_for_all(), current_hub.begin() as work:
            nonce = bytes.fromhex(asked["nonce"])
            token = prescriber_signin.sign_in(work, nonce=nonce, code=form.code.data)
        if token:
            return _let_in(token, asked["email"])
        form.code.errors = [_(WRONG_CODE)]
    return _page("forms/prescriber_code.html", form)


@bp.get("/lien/<string(maxlength=60):link>")
def linked(link: str) -> ResponseReturnValue:
    """A letter's link opens a page; only that page's button lets anybody in."""
    session[LINK] = link
    return redirect(url_for(".enter_by_link"), 303)


@bp.route("/lien", methods=["GET", "POST"])
def enter_by_link() -> ResponseReturnValue:
    if LINK not in session:
        return redirect(url_for(".ask"), 303)
    form = AddressForm(formal=True)
    if request.method == "POST" and form.validate():
        with codes.same_time_for_all(), current_hub.begin() as work:
            token = prescriber_signin.sign_in_by_link(work, link=session[LINK], email=form.email.data)
        if token:
            return _let_in(token, form.email.data)
        form.email.errors = [_(WRONG_LINK)]
    return _page("forms/prescriber_link.html", form)


def reader() -> Reader | None:
    """Who has signed in on this browser, if anybody."""
    brought = TOKEN_AND_KEY.fullmatch(request.cookies.get(_cookie(), ""))
    if not brought:
        return None
    with current_hub.read() as work:
        found = prescriber_signin.recognised(work, brought["token"])
        if found is None:
            return None
        whose, fresh = found.prescriber, codes.was_seen(work, found)
    if not fresh:
        with current_hub.begin() as work:
            codes.see(work, PrescriberSession, found.id)
    key = bytes.fromhex(brought["key"])
    return Reader(whose.id, found.id, key, whose.address_digest, whose.domain, whose.kind)


def way_in(*, theirs: bool) -> str:
    """Their own page where they have signed in on this browser; else the door, whoever else has."""
    return url_for("my_young_people.page") if theirs else url_for("prescriber_door.ask")


def leave_everywhere(who: Reader, *, only_here: bool) -> None:
    with current_hub.begin() as work:
        if only_here:
            prescriber_signin.end_session(work, who.session_id)
        else:
            prescriber_signin.end_every_session(work, who.prescriber_id)


def signed_out(to: str) -> Response:
    response = redirect(to, 303)
    response.delete_cookie(_cookie(), **_manners())
    return response


def _let_in(token: str, email: str) -> Response:
    session.pop(ASKED, None)
    session.pop(LINK, None)
    key = current_hub.vault.marker_key(email).hex()
    response = redirect(url_for("my_young_people.page"), 303)
    response.set_cookie(_cookie(), f"{token}.{key}", max_age=codes.SIGNED_IN_FOR, **_manners())
    return response


def _page(template: str, form: PageForm) -> ResponseReturnValue:
    return render_template(template, form=form), 422 if form.errors else 200


def _cookie() -> str:
    return "__Host-prescriber" if current_app.config["SESSION_COOKIE_SECURE"] else "prescriber"


def _manners() -> dict[str, Any]:
    return {
        "httponly": True,
        "samesite": "Lax",
        "secure": current_app.config["SESSION_COOKIE_SECURE"],
    }


def _box() -> DraftBox:
    return cast(DraftBox, current_app.extensions["drafts"])
