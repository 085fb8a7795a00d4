"""What the programs say while they run: a line for people, or a JSON line for machines, and nothing of anybody.

A JSON line holds the fields of :data:`FIELDS` and no other.  The words of our own programs are in it, which name kinds
of errors and numbers of rows; of a library's words, only where they were said: it may quote what a visitor typed.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from logging import LogRecord
from pathlib import Path
from time import perf_counter

from flask import Flask, Response, g, request

FIELDS = (
    *("time", "level", "process", "logger", "message", "where"),
    *("error", "trace", "endpoint", "method", "status", "ms"),
)
OURS = ("hub", "forms", "associations", "emails", "_granian")
"""Whose words are kept."""
ADDED = ("endpoint", "method", "status", "ms")
"""What a line about a request adds: the name of the page, never its address, which may hold a token."""
FRAMES = 6
JSON = "json"
GRANIAN = Path(__file__).with_name("granian_logs.json")
"""How the server of a door says what it does itself, for ``granian --log-config``."""

requests = logging.getLogger("hub.requests")


class Lines(logging.Formatter):
    """One JSON object a line."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: LogRecord) -> str:
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage() if is_ours(record.name) else None,
            "where": f"{record.module}:{record.lineno}",
            **_failure(record),
            **{name: getattr(record, name, None) for name in ADDED},
        }
        kept = {name: said[name] for name in FIELDS if said.get(name) is not None}
        return json.dumps(kept, ensure_ascii=False)


def is_ours(logger: str) -> bool:
    return logger.partition(".")[0] in OURS


def set_up(process: str, how: str) -> None:
    """Say everything on the standard error, as JSON where ``how`` is ``json``.  For a process of its own, once."""
    out = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(levelname)s %(name)s %(message)s")
    out.setFormatter(Lines(process) if how == JSON else plain)
    logging.basicConfig(level=logging.INFO, handlers=[out], force=True)
    logging.getLogger("rq").setLevel(logging.WARNING)


def note_requests(door: Flask) -> None:
    """A line for each request: the name of its page, the method, the status, milliseconds.  No address, no visitor."""
    door.before_request_funcs.setdefault(None, []).insert(0, _began)
    door.after_request(_ended)


def _began() -> None:
    g.began = perf_counter()


def _ended(response: Response) -> Response:
    told = {
        "endpoint": request.endpoint or "none",
        "method": request.method if request.method in ("GET", "HEAD", "POST") else "other",
        "status": response.status_code,
        "ms": round((perf_counter() - g.began) * 1000, 1),
    }
    requests.info("answered", extra=told)
    return response


def _failure(record: LogRecord) -> dict[str, str]:
    """The kind of an error and where it came through: its message may quote what must not be kept."""
    kind, _error, trace = record.exc_info or (None, None, None)
    if kind is None:
        return {}
    frames = reversed(traceback.extract_tb(trace)[-FRAMES:])
    return {"error": kind.__name__, "trace": " < ".join(f"{f.name}:{f.lineno}" for f in frames)}
