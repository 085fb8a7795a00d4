"""One piece of work is one transaction, one reading of the clock, and the tools to do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from time import monotonic
from typing import Any, NamedTuple, Protocol, cast

from sqlalchemy import ColumnDefault, Connection, Engine, Table, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from hub import statements
from hub.routing import RuleBook
from hub.vault import Vault

WRITES = "writes"
LIGHTLY = "lightly"
LOCK_PATIENCE_SECONDS = 15
"""How long to wait for what somebody else is writing, before saying that nothing was saved."""
DOOR_PATIENCE_SECONDS = 30
"""How long somebody before a page waits for one statement of a slow server: nginx hangs up after sixty."""
NETWORK_PATIENCE = {
    "connect_timeout": 5,  # seconds
    "tcp_user_timeout": 20_000,  # milliseconds
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}
"""Of libpq.  Without the last four, whoever waits for a server whose wire was cut waits for a quarter of an hour."""
TRUSTED_SECONDS = 1
"""How long a connection that is back in the pool is taken to be alive.  One that died since
loses nothing: the page says that nothing was saved, and still holds the form."""
GIVEN_BACK = "given_back"
ENGINE_OPTIONS: dict[str, Any] = {"hide_parameters": True}
"""Parameters are hidden, since an exception's text may reach a log."""


class Errand(StrEnum):
    """What a worker may be asked to do at once.  The database remembers it anyway; the bell only hurries."""

    ROUTE = "route"
    RELEASE = "release"
    GLASS = "glass"
    CARRY = "carry"
    COMPARE = "compare"
    TIMER = "timer"
    TRY_AGAIN = "try_again"
    OWN_PAGE = "own_page"
    FORGET = "forget"


class Numbered(Protocol):
    """A row: what an errand is about."""

    @property
    def id(self) -> Any: ...


class Number(NamedTuple):
    """A row of which no more is known."""

    id: int


Ring = Callable[[Sequence[tuple[Errand, int]]], None]


class OnlyReading(Exception):
    """Something was to be written in a work that only reads."""


@dataclass(slots=True)
class Work:
    connection: Connection
    vault: Vault
    rule_book: RuleBook
    now: datetime
    _sessions: sessionmaker[Session]
    _session: Session | None = None
    errands: list[tuple[Errand, Numbered]] = field(default_factory=list)
    _endings: list[Callable[[], None]] = field(default_factory=list)

    @property
    def session(self) -> Session:
        """On the connection of this work; made when it is first asked for."""
        if self._session is None:
            self._session = self._sessions(bind=self.connection)
        return self._session

    def flush(self) -> None:
        """Write what the session holds, if there is one, so that rows have their numbers."""
        if self._session is not None:
            self._session.flush()

    def at_the_end(self, write: Callable[[], None]) -> None:
        """Write this last, once everything else is written: what others wait for is then held for a moment only.

        Raises :class:`OnlyReading` in a work that commits nothing.
        """
        if not self.connection.get_execution_options().get(WRITES):
            raise OnlyReading("this work only reads: what it would write is lost")
        self._endings.append(write)

    def finish(self) -> None:
        """What the session still holds is written, then what comes last."""
        self.flush()
        for write in self._endings:
            write()
        if self._session is not None:
            self._session.commit()

    def leave(self) -> None:
        if self._session is not None:
            self._session.close()

    def ring(self, errand: Errand, row: Numbered | int) -> None:
        """Ask for this errand as soon as the transaction is committed, and not at all if it is undone.

        A row may get its number only then.
        """
        self.errands.append((errand, Number(row) if isinstance(row, int) else row))

    def write(self, table: type[DeclarativeBase], /, **values: Any) -> Any:
        """Insert a row by one statement, at a tenth of what the session's own search for changes costs.

        Related rows are told by their ids.  Answers the primary key; the session does not watch the row.
        """
        return self._insert(table, values, once=False)

    def write_once(self, table: type[DeclarativeBase], /, **values: Any) -> Any | None:
        """The same, but None and nothing written where a value that must be unique is there already."""
        return self._insert(table, values, once=True)

    def _insert(self, kind: type[DeclarativeBase], values: dict[str, Any], *, once: bool) -> Any | None:
        table, defaults = _table_of(kind)
        told = {**defaults, **values}
        key = _insert(table, self.connection.dialect, tuple(told), once=once).run(self.connection, told)
        return key and key[0]


