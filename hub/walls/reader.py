"""Telling the database, in each transaction, whose browser asks."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import Connection, Engine, event

from hub.walls.rows import READER

TOKEN = re.compile(r"[\w-]{1,100}", re.ASCII)


def introduce(engine: Engine, token: Callable[[], str]) -> None:
    """Each transaction of this engine begins by saying which token its request carries: the database looks it up."""
    if engine.dialect.name == "postgresql":
        event.listen(engine, "begin", lambda connection: present(connection, token()))


def present(connection: Connection, token: str) -> None:
    """Say it for the rest of this transaction.  Nothing on SQLite, and nobody for what is no token."""
    if connection.dialect.name == "postgresql":
        said = token if TOKEN.fullmatch(token) else ""
        connection.exec_driver_sql(f"SELECT set_config('{READER}', %s, true)", (said,))
