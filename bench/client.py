"""A browser as a WSGI server sees it: a real environ, and cookies that come back.  No network, no second process."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

Environ = dict[str, Any]
Typed = list[tuple[str, str]]
HEADERS = {
    "HTTP_HOST": "localhost:8000",
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "HTTP_ACCEPT_LANGUAGE": "fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3",
    "HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd",
    "HTTP_CONNECTION": "keep-alive",
}


@dataclass(slots=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def text(self) -> str:
        packed = self.header("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


@dataclass(slots=True)
class Client:
    """``call`` is what is measured: the application, until its last byte is read and it is closed."""

    app: Any
    cookies: dict[str, str] = field(default_factory=dict)

    def environ(self, method: str, path: str, typed: Typed | None = None) -> Environ:
        body = urlencode(typed or []).encode()
        return {
            **HEADERS,
            **(
                {"HTTP_COOKIE": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
                if self.cookies
                else {}
            ),
            **({"CONTENT_TYPE": "application/x-www-form-urlencoded"} if method == "POST" else {}),
            "CONTENT_LENGTH": str(len(body)),
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

    def call(self, environ: Environ) -> Answer:
        told: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _exc: Any = None) -> None:
            told[:] = [status, headers]

        chunks: Iterable[bytes] = self.app(environ, start_response)
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        return Answer(int(told[0][:3]), told[1], body)

    def send(self, method: str, path: str, typed: Typed | None = None) -> Answer:
        """Call, and keep the cookies that come back."""
        answer = self.call(self.environ(method, path, typed))
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                self.cookies.update({key: morsel.value for key, morsel in SimpleCookie(value).items()})
        return answer