@dataclass(frozen=True, slots=True)
class Hub:
    """Everything a process was built with.  The composition roots make the only one."""

    sessions: sessionmaker[Session]
    vault: Vault
    rules: Callable[[datetime], RuleBook]
    clock: Callable[[], datetime]
    ring: Ring

    @property
    def rule_book(self) -> RuleBook:
        """The one in use now."""
        return self.rules(self.clock())

    @contextmanager
    def begin(self, *, lightly: bool = False) -> Iterator[Work]:
        """Write.  Leaving the block commits, then rings; an exception undoes all of it.

        ``lightly``: a killed process loses nothing of it, but a power cut may undo the last moment; ten times as fast.
        """
        rule_book = self.rule_book  # may be looked up, which this transaction must not hold up
        options = {WRITES: True, LIGHTLY: lightly}
        with self._connect() as connection, connection.execution_options(**options).begin():
            work = Work(connection, self.vault, rule_book, self.clock(), self.sessions)
            try:
                yield work
                work.finish()
            finally:
                work.leave()
        if work.errands:
            self.ring([(errand, row.id) for errand, row in work.errands])

    @contextmanager
    def read(self) -> Iterator[Work]:
        rule_book = self.rule_book
        with self._connect() as connection:
            work = Work(connection, self.vault, rule_book, self.clock(), self.sessions)
            try:
                yield work
            finally:
                work.leave()

    def rest(self) -> None:
        """Close the connections that nobody works on; new ones are made when they are needed."""
        engine: Engine = self.sessions.kw["bind"]
        engine.dispose()

    def _connect(self) -> Connection:
        engine: Engine = self.sessions.kw["bind"]
        return engine.connect()


_insert = cache(statements.insert)


@cache
def _table_of(kind: type[DeclarativeBase]) -> tuple[Table, dict[str, Any]]:
    """The table, and what stands in its columns where nothing else is told."""
    table = cast(Table, kind.__table__)
    said = {column.name: column.default for column in table.columns}
    return table, {
        name: default.arg
        for name, default in said.items()
        if isinstance(default, ColumnDefault) and default.is_scalar
    }


def sessions_of(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


def engine_for(database_url: str) -> Engine:
    """An engine that loses nothing, and makes nobody wait for ever."""
    engine = create_engine(database_url, **ENGINE_OPTIONS)
    prepare(engine)
    return engine


def prepare(engine: Engine, *, patience: int = 0) -> None:
    """To be called before the first connection.  ``patience``: seconds for one statement; 0: the server's own."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        _prepare_postgresql(engine, patience)
        event.listen(engine, "begin", _begin_on_postgresql)


def _bounded(patience: int) -> str:
    return f"SET statement_timeout = {patience * 1000 if patience else 'DEFAULT'}"


def _prepare_postgresql(engine: Engine, patience: int) -> None:
    @event.listens_for(engine, "do_connect")
    def be_impatient(dialect: object, record: object, args: object, settings: dict[str, Any]) -> None:
        for name, value in NETWORK_PATIENCE.items():
            settings.setdefault(name, value)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: object) -> None:
        connection.execute(f"SET lock_timeout = '{LOCK_PATIENCE_SECONDS}s'")
        connection.execute(_bounded(patience))
        connection.execute("SET jit = off")  # to compile a question takes longer than to answer it
        connection.commit()

    @event.listens_for(engine, "checkin")
    def note_when(connection: object, record: ConnectionPoolEntry) -> None:
        record.info[GIVEN_BACK] = monotonic()

    @event.listens_for(engine, "checkout")
    def try_after_a_while(connection: Any, record: ConnectionPoolEntry, taken: object) -> None:
        """A connection over a network may be dead: another is then made in its place."""
        if monotonic() - record.info.get(GIVEN_BACK, monotonic()) > TRUSTED_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error:
                raise DisconnectionError from None


def _begin_on_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(LIGHTLY):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")


def _prepare_sqlite(engine: Engine) -> None:
    """Durable, referential, erasing for good; measured settings, see docs/decisions/."""

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"busy_timeout={LOCK_PATIENCE_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        lightly = options.get(LIGHTLY, False)
        if connection.info.get(LIGHTLY, False) != lightly:
            connection.exec_driver_sql(f"PRAGMA synchronous={'NORMAL' if lightly else 'FULL'}")
            connection.info[LIGHTLY] = lightly
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN")
