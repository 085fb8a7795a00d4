"""A fresh database for each test, with its tables, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL

from bench.mutants import TABLES
from tests.parts.absence import Absent, go_without
from tests.parts.postgres import new_database, running_postgres, tell

ROOT = Path(__file__).parents[2]
EMPTIED = """
DO $$
DECLARE it record;
BEGIN
    PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR it IN SELECT oid::regclass AS name FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('DELETE FROM %%s', it.name);
    END LOOP;
    FOR it IN SELECT DISTINCT tgrelid::regclass AS name FROM pg_trigger WHERE tgenabled = 'D'
    LOOP
        EXECUTE format('ALTER TABLE %%s ENABLE TRIGGER USER', it.name);
    END LOOP;
    PERFORM setval(format('%%I.%%I', schemaname, sequencename), start_value, false) FROM pg_sequences
        WHERE last_value IS NOT NULL;
    INSERT INTO alembic_version VALUES ('%s');
END $$
"""
"""No row is left, no number is taken, and nobody is at work: the foreign keys need not be looked at."""


def migrate(database_url: str) -> None:
    """Bring a database to today's tables, the way ``hub init`` does."""
    command.upgrade(_config(database_url), "head")


def bring_back(database_url: str, revision: str) -> None:
    """To the tables of an earlier day."""
    command.downgrade(_config(database_url), revision)


def _config(database_url: str) -> Config:
    config = Config(ROOT / "setup.cfg")
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return config


@cache
def head() -> str:
    """The newest migration."""
    found = ScriptDirectory.from_config(Config(ROOT / "setup.cfg")).get_current_head()
    assert found
    return found


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """The address of a PostgreSQL server."""
    try:
        with running_postgres() as server:
            yield server
    except Absent as reason:
        go_without("PostgreSQL", reason)


@pytest.fixture(scope="session")
def postgresql_with_tables(postgresql: URL) -> Iterator[URL]:
    with new_database(postgresql) as template:
        migrate(_text(template))
        yield template


@pytest.fixture(scope="session")
def kept_postgresql(postgresql: URL, postgresql_with_tables: URL) -> Iterator[URL]:
    """One database for all, emptied after each test: to make and drop one costs twenty times as much."""
    with new_database(postgresql, like=postgresql_with_tables) as database:
        yield database


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if made := os.environ.get(TABLES):
        return Path(made)
    template = tmp_path_factory.mktemp("template") / "hub.db"
    migrate(f"sqlite:///{template}")
    return template


@pytest.fixture
def sqlite_url(sqlite_with_tables: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_with_tables, tmp_path / "hub.db")
    return f"sqlite:///{tmp_path / 'hub.db'}"


@pytest.fixture
def postgresql_url(kept_postgresql: URL) -> Iterator[str]:
    yield _text(kept_postgresql)
    tell(kept_postgresql, EMPTIED % head())


@pytest.fixture
def own_postgresql_url(postgresql: URL, postgresql_with_tables: URL) -> Iterator[str]:
    """A database of its own, for whoever changes its tables or who may do what: that outlives being emptied."""
    with new_database(postgresql, like=postgresql_with_tables) as database:
        yield _text(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty hub, with its tables: the same test runs on both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "own_postgresql"])
def own_database_url(request: pytest.FixtureRequest) -> str:
    """The same, where the test changes its tables."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, for the tests of the migrations themselves."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with new_database(request.getfixturevalue("postgresql")) as database:
        yield _text(database)
