"""What both doors share: the templates, the language, and good manners when something fails."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import quote

from flask import Flask, Request, Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.local import LocalProxy
from werkzeug.routing import IntegerConverter, Map

from hub.languages import FRENCH_ONLY, Catalogues, speak
from hub.lifecycle import IllegalMove
from hub.page_cookie import PageCookie
from hub.queries import NotFound
from hub.shield import Shield
from hub.wording import HUB_NAME, N_
from hub.work import Hub

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

PAGE_LIMIT = 64 * 1024
FIELD_LIMIT = 60
HIGHEST_NUMBER = 2**31 - 1
"""Of a row: PostgreSQL's ``integer``.  SQLite fails when it is asked about one that it cannot count to."""
FORM_LIFETIME = timedelta(hours=48)
CLINGING = "/.,;:!?)]>»”’'\" \u00a0\u202f"
"""What follows a link in a sentence, and what people put at the end of one."""
SORRY: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        400: (
            N_("Cette page n’a pas été comprise"),
            N_("Rien n’a été enregistré. Revenir en arrière et réessayer suffit le plus souvent."),
        ),
        404: (
            N_("Cette page n’existe pas"),
            N_("Le lien est peut-être incomplet ou trop ancien. Rien n’est perdu."),
        ),
        405: (
            N_("Cette page ne s’ouvre pas ainsi"),
            N_("Il vaut mieux repartir de l’accueil."),
        ),
        409: (
            N_("Quelqu’un est passé juste avant"),
            N_("Ce dossier vient de changer. Rouvrir la page montre où il en est."),
        ),
        413: (
            N_("C’est trop long pour nous"),
            N_("Rien n’a été enregistré. Raccourcir le texte, puis réessayer."),
        ),
        500: (
            N_("Quelque chose s’est mal passé de notre côté"),
            N_("Rien n’a été enregistré par cette page. Merci de réessayer dans quelques minutes."),
        ),
        503: (
            N_("Notre service fait une pause"),
            N_("Rien n’a été enregistré par cette page. Merci de réessayer dans quelques minutes."),
        ),
    }
)
SAME_FOR_ALL = "hub.same_for_all"
"""In the environ of a request whose answer holds nothing of the visitor: a browser may keep it."""
FORM_TOO_OLD = (
    N_("Un instant : cette page a expiré"),
    N_("Cette page est restée ouverte trop longtemps. Revenir en arrière, puis envoyer à nouveau."),
)
NO_COOKIE = (
    N_("Ce site a besoin d’un cookie"),
    N_(
        "Ce navigateur n’en a envoyé aucun, et rien n’a été enregistré. Rouvrir la page, puis envoyer à nouveau. "
        "Si ce message revient, il faut d’abord autoriser les cookies pour ce site."
    ),
)
"""A form is sent with the cookie that its page gave: where a browser keeps none, it would be too old for ever."""

current_hub = cast(Hub, LocalProxy(lambda: current_app.extensions["hub"]))
csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Parcel(Request):
    """A request whose files stay in memory, bounded as the page is: what is sent here never rests on a disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> BytesIO:
        return BytesIO()


class NumberInAddress(IntegerConverter):
    """``<int:…>``: a page whose number no row can have does not exist."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=HIGHEST_NUMBER)


def row_number(typed: str) -> int:
    """Raises ValueError for what is no row's number."""
    number = int(typed)
    if not 0 <= number <= HIGHEST_NUMBER:
        raise ValueError("no row has this number")
    return number


