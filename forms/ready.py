"""Public pages as ready bytes: rendered once in a while, then answered before the application is even woken."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.wrappers import Response as BaseResponse

from hub import queries
from hub.web import SAME_FOR_ALL
from hub.work import Hub

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FRESH = timedelta(minutes=2)
"""How old the figures of a page may be."""
NOTICED_IN = timedelta(seconds=3)
"""How soon a page follows what partners wrote of it."""
Edition = tuple[int | None, ...]
TEXTS = re.compile(r"text/|application/(javascript|json)|image/svg")
REWRITTEN = frozenset({"content-length", "etag", "date", "last-modified", "content-disposition", "vary"})


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """``headers`` are the application's own; ``packed`` is empty when packing would not help."""

    headers: list[tuple[str, str]]
    etag: str
    plain: bytes
    packed: bytes
    until: datetime
    edition: Edition

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        packs = self.packed and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        body = self.packed if packs else self.plain
        headers = [
            *self.headers,
            ("ETag", f'"{self.etag}{"-gz" if packs else ""}"'),
            ("Vary", "Accept-Encoding"),
        ]
        if self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", headers)
            return ()
        encoded = [("Content-Encoding", "gzip")] if packs else []
        start_response("200 OK", [*headers, *encoded, ("Content-Length", str(len(body)))])
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


class ReadyPages:
    """A WSGI layer.  What it keeps was rendered for nobody: without cookies, without a query, without a host of
    the visitor's choosing; an answer that sets a cookie is never kept.  A page is at most ``FRESH`` old, and
    ``NOTICED_IN`` older than what partners wrote of it; older only while the application cannot render it."""

    def __init__(
        self, app: WSGIApplication, *, host: str, clock: Callable[[], datetime], edition: LastEdition
    ) -> None:
        self._app = app
        self._host = host
        self._clock = clock
        self._edition = edition
        self._pages: dict[str, Page | None] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return self._app(environ, start_response)
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        if path in self._pages and (page := self._fresh(path, environ)):
            return page.answer(environ, start_response)
        chunks = self._app(environ, start_response)
        if environ.get(SAME_FOR_ALL):
            self._pages.setdefault(path, None)
        return chunks

    def _fresh(self, path: str, environ: WSGIEnvironment) -> Page | None:
        page, now = self._pages[path], self._clock()
        edition = self._edition.at(now)
        if page and now < page.until and page.edition == edition:
            return page
        rendered, status = self._render(environ, now + FRESH, edition)
        if rendered or status == HTTPStatus.NOT_FOUND or page is None:
            self._pages[path] = rendered
        else:
            self._pages[path] = replace(page, until=now + NOTICED_IN, edition=edition)
        return self._pages[path]

    def _render(self, environ: WSGIEnvironment, until: datetime, edition: Edition) -> tuple[Page | None, int]:
        """The page as a visitor without a past would get it, and the status of that answer."""
        anonymous = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
        anonymous |= {
            "REQUEST_METHOD": "GET",
            "HTTP_HOST": self._host,
            "wsgi.input": BytesIO(),
            "CONTENT_LENGTH": "0",
        }
        response = BaseResponse.from_app(self._app, anonymous, buffered=True)
        kept = response.status_code == HTTPStatus.OK and "Set-Cookie" not in response.headers
        return _page(response, until, edition) if kept else None, response.status_code


class LastEdition:
    """What the pages are made of, looked up in the database now and then; the last known while it is away."""

    def __init__(self, hub: Callable[[], Hub]) -> None:
        self._hub = hub
        self._known: Edition = ()
        self._until = datetime.min.replace(tzinfo=UTC)

    def at(self, now: datetime) -> Edition:
        if now >= self._until:
            self._until = now + NOTICED_IN
            self._look_up()
        return self._known

    def _look_up(self) -> None:
        try:
            with self._hub().read() as work:
                self._known = queries.public_edition(work.session)
        except (OperationalError, NoConnectionLeft):
            return


def _page(response: BaseResponse, until: datetime, edition: Edition) -> Page:
    body = response.get_data()
    packed = gzip.compress(body, 9, mtime=0) if TEXTS.match(response.mimetype or "") else b""
    return Page(
        headers=[(name, value) for name, value in response.headers if name.lower() not in REWRITTEN],
        etag=hashlib.sha256(body).hexdigest()[:20],
        plain=body,
        packed=packed if len(packed) < len(body) else b"",
        until=until,
        edition=edition,
    )


def init_app(app: Flask, endpoints: frozenset[str]) -> None:
    """Serve these endpoints' pages, which must be the same for every visitor, as ready bytes."""

    @app.after_request
    def mark(response: Response) -> Response:
        if request.endpoint in endpoints and response.status_code == HTTPStatus.OK:
            request.environ[SAME_FOR_ALL] = True
            response.headers["Cache-Control"] = "no-cache"
        return response

    app.extensions["edition"] = edition = LastEdition(lambda: app.extensions["hub"])
    app.wsgi_app = ReadyPages(  # type: ignore[method-assign]
        app.wsgi_app,
        host=urlsplit(app.config["DOOR_URL"]).netloc,
        clock=app.extensions["hub"].clock,
        edition=edition,
    )
