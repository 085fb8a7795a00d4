"""Questions about the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, exists, func, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload

from hub.models import Disclosure, JournalAnchor, JournalEntry, Member, Offer

THE_JOURNAL = 1_213_547_591
"""Of PostgreSQL's advisory locks, the one that whoever writes in the journal holds until the commit."""
AT_ONCE = 1_000
A_PAGE = 50
A_FEW = 5


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is looked for; None or empty leaves it open.  ``until`` is the first moment that is too late."""

    act: str = ""
    about: str = ""
    by_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found = []
        if self.act:
            found.append(JournalEntry.act == self.act)
        if self.about:
            found.append(JournalEntry.about == self.about)
        if self.by_id is not None:
            found.append(JournalEntry.by_id == self.by_id)
        if self.since:
            found.append(JournalEntry.noted_at >= self.since)
        if self.until:
            found.append(JournalEntry.noted_at < self.until)
        return found


def hold(session: Session) -> None:
    """Nobody else writes in it until this work is committed, so that rows follow each other without a gap.

    On SQLite whoever writes is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(THE_JOURNAL)))


def last(session: Session) -> tuple[int, bytes] | None:
    """Number and seal of the last row."""
    last = select(JournalEntry.number, JournalEntry.seal).order_by(JournalEntry.number.desc()).limit(1)
    row = session.execute(last).one_or_none()
    return row and (row.number, row.seal)


def last_anchor(session: Session) -> JournalAnchor | None:
    return session.scalars(select(JournalAnchor).order_by(JournalAnchor.number.desc()).limit(1)).one_or_none()


def in_order(session: Session) -> Iterator[Row[Any]]:
    """The columns of every row, the first first, fetched a thousand at a time."""
    after = -1
    while rows := _after(session, after):
        yield from rows
        after = rows[-1].number


def _after(session: Session, number: int) -> list[Row[Any]]:
    following = select(*JournalEntry.__table__.columns).where(JournalEntry.number > number)
    return list(session.execute(following.order_by(JournalEntry.number).limit(AT_ONCE)))


def journal_about(
    session: Session, about: str, acts: Iterable[str], *, before: int | None, limit: int
) -> list[JournalEntry]:
    """What was noted about this public number, the latest first, of these acts alone."""
    noted = select(JournalEntry).where(JournalEntry.about == about, JournalEntry.act.in_(list(acts)))
    if before is not None:
        noted = noted.where(JournalEntry.number < before)
    return list(session.scalars(noted.order_by(JournalEntry.number.desc()).limit(limit)))


def latest_about(session: Session, about: str, acts: Iterable[str]) -> list[Row[Any]]:
    """The last rows about this public number, of these acts, the latest first.

    ``before``: the seal of the row before it.
    """
    before = aliased(JournalEntry)
    columns = (*JournalEntry.__table__.columns, before.seal.label("before"))
    found = select(*columns).outerjoin(before, before.number == JournalEntry.number - 1)
    found = found.where(JournalEntry.about == about, JournalEntry.act.in_(list(acts)))
    return list(session.execute(found.order_by(JournalEntry.number.desc()).limit(A_FEW)))


def released_since(session: Session, moment: datetime, slug: str | None = None, *, most: int) -> int:
    """How many names were released since then, to this association or to all; counted up to ``most``."""
    found = select(JournalEntry.number).where(JournalEntry.act == "released", JournalEntry.noted_at > moment)
    if slug:
        found = found.where(JournalEntry.codes["association"].as_string() == slug)
    return session.scalar(select(func.count()).select_from(found.limit(most).subquery())) or 0


def page(
    session: Session, sieve: Sieve, *, before: int | None = None, after: int | None = None
) -> list[JournalEntry]:
    """A page of rows, the latest first: the last ones, or those just before, or after, the row of that number.

    One row more than a page holds, when there are more that way.
    """
    conditions, moment = sieve.conditions(), tuple_(JournalEntry.noted_at, JournalEntry.number)
    found = select(JournalEntry).options(joinedload(JournalEntry.by).joinedload(Member.association))
    if after is not None and (edge := _moment_of(session, after)):
        later = found.where(*conditions, moment > tuple_(*edge))
        rows = session.scalars(later.order_by(JournalEntry.noted_at, JournalEntry.number).limit(A_PAGE + 1))
        return list(rows)[::-1]
    if before is not None and (edge := _moment_of(session, before)):
        conditions.append(moment < tuple_(*edge))
    latest = (JournalEntry.noted_at.desc(), JournalEntry.number.desc())
    return list(session.scalars(found.where(*conditions).order_by(*latest).limit(A_PAGE + 1)))


def last_before(session: Session, moment: datetime) -> JournalEntry | None:
    """The last of the rows that are all older than this moment."""
    first_kept = select(func.min(JournalEntry.number)).where(JournalEntry.noted_at >= moment)
    number = session.scalar(first_kept)
    older = select(JournalEntry).order_by(JournalEntry.number.desc()).limit(1)
    if number is not None:
        older = older.where(JournalEntry.number < number)
    return session.scalars(older).one_or_none()


def erase(session: Session, number: int) -> None:
    """The rows up to this number, which an anchor must name: the database refuses otherwise."""
    session.execute(delete(JournalEntry).where(JournalEntry.number <= number))


def unnoted(session: Session) -> list[str]:
    """Cards that were answered by somebody, or opened, since the journal began and that it does not know of."""
    began = session.scalar(select(func.min(JournalEntry.noted_at)))
    if began is None:
        return []
    answered = select(Offer.card_number).where(
        Offer.answered_at >= began,
        Offer.answered_by_id.is_not(None),
        ~_noted("answered", Offer.answered_at, Offer.answered_by_id),
    )
    opened = (
        select(Offer.card_number)
        .join(Disclosure, Disclosure.offer_id == Offer.id)
        .where(
            Disclosure.disclosed_at >= began,
            ~_noted("revealed", Disclosure.disclosed_at, Disclosure.member_id),
        )
    )
    return list(session.scalars(answered.union(opened)))


def _noted(act: str, at: Any, by_id: Any) -> ColumnElement[bool]:
    return exists().where(
        and_(
            JournalEntry.act == act,
            JournalEntry.noted_at == at,
            JournalEntry.about == Offer.card_number,
            JournalEntry.by_id == by_id,
        )
    )


def _moment_of(session: Session, number: int) -> tuple[datetime, int] | None:
    row = session.get(JournalEntry, number)
    return (row.noted_at, row.number) if row else None
