"""Everything that the hub holds of one person, for them and for another programme to read (GDPR, art. 15 and 20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, select
from sqlalchemy.orm import Session

from hub import identities, needs
from hub.models import Association, Base, JournalEntry, Member, Offer, Referral
from hub.vocabulary import Identity
from hub.work import Work

OTHERS = frozenset({Association.__tablename__, Member.__tablename__})
"""Rows about somebody else, to which theirs refer."""

Rows = dict[str, list[dict[str, Any]]]


def everything(work: Work, referral: Referral) -> Mapping[str, Any]:
    """What they told, and every row that refers to them, table by table.

    Keys and digests are left out, which tell nothing to a reader, and members' numbers, which are about others.  Raises
    what opening a box raises: the worker's keys are wanted.
    """
    return {
        "reference": referral.reference,
        "told": _told(work, referral),
        "rows": rows_of(work.session, referral),
        "journal": _journal(work.session, referral),
    }


def rows_of(session: Session, referral: Referral) -> Rows:
    """Found by following foreign keys: a table that is added later is found too."""
    found: dict[Table, list[Mapping[str, Any]]] = {}
    names = {row.id: row.name for row in session.execute(select(Association.id, Association.name))}
    start = Referral.__table__
    for table in Base.metadata.sorted_tables:
        if table is start:
            theirs = [start.c.id == referral.id]
        else:
            theirs = [key.parent.in_(_keys(found, key)) for key in _to(table, found)]
        rows = {row["__key"]: row for where in theirs for row in _read(session, table, where)}
        if rows:
            found[table] = list(rows.values())
    return {table.name: [_said(table, row, names) for row in rows] for table, rows in found.items()}


def _to(table: Table, found: Mapping[Table, object]) -> Iterator[ForeignKey]:
    if table.name not in OTHERS:
        yield from (key for key in table.foreign_keys if key.column.table in found)


def _keys(found: Mapping[Table, list[Mapping[str, Any]]], key: ForeignKey) -> list[Any]:
    return [row[key.column.name] for row in found[key.column.table]]


def _read(session: Session, table: Table, where: Any) -> Iterator[dict[str, Any]]:
    for row in session.execute(select(table).where(where)).mappings():
        yield {**row, "__key": tuple(row[column.name] for column in table.primary_key)}


def _said(table: Table, row: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    shown = (column for column in table.columns if _is_told(column))
    return {column.name: _plain(column, row[column.name], names) for column in shown}


def _is_told(column: Column[Any]) -> bool:
    is_sealed = isinstance(column.type, LargeBinary)
    return not is_sealed and not any(
        key.column.table.name == Member.__tablename__ for key in column.foreign_keys
    )


def _plain(column: Column[Any], value: Any, names: Mapping[int, str]) -> Any:
    if any(key.column.table.name == Association.__tablename__ for key in column.foreign_keys):
        return names.get(value, value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _told(work: Work, referral: Referral) -> Mapping[str, Any] | None:
    """None once it is erased."""
    if referral.boxes is None:
        return None
    told = identities.open_identity(work, referral).identity
    need = needs.to_json(identities.open_need(work, referral))
    return {"identity": _without_others(told), "need": need}


def _without_others(who: Identity) -> Mapping[str, Any]:
    """Of a professional who registered them, the organisation alone: the rest is about somebody else."""
    by = who.referred_by
    return asdict(who) | {"referred_by": by and {"organisation": by.professional.organisation}}


def _journal(session: Session, referral: Referral) -> list[dict[str, Any]]:
    cards = session.scalars(select(Offer.card_number).where(Offer.referral_id == referral.id))
    about = JournalEntry.about.in_([referral.reference, *cards])
    columns = (JournalEntry.noted_at, JournalEntry.act, JournalEntry.about, JournalEntry.codes)
    rows = session.execute(select(*columns).where(about).order_by(JournalEntry.number)).mappings()
    return [{**row, "noted_at": row["noted_at"].isoformat()} for row in rows]
