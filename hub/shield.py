"""What stands before everything else at a door: whose name it answers to, the headers of every answer, a last word.

It is the outermost layer, so that nothing gets round it: pages kept ready, refusals, files, another host's questions.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hub.config import LOOPBACK
from hub.wording import N_

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
            "object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
"""On every answer of a door, whatever it is."""
OVER_HTTPS: Mapping[str, str] = MappingProxyType(
    {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
)
NEVER_STORED = ("Cache-Control", "no-store")
FOR_MACHINES = frozenset({"/healthz", "/readyz", "/metrics"})
"""What a balancer or a probe asks by number rather than by name; it says nothing of a host, nor of anybody."""

MISDIRECTED = (
    N_("Cette adresse n’est pas la nôtre"),
    N_("Il vaut mieux repartir de l’adresse habituelle du site."),
)
LAST_WORD = (
    N_("Quelque chose s’est mal passé de notre côté"),
    N_("Rien n’a été enregistré par cette page. Merci de réessayer dans quelques minutes."),
)
PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head><body><main><h1>{title}</h1><p>{sentence}</p></main></body></html>
"""


class Names:
    """The hosts by which a door at ``url`` may be asked: its own, and on one machine, any name of that machine."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._here = url.startswith(LOOPBACK)
        usual = {"https": 443, "http": 80}[parts.scheme]
        known = parts.netloc.lower()
        self._known = {known, f"{known}:{usual}"} if parts.port is None else {known}
        if parts.port == usual:
            self._known.add(known.removesuffix(f":{usual}"))

    def hold(self, host: str) -> bool:
        host = host.lower()
        return host in self._known or (self._here and _is_this_machine(host))


class Shield:
    """A WSGI layer, the first that a request meets and the last that its answer passes."""

    def __init__(self, app: WSGIApplication, *, url: str) -> None:
        self._app = app
        self._names = Names(url)
        self._headers = {**HEADERS, **(OVER_HTTPS if url.startswith("https://") else {})}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start = self._dressing(start_response)
        is_probe = environ.get("PATH_INFO") in FOR_MACHINES
        if not (is_probe or self._names.hold(environ.get("HTTP_HOST", ""))):
            return _page(start, HTTPStatus.MISDIRECTED_REQUEST, MISDIRECTED)
        try:
            return self._app(environ, start)
        except Exception as error:
            log.error("a door failed with %s before its pages", type(error).__name__)
            return _page(start, HTTPStatus.INTERNAL_SERVER_ERROR, LAST_WORD)

    def _dressing(self, start_response: StartResponse) -> StartResponse:
        def start(status: str, headers: list[tuple[str, str]], exc_info: OptExcInfo | None = None) -> object:
            worn = {name.lower() for name, _ in headers}
            ours = [(name, value) for name, value in self._headers.items() if name.lower() not in worn]
            return start_response(status, [*headers, *ours], exc_info)

        return start  # type: ignore[return-value]


def _is_this_machine(host: str) -> bool:
    """``localhost``, ``127.0.0.1`` or ``[::1]``, at any port."""
    name, _, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "0")
    return f"http://{name}" in LOOPBACK and port.isascii() and port.isdecimal()


def _page(start: StartResponse, status: HTTPStatus, said: tuple[str, str]) -> Iterable[bytes]:
    title, sentence = said
    body = PAGE.format(title=title, sentence=sentence).encode()
    sized = ("Content-Length", str(len(body)))
    start(
        f"{status.value} {status.phrase}", [("Content-Type", "text/html; charset=utf-8"), sized, NEVER_STORED]
    )
    return [body]