class Door(Flask):
    """An application that never logs what a visitor typed, nor the address of a private page."""

    request_class = Parcel

    def __init__(self, *, url: str) -> None:
        super().__init__("hub")
        self._shield = Shield(super().__call__, url=url)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._shield(environ, start_response)

    def log_exception(
        self,
        exc_info: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> None:
        kind, _error, trace = exc_info
        frames = " < ".join(f"{f.name}:{f.lineno}" for f in reversed(traceback.extract_tb(trace)[-6:]))
        log.error("%s failed with %s in %s", request.endpoint, kind and kind.__name__, frames)


def checks_its_own_token(view: View) -> View:
    """For a view whose form verifies the CSRF token: an expired one then costs nothing that was typed."""
    csrf.exempt(view)
    return view


def is_its_own_token(view: View) -> View:
    """For a view whose address is the secret: whoever has it may press its button, a mail program too (RFC 8058)."""
    csrf.exempt(view)
    return view


def make_door(*, url: str, secret_key: bytes, catalogues: Catalogues = FRENCH_ONLY) -> Door:
    """A door that answers at ``url``, in French and in each language that has a catalogue.

    The hub and the blueprints are for the composition root to add.
    """
    app = Door(url=url)
    secure = url.startswith("https://")
    app.config.update(
        SECRET_KEY=secret_key,
        DOOR_URL=url.rstrip("/"),
        LAYOUT="base.html",
        SESSION_COOKIE_NAME="__Host-page" if secure else "page",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=PAGE_LIMIT,
        MAX_FORM_MEMORY_SIZE=PAGE_LIMIT,
        MAX_FORM_PARTS=FIELD_LIMIT,
        WTF_CSRF_TIME_LIMIT=int(FORM_LIFETIME.total_seconds()),
        WTF_CSRF_SSL_STRICT=False,  # it wants the Referer that our own Referrer-Policy forbids
    )
    app.session_interface = PageCookie(secret_key)
    app.url_map.converters["int"] = NumberInAddress
    speak(app, catalogues)
    csrf.init_app(app)
    app.jinja_env.globals.update(site_name=LocalProxy(lambda: _(HUB_NAME)))
    app.after_request(_stored_or_not)
    _register_manners(app)
    return app


def sorry(status: int, *, typed: Sequence[tuple[str, str]] = ()) -> ResponseReturnValue:
    """A page that says what happened, and what to do, for this status; with ``typed``, a form to send it again."""
    title, sentence = SORRY.get(status, SORRY[500 if status >= 500 else 400])  # noqa: PLR2004
    return render_template(
        "sorry.html", title=_(title), sentence=_(sentence), status=status, typed=typed
    ), status


def _register_manners(app: Flask) -> None:
    app.register_error_handler(HTTPException, _sorry_for)
    for missing in (404, NotFound):
        app.register_error_handler(missing, lambda error: _where_it_was_meant() or sorry(404))
    app.register_error_handler(405, lambda error: _page_above() or sorry(405))
    app.register_error_handler(IllegalMove, lambda error: sorry(409))
    app.register_error_handler(StaleDataError, lambda error: sorry(409))
    for not_saved in (OperationalError, InternalError, NoConnectionLeft):
        app.register_error_handler(not_saved, _database_away)
    app.register_error_handler(CSRFError, lambda error: _without_its_token())


def _where_it_was_meant() -> ResponseReturnValue | None:
    """To the page that is there without what clings to a link which was typed, or copied from a sentence."""
    meant = f"/{request.path.strip(CLINGING)}"
    pages = current_app.create_url_adapter(request)
    if pages is None or request.method == "POST" or meant == request.path:
        return None
    try:
        pages.match(meant, "GET")
    except HTTPException:  # no page there; or one that would send back here
        return None
    return redirect(request.script_root + quote(meant))


def _page_above() -> ResponseReturnValue | None:
    """From an address where only a button leads, opened or read again, to the nearest page above it."""
    pages, above = current_app.create_url_adapter(request), request.path
    if pages is None or request.method != "GET" or request.endpoint:
        return None
    while above.strip("/"):
        above = above.rpartition("/")[0] or "/"
        if pages.test(above, "GET"):
            return redirect(request.script_root + quote(above), 303)
    return None


def _sorry_for(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # noqa: PLR2004
        return error
    return sorry(error.code)


def _database_away(error: Exception) -> ResponseReturnValue:
    log.error("%s failed with %s", request.endpoint, type(error).__name__)
    return sorry(503, typed=_typed())


def _typed() -> list[tuple[str, str]]:
    """What a form brought, so that it may be sent again as it was; a file cannot be."""
    is_whole = request.method == "POST" and not request.files
    return list(request.form.items(multi=True)) if is_whole else []


def _without_its_token() -> ResponseReturnValue:
    title, sentence = FORM_TOO_OLD if request.cookies else NO_COOKIE
    return render_template("sorry.html", title=_(title), sentence=_(sentence), status=400, typed=()), 400


def _stored_or_not(response: Response) -> Response:
    if not (request.environ.get(SAME_FOR_ALL) or (request.endpoint or "").endswith("static")):
        response.headers["Cache-Control"] = "no-store"
    return response
