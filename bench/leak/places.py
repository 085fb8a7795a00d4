"""Every place where a word of somebody's could be read, cut into pieces of which each is read once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import cast

from redis import Redis
from sqlalchemy import select, text

from bench.leak.cast import SOUGHT
from bench.leak.house import House
from hub import backups, queries
from hub.models import Offer, Referral
from hub.vault import Process, keys
from tests.parts.leaks import Leak, find_leaks
from tests.parts.stage import NO_CARD, NO_TOKEN, OWN, SERVER
from tests.parts.town import DESK
from tests.parts.wire import Wire
from tests.parts.witness import in_redis, letters_to_others, on_disk, pages, tables

PIECE, OVERLAP = 1 << 16, 1 << 10
"""A name that stands on the edge of a piece is whole in the next one."""
NOTHING = bytes(PIECE)
FOREIGN_CARDS = 3
"""Of another association's cards, how many each member tries to open."""
SEEN_BY_THE_DESK = 150


class Search:
    """What was read and found, place by place."""

    def __init__(self) -> None:
        self.read: dict[str, int] = {}
        self.leaks: list[Leak] = []

    def through(self, kind: str, found: Mapping[str, bytes]) -> None:
        for where, content in found.items():
            self.read[kind] = self.read.get(kind, 0) + len(content)
            for piece in pieces(content):
                self.leaks += find_leaks(piece, SOUGHT, where=where)

    def count(self, kind: str) -> str:
        return f"{self.read.get(kind, 0) / 1e6:.1f} Mo"


def pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE - OVERLAP):
        piece = content[start : start + PIECE]
        if piece != NOTHING[: len(piece)]:
            yield piece


def kept(house: House) -> Iterator[tuple[str, dict[str, bytes]]]:
    """What is written down: in the database, its log of changes, Redis, logs, temporary files, a backup."""
    stage = house.stage
    yield "tables", tables(stage.town.hub)
    yield "database and its log", _files(house)
    with Redis.from_url(stage.redis.url) as redis:
        yield "Redis", in_redis(redis) | on_disk(stage.redis.folder)
    yield "logs", {where: said for where, said in stage.ear.news().items() if not where.startswith(SERVER)}
    yield "temporary files", on_disk(house.temporary)
    yield "wires", {where: told.encode() for where, told in stage.passed().items()}


def _files(house: House) -> dict[str, bytes]:
    if house.cluster is None:
        return {name: content for name, content in on_disk(house.folder).items() if "hub.db" in name}
    with house.stage.town.hub.sessions() as session:
        session.execute(text("CHECKPOINT"))
    here = (house.cluster / "cluster" / part for part in ("base", "pg_wal"))
    return on_disk(*here) | {"file log": (house.cluster / "log").read_bytes()}


def letters(house: House, owners: set[str]) -> dict[str, bytes]:
    return letters_to_others(house.stage.town.letterbox, owners)


def seen_by(house: House, email: str) -> dict[str, bytes]:
    """Every page and file that this member can ask for, their own cards and a few of everybody's."""
    stage = house.stage
    own, foreign = _cards(house, email)
    references = _references(house) if email == DESK else _references(house)[:FOREIGN_CARDS]
    known = {"card_number": own + foreign[:FOREIGN_CARDS] or [NO_CARD], "reference": references}
    known |= {"session_id": ["1"], "member_id": ["1"]}
    return pages(email, stage.town.partners, cast(Wire, stage.partners[email].client), known)


def seen_by_a_stranger(house: House) -> dict[str, bytes]:
    """The partners' door, by somebody who never signed in."""
    stage = house.stage
    known = {"card_number": _cards(house, "")[1][:FOREIGN_CARDS] or [NO_CARD], "session_id": ["1"]}
    known |= {"reference": _references(house)[:FOREIGN_CARDS], "member_id": ["1"]}
    return pages("a stranger", stage.town.partners, stage.browser(stage.partners_port), known)


def seen_by_a_passer_by(house: House) -> dict[str, bytes]:
    """The public door, by somebody who never came before."""
    stage = house.stage
    known = {"reference": _references(house)[:FOREIGN_CARDS], "token": [NO_TOKEN]}
    return pages("a passer-by", stage.town.public, stage.browser(stage.public_port), known)


def seen_with_a_link(house: House, token: str, shared: set[str]) -> dict[str, bytes]:
    """The public door, by whoever found somebody's link: where it stands, never who it is."""
    stage = house.stage
    wire = stage.browser(stage.public_port)
    return pages(f"{OWN} link", stage.town.public, wire, {"token": [token]}, shared=shared)


def _cards(house: House, email: str) -> tuple[list[str], list[str]]:
    """The cards of this member's association, and the others."""
    with house.stage.town.hub.read() as work:
        member = queries.anybody_at(work.session, email)
        mine = member.association_id if member else None
        rows = work.session.execute(select(Offer.card_number, Offer.association_id)).all()
    own = [card for card, owner in rows if owner == mine]
    return own, [card for card, owner in rows if owner != mine]


def _references(house: House) -> list[str]:
    with house.stage.town.hub.read() as work:
        found: Iterable[str] = work.session.scalars(select(Referral.reference).limit(SEEN_BY_THE_DESK))
        return list(found) or [NO_CARD]


def backup_of(house: House, folder: Path) -> dict[str, bytes]:
    """What ``hub backup`` writes; and, of SQLite, a copy as a plain tool makes it."""
    hub = house.stage.town.hub
    public = keys.read(house.folder / "keys", Process.WORKER).backup_public
    if public:
        path = folder / "hub.backup"
        path.unlink(missing_ok=True)
        backups.write(hub.sessions.kw["bind"], path, public, now=hub.clock(), say=lambda rows: None)
    if house.cluster is None:
        with closing(sqlite3.connect(house.folder / "hub.db")) as lived_in:
            with closing(sqlite3.connect(folder / "copy.db")) as copy:
                lived_in.backup(copy)
            return {"a backup, as text": "\n".join(lived_in.iterdump()).encode()} | on_disk(folder)
    return on_disk(folder)
