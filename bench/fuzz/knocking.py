"""A browser that sends what it is told, in the process or over the wire, and keeps cookies as browsers do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import CookieError, SimpleCookie
from time import perf_counter, process_time
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlencode

from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.fuzz.judge import Seen
from hub.supervisor import LOOPBACK

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FORM = "application/x-www-form-urlencoded"
PATIENCE = 30
NAMED = "localhost"


@dataclass(frozen=True, slots=True)
class Knock:
    """One request, ready to be sent: the same bytes whoever sends it."""

    method: str
    path: str
    body: bytes = b""
    kind: str = FORM
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] | None = None
    """Instead of those of the browser."""

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.body[:200]!r}"


@dataclass
class Browser(ABC):
    """``jar``: its cookies by name."""

    jar: dict[str, str] = field(default_factory=dict)

    def send(self, knock: Knock) -> Seen:
        """The answer; its cookies are kept.  Raises whatever comes out of a door instead of one."""
        jar = self.jar if knock.cookies is None else knock.cookies
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())} if jar else {}
        seen = self.carry(knock, {**knock.headers, **cookie})
        if knock.cookies is None:
            self._keep(seen)
        return seen

    @abstractmethod
    def carry(self, knock: Knock, headers: Mapping[str, str]) -> Seen: ...

    def get(self, path: str) -> Page:
        return Page(self.send(Knock("GET", path)))

    def post(
        self, path: str, *, data: Mapping[str, str | Iterable[str]] | bytes, content_type: str = FORM
    ) -> Page:
        body = data if isinstance(data, bytes) else urlencode(data, doseq=True).encode()
        return Page(self.send(Knock("POST", path, body, content_type)))

    def _keep(self, seen: Seen) -> None:
        for name, value in seen.headers:
            if name.lower() != "set-cookie":
                continue
            try:
                given = SimpleCookie(value)
            except CookieError:
                continue
            for cookie in given.values():
                if cookie["max-age"] == "0":
                    self.jar.pop(cookie.key, None)
                else:
                    self.jar[cookie.key] = cookie.value


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as the visitors of the tests read it."""

    seen: Seen

    @property
    def status_code(self) -> int:
        return self.seen.status

    @property
    def text(self) -> str:
        return self.seen.body.decode(errors="replace")

    @property
    def location(self) -> str | None:
        return self.seen.header("Location") or None


@dataclass
class Inside(Browser):
    """In the same process: the door is called as its server calls it; time is the processor's."""

    app: WSGIApplication = field(kw_only=True)
    host: str = "localhost"

    def carry(self, knock: Knock, headers: Mapping[str, str]) -> Seen:
        path, _, query = knock.path.partition("?")
        builder = EnvironBuilder(method=knock.method, base_url=f"http://{self.host}/", data=knock.body)
        environ = builder.get_environ()
        environ |= {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
        environ |= {"CONTENT_TYPE": knock.kind if knock.body else "", "REMOTE_ADDR": LOOPBACK}
        environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        began = process_time()
        chunks, status, given = run_wsgi_app(self.app, environ, buffered=True)
        body = b"".join(chunks)
        return Seen(str(knock), int(status.split()[0]), [*given.items()], body, process_time() - began)


@dataclass
class OverHttp(Browser):
    """Over a connection of its own; time is what the visitor waits."""

    port: int = 0

    def carry(self, knock: Knock, headers: Mapping[str, str]) -> Seen:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        kind = {"Content-Type": knock.kind} if knock.body else {}
        began = perf_counter()
        try:
            with suppress(
                BrokenPipeError
            ):  # answered before all was sent: that answer is read, as browsers do
                connection.request(
                    knock.method, knock.path, knock.body or None, {"Host": NAMED, **kind, **headers}
                )
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        return Seen(str(knock), answer.status, answer.getheaders(), body, perf_counter() - began)
