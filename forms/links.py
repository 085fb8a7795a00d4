"""The links of letters that this browser opened: the last of each kind, and what it leads to.

A link's token moves into the page cookie at once, so that it stays neither in the address bar nor in anything the
page leads to.  Two letters may be open in one browser: what a page leads to carries the mark of the link that it was
shown for, each form in a hidden field; once that link is no longer the last one, a button acts on nothing.
"""

from __future__ import annotations

import hmac
from enum import StrEnum

from flask import Flask, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub import queries
from hub.models import Company, Referral
from hub.vault import derived_token, digest
from hub.work import Work

MARK = "link"
"""The hidden field of ``forms/same_link.html``, without which no button acts; and the same in an address."""


class Link(StrEnum):
    """What a link is for, and its place in the page cookie."""

    TRACKING = "tracking"
    AGREEMENT = "agreement"
    LETTERS = "letters"
    COMPANY = "company"


class AnotherOpened(Exception):
    """The page was shown for a link that is no longer the last one opened in this browser."""


class NoneOpened(Exception):
    """This browser holds no link of this kind: none was opened, or it keeps no cookie."""


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(link_mark=lambda: g.link_mark)
    app.register_error_handler(AnotherOpened, _open_it_again)
    app.register_error_handler(NoneOpened, _open_it_first)


def open_link(link: Link, token: str, *, then: str) -> Response:
    """Keep the token, and go on to a page whose address tells nothing."""
    session[link] = token
    return redirect(url_for(then), 303)


def token_of(link: Link) -> str:
    """The last one opened.  Raises :class:`AnotherOpened` for what comes from a page that was shown for another."""
    if link not in session:
        raise NoneOpened
    token: str = session[link]
    g.link_mark = derived_token(token, use="buttons")
    by_button = request.method == "POST"
    brought = request.form.get(MARK, "") if by_button else request.args.get(MARK, g.link_mark)
    if not hmac.compare_digest(g.link_mark.encode(), brought.encode()):
        raise AnotherOpened
    return token


def tracked(work: Work) -> Referral:
    return queries.referral_by_tracking(work.session, digest(token_of(Link.TRACKING)))


def asked(work: Work) -> Referral:
    """The one whose guardian is asked."""
    return queries.referral_by_agreement(work.session, digest(token_of(Link.AGREEMENT)))


def written_to(work: Work) -> Referral:
    """The one whose address is to be confirmed."""
    return queries.referral_by_letters(work.session, digest(token_of(Link.LETTERS)))


def followed(work: Work) -> Company:
    return queries.company_by_page(work.session, digest(token_of(Link.COMPANY)))


def _open_it_again(error: AnotherOpened) -> ResponseReturnValue:
    title = _("Une autre demande a été ouverte depuis")
    sentence = _(
        "Rien n’a été fait. Ce navigateur suit une demande à la fois, la dernière ouverte. "
        "Pour agir sur celle que montrait cette page, il suffit d’ouvrir à nouveau le lien de son courriel."
    )
    return render_template("sorry.html", title=title, sentence=sentence, status=409), 409


def _open_it_first(error: NoneOpened) -> ResponseReturnValue:
    title = _("Cette page s’ouvre par le lien d’un courriel")
    sentence = _(
        "Si ce lien vient d’être ouvert, c’est que ce navigateur refuse les cookies. Ce site en a besoin d’un pour "
        "savoir quelle demande montrer : il suffit de les autoriser pour ce site, puis d’ouvrir à nouveau le lien."
    )
    return render_template("sorry.html", title=title, sentence=sentence, status=404), 404
