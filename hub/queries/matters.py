"""Everything that waits at the desk in one list: about what, until when, and who looks after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, inspect, or_, select, union_all
from sqlalchemy.orm import Session

from hub.models import Charge, Member, Subject
from hub.queries.matter_kinds import MatterKind, everything

Row = TypeVar("Row")


class Matter(NamedTuple):
    """``due_at`` is the desk's own date if it gave itself one, else the one that the matter has by itself."""

    kind: MatterKind
    subject: Subject
    row_id: int
    since: datetime
    due_at: datetime
    owner_id: int | None
    is_put_off: bool


class Tally(NamedTuple):
    """Of one kind: how many there are, are late, are the asker's, are nobody's."""

    all: int
    late: int
    mine: int
    nobodys: int


@dataclass(frozen=True, slots=True)
class Desk:
    """From where the list is read: at which moment, by which member, and after how many askings the desk looks."""

    now: datetime
    member_id: int
    asked_enough: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them: of this kind; the asker's (True) or nobody's (False); late ones only."""

    kind: MatterKind | None = None
    mine: bool | None = None
    late: bool = False


def listed(session: Session, desk: Desk, wanted: Wanted, *, most: int, after: int = 0) -> list[Matter]:
    """The most urgent first, ``most`` of them after the first ``after``."""
    waiting, when = _waiting(desk)
    rows = session.execute(
        _looked_after(select(*_columns(waiting, when)), waiting)
        .where(*_chosen(wanted, desk, waiting, when))
        .order_by(when, waiting.c.subject, waiting.c.row_id)
        .limit(most)
        .offset(after)
    )
    return [Matter(MatterKind(row[0]), Subject(row[1]), *row[2:]) for row in rows]


def by_kind(session: Session, desk: Desk) -> dict[MatterKind, Tally]:
    """How many of each kind there are."""
    waiting, when = _waiting(desk)
    counted = _looked_after(
        select(
            waiting.c.kind,
            func.count(),
            _how_many(when <= desk.now),
            _how_many(Member.id == desk.member_id),
            _how_many(Member.id.is_(None)),
        ),
        waiting,
    ).group_by(waiting.c.kind)
    return {MatterKind(row[0]): Tally(*row[1:]) for row in session.execute(counted)}


def of(session: Session, desk: Desk, subject: Subject, row_id: int) -> Matter | None:
    """The one about this row, None if nothing about it waits."""
    waiting, when = _waiting(desk)
    about = (waiting.c.subject == subject.value, waiting.c.row_id == row_id)
    row = session.execute(
        _looked_after(select(*_columns(waiting, when)), waiting).where(*about).limit(1)
    ).one_or_none()
    return Matter(MatterKind(row[0]), Subject(row[1]), *row[2:]) if row else None


def rows(session: Session, kind: type[Row], numbers: Iterable[int]) -> list[Row]:
    """The rows of a table that have these numbers, in any order."""
    wanted = list(numbers)
    key = inspect(kind).primary_key[0]
    return list(session.scalars(select(kind).where(key.in_(wanted)))) if wanted else []


def _columns(waiting: FromClause, when: ColumnElement[datetime]) -> tuple[Any, ...]:
    told = (waiting.c.kind, waiting.c.subject, waiting.c.row_id, waiting.c.since, when.label("due_at"))
    return (*told, Member.id, Charge.next_at.is_not(None).label("is_put_off"))


def _looked_after(rows: Select[Any], waiting: FromClause) -> Select[Any]:
    """With whoever looks after each, save what was set aside since it came."""
    same = and_(Charge.subject == waiting.c.subject, Charge.row_id == waiting.c.row_id)
    there = and_(Member.id == Charge.owner_id, Member.removed_at.is_(None))
    unsettled = or_(Charge.set_aside_at.is_(None), Charge.set_aside_at < waiting.c.since)
    return rows.select_from(waiting.outerjoin(Charge, same).outerjoin(Member, there)).where(unsettled)


def _chosen(
    wanted: Wanted, desk: Desk, waiting: FromClause, when: ColumnElement[datetime]
) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if wanted.kind:
        chosen.append(waiting.c.kind == wanted.kind.value)
    if wanted.mine is not None:
        chosen.append(Member.id == desk.member_id if wanted.mine else Member.id.is_(None))
    if wanted.late:
        chosen.append(when <= desk.now)
    return chosen


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _waiting(desk: Desk) -> tuple[FromClause, ColumnElement[datetime]]:
    waiting = union_all(*everything(desk.now, desk.asked_enough)).subquery("waiting")
    return waiting, func.coalesce(Charge.next_at, waiting.c.due_at)
