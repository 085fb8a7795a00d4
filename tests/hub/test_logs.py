"""What programs say while they run: JSON lines with known fields, and nothing of anybody."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from hub import logs
from hub.supervisor import answers, free_port
from tests.parts.patience import PATIENCE, until
from tests.parts.people import EMAIL, FIRST_NAME
from tests.parts.town import Town, town_at

TYPED = "Zephyrine"
TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 (of a test)


def said(logger: str, message: str, *arguments: object, **more: Any) -> dict[str, Any]:
    """The line that this becomes."""
    record = logging.getLogger(logger).makeRecord(
        logger, logging.ERROR, __file__, 1, message, arguments, more.get("exc_info"), extra=more.get("extra")
    )
    line: dict[str, Any] = json.loads(logs.Lines("worker").format(record))
    return line


def test_our_own_words_are_kept_with_where_and_when() -> None:
    line = said("hub.worker", "%s %s failed with %s", "route", 7, "ValueError")
    assert line["message"] == "route 7 failed with ValueError"
    assert (line["process"], line["level"], line["logger"]) == ("worker", "error", "hub.worker")
    assert line["time"].endswith("+00:00")


def test_a_library_s_words_are_not_since_they_may_quote_what_was_typed() -> None:
    line = said("sqlalchemy.pool", f"cannot write {EMAIL}")
    assert set(line) == {"time", "level", "process", "logger", "where"}


def test_an_error_is_told_by_its_kind_and_its_way_never_by_its_message() -> None:
    try:
        raise ValueError(f"{FIRST_NAME} is no number")
    except ValueError:
        line = said("hub.web", "it failed", exc_info=sys.exc_info())
    assert line["error"] == "ValueError"
    assert line["trace"].startswith("test_an_error_is_told")
    assert FIRST_NAME not in json.dumps(line, ensure_ascii=False)


def test_a_field_that_nobody_allowed_is_left_out() -> None:
    line = said("hub.requests", "answered", extra={"status": 200, "path": f"/suivi/{TOKEN}", "email": EMAIL})
    assert line["status"] == 200
    assert set(line) <= set(logs.FIELDS)
    assert TOKEN not in str(line)


def test_the_server_of_a_door_says_its_own_lines_in_the_same_way() -> None:
    told = json.loads(logs.GRANIAN.read_text())
    assert told["formatters"]["generic"]["()"] == f"{logs.__name__}.{logs.Lines.__name__}"


@pytest.mark.slow
def test_a_door_at_work_says_json_lines_and_neither_a_token_nor_what_was_typed(sqlite_town: Town) -> None:
    with door(sqlite_town) as (port, lines):
        for page in (f"/suivi/{TOKEN}?nom={TYPED}", f"/{TYPED}", "/trouver-un-mentor"):
            answers(port, page)
    found = [json.loads(line) for line in lines()]
    asked = [line for line in found if line["logger"] == "hub.requests"]
    assert {line["endpoint"] for line in asked} >= {"readyz", "none"}
    assert all(set(line) <= set(logs.FIELDS) for line in found)
    assert {line["process"] for line in asked} == {"public"}
    whole = json.dumps(found, ensure_ascii=False)
    assert TOKEN not in whole
    assert TYPED not in whole
    assert "127.0.0.1:" not in json.dumps(asked)


@pytest.fixture
def sqlite_town(sqlite_url: str, tmp_path: Any, letterbox: Any) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@contextmanager
def door(town: Town) -> Iterator[Any]:
    """A real one, and all that it said once it has ended."""
    port, said = free_port(), list[str]()
    child = subprocess.Popen(
        [sys.executable, "-m", "hub.cli", "serve", "public", "--port", str(port)],
        env=os.environ | town.environ | {"HUB_LOGS": "json"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until(lambda: answers(port, "/readyz"), "the door")
        yield port, lambda: said
    finally:
        child.terminate()
        said += child.communicate(timeout=PATIENCE)[1].splitlines()
