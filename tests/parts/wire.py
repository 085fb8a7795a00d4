"""A door that answers over real HTTP, and a browser without a screen that keeps what passed over the wire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from threading import Thread
from urllib.parse import urlencode

from flask import Flask
from werkzeug.serving import make_server

from hub.supervisor import LOOPBACK
from tests.parts.patience import PATIENCE

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def answering(app: Flask) -> Iterator[int]:
    """The port where this door answers."""
    server = make_server(LOOPBACK, 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, name="door")
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True, slots=True)
class Answer:
    status_code: int
    headers: list[tuple[str, str]]
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode()

    @property
    def head(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.headers)

    @property
    def location(self) -> str | None:
        return next((value for name, value in self.headers if name.lower() == "location"), None)


@dataclass(slots=True)
class Wire:
    """Speaks as Flask's test client does, so that a visitor or a partner of the tests can sit at either."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    """Every address asked, and all that came back above the page itself."""
    _told: int = 0

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(
        self, path: str, *, data: Mapping[str, str | Iterable[str]] | bytes, content_type: str = ""
    ) -> Answer:
        """Fields as a form sends them; or, ready made, whatever ``content_type`` says."""
        if isinstance(data, bytes):
            return self._ask("POST", path, data, {"Content-Type": content_type})
        return self._ask("POST", path, urlencode(data, doseq=True), FORM)

    def news(self) -> str:
        """The heads that nobody asked for yet."""
        told, self._told = self._told, len(self.heads)
        return "\n".join(self.heads[told:])

    def _ask(self, method: str, path: str, body: str | bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            connection.request(method, path, body, {**headers, **cookie})
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()
        self.heads.append(f"{method} {path}\n{answer.head}")
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name.lower() != "set-cookie":
                continue
            for cookie in SimpleCookie(value).values():
                if cookie["max-age"] == "0":
                    self.cookies.pop(cookie.key, None)
                else:
                    self.cookies[cookie.key] = cookie.value
