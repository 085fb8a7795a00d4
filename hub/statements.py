"""Statements prepared once: their text for one database, and what turns each value into that database's own.

SQLAlchemy would look for both again each time, which costs more than the database does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

INSERTS: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""An INSERT that knows what to do where the row is there already."""


class Prepared:
    """``names`` are those of the columns, or parameters, that each run must bring a value for."""

    def __init__(self, statement: Executable, dialect: Dialect, *names: str) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=names)  # type: ignore[attr-defined]
        self._text = compiled.string
        self._dialect = dialect
        self._errors: type[Exception] = dialect.loaded_dbapi.Error
        self._names = () if compiled.positional else names
        self._values = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or names
        ]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any] | None:
        """The first row of the answer, if any.  Raises what SQLAlchemy would, without a value in it."""
        told = [turn(values[name]) if turn else values[name] for name, turn in self._values]
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self._text, dict(zip(self._names, told, strict=True)) if self._names else told)
            row: Sequence[Any] | None = cursor.fetchone()
        except self._errors as error:
            raise self._told(error) from error
        finally:
            cursor.close()
        return row

    def _told(self, error: Exception) -> Exception:
        told: Exception = DBAPIError.instance(
            self._text, None, error, self._errors, hide_parameters=True, dialect=self._dialect
        )
        return told


def insert(table: Table, dialect: Dialect, names: tuple[str, ...], *, once: bool) -> Prepared:
    """Answers the new row's primary key; with ``once``, nothing where a value that must be unique is there already."""
    first = INSERTS[dialect.name](table)
    if once:
        first = first.on_conflict_do_nothing()
    return Prepared(first.returning(*table.primary_key), dialect, *names)
