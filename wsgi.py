"""The two doors.  With ``worker.py``, the only files that know every room; nobody imports them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from werkzeug.middleware.proxy_fix import ProxyFix

import associations.access
import associations.desk.letters
import associations.desk.views
import associations.guards
import associations.portal.accompaniments.views
import associations.portal.criteria.views
import associations.portal.figures
import associations.portal.instructions
import associations.portal.introduced
import associations.portal.places.digest
import associations.portal.places.views
import associations.portal.team
import associations.portal.views
import forms.languages
import forms.views
from emails import gallery
from hub import keyring, logs, memory, probes, rule_books, walls, web
from hub.bell import bell
from hub.config import Settings, settings_for
from hub.languages import FRENCH_ONLY, Catalogues
from hub.vault import DraftBox, Process, Vault
from hub.work import DOOR_PATIENCE_SECONDS, ENGINE_OPTIONS, Hub, Ring, prepare, sessions_of

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def public(
    environ: Mapping[str, str] = os.environ, *, clock: Clock = utc_now, ring: Ring | None = None
) -> Flask:
    """The door of young people and those around them.  It seals registrations and can read none."""
    settings = settings_for(Process.PUBLIC, environ)
    _say_as(Process.PUBLIC, settings)
    door = _door(settings, settings.public_url, clock, ring, forms.languages.CATALOGUES)
    door.config["PARTNERS_URL"] = settings.partners_url
    door.config["ABOUT_US"] = settings.about_us
    door.extensions["drafts"] = DraftBox(settings.session_key)
    probes.hang(door, settings, tells=False)
    forms.views.init_app(door)
    return door


def partners(
    environ: Mapping[str, str] = os.environ, *, clock: Clock = utc_now, ring: Ring | None = None
) -> Flask:
    """The door of the associations and of the desk.  It shows cards; names only once released to the reader."""
    settings = settings_for(Process.PARTNERS, environ)
    _say_as(Process.PARTNERS, settings)
    door = _door(settings, settings.partners_url, clock, ring)
    probes.hang(door, settings, tells=True)
    walls.introduce(door.extensions["hub"].sessions.kw["bind"], associations.guards.token_here)
    associations.access.init_app(door, public_url=settings.public_url)
    associations.desk.letters.hang(door, gallery)
    door.register_blueprint(associations.portal.views.bp)
    door.register_blueprint(associations.portal.places.views.bp)
    door.register_blueprint(associations.portal.places.digest.bp)
    door.register_blueprint(associations.portal.introduced.bp)
    door.register_blueprint(associations.portal.instructions.bp)
    door.register_blueprint(associations.portal.team.bp)
    door.register_blueprint(associations.portal.accompaniments.views.bp)
    door.register_blueprint(associations.portal.criteria.views.bp)
    door.register_blueprint(associations.portal.figures.bp)
    door.register_blueprint(associations.desk.views.bp)
    associations.guards.shut(door)
    return door


def serve_public() -> Flask:
    """In a process of its own, for a server."""
    door = public()
    memory.settle()
    return door


def serve_partners() -> Flask:
    """In a process of its own, for a server."""
    door = partners()
    memory.settle()
    return door


def _say_as(process: Process, settings: Settings) -> None:
    """In a process of its own; a test keeps the logs it has."""
    if settings.logs:
        logs.set_up(process.value, settings.logs)


def _door(
    settings: Settings, url: str, clock: Clock, ring: Ring | None, catalogues: Catalogues = FRENCH_ONLY
) -> Flask:
    door = web.make_door(url=url, secret_key=settings.session_key, catalogues=catalogues)
    if settings.logs:
        logs.note_requests(door)
    if settings.proxies:
        door.wsgi_app = ProxyFix(door.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    door.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    database = SQLAlchemy(door, engine_options=ENGINE_OPTIONS)
    with door.app_context():
        prepare(database.engine, patience=DOOR_PATIENCE_SECONDS)
        sessions = sessions_of(database.engine)
    door.extensions["hub"] = Hub(
        sessions=sessions,
        vault=Vault(settings.held, clock=clock),
        rules=rule_books.InUse(sessions, settings.rules),
        clock=clock,
        ring=ring or bell(settings.redis_url),
    )
    keyring.refuse_other_keys(door.extensions["hub"], settings.held.process, settings.keys)
    return door
