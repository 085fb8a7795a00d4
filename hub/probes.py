"""What machines ask of a door: is it alive, may it be sent visitors, and how the hub is doing.

``/healthz`` and ``/readyz`` say one word to anybody; why a door is not ready is written in its log alone.
``/metrics`` is at the partners' door, for whoever holds the token, and does not exist otherwise.
"""

from __future__ import annotations

import hmac
import logging
from pathlib import Path
from time import monotonic

from flask import Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from hub import gauges
from hub.bell import bell_length
from hub.config import Settings
from hub.failures import kind_of
from hub.gauges import NotAllRows
from hub.web import current_hub

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations" / "versions"
READY, NOT_READY = "ready\n", "not ready\n"
BELIEVED_SECONDS = 1.0
"""How long an answer about readiness is given again: whoever asks all day costs nobody a database."""


class TablesAreOlder(Exception):
    """The database has fewer migrations than this code needs.  One that has more is right: tables go first."""


def hang(door: Flask, settings: Settings, *, tells: bool) -> None:
    """Give a door its probes; ``tells``: this one may read what is measured."""
    door.extensions |= {"readiness": _Readiness(), "watched": settings}
    door.add_url_rule("/healthz", "healthz", healthz)
    door.add_url_rule("/readyz", "readyz", readyz)
    if tells:
        door.add_url_rule("/metrics", "metrics", metrics)


def healthz() -> ResponseReturnValue:
    """This process answers; it asks nobody else."""
    return _say("ok\n")


def readyz() -> ResponseReturnValue:
    """200 when this door can do its work: database, tables, rule book; 503 when it cannot.  Keys: it has started."""
    is_ready: bool = current_app.extensions["readiness"].now()
    return (_say(READY), 200) if is_ready else (_say(NOT_READY), 503)


def metrics() -> ResponseReturnValue:
    """For ``Authorization: Bearer …`` with the token of the settings; 404 for anybody else."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    settings: Settings = current_app.extensions["watched"]
    token = settings.metrics_token
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        abort(404)
    measured = gauges.everything(
        current_app.extensions["hub"], bell=bell_length(settings.redis_url), backups=settings.backups_folder
    )
    try:
        return Response(gauges.text(measured), content_type=gauges.CONTENT_TYPE)
    except NotAllRows:
        log.error("not measured: this door's account sees some rows only; `hub metrics` measures")
        return _say(NOT_READY), 503


class _Readiness:
    """Looked up once a second at most, by each process for itself."""

    def __init__(self) -> None:
        self._until = 0.0
        self._ready = False

    def now(self) -> bool:
        if monotonic() >= self._until:
            self._ready = _is_ready()
            self._until = monotonic() + BELIEVED_SECONDS
        return self._ready


def _is_ready() -> bool:
    try:
        _look()
    except Exception as error:  # whatever it is, this door cannot work; its message stays here
        log.error("not ready: %s", kind_of(error))
        return False
    return True


def _look() -> None:
    """Raises what keeps this door from working."""
    with current_hub.read() as work:  # reads the rule book first
        known = work.session.scalar(text("SELECT max(version_num) FROM alembic_version"))
    if (known or "") < newest_migration():
        raise TablesAreOlder


def newest_migration() -> str:
    """``0026``: what the tables of this code are called."""
    return max(path.name[:4] for path in MIGRATIONS.glob("[0-9]*.py"))


def _say(word: str) -> Response:
    return Response(word, mimetype="text/plain")
