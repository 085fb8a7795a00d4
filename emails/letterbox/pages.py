"""The pages of the letterbox: the list, one letter, and the letter itself in a frame that can do nothing."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import Flask, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from emails.letterbox.shelf import Letter, NoSuchLetter, Shelf
from emails.letterbox.telephone import NotAKey, Telephone

PARIS = ZoneInfo("Europe/Paris")
MOST_SHOWN = 200
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LETTER_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; frame-ancestors 'self'"
)
LINKS_OPEN_APART = '<base target="_blank">'


def make_pages(shelf: Shelf) -> Flask:
    """The web side of a shelf, for this machine only."""
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]  # no other site may borrow this address
    app.extensions.update(shelf=shelf, telephone=Telephone(shelf.folder))
    app.add_template_filter(in_paris)
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/", view_func=letters)
    app.add_url_rule("/telephone", view_func=telephone, methods=["GET", "POST"])
    app.add_url_rule("/lettres/<key>", view_func=letter)
    app.add_url_rule("/lettres/<key>/html", view_func=as_received)
    app.register_error_handler(NoSuchLetter, lambda _: ("Cette lettre n’existe pas.", 404))
    app.after_request(_with_headers)
    return app


def healthz() -> str:
    return "ok"


def letters() -> str:
    return _page(chosen=None)


def letter(key: str) -> str:
    return _page(chosen=_shelf().letter(key))


def as_received(key: str) -> Response:
    html = _shelf().letter(key).html or abort(404)
    response = Response(html.replace("<head>", f"<head>{LINKS_OPEN_APART}", 1))
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    return response


def telephone() -> ResponseReturnValue:
    kept: Telephone = current_app.extensions["telephone"]
    wrong = False
    if request.method == "POST":
        try:
            kept.keep(request.form.get("key", ""))
            return redirect(url_for("telephone"), 303)
        except NotAKey:
            wrong = True
    texts = _shelf().short_texts()[:MOST_SHOWN]
    page = render_template("telephone.html", shown=kept.shown(datetime.now(UTC)), wrong=wrong, texts=texts)
    return page, 422 if wrong else 200


def in_paris(moment: datetime) -> str:
    return format_datetime(moment, "d MMM, HH:mm", tzinfo=PARIS, locale="fr")


def _page(*, chosen: Letter | None) -> str:
    every = _shelf().letters()
    mailbox = request.args.get("pour", "")
    as_text = request.args.get("vue") == "texte" or bool(chosen and not chosen.html)
    return render_template(
        "letters.html",
        chosen=chosen,
        as_text=as_text,
        mailbox=mailbox,
        mailboxes=_mailboxes(every),
        letters=[one for one in every if mailbox in ("", one.mailbox)][:MOST_SHOWN],
    )


def _mailboxes(every: list[Letter]) -> list[dict[str, Any]]:
    """Who has letters, and how many; those who got one last come first."""
    counts = Counter(one.recipient.lower() for one in every)
    first_seen = {one.recipient.lower(): one.mailbox for one in every}
    return [{"key": key, "recipient": who, "letters": counts[who]} for who, key in first_seen.items()]


def _shelf() -> Shelf:
    shelf: Shelf = current_app.extensions["shelf"]
    return shelf


def _with_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
