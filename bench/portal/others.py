"""What else a fuller database could make dearer: public pages, a registration, what follows from it, an idle sweep."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from flask import Flask

import worker
import wsgi
from bench.client import Client
from bench.crash.crowd import Crowd, crowd_at, somewhere
from bench.portal.filled import Filled
from bench.portal.timing import Page, Unexpected, open_page
from hub.work import Errand
from tests.parts.post import Letterbox

SEE_OTHER = 303
FORM = "/trouver-un-mentor"


@dataclass(frozen=True, slots=True)
class Others:
    """The public's door and the worker of a filled hub, with a bell that only notes for whom it rang."""

    door: Flask
    office: worker.Office
    crowd: Crowd
    rung: list[tuple[Errand, int]]
    _turn: Iterator[int] = field(default_factory=count)

    @classmethod
    def of(cls, hub: Filled, letterbox: Letterbox) -> Others:
        rung: list[tuple[Errand, int]] = []
        environ = {**hub.environ, "MAIL_SERVER": letterbox.host, "MAIL_PORT": str(letterbox.port)}
        door = wsgi.public(environ, ring=rung.extend)
        office = worker.office(environ, ring=rung.extend)
        return cls(door, office, crowd_at(0, environ, 0), rung)

    def pages(self) -> Iterator[Page]:
        """What is measured, each by the engine that it asks."""
        public = self.door.extensions["hub"].sessions.kw["bind"]
        client = Client(self.door)
        for path in ("/", FORM, "/associations"):
            yield Page(f"public {path}", partial(open_page, client, path), public)
        yield Page("public, a registration", self._register, public)
        self._follow()
        own = self.office.hub.sessions.kw["bind"]
        yield Page("worker, all that follows it", self._follow, own, before=self._register)
        self.office.sweep()
        yield Page("worker, an idle sweep", self.office.sweep, own)

    def _register(self) -> None:
        model = self.crowd.models[0]
        typed, cookies = self.crowd.typed(model, next(self._turn), secrets.token_hex(16))
        client = Client(self.door, cookies)
        environ = client.environ("POST", f"{model.form}/verifier", [*typed.items()])
        environ["REMOTE_ADDR"] = somewhere()
        answer = client.call(environ)
        if answer.status != SEE_OTHER:
            raise Unexpected(f"nobody was registered: {answer.status}")

    def _follow(self) -> None:
        """Routed, offered and written to, as the bell asks."""
        while self.rung:
            self._run(self.rung[:])

    def _run(self, errands: Sequence[tuple[Errand, int]]) -> None:
        self.rung.clear()
        for errand, row in dict.fromkeys(errands):
            self.office.run(errand, row)
