"""Questions about the outbox: what is to be carried, by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from hub import calendar
from hub.models import Charge, Fate, JourneyEvent, Offer, OutboxMessage, PostCount, Referral, Subject
from hub.models.base import SEALED
from hub.queries.referrals import Moment
from hub.statements import INSERTS, Prepared

Key = TypeVar("Key")
SOON = timedelta(minutes=15)
"""The longest pause between two tries."""


class Waiting(NamedTuple):
    """How many letters leave soon, how many wait for their day, and since when the first of the former waits."""

    soon: int
    later: int
    since: datetime | None


def to_carry(session: Session, now: datetime) -> list[int]:
    return list(session.scalars(_in_turn(now)))


def claim_messages(
    session: Session, now: datetime, until: datetime, *, most: int, first: int | None = None
) -> list[int]:
    """Messages that are ours to carry ``until`` then, ``first`` among them if it may be: nobody else gets them."""
    free = _in_turn(now, first).limit(most).with_for_update(skip_locked=True)
    claimed = list(session.scalars(free))
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(claimed))
        .values(due_at=until, attempts=OutboxMessage.attempts + 1)
    )
    return claimed


def claim_message(session: Session, message_id: int, now: datetime, until: datetime) -> bool:
    """Whether the message is ours to carry ``until`` then: false if another postman has it, or had."""
    claimed = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, *_to_carry(now))
        .values(due_at=until, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage.id)
    )
    return claimed.one_or_none() is not None


def leave_to_others(session: Session, message_ids: Sequence[int], now: datetime) -> None:
    """Claimed, and not even tried: they are due as before."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(message_ids))
        .values(due_at=now, attempts=OutboxMessage.attempts - 1)
    )


def messages(session: Session, message_ids: Sequence[int]) -> list[OutboxMessage]:
    """With what their letters are about, by as many questions however many they are."""
    about = selectinload(OutboxMessage.event)
    rows = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.id.in_(message_ids))
        .options(
            about.joinedload(JourneyEvent.referral).joinedload(Referral.boxes).undefer_group(SEALED),
            about.joinedload(JourneyEvent.referral).joinedload(Referral.address),
            about.joinedload(JourneyEvent.offer).joinedload(Offer.association),
            joinedload(OutboxMessage.member),
        )
    )
    return list(rows)


def cross_off(connection: Connection, message_id: int, now: datetime) -> None:
    """Prepared: between two letters nothing else is done."""
    _crossed_off(connection.dialect).run(connection, {"number": message_id, "moment": now})


def count_fate(connection: Connection, letter: str, fate: Fate, now: datetime) -> None:
    """One more such letter of today."""
    first = {"day": calendar.civil(now), "letter": letter, "fate": fate, "letters": 1}
    _one_more(connection.dialect).run(connection, first)


def stuck_letters(session: Session, late: datetime, soon: datetime) -> Iterable[str]:
    """Outbox rows given up and not set aside by the desk, or posted before ``late`` and not carried.

    One due after ``soon`` waits its day.
    """
    due = and_(OutboxMessage.posted_at <= late, OutboxMessage.due_at <= soon)
    waiting = and_(OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None), due)
    looked_at = exists().where(
        Charge.subject == Subject.LETTER,
        Charge.row_id == OutboxMessage.id,
        Charge.set_aside_at >= OutboxMessage.given_up_at,
    )
    stuck = or_(and_(OutboxMessage.given_up_at.is_not(None), ~looked_at), waiting)
    return (str(row) for row in session.scalars(select(OutboxMessage.id).where(stuck)))


def waiting_letters(session: Session, now: datetime) -> Waiting:
    """``soon`` are those that leave within :data:`SOON`; the others wait for their day."""
    unsent = (OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None))
    is_soon = OutboxMessage.due_at <= now + SOON
    row = session.execute(
        select(func.count(), func.count().filter(is_soon), func.min(OutboxMessage.posted_at).filter(is_soon))
        .select_from(OutboxMessage)
        .where(*unsent)
    ).one()
    return Waiting(row[1], row[0] - row[1], row[2])


def fates_by_day(session: Session, since: date) -> dict[tuple[date, Fate], int]:
    return _counted(session, PostCount.day, since)


def fates_by_letter(session: Session, since: date) -> dict[tuple[str, Fate], int]:
    return _counted(session, PostCount.letter, since)


def _counted(session: Session, by: InstrumentedAttribute[Key], since: date) -> dict[tuple[Key, Fate], int]:
    rows = session.execute(
        select(by, PostCount.fate, func.sum(PostCount.letters))
        .where(PostCount.day >= since)
        .group_by(by, PostCount.fate)
    )
    return {(key, fate): count for key, fate, count in rows}


def carriable(now: Moment) -> Select[int]:
    return select(OutboxMessage.id).where(*_to_carry(now))


def _in_turn(now: datetime, first: int | None = None) -> Select[int]:
    """What was tried in vain comes after everything else: whoever cannot be reached delays nobody."""
    place = case((OutboxMessage.id == first, -1), (OutboxMessage.attempts == 0, 0), else_=1)
    return carriable(now).order_by(place, OutboxMessage.due_at, OutboxMessage.id)


def _to_carry(now: Moment) -> tuple[ColumnElement[bool], ...]:
    return (OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None), OutboxMessage.due_at <= now)


@cache
def _crossed_off(dialect: Dialect) -> Prepared:
    table = cast(Table, OutboxMessage.__table__)
    row = table.c.id == bindparam("number", type_=table.c.id.type)
    sent = update(table).where(row).values(sent_at=bindparam("moment", type_=table.c.sent_at.type))
    return Prepared(sent.returning(table.c.id), dialect, "number", "moment")


@cache
def _one_more(dialect: Dialect) -> Prepared:
    table = cast(Table, PostCount.__table__)
    one_more = INSERTS[dialect.name](table).on_conflict_do_update(
        index_elements=["day", "letter", "fate"], set_={"letters": table.c.letters + literal_column("1")}
    )
    return Prepared(one_more.returning(table.c.letters), dialect, "day", "letter", "fate", "letters")
