"""People who register at the real door, and who send again, with the same form, whatever they got no answer to.

A registration is acknowledged when its visitor has read the receipt, with its number on it.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from ipaddress import IPv4Address
from itertools import count
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlencode

from flask import Flask

import wsgi
from forms import effort
from hub.supervisor import LOOPBACK
from hub.vault import DraftBox
from tests.forms.conftest import FORM, Visitor
from tests.forms.test_mentor import FORM as MENTOR_FORM
from tests.forms.test_mentor import TYPED as MENTOR
from tests.parts.effort import answered

PLACES = ("59100", "75011", "13001", "69003", "33000", "67000", "35000", "97400", "21000", "44000")
PATIENCE, PAUSE = 20.0, 0.5  # seconds for an answer, and before sending again
OURS = "canari.example.org"
REFERENCE = re.compile(r"\b[2-9BCDFGHJKMNPQRSTVWXZ]{8}\b")
SEE_OTHER, FINE = 303, 200


@dataclass(frozen=True, slots=True)
class Model:
    """A form that was filled in to its last page, by somebody like whom others come."""

    form: str
    cookie: str
    draft: dict[str, Any]
    hidden: dict[str, str]
    page: str

    def sent_by(self, number: int, token: str) -> dict[str, Any]:
        """The same answers, with addresses of their own."""
        draft = json.loads(json.dumps(self.draft).replace(OURS, domain(number)))
        return {**draft, "form_token": token}


def domain(number: int) -> str:
    return f"n{number}.example.org"


@dataclass(slots=True)
class Crowd:
    """``acknowledged``: whose each form token is, and the number on the receipt; ``sent``: how often each was."""

    door: Flask
    port: int
    models: list[Model]
    most: int
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    enough: Event = field(default_factory=Event)
    _turn: Iterator[int] = field(default_factory=count)
    _lock: Lock = field(default_factory=Lock)

    def come(self) -> None:
        """One after the other, until as many have come as were asked for."""
        with closing(HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)) as connection:
            while not self.enough.is_set():
                with self._lock:
                    number = next(self._turn)
                if number >= self.most:
                    return
                self._register(number, connection)

    def come_a_few(self, how_many: int) -> None:
        """The next of them, one after the other."""
        with closing(HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)) as connection:
            for _ in range(how_many):
                self._register(next(self._turn), connection)

    def _register(self, number: int, connection: HTTPConnection) -> None:
        model = self.models[number % len(self.models)]
        token = secrets.token_hex(16)
        body, headers = self.form(model, number, token)
        while not self.enough.is_set():
            self.sent[token] = self.sent.get(token, 0) + 1
            cookies = self._ask(
                connection, "POST", f"{model.form}/verifier", headers, body, expected=SEE_OTHER
            )
            if cookies is not None and (page := self._receipt(connection, model, headers, cookies)):
                self.acknowledged[token] = number, page
                return
            time.sleep(PAUSE)

    def _receipt(
        self, connection: HTTPConnection, model: Model, headers: Mapping[str, str], cookies: str
    ) -> str | None:
        """The number on it; None when it could not be read."""
        text = self._ask(
            connection, "GET", f"{model.form}/recu", {**headers, "Cookie": cookies}, expected=FINE
        )
        found = REFERENCE.search(text or "")
        return found and found[0]

    def _ask(
        self,
        connection: HTTPConnection,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: str | None = None,
        *,
        expected: int,
    ) -> str | None:
        """The page, or after a form the cookies it left; None where the answer was another, or none came."""
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException) as error:
            connection.close()
            self._note(type(error).__name__)
            return None
        if answer.status != expected:
            self._note(str(answer.status))
            return None
        return text if method == "GET" else _cookies(answer.headers.get_all("Set-Cookie") or [])

    def _note(self, what: str) -> None:
        with self._lock:
            self.refused[what] = self.refused.get(what, 0) + 1

    def form(self, model: Model, number: int, token: str) -> tuple[str, dict[str, str]]:
        """What a browser sends from the last page, and its heads."""
        typed, cookies = self.typed(model, number, token)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-Forwarded-For": somewhere(),
        }
        return urlencode(typed), headers

    def typed(self, model: Model, number: int, token: str) -> tuple[dict[str, str], dict[str, str]]:
        """The fields of the last page in this visitor's own name, and the cookies beside them."""
        box: DraftBox = self.door.extensions["drafts"]
        sealed = box.seal(model.sent_by(number, token), now=datetime.now(UTC))
        with self.door.test_request_context():
            asked = effort.question(token)
        made = {"form_token": token, "draft": sealed, "effort": asked, "effort_answer": answered(asked)}
        return {**model.hidden, **made}, {model.cookie: sealed, "page": model.page}


def somewhere() -> str:
    """An address that nobody else came from."""
    return str(IPv4Address(secrets.randbits(32)))


def _cookies(left: list[str]) -> str:
    jar = SimpleCookie()
    for line in left:
        jar.load(line)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items() if morsel.value)


def crowd_at(port: int, environ: Mapping[str, str], most: int) -> Crowd:
    """Their drafts are sealed by a door of their own, with the same keys; nothing else of it is used."""
    effort.CALM_BITS = effort.MOST_BITS = (
        0  # what their browsers would spend on it is not what is measured here
    )
    door = wsgi.public({**environ, "REDIS_URL": ""}, ring=lambda errands: None)
    return Crowd(door, port, list(_models(door)), most)


def _models(door: Flask) -> Iterator[Model]:
    for at, code in enumerate(PLACES):
        visitor = Visitor(door.test_client())
        visitor.fill(ou={"postal_code": code, "situation": "lycee_pro"})
        yield _model(door, visitor, FORM, "draft-form")
        if at % 4 == 0:
            mentor = Visitor(door.test_client())
            mentor.fill_in(MENTOR_FORM, {**MENTOR, "ou": {"postal_code": code}})
            yield _model(door, mentor, MENTOR_FORM, "draft-mentor")


def _model(door: Flask, visitor: Visitor, form: str, cookie: str) -> Model:
    hidden = visitor.hidden(f"{form}/verifier")
    kept = {name: visitor.client.get_cookie(name) for name in (cookie, "page")}
    values = {name: found.value for name, found in kept.items() if found}
    draft = door.extensions["drafts"].open(values[cookie], now=datetime.now(UTC))
    return Model(form, cookie, draft, hidden, values["page"])


@contextmanager
def at_the_door(crowd: Crowd, together: int) -> Iterator[None]:
    """So many register at the same time, while the block lasts."""
    threads = [Thread(target=crowd.come, name=f"visitor-{turn}") for turn in range(together)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        crowd.enough.set()
        for thread in threads:
            thread.join()
