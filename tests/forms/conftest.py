"""A public door on a database of its own, and a visitor who fills in its pages as a browser would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

import wsgi
from hub import webinars
from hub.models import Referral
from hub.vault import keys as key_files
from hub.work import Hub
from tests.parts.effort import answered
from tests.parts.town import StillClock

FORM = "/trouver-un-mentor"
Typed = Mapping[str, str | list[str]]

TYPED: Mapping[str, Typed] = {
    "": {"channel": "self", "birth_month": "5", "birth_year": "2009"},
    "/ou": {"postal_code": "59100", "situation": "lycee_pro"},
    "/besoin": {"level": "premiere", "themes": ["orientation", "confiance"], "mode": "either"},
    "/en-plus": {"publics": ["boursier"], "qpv": "yes", "message": "Découvrir les métiers du son."},
    "/contact": {
        "first_name": "Lou",
        "last_name": "Canari-Dupré",
        "email": "lou@canari.example.org",
        "guardian_first_name": "Ana",
        "guardian_last_name": "Canari",
        "guardian_email": "ana@canari.example.org",
        "phone": "06 12 34 56 78",
        "contact_by": "text",
    },
}
"""What a young person of sixteen types, page by page."""


class Hidden(HTMLParser):
    """The hidden fields of a page: what a browser sends back without being asked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden":
            self.fields[found["name"] or ""] = found["value"] or ""


class Visitor:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, path: str) -> TestResponse:
        return self.client.get(path)

    def send(self, path: str, typed: Typed | None = None, *, to: str = "") -> TestResponse:
        """Open the page, fill it in and send it."""
        return self.client.post(to or path, data={**self.hidden(path), **(typed or {})})

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of a page, with the effort made that a browser makes while one reads."""
        fields = Hidden(self.open(path).text).fields
        return fields | {"effort_answer": answered(fields["effort"])} if fields.get("effort") else fields

    def fill(self, *pages: str, **changes: Typed) -> TestResponse | None:
        """Fill in these pages, or all of them; ``changes`` go by page, ``first`` being the first."""
        last = None
        for page in pages or TYPED:
            typed = {**TYPED[page], **changes.get(page.strip("/").replace("-", "_") or "first", {})}
            last = self.send(FORM + page, typed)
            assert last.status_code == 303, f"{page} was not accepted"
        return last

    def fill_in(self, form: str, typed: Mapping[str, Typed]) -> None:
        """The pages of any form, by the last part of their address, the first being empty."""
        for page, answers in typed.items():
            sent = self.send(f"{form}/{page}".rstrip("/"), answers)
            assert sent.status_code == 303, f"{page} was not accepted"

    def register(self, **changes: Typed) -> TestResponse:
        self.fill(**changes)
        sent = self.send(FORM + "/verifier")
        assert sent.location == FORM + "/recu", sent.text
        return self.open(FORM + "/recu")


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


OpenDoor = Callable[[str], Flask]


@pytest.fixture
def open_door(tmp_path: Path, clock: StillClock) -> Iterator[OpenDoor]:
    """Opens a public door on the database at this address."""
    key_files.make(tmp_path / "keys")
    doors: list[Flask] = []

    def opened(database_url: str) -> Flask:
        environ = {
            "DATABASE_URL": database_url,
            "HUB_KEYS_DIR": str(tmp_path / "keys"),
            "HUB_PUBLIC_URL": "http://localhost:8000",
        }
        doors.append(wsgi.public(environ, clock=clock, ring=lambda errands: None))
        return doors[-1]

    yield opened
    for door in doors:
        hub_of(door).sessions.kw["bind"].dispose()


@pytest.fixture
def door(open_door: OpenDoor, sqlite_url: str) -> Flask:
    return open_door(sqlite_url)


@pytest.fixture
def visitor(door: Flask) -> Visitor:
    return Visitor(door.test_client())


def hub_of(door: Flask) -> Hub:
    hub: Hub = door.extensions["hub"]
    return hub


def registered(door: Flask) -> list[Referral]:
    with hub_of(door).read() as work:
        return list(work.session.scalars(select(Referral).order_by(Referral.id)))


@pytest.fixture
def sessions(door: Flask) -> list[int]:
    """Four webinars to come."""
    with hub_of(door).begin() as work:
        webinars.plan(work)
    with hub_of(door).read() as work:
        return [session.id for session in webinars.offered(work)]
