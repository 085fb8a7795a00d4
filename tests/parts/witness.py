"""All the places where a name could be read: disk, tables, Redis, logs, letters, pages."""

from __future__ import annotations

import logging
import re
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import Select, inspect, literal_column, select, table
from werkzeug.routing import BuildError

import worker
from hub.embedded import EmbeddedRedis, NoRedis, embed_redis
from hub.supervisor import spawn
from hub.work import Hub
from tests.parts.absence import go_without
from tests.parts.bell import wait_for
from tests.parts.patience import PATIENCE
from tests.parts.post import Letterbox
from tests.parts.town import Town
from tests.parts.wire import Wire

NOT_OURS = "mail"
"""The logger of the tests' own SMTP server, which writes down whom it was asked to reach."""
FOR_EVERYBODY = ("Cache-Control", "no-cache")
TOKEN = re.compile(rb'(?<=name="csrf_token")[^>]*')
ALWAYS = {*vars(logging.makeLogRecord({})), "message", "asctime"} - {"args", "exc_info"}


class Listener(worker.Listener):
    """Hears no orders sent to it while it works: to stop hearing them takes a quarter of a second each time."""

    def subscribe(self) -> None:
        """Nobody gives any here."""


class Ear(logging.Handler):
    """Hears every logger at its most talkative; keeps what each record says, and what it carries unsaid."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._lines: dict[tuple[str, str], bool] = {}

    def emit(self, record: logging.LogRecord) -> None:
        room = record.name.split(".")[0]
        unsaid = {name: value for name, value in vars(record).items() if name not in ALWAYS}
        if room != NOT_OURS:
            self._lines.setdefault((room, f"{record.name}: {self.format(record)} {unsaid or ''}"), True)

    def news(self) -> dict[str, bytes]:
        """All that was heard since the last time, each thing once, by the package that said it."""
        found: dict[str, list[str]] = {}
        for (room, line), new in self._lines.items():
            if new:
                found.setdefault(f"log {room}", []).append(line)
        self._lines = dict.fromkeys(self._lines, False)
        return {room: "\n".join(lines).encode() for room, lines in found.items()}


@contextmanager
def listening() -> Iterator[Ear]:
    ear, root = Ear(), logging.getLogger()
    named = [each for each in root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    before = [(each, each.level, each.propagate, each.disabled) for each in (root, *named)]
    for each in named:
        each.propagate, each.disabled = True, False
        each.setLevel(logging.NOTSET)
    root.setLevel(logging.DEBUG)
    handlers, root.handlers = root.handlers, [ear]  # pytest's own would each write every record down again
    try:
        yield ear
    finally:
        root.handlers = handlers
        for each, level, propagate, disabled in before:
            each.propagate, each.disabled = propagate, disabled
            each.setLevel(level)


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Asked for before the town: an engine decides how much it says when it is made."""
    with listening() as opened:
        yield opened


@pytest.fixture
def redis_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis]:
    """A Redis whose files hold nothing but what this test made it write."""
    try:
        redis = embed_redis(tmp_path_factory.mktemp("redis"))
    except NoRedis as reason:
        go_without("Redis", reason)
    child = spawn(redis.command, {})
    try:
        wait_for(redis)
        yield redis
    finally:
        child.terminate()
        child.wait(PATIENCE)


def tables(hub: Hub) -> dict[str, bytes]:
    """Every column of every row of every table, those of no model included, as the database gives it."""
    found: dict[str, bytes] = {}
    with hub.sessions() as session:
        connection = session.connection()
        for name in inspect(connection).get_table_names():
            everything: Select[Any] = select(literal_column("*")).select_from(table(name))
            rows = [_raw(value) for row in connection.execute(everything) for value in row]
            found[f"table {name}"] = b"\n".join(rows)
    return found


def in_redis(redis: Redis) -> dict[str, bytes]:
    """Every key of every kind, with its name; as it would be dumped, where there is no way to read it whole."""
    ways: dict[Any, Callable[[Any], Any]] = {
        b"string": redis.get,
        b"hash": redis.hgetall,
        b"set": redis.smembers,
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"zset": lambda key: redis.zrange(key, 0, -1),
    }
    return {
        f"Redis {key!r}": key + b"\n" + _raw(ways.get(redis.type(key), redis.dump)(key))
        for key in redis.scan_iter()
    }


def letters_to_others(letterbox: Letterbox, owners: set[str]) -> dict[str, bytes]:
    """Every letter but its owners', as it was carried and as it is read."""
    return {
        f"letter {number} to {letter['To']}": letter.as_bytes()
        + b"\n".join(
            part.get_content().encode() for part in letter.walk() if part.get_content_maintype() == "text"
        )
        for number, letter in enumerate(letterbox.letters)
        if letter["To"] not in owners
    }


def pages(
    who: str, app: Flask, wire: Wire, known: Mapping[str, list[str]], *, shared: set[str] | None = None
) -> dict[str, bytes]:
    """Every page of a door that this browser can ask for, with what is known put in the addresses.

    What differs each time, heads and tokens, stands apart: the rest is the same for many, and is read once.
    Pages of ``shared`` are not asked again; those which this door keeps ready for everybody are added to it.
    """
    found, shared = {}, shared if shared is not None else set()
    for path in sorted(addresses(app, known) - shared, key=len, reverse=True):
        answer = wire.get(path)
        if FOR_EVERYBODY in answer.headers:
            shared.add(path)
        where, tokens = f"{who} at {path}: {answer.status_code}", TOKEN.findall(answer.data)
        found[where] = TOKEN.sub(b"", answer.data)
        found[f"{where}, above it"] = b"\n".join([answer.head.encode(), *tokens])
    return found


def answer_the_bell(town: Town, redis_url: str) -> None:
    """A worker of the queue, until nothing is left in it; signals are given back as they were."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    worker._offices.append(town.office)
    try:
        with Redis.from_url(redis_url) as redis:
            Listener(redis, threading.Event()).work(burst=True, logging_level="DEBUG")
    finally:
        worker._offices.remove(town.office)
        for number, way in zip(numbers, before, strict=True):
            signal.signal(number, way)


def addresses(app: Flask, known: Mapping[str, list[str]]) -> set[str]:
    """Of every page of a door; ``known`` says what to put in them, by argument, or by page and argument."""
    paths = app.url_map.bind("localhost")
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "filename" not in rule.arguments:
            names = sorted(rule.arguments - set(rule.defaults or ()))
            for values in product(*(_values(rule.endpoint, name, known) for name in names)):
                with suppress(ValueError, BuildError):  # a page of one form is no page of another
                    found.add(paths.build(rule.endpoint, dict(zip(names, values, strict=True)), method="GET"))
    return found


def _values(endpoint: str, name: str, known: Mapping[str, list[str]]) -> list[str]:
    return known.get(f"{endpoint}.{name}") or known.get(name) or ["1"]


def _raw(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, Mapping):
        return b"\n".join(_raw(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple | set):
        return b"\n".join(map(_raw, value))
    return str(value).encode()


def on_disk(*folders: Path) -> dict[str, bytes]:
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {f"file {path.name}": path.read_bytes() for path in files}
