"""A hub whose database is filled by bulk inserts: associations, members, a desk, years of rows, a journal, figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import Engine, func, insert, select

import worker
import wsgi
from bench.portal.copies import copy
from bench.portal.years import YEARS, Row, Years
from hub import backups, directory, membership, queries, rule_books, signin
from hub.figures import nightly
from hub.geography import DEPARTMENTS
from hub.journal import Act
from hub.models import Base, JournalEntry, Member, Proof, Role, Tally
from hub.vault import Process, Vault, keys
from hub.vocabulary import Kind, Public, Theme
from hub.work import Hub
from tests.parts.databases import migrate

AT_ONCE = 20_000
RECENT, COPIES = 60_000, 47
"""Registrations of the last months, each made here; how many times the oldest ones are there."""
NOTED = 2
"""Lines of the journal for each referral, in the year it is kept."""


@dataclass(frozen=True, slots=True)
class Filled:
    """``filling`` and ``counting``: seconds; ``members``: somebody of each role."""

    environ: Mapping[str, str]
    door: Flask
    engine: Engine
    members: dict[Role, int]
    filling: float
    counting: float

    def token(self, role: Role) -> str:
        """Of a session that nothing more is asked of."""
        hub: Hub = self.door.extensions["hub"]
        with hub.begin() as work:
            member = work.session.get_one(Member, self.members[role])
            return signin.open_session(work, member, proof=Proof.PASSKEY)


def filled(database_url: str, folder: Path, *, many: int) -> Filled:
    keys.make(folder / "keys")
    migrate(database_url)
    environ = {
        "DATABASE_URL": database_url,
        "HUB_KEYS_DIR": str(folder / "keys"),
        "HUB_PUBLIC_URL": "http://localhost:8000",
        "HUB_PARTNERS_URL": "http://localhost:8001",
        "MAIL_SERVER": "localhost",
        "MAIL_SENDER": "hub@reseau.example",
    }
    at = worker.office(environ, ring=lambda errands: None)
    rule_books.keep_up(at.hub, at.rules)
    members = _network(at.hub, folder)
    began = perf_counter()
    engine: Engine = at.hub.sessions.kw["bind"]
    _fill(at.hub, engine, many, members)
    told = perf_counter()
    nightly.count(at.hub)
    counted = perf_counter()
    door = wsgi.partners(environ)
    with door.app_context():
        served: Engine = door.extensions["hub"].sessions.kw["bind"]
    return Filled(environ, door, served, _roles(at.hub), told - began, counted - told)


def _network(hub: Hub, folder: Path) -> dict[int, int]:
    """The directory's associations, each with somebody to answer, and a desk; answers a member for each."""
    administration = replace(hub, vault=Vault(keys.read(folder / "keys", Process.PARTNERS)))
    with administration.begin() as work:
        membership.load_directory(work, directory.read())
        work.session.flush()
        membership.invite_one_each(
            work, desk="coordination@reseau.example", address_of=lambda slug: f"mentorat@{slug}.example"
        )
        work.session.flush()
        rows = work.session.execute(select(Member.association_id, Member.id).where(Member.association_id > 0))
        return {house: member for house, member in rows if house}


def _roles(hub: Hub) -> dict[Role, int]:
    with hub.read() as work:
        rows = work.session.execute(select(Member.role, func.min(Member.id)).group_by(Member.role))
        return {role: member for role, member in rows}


def _fill(hub: Hub, engine: Engine, many: int, members: dict[int, int]) -> None:
    with hub.read() as work:
        desk = queries.desk_members(work.session)[0].id
    now = datetime.now(UTC)
    years = Years(now, many=many, members=members)
    copied = _copied(many)
    insert_all(engine, years.rows(1, copied))
    offers, block = years.offers, YEARS * copied / many
    for turn in range(1, (many - RECENT) // copied if copied else 0):
        moved = {
            "first referrals": copied,
            "first offers": offers,
            "referrals": copied * turn,
            "offers": offers * turn,
        }
        with engine.begin() as connection:
            copy(connection, moved, block * turn)
        years.offers = offers * (turn + 1)
    insert_all(engine, years.rows(many - RECENT + 1 if copied else 1, many))
    _insert(engine, list(_tallies(now, many)))
    _note(engine, now, many, desk)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            backups.go_on_counting(connection, Base.metadata.sorted_tables)
    _tidy(engine)


def _tidy(engine: Engine) -> None:
    """As the database leaves rows that it has had for years: counted, tidied and on the disk."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM ANALYZE")
            connection.exec_driver_sql("CHECKPOINT")
        else:
            connection.exec_driver_sql("ANALYZE")


def _copied(many: int) -> int:
    """How many of the oldest are made here and copied from then on: what is over looks the same year after year."""
    return (many - RECENT) // COPIES if many > 2 * RECENT else 0


def insert_all(engine: Engine, rows: Iterator[Row]) -> None:
    while batch := list(islice(rows, AT_ONCE)):
        _insert(engine, batch)


def _insert(engine: Engine, rows: list[Row]) -> None:
    """Each table after those it refers to."""
    told: dict[str, list[dict[str, Any]]] = {}
    for kind, row in rows:
        told.setdefault(kind.__tablename__, []).append(row)
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in told:
                connection.execute(insert(table), told[table.name])


def _tallies(now: datetime, many: int) -> Iterator[Row]:
    month = now.date().replace(day=1)
    words = [("public", each.value) for each in Public] + [("theme", each.value) for each in Theme]
    for _ in range(60):
        for kind in Kind:
            for code in (each.code for each in DEPARTMENTS.values() if each.population):
                told = {"trait": "department", "word": code, "registrations": 1 + many // 6500}
                yield Tally, {"kind": kind, "month": month, **told}
            for trait, word in words:
                yield Tally, {"kind": kind, "month": month, "trait": trait, "word": word, "registrations": 40}
        month = (month - timedelta(days=1)).replace(day=1)


def _note(engine: Engine, now: datetime, many: int, desk: int) -> None:
    """A year of the journal, as long as it is kept.  Its seals are not genuine: no page looks at them."""
    lines = NOTED * many // 5
    with engine.connect() as connection:
        first = connection.scalar(select(func.coalesce(func.max(JournalEntry.number), 0))) or 0
    for start in range(0, lines, AT_ONCE):
        _insert(
            engine,
            [
                (
                    JournalEntry,
                    {
                        "number": first + 1 + turn,
                        "noted_at": now - timedelta(days=365) * (1 - turn / lines),
                        "act": list(Act)[turn % 3],
                        "about": f"C{turn:07}",
                        "by_id": desk,
                        "codes": {},
                        "seal": b"s" * 32,
                    },
                )
                for turn in range(start, min(start + AT_ONCE, lines))
            ],
        )
