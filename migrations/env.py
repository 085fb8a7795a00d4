"""Alembic's way into the tables, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import os
from sqlite3 import Connection
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Engine, event

from hub.models import Base
from hub.models.base import UtcDateTime
from hub.work import WRITES, engine_for


def engine_to_migrate() -> Engine:
    """The database of the configuration, or else of DATABASE_URL."""
    engine = engine_for(context.config.get_main_option("sqlalchemy.url") or os.environ["DATABASE_URL"])
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", let_tables_be_rebuilt)
    return engine


def let_tables_be_rebuilt(connection: Connection, record: object) -> None:
    """SQLite alters a table by dropping it, which would take with it the rows that refer to it."""
    connection.execute("PRAGMA foreign_keys=OFF")


def spell(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write our types as plain ones, so that an old migration never depends on today's code."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def migrate(engine: Engine) -> None:
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
            render_item=spell,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


migrate(engine_to_migrate())
