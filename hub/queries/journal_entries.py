"""Questions about the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from hub.models import JournalAnchor, JournalEntry

THE_JOURNAL = 1_213_547_591
"""Of PostgreSQL's advisory locks, the one that whoever writes in the journal holds until the commit."""
AT_ONCE = 1_000


def hold_journal(session: Session) -> None:
    """Nobody else writes in it until this work is committed, so that rows follow each other without a gap.

    On SQLite whoever writes is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(THE_JOURNAL)))


def last_of_journal(session: Session) -> tuple[int, bytes] | None:
    """Number and seal of the last row."""
    last = select(JournalEntry.number, JournalEntry.seal).order_by(JournalEntry.number.desc()).limit(1)
    row = session.execute(last).one_or_none()
    return row and (row.number, row.seal)


def last_anchor(session: Session) -> JournalAnchor | None:
    return session.scalars(select(JournalAnchor).order_by(JournalAnchor.number.desc()).limit(1)).one_or_none()


def journal_in_order(session: Session) -> Iterator[Row[Any]]:
    """The columns of every row, the first first, fetched a thousand at a time."""
    after = -1
    while rows := _journal_after(session, after):
        yield from rows
        after = rows[-1].number


def _journal_after(session: Session, number: int) -> list[Row[Any]]:
    following = select(*JournalEntry.__table__.columns).where(JournalEntry.number > number)
    return list(session.execute(following.order_by(JournalEntry.number).limit(AT_ONCE)))
