"""Everything that waits at the desk, of every kind, in one list: about what, until when, and who looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from hub.lifecycle import OfferState, ReferralState
from hub.models import (
    Charge,
    JourneyEvent,
    Member,
    Offer,
    Origin,
    OutboxMessage,
    Prescriber,
    Referral,
    RuleBookVersion,
    Subject,
)
from hub.vocabulary import DeclineReason, Step

CONFIRMED_WITHIN = timedelta(days=3)
"""How long somebody may take to confirm before the desk looks: when the first reminder is due."""
SILENT_FOR = timedelta(days=30)
SILENT_CARDS = 3
"""So many cards whose deadline passed in this time, and no answer to any other: the association is silent."""
UNCONFIRMED = (ReferralState.AWAITING_GUARDIAN, ReferralState.AWAITING_CONFIRMATION)
MISSED = (OfferState.OVERDUE, OfferState.EXPIRED)


class MatterKind(StrEnum):
    """Why the desk must look."""

    NOT_CONTACTED = "not_contacted"
    NO_ASSOCIATION = "no_association"
    DECLINED = "declined"
    WAITED = "waited"
    UNCONFIRMED = "unconfirmed"
    PRESCRIBER = "prescriber"
    SILENT = "silent"
    BOUNCED = "bounced"
    LETTER = "letter"
    RULE_BOOK = "rule_book"


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


def matters(session: Session, desk: Desk, wanted: Wanted, *, most: int, after: int = 0) -> list[Matter]:
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


def matters_by_kind(session: Session, desk: Desk) -> dict[MatterKind, Tally]:
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


def matter_of(session: Session, desk: Desk, subject: Subject, row_id: int) -> Matter | None:
    """The one about this row, None if nothing about it waits."""
    waiting, when = _waiting(desk)
    about = (waiting.c.subject == subject.value, waiting.c.row_id == row_id)
    row = session.execute(
        _looked_after(select(*_columns(waiting, when)), waiting).where(*about).limit(1)
    ).one_or_none()
    return row and Matter(MatterKind(row[0]), Subject(row[1]), *row[2:])


def _columns(waiting: FromClause, when: ColumnElement[datetime]) -> tuple[ColumnElement[Any], ...]:
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
    parts = (
        _with_desk(desk.asked_enough),
        _unconfirmed(desk.now),
        _not_contacted(),
        _prescribers(),
        _silent(desk.now),
        _letters(),
        _rule_book(),
    )
    waiting = union_all(*parts).subquery("waiting")
    return waiting, func.coalesce(Charge.next_at, waiting.c.due_at)


def _row(
    kind: MatterKind | ColumnElement[str], subject: Subject, row_id: Any, since: Any, due_at: Any
) -> Select[Any]:
    said = literal(kind.value, String) if isinstance(kind, MatterKind) else kind
    return select(
        said.label("kind"),
        literal(subject.value, String).label("subject"),
        row_id.label("row_id"),
        since.label("since"),
        due_at.label("due_at"),
    )


def _with_desk(asked_enough: int) -> Select[Any]:
    """With the desk: since an answer, or the wait for a place, brought it there."""
    asked = (
        select(func.count())
        .where(
            Offer.referral_id == Referral.id,
            or_(Offer.decline_reason.is_(None), Offer.decline_reason != DeclineReason.PASSED_ON),
        )
        .scalar_subquery()
    )
    waited = exists().where(JourneyEvent.referral_id == Referral.id, JourneyEvent.step == Step.WAITING)
    kind = case(
        (asked >= asked_enough, MatterKind.DECLINED.value),
        (waited, MatterKind.WAITED.value),
        else_=MatterKind.NO_ASSOCIATION.value,
    )
    return _row(kind, Subject.REFERRAL, Referral.id, Referral.received_at, Referral.next_at).where(
        Referral.state == ReferralState.WITH_DESK
    )


def _unconfirmed(now: datetime) -> Select[Any]:
    """Silent for some days; without an answer, all is erased at its next date."""
    return _row(
        MatterKind.UNCONFIRMED, Subject.REFERRAL, Referral.id, Referral.received_at, Referral.next_at
    ).where(Referral.state.in_(UNCONFIRMED), Referral.received_at <= now - CONFIRMED_WITHIN)


def _not_contacted() -> Select[Any]:
    """The person said so, of the association that accepted, and no contact was noted since."""
    said_at = func.max(JourneyEvent.happened_at)
    return (
        _row(MatterKind.NOT_CONTACTED, Subject.REFERRAL, Referral.id, said_at, said_at)
        .select_from(JourneyEvent)
        .join(Offer, and_(Offer.id == JourneyEvent.offer_id, Offer.state == OfferState.ACCEPTED))
        .join(Referral, Referral.id == JourneyEvent.referral_id)
        .where(JourneyEvent.step == Step.NOT_CONTACTED, Referral.state == ReferralState.ACCEPTED)
        .group_by(Referral.id)
    )


def _prescribers() -> Select[Any]:
    since, due_at = func.min(Referral.received_at), func.min(Referral.next_at)
    return (
        _row(MatterKind.PRESCRIBER, Subject.PRESCRIBER, Prescriber.id, since, due_at)
        .join(Referral, Referral.prescriber_id == Prescriber.id)
        .where(Referral.state == ReferralState.AWAITING_CHECK)
        .group_by(Prescriber.id)
    )


def _silent(now: datetime) -> Select[Any]:
    """Associations that let their last cards pass, and answered none meanwhile."""
    lately = now - SILENT_FOR
    answer = Offer.__table__.alias("answer")
    answered = exists().where(
        answer.c.association_id == Offer.association_id,
        answer.c.state.in_((OfferState.ACCEPTED, OfferState.DECLINED, OfferState.RETURNED)),
        answer.c.answered_at >= lately,
    )
    missed_at = func.max(Offer.answer_by)
    return (
        _row(MatterKind.SILENT, Subject.ASSOCIATION, Offer.association_id, missed_at, missed_at)
        .where(Offer.state.in_(MISSED), Offer.answer_by.between(lately, now))
        .group_by(Offer.association_id)
        .having(func.count() >= SILENT_CARDS, ~answered)
    )


def _letters() -> Select[Any]:
    kind = case((OutboxMessage.bounced, MatterKind.BOUNCED.value), else_=MatterKind.LETTER.value)
    given_up_at = OutboxMessage.given_up_at
    return _row(kind, Subject.LETTER, OutboxMessage.id, given_up_at, given_up_at).where(
        given_up_at.is_not(None)
    )


def _rule_book() -> Select[Any]:
    """The file as it stands, if it is wrong."""
    last = select(func.max(RuleBookVersion.id)).where(RuleBookVersion.origin == Origin.FILE).scalar_subquery()
    seen_at = RuleBookVersion.seen_at
    return _row(MatterKind.RULE_BOOK, Subject.RULE_BOOK, RuleBookVersion.id, seen_at, seen_at).where(
        RuleBookVersion.id == last, RuleBookVersion.problems.is_not(None)
    )
