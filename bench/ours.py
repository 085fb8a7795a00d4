"""Our own public door, with a visitor who has filled in every page and may send the form again and again."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

import wsgi
from bench.client import Client, Environ, Typed
from forms import effort
from hub.vault import DraftBox
from hub.vault import keys as key_files
from tests.parts.effort import answered

FORM = "/trouver-un-mentor"
COOKIE = "draft-form"
PAGES: dict[str, Typed] = {
    "": [("channel", "self"), ("birth_month", "5"), ("birth_year", str(datetime.now(UTC).year - 17))],
    "/ou": [("postal_code", "59100"), ("situation", "lycee_pro")],
    "/besoin": [
        ("level", "premiere"),
        ("themes", "orientation"),
        ("themes", "confiance"),
        ("mode", "either"),
    ],
    "/en-plus": [("publics", "boursier"), ("qpv", "yes"), ("message", "Découvrir les métiers du son.")],
    "/contact": [
        ("first_name", "Lou"),
        ("last_name", "Canari-Dupré"),
        ("email", "lou@canari.example.org"),
        ("guardian_first_name", "Ana"),
        ("guardian_last_name", "Canari"),
        ("guardian_email", "ana@canari.example.org"),
        ("phone", "06 12 34 56 78"),
        ("contact_by", "text"),
    ],
}
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


class Unfilled(Exception):
    """A page of the form did not take its answers."""


class Sender:
    """Each request it prepares registers somebody new: the draft is sealed again under a fresh form token."""

    def __init__(self, database_url: str, folder: Path, *, visits: int) -> None:
        key_files.make(folder / "keys")
        environ = {
            "DATABASE_URL": database_url,
            "HUB_KEYS_DIR": str(folder / "keys"),
            "HUB_PUBLIC_URL": "http://localhost:8000",
        }
        self.door = wsgi.public(environ)
        self.client = Client(self.door)
        self._fill()
        self._hidden = self._hidden_fields("/verifier")
        self._box: DraftBox = self.door.extensions["drafts"]
        self._draft = self._box.open(self.client.cookies[COOKIE], now=datetime.now(UTC))
        self._visitors = [*self._visits(visits)]

    def prepare(self) -> Environ:
        token, made = self._visitors.pop()
        sealed = self._box.seal({**(self._draft or {}), "form_token": token}, now=datetime.now(UTC))
        self.client.cookies[COOKIE] = sealed
        hidden = {**self._hidden, "form_token": token, "draft": sealed, **made}
        environ = self.client.environ("POST", f"{FORM}/verifier", [*hidden.items()])
        return environ | {"REMOTE_ADDR": str(IPv4Address(secrets.randbits(32)))}

    def _visits(self, how_many: int) -> Iterator[tuple[str, dict[str, str]]]:
        """Form tokens, each with the effort that a browser makes while one reads: asked on a calm day."""
        for _ in range(how_many):
            token = secrets.token_hex(16)
            with self.door.test_request_context():
                asked = effort.question(token)
            yield token, {"effort": asked, "effort_answer": answered(asked)}

    def _fill(self) -> None:
        for page, typed in PAGES.items():
            hidden = self._hidden_fields(page)
            if self.client.send("POST", FORM + page, [*typed, *hidden.items()]).status != 303:  # noqa: PLR2004
                raise Unfilled(page)

    def _hidden_fields(self, page: str) -> dict[str, str]:
        return hidden_fields(self.client, FORM + page)


def hidden_fields(client: Client, path: str) -> dict[str, str]:
    """What a browser sends back without being asked."""
    text = client.send("GET", path).text
    found = [dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(text)]
    return {field["name"]: field.get("value", "") for field in found if "name" in field}
