"""Backups: everything that the tables hold, as they stood at one instant, sealed as it is written.

A row is a line of JSON, so that a backup of SQLite goes back into PostgreSQL too.  Tables are looked up in the database
itself: a backup says which migration they are of, and is restored on those before they are brought up to date.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    func,
    null,
    select,
    text,
)

from hub import disk
from hub.vault import backups as sealing
from hub.work import WRITES

VERSIONS = "alembic_version"
SUFFIX = ".backup"
PIECE = 1024 * 1024
BATCH = 1000
KEPT = timedelta(days=30)
"""What was forgotten is not kept longer in backups (docs/personal-data.md)."""
PROLOGUE, EPILOGUE = "tables", "rows"

Say = Callable[[int], None]
"""Told how many rows were done since it was last told."""


class Incomplete(Exception):
    """The backup opens, and does not hold what it says that it holds."""


class NotEmpty(Exception):
    """A backup goes into an empty database, and over nobody's rows."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself: of when, of which migration, which tables with which columns, how many rows."""

    made_at: datetime
    migration: str
    tables: dict[str, list[str]]
    rows: int


def write(engine: Engine, path: Path, public_key: bytes, *, now: datetime, say: Say) -> Contents:
    """Write a backup and read it back from the disk; there is a file under this name only once that is done.

    Raises OSError when the disk is full or refuses: nothing is left then.
    """
    draft = path.with_suffix(".part")
    try:
        with _snapshot(engine) as connection:
            key, pieces = sealing.sealed(_compressed(_lines(connection, now, say)), public_key)
            disk.keep(draft, pieces)
        with draft.open("rb") as file:
            sealing.skip_lid(file)
            contents = check(file, key)
        draft.rename(path)
        disk.keep_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    return contents


def check(file: BinaryIO, key: bytes) -> Contents:
    """Read all of it.  Raises :class:`Incomplete`, or what :func:`hub.vault.backups.opened` does."""
    reading = _Reading(file, key)
    for _table, _rows in reading.batches():
        pass
    return reading.contents


def contents_of(file: BinaryIO, key: bytes) -> Contents:
    """What it says of itself, without reading the rest; ``rows`` is what it promises."""
    return _Reading(file, key).contents


def go_on_counting(connection: Connection, tables: Iterable[Table]) -> None:
    """PostgreSQL gives new rows the numbers that follow those that were written by hand."""
    for table in tables:
        for column in table.primary_key:
            counter = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": table.name, "column": column.name},
            )
            if counter:
                last = connection.scalar(select(func.max(column)))
                connection.execute(select(func.setval(counter, last or 1, last is not None)))


def rows_in(engine: Engine) -> int:
    """How many rows a backup of this database would have."""
    with engine.connect() as connection:
        return sum(_count(connection, table) for table in _tables(connection))


def load(engine: Engine, file: BinaryIO, key: bytes, *, say: Say) -> Contents:
    """Put all of it into tables of the same migration, or nothing.  Raises :class:`NotEmpty` or :class:`Incomplete`."""
    reading = _Reading(file, key)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        tables = {table.name: table for table in _tables(connection)}
        if any(_count(connection, table) for table in tables.values()):
            raise NotEmpty("there are rows in this database")
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for name, rows in reading.batches():
            connection.execute(
                tables[name].insert(), _values(tables[name], reading.contents.tables[name], rows)
            )
            say(len(rows))
        if connection.dialect.name == "postgresql":
            go_on_counting(connection, tables.values())
    return reading.contents


def too_old(folder: Path, now: datetime, kept: timedelta) -> list[Path]:
    """Backups whose term has come: they hold what the hub has forgotten since."""
    since = (now - kept).timestamp()
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if path.stat().st_mtime < since)


def newest(folder: Path) -> datetime | None:
    """When the last backup of this folder was finished."""
    written = [path.stat().st_mtime for path in folder.glob(f"*{SUFFIX}")]
    return datetime.fromtimestamp(max(written), UTC) if written else None


