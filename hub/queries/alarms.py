"""Questions about alarms, and the one statement that raises them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Select, Table, delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from hub.models import Alarm, AlarmKind, OutboxMessage
from hub.queries.referrals import Moment
from hub.statements import INSERTS


def happened(connection: Connection, kind: AlarmKind, subject: str, now: datetime, before: datetime) -> None:
    """A first row, or one more time; nothing where it was said since ``before``."""
    row = {"kind": kind, "subject": subject, "first_at": now, "last_at": now, "times": 1}
    connection.execute(
        INSERTS[connection.dialect.name](cast(Table, Alarm.__table__))
        .values(**row)
        .on_conflict_do_update(
            index_elements=["kind", "subject"],
            set_={"times": Alarm.times + 1, "last_at": now},
            where=Alarm.last_at <= before,
        )
    )


def untold(session: Session, before: datetime, *, hold: bool = False) -> list[Alarm]:
    """What happened since it was told, of the kinds of which nothing was told since ``before``; by kind."""
    asked = to_tell(before).order_by(Alarm.kind, Alarm.id)
    return list(session.scalars(asked.with_for_update() if hold else asked))


def to_tell(before: Moment) -> Select[Alarm]:
    told = aliased(Alarm)
    lately = exists().where(told.kind == Alarm.kind, told.told_at > before)
    return select(Alarm).where(or_(Alarm.told_at.is_(None), Alarm.told_at < Alarm.last_at), ~lately)


def since(session: Session, moment: datetime) -> dict[AlarmKind, int]:
    """How many of each kind happened since then."""
    asked = select(Alarm.kind, func.count()).where(Alarm.last_at >= moment).group_by(Alarm.kind)
    return {row[0]: row[1] for row in session.execute(asked)}


def late_to_tell(session: Session, before: datetime) -> Iterable[Alarm]:
    """Those that nobody was told of though they first happened before then."""
    return session.scalars(select(Alarm).where(Alarm.told_at.is_(None), Alarm.first_at < before))


def erase(session: Session, before: datetime) -> None:
    """Those that happened no more since then, and of which no letter is kept."""
    written = exists().where(OutboxMessage.alarm_id == Alarm.id)
    session.execute(delete(Alarm).where(Alarm.last_at < before, ~written))
