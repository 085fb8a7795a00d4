"""The wall as SQL: the same orders make it, and mend it after a migration."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import MetaData

from hub.walls.matrix import ACTS, MAY, Login, grant
from hub.walls.rows import DESK, FUNCTIONS, THEIRS

ALEMBIC = "alembic_version"
EVERYBODY = ", ".join(Login)


def orders(tables: MetaData) -> Iterator[str]:
    """To be run by the owner of the tables, in one transaction, in a database where they are."""
    yield from _roles()
    yield from _functions()
    for name in sorted(MAY):
        columns = tuple(tables.tables[name].columns.keys()) if name in tables.tables else ("version_num",)
        for role in Login:
            yield from _grants(role, name, columns)
    for name, theirs in sorted(THEIRS.items()):
        yield from _policies(name, theirs)


def _roles() -> Iterator[str]:
    """They log in, and own nothing; whoever installs the hub made them, each with a password of its own.

    Those that are there are not made: the owner of the tables may make no role.
    """
    for role in Login:
        yield (
            f"DO $$ BEGIN IF to_regrole('{role}') IS NULL THEN CREATE ROLE {role} LOGIN NOINHERIT; END IF;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {EVERYBODY}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {EVERYBODY}"
    yield f"GRANT USAGE ON SCHEMA public TO {EVERYBODY}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {EVERYBODY}"


def _functions() -> Iterator[str]:
    for signature, body in FUNCTIONS.items():
        name = signature.partition(" RETURNS")[0]
        yield (
            f"CREATE OR REPLACE FUNCTION {signature} LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = pg_catalog, public, pg_temp AS $${body}$$"
        )
        yield f"REVOKE ALL ON FUNCTION {_types(name)} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {_types(name)} TO {Login.PARTNERS}"


def _types(call: str) -> str:
    """``f(referral integer)`` as PostgreSQL finds it again: ``f(integer)``."""
    return call.replace("referral ", "")


def _grants(role: Login, table: str, columns: tuple[str, ...]) -> Iterator[str]:
    given = grant(role, table, columns)
    said = []
    for letter in given.acts:
        only = given.only.get(letter)
        said.append(f"{ACTS[letter]} ({', '.join(only)})" if only else ACTS[letter])
    if said:
        yield f"GRANT {', '.join(said)} ON {table} TO {role}"


def _policies(table: str, theirs: str) -> Iterator[str]:
    """The owner sees everything, as do those whom other walls hold back."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for name in ("own_rows", "all_rows"):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
    seen = f"{DESK} OR {theirs}"
    yield f"CREATE POLICY own_rows ON {table} TO {Login.PARTNERS} USING ({seen}) WITH CHECK ({seen})"
    others = f"{Login.PUBLIC}, {Login.WORKER}"
    yield f"CREATE POLICY all_rows ON {table} TO {others} USING (true) WITH CHECK (true)"
