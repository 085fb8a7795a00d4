"""One piece of work is one transaction, one reading of the clock, and the tools to do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Protocol, cast

from sqlalchemy import Connection, Engine, Executable, Table, create_engine, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached, sessionmaker

from hub.routing import RuleBook
from hub.vault import Vault

WRITES = "writes"
LOCK_PATIENCE_SECONDS = 15
"""How long to wait for what somebody else is writing, before saying that nothing was saved."""
CONNECT_PATIENCE_SECONDS = 5
INSERTS: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""An INSERT that knows what to do where the row is there already."""


class Errand(StrEnum):
    """What a worker may be asked to do at once.  The database remembers it anyway; the bell only hurries."""

    ROUTE = "route"
    RELEASE = "release"
    CARRY = "carry"
    COMPARE = "compare"


class Numbered(Protocol):
    """A row: what an errand is about."""

    id: Any


Ring = Callable[[Sequence[tuple[Errand, int]]], None]


@dataclass(slots=True)
class Work:
    session: Session
    vault: Vault
    rule_book: RuleBook
    now: datetime
    errands: list[tuple[Errand, Numbered]] = field(default_factory=list)

    def ring(self, errand: Errand, row: Numbered) -> None:
        """Ask for this errand as soon as the transaction is committed, and not at all if it is undone."""
        self.errands.append((errand, row))

    def write(self, row: DeclarativeBase, *, once: bool = False) -> bool:
        """Insert a new row by one statement, at a fifth of what the session's own search for changes costs.

        Related rows are told by their ids; afterwards the row has its own, and the session does not watch it.
        With ``once``, the answer is False and nothing is written where a value that must be unique is there already.
        """
        mapper = inspect(type(row))
        told = {
            name: value for name, value in vars(row).items() if name in mapper.columns and value is not None
        }
        connection = self.session.connection()
        done = connection.execute(_insert(mapper.local_table, connection.dialect.name, once), told)
        key = done.first() if once else done.inserted_primary_key
        if key is None:
            return False
        for column, value in zip(mapper.primary_key, key, strict=True):
            setattr(row, column.name, value)
        make_transient_to_detached(row)
        return True


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
    def begin(self) -> Iterator[Work]:
        """Write.  Leaving the block commits, then rings; an exception undoes all of it."""
        rule_book = self.rule_book  # may be looked up, which this transaction must not hold up
        with self.sessions.begin() as session:
            session.connection(execution_options={WRITES: True})
            work = Work(session, self.vault, rule_book, self.clock())
            yield work
        if work.errands:
            self.ring([(errand, row.id) for errand, row in work.errands])

    @contextmanager
    def read(self) -> Iterator[Work]:
        rule_book = self.rule_book
        with self.sessions() as session:
            yield Work(session, self.vault, rule_book, self.clock())


@cache
def _insert(table: Table, dialect: str, once: bool) -> Executable:
    if not once:
        return table.insert()
    first = INSERTS[dialect](table).on_conflict_do_nothing()
    return cast(Executable, first.returning(*table.primary_key))


def sessions_of(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


def engine_for(database_url: str) -> Engine:
    """An engine that loses nothing, and makes nobody wait for ever."""
    engine = create_engine(database_url, **engine_options(database_url))
    prepare(engine)
    return engine


def engine_options(database_url: str) -> dict[str, Any]:
    """Parameters are hidden, since an exception's text may reach a log; a connection over a network may be dead."""
    return {"hide_parameters": True, "pool_pre_ping": not database_url.startswith("sqlite")}


def prepare(engine: Engine) -> None:
    """To be called before the first connection."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        _prepare_postgresql(engine)


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "do_connect")
    def be_impatient(dialect: object, record: object, args: object, settings: dict[str, Any]) -> None:
        settings.setdefault("connect_timeout", CONNECT_PATIENCE_SECONDS)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: object) -> None:
        connection.execute(f"SET lock_timeout = '{LOCK_PATIENCE_SECONDS}s'")
        connection.commit()


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
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
