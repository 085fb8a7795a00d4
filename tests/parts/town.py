"""A whole hub for one test: both doors, the worker's office, a still clock, real letters; the sweep is its motor."""

from __future__ import annotations

import atexit
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache, cached_property
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import worker
import wsgi
from hub import directory, membership, queries, rule_books, rules, strangers, webinars
from hub.bell import bell
from hub.config import settings_for
from hub.directory import Entry
from hub.models import Association, Member, Role
from hub.routing import RuleBook
from hub.vault import Keys, Process, Vault
from hub.vault import keys as key_files
from hub.work import Hub, engine_for, sessions_of
from tests.parts import people
from tests.parts.post import Letterbox

MONDAY_NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
DESK = "coordination@reseau.example"
SQLITE = "sqlite:///"
MODEL = Path(tempfile.mkdtemp(prefix="hub-town-"))
"""Where the first town on SQLite leaves its keys and its database."""
atexit.register(shutil.rmtree, MODEL, ignore_errors=True)
CODE = re.compile(r"\b\d{6}\b")


class StillClock:
    """Time passes when a test says so."""

    def __init__(self, now: datetime = MONDAY_NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@dataclass(frozen=True)
class Town:
    """Its doors are built when a test first knocks: most tests of the hub never do."""

    environ: dict[str, str]
    clock: StillClock
    office: worker.Office
    letterbox: Letterbox
    administration: Hub

    @property
    def hub(self) -> Hub:
        """The worker's hub."""
        return self.office.hub

    @cached_property
    def front(self) -> Hub:
        """The public door's hub: it seals, and opens nothing."""
        return self._hub(Process.PUBLIC)

    @cached_property
    def portal(self) -> Hub:
        """The partners' door's hub."""
        return self._hub(Process.PARTNERS)

    @cached_property
    def public(self) -> Flask:
        door = wsgi.public(self.environ, clock=self.clock)
        door.extensions["hub"] = self.front
        return door

    @cached_property
    def partners(self) -> Flask:
        door = wsgi.partners(self.environ, clock=self.clock)
        door.extensions["hub"] = self.portal
        return door

    def _hub(self, process: Process) -> Hub:
        settings = settings_for(process, self.environ)
        sessions = sessions_of(engine_for(settings.database_url))
        return Hub(
            sessions,
            Vault(settings.keys),
            rule_books.InUse(sessions, settings.rules),
            self.clock,
            bell(settings.redis_url),
        )

    def close(self) -> None:
        for hub in (self.hub, *(vars(self).get(door) for door in ("front", "portal"))):
            if hub:
                hub.sessions.kw["bind"].dispose()

    def settle(self) -> None:
        """Let the worker do everything that is due, and what follows from it."""
        for _ in range(5):
            self.office.sweep()
            with self.hub.read() as work:
                if not (queries.to_route(work.session, work.now) or queries.to_release(work.session)):
                    break
        self.office.sweep()

    def join(self, *slugs: str, role: Role = Role.MEMBER) -> list[Member]:
        """Invite somebody to answer for each of these associations of the directory."""
        with self.administration.begin() as work:
            return [
                membership.invite(
                    work, email=address_of(slug), association=association(work.session, slug), role=role
                )
                for slug in slugs
            ]

    def open_desk(self) -> Member:
        with self.administration.begin() as work:
            return membership.invite(work, email=DESK, association=None)

    def letters_to(self, address: str) -> list[EmailMessage]:
        return self.letterbox.to(address)

    def visitor(self) -> FlaskClient:
        return self.public.test_client()


@contextmanager
def following(town: Town, book: RuleBook) -> Iterator[Town]:
    """The same town, where the worker follows this rule book."""
    hub = replace(town.hub, rules=lambda now: book)
    other = replace(town, office=replace(town.office, hub=hub))
    yield other
    other.close()


def keeping(percent: int) -> RuleBook:
    """The rule book, where each association keeps this share of its places for priority publics."""
    book = rules.load()
    return replace(book, priority=replace(book.priority, reserved_percent=percent))


def association(session: object, slug: str) -> Association:
    found = queries.association_called(session, slug)  # type: ignore[arg-type]
    assert found is not None
    return found


def address_of(slug: str) -> str:
    return f"mentorat@{slug}.example"


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content


@cache
def _entries() -> list[Entry]:
    return directory.read()


@contextmanager
def town_at(database_url: str, folder: Path, letterbox: Letterbox, redis_url: str = "") -> Iterator[Town]:
    """A town on this database.  Without a Redis only the sweep works, which a test can call when it likes.

    On SQLite the first town of a run is the model of the others, which begin as its copies.
    """
    on_sqlite = database_url.startswith(SQLITE)
    if on_sqlite and (MODEL / "hub.db").exists():
        shutil.copy(MODEL / "hub.db", database_url.removeprefix(SQLITE))
        shutil.copytree(MODEL / "keys", folder / "keys")
        town = _opened(database_url, folder, letterbox, redis_url)
    else:
        key_files.make(folder / "keys")
        town = _opened(database_url, folder, letterbox, redis_url)
        _furnish(town)
        if on_sqlite:
            _be_the_model(Path(database_url.removeprefix(SQLITE)), folder / "keys")
    yield town
    town.close()


def _opened(database_url: str, folder: Path, letterbox: Letterbox, redis_url: str) -> Town:
    environ = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "HUB_KEYS_DIR": str(folder / "keys"),
        "HUB_PUBLIC_URL": "http://localhost:8000",
        "HUB_PARTNERS_URL": "http://localhost:8001",
        "MAIL_SERVER": letterbox.host,
        "MAIL_PORT": str(letterbox.port),
        "MAIL_SENDER": "Le hub du mentorat <hub@reseau.example>",
    }
    clock = StillClock()
    office = worker.office(environ, clock=clock)
    held = key_files.read(folder / "keys", Process.PARTNERS)
    vault = Vault(Keys(portal_public=held.portal_public, journal=held.journal))
    administration = Hub(office.hub.sessions, vault, office.hub.rules, clock, lambda errands: None)
    return Town(environ, clock, office, letterbox, administration)


def _furnish(town: Town) -> None:
    with town.administration.begin() as work:
        membership.load_directory(work, _entries())
        webinars.plan(work)
    with town.hub.begin() as work:
        for known in (people.EMAIL, people.GUARDIAN.email, people.MENTOR_EMAIL):
            strangers.confirm(work, work.vault.address_digest(known))


def _be_the_model(database: Path, keys: Path) -> None:
    shutil.copytree(keys, MODEL / "keys")
    with closing(sqlite3.connect(database)) as lived_in, closing(sqlite3.connect(MODEL / "hub.db")) as copy:
        lived_in.backup(copy)


@pytest.fixture
def town(database_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(database_url, tmp_path, letterbox) as opened:
        yield opened