class _Reading:
    """One pass over a backup.  Its first line is read at once."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._lines = _uncompressed(sealing.opened(file, key))
        told = self._next()
        self.contents = Contents(
            datetime.fromisoformat(told["made_at"]), told["migration"], told[PROLOGUE], told[EPILOGUE]
        )

    def batches(self) -> Iterator[tuple[str, list[list[Any]]]]:
        """Rows by table, in the order in which they may be written."""
        read = 0
        for name in self.contents.tables:
            rows: list[list[Any]] = []
            while isinstance(line := self._next(), list):
                rows.append(line)
                if len(rows) == BATCH:
                    yield name, rows
                    read, rows = read + len(rows), []
            if rows:
                yield name, rows
            read += len(rows)
            if line != {name: "end"}:
                raise Incomplete(f"the rows of {name} do not end where they should")
        if read != self.contents.rows or next(self._lines, None) is not None:
            raise Incomplete("there are not as many rows as it says")

    def _next(self) -> Any:
        line = next(self._lines, None)
        if line is None:
            raise Incomplete("it ends before it says so")
        return json.loads(line)


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """One instant, whoever writes meanwhile; nothing that a policy of rows would hide stays out unnoticed."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            connection.exec_driver_sql("SET LOCAL row_security TO off")
        yield connection


def _lines(connection: Connection, now: datetime, say: Say) -> Iterator[str]:
    tables = _tables(connection)
    yield _said(
        {
            "made_at": now.isoformat(),
            "migration": connection.scalar(text(f"SELECT max(version_num) FROM {VERSIONS}")),  # noqa: S608 (our own word)
            PROLOGUE: {table.name: [column.name for column in table.columns] for table in tables},
            EPILOGUE: sum(_count(connection, table) for table in tables),
        }
    )
    for table in tables:
        rows = (
            select(table).order_by(*table.primary_key).execution_options(stream_results=True, yield_per=BATCH)
        )
        for part in connection.execute(rows).partitions(BATCH):
            yield from (_said(list(row)) for row in part)
            say(len(part))
        yield _said({table.name: "end"})


def _tables(connection: Connection) -> list[Table]:
    """Those that others refer to first; the journal's anchors before its rows, which follow them."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSIONS]


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _said(line: object) -> str:
    return json.dumps(line, default=_spelt, separators=(",", ":"), ensure_ascii=False) + "\n"


def _spelt(value: object) -> str:
    if isinstance(value, date):  # or a moment
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"no way to write a {type(value).__name__}")


def _values(table: Table, columns: list[str], rows: Iterable[list[Any]]) -> list[dict[str, Any]]:
    turns = [(name, _turn(table.columns[name].type)) for name in columns]
    return [{name: turn(value) for (name, turn), value in zip(turns, row, strict=True)} for row in rows]


def _turn(kind: object) -> Callable[[Any], Any]:
    """From what JSON says to what this column takes."""
    turns: tuple[tuple[type, Callable[[Any], Any]], ...] = (
        (LargeBinary, base64.b64decode),
        (DateTime, datetime.fromisoformat),
        (Date, date.fromisoformat),
    )
    if isinstance(kind, JSON):
        return lambda value: null() if value is None else value
    turn = next((turn for of, turn in turns if isinstance(kind, of)), None)
    return (lambda value: None if value is None else turn(value)) if turn else (lambda value: value)


def _compressed(lines: Iterable[str]) -> Iterator[bytes]:
    """In pieces of about a megabyte before they are made small."""
    press, waiting = zlib.compressobj(), 0
    for line in lines:
        content = line.encode()
        yield press.compress(content)
        waiting += len(content)
        if waiting >= PIECE:
            yield press.flush(zlib.Z_SYNC_FLUSH)
            waiting = 0
    yield press.flush()


def _uncompressed(pieces: Iterable[bytes]) -> Iterator[str]:
    unpress, rest = zlib.decompressobj(), b""
    for piece in pieces:
        *lines, rest = (rest + unpress.decompress(piece)).split(b"\n")
        yield from (line.decode() for line in lines)
    if rest or not unpress.eof:
        raise Incomplete("it ends in the middle of a line")
