"""The way in: a code to the person's own address, typed in the browser that asked for it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import StringField

from forms import links
from forms.fields import Needed, PageForm, Said
from forms.own_page.words import WORDS
from hub import codes, own_page
from hub.models import OpenPage, Referral
from hub.own_page import Key
from hub.vocabulary import Audience
from hub.web import current_hub
from hub.wording import N_
from hub.work import Work

ASKED, KEY, REFUSED = "page_asked", "own_page", "page_refused"
WRONG_CODE = Said(
    N_("Ce code ne convient pas. Vérifie-le, ou demandes-en un nouveau."),
    N_("Ce code ne convient pas. Vérifiez-le, ou demandez-en un nouveau."),
)

bp = Blueprint("own_page", __name__, url_prefix="/suivi", template_folder="../templates")


class NotOpen(Exception):
    """No code was typed in this browser, or half an hour ago."""


class StillAsked(Exception):
    """The worker has not answered yet."""


class CodeForm(PageForm):
    code = StringField(
        N_("Le code à six chiffres"),
        [Needed(Said(N_("Tape le code reçu par e-mail."), N_("Tapez le code reçu par e-mail.")))],
        filters=[lambda typed: "".join((typed or "").split())],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12"},
    )


@bp.errorhandler(NotOpen)
def ask_first(error: NotOpen) -> ResponseReturnValue:
    return redirect(url_for(".enter"), 303)


@bp.errorhandler(StillAsked)
def wait(error: StillAsked) -> ResponseReturnValue:
    return redirect(url_for(".page"), 303)


@bp.get("/code")
def enter() -> ResponseReturnValue:
    return _show(_form(), refused=bool(session.pop(REFUSED, False)))


@bp.post("/code/envoi")
def send() -> ResponseReturnValue:
    """A button, never a link: each press is a letter."""
    nonce = codes.new_nonce()
    with current_hub.begin() as work:
        leaves = own_page.ask_code(work, tracked(work), nonce=nonce)
    if leaves:
        session[ASKED] = nonce.hex()
    return redirect(url_for(".enter") if leaves else url_for(".enter", trop=1), 303)


@bp.post("/code")
def type_code() -> ResponseReturnValue:
    """The worker says whether it is right: the next page shows what it answered."""
    form = _form()
    if ASKED not in session or not form.validate():
        return _show(form)
    nonce, link = bytes.fromhex(session[ASKED]), links.token_of(links.Link.TRACKING)
    with current_hub.begin() as work:
        key = own_page.type_code(work, tracked(work), nonce=nonce, code=form.code.data, link=link)
    if key is None:
        raise NotOpen
    session[KEY] = [key.token, key.private.hex()]
    return redirect(url_for(".page"), 303)


@bp.post("/mes-donnees/fermer")
def close() -> ResponseReturnValue:
    with current_hub.begin() as work:
        page, _key = opened(work)
        own_page.close(work, page)
    session.pop(KEY, None)
    return redirect(url_for("tracking.story"), 303)


def tracked(work: Work) -> Referral:
    """Whom this browser follows."""
    referral = links.tracked(work)
    if not own_page.has_page(referral, work.now):
        raise NotFound
    return referral


def at_hand(work: Work) -> tuple[OpenPage, Key]:
    """The page of this browser, open or waiting for the worker's answer.  Raises :class:`NotOpen`."""
    token, private = session.get(KEY) or ("", "")
    page = own_page.page_of(work, token, tracked(work))
    if page is None or (page.answered_at and page.grant_seal is None):
        session[REFUSED] = page is not None
        session.pop(KEY, None)
        raise NotOpen
    return page, Key(token, bytes.fromhex(private))


def opened(work: Work) -> tuple[OpenPage, Key]:
    """The same, once it is open.  Raises :class:`StillAsked`."""
    page, key = at_hand(work)
    if not page.is_open(work.now):
        raise StillAsked
    session.pop(ASKED, None)
    return page, key


def is_formal(referral: Referral) -> bool:
    return referral.correspondent is not Audience.YOUNG_PERSON


def _form() -> CodeForm:
    with current_hub.read() as work:
        return CodeForm(formal=is_formal(tracked(work)))


def _show(form: CodeForm, *, refused: bool = False) -> ResponseReturnValue:
    if refused:
        form.code.errors = [form.say(WRONG_CODE)]
    with current_hub.read() as work:
        referral = tracked(work)
        known = own_page.may_be_written_to(work, referral)
    shown = render_template(
        "forms/own_code.html",
        form=form,
        kind=referral.kind,
        words=WORDS[referral.correspondent],
        reference=referral.reference,
        asked=ASKED in session,
        known=known,
    )
    return shown, 422 if form.errors and not refused else 200
