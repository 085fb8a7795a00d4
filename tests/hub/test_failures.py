"""Whoever installs the hub reads why its database is out of reach; nobody reads what was in its hands."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hub.failures import kind_of
from hub.supervisor import LOOPBACK, free_port
from hub.work import engine_for

NAME = "Canari-Dupré"
ADDED = "INSERT INTO people VALUES ('Canari-Dupré')"


def failing(database_url: str, *orders: str) -> str:
    """What is said of the failure of these statements, or of their commit."""
    engine = engine_for(database_url)
    with pytest.raises(DBAPIError) as failed, engine.begin() as connection:
        for order in orders:
            connection.execute(text(order))
    engine.dispose()
    return kind_of(failed.value)


def test_a_server_that_is_not_there_is_said_to_be_so() -> None:
    port = free_port()
    said = failing(f"postgresql+psycopg://hub:secret@{LOOPBACK}:{port}/hub")
    assert said.startswith("OperationalError (") and str(port) in said and "refused" in said
    assert "secret" not in said and "\n" not in said


def test_a_file_that_may_not_be_opened_is_said_to_be_so(tmp_path: Path) -> None:
    assert (
        failing(f"sqlite:///{tmp_path}/nowhere/hub.db") == "OperationalError (unable to open database file)"
    )


def test_a_row_that_is_refused_is_never_quoted(empty_database_url: str) -> None:
    table = "CREATE TABLE people (name VARCHAR(40) PRIMARY KEY)"
    assert failing(empty_database_url, table, ADDED, ADDED) == "IntegrityError"


def test_a_commit_that_is_refused_is_never_quoted(postgresql_url: str) -> None:
    """The server answers then, and quotes the row that it refuses."""
    table = "CREATE TEMPORARY TABLE people (name TEXT UNIQUE DEFERRABLE INITIALLY DEFERRED)"
    assert failing(postgresql_url, table, ADDED, ADDED) == "IntegrityError"


def test_any_other_failure_is_its_kind_alone() -> None:
    assert kind_of(ValueError(NAME)) == "ValueError"
