"""Counts of many, for figures: each is one statement whatever the number of rows.  Days are those of universal time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select, update
from sqlalchemy.orm import Session, joinedload

from hub.lifecycle import OfferState
from hub.models import (
    Accompaniment,
    Association,
    JourneyEvent,
    Member,
    Offer,
    Pair,
    Referral,
    Return,
    SealedBoxes,
    Tally,
    UndoneAnswer,
)
from hub.models.base import SEALED
from hub.vocabulary import DeclineReason, Kind, Outcome, Step

ANSWERING = (Step.ACCEPTED, Step.CLOSED)
"""What ends the wait of whoever registered: an association that says yes, or an honest end."""


PROMISING = (Step.RECEIVED, Step.GUARDIAN_AGREED)
"""What begins it: from then on a date stands on the page."""


class Wait(NamedTuple):
    """So many people whose wait began that day: when it was over, None while it is not; ``left``: they withdrew."""

    began: date
    over: date | None
    left: bool
    many: int


class Answers(NamedTuple):
    """Offers of one association that ended alike, how many they are.  ``seen``: how many of them a member opened."""

    association_id: int
    kind: Kind
    state: OfferState
    reason: DeclineReason | None
    many: int
    seen: int


class AfterYes(NamedTuple):
    """What became of one association's acceptances: how many, and how many of them came so far."""

    association_id: int
    accepted: int
    contacted: int
    paired: int
    returned: int


def registered(session: Session, since: datetime, until: datetime) -> list[tuple[Kind, date, int]]:
    rows = session.execute(
        select(Referral.kind, _day(Referral.received_at), func.count())
        .where(Referral.received_at >= since, Referral.received_at < until)
        .group_by(Referral.kind, _day(Referral.received_at))
    )
    return [(kind, _read(day), count) for kind, day, count in rows]


def waits(session: Session, since: datetime, until: datetime) -> list[Wait]:
    """Of young people received then to whom an answer was promised: a child's wait begins when the guardian agrees,
    a stranger's when they confirm their address; before it there is none."""
    told = _moments(since, until).subquery()
    began = _day(told.c.promised)
    over = case((_before(told.c.over, told.c.withdrawn), _day(told.c.over)))
    left = case((and_(told.c.withdrawn.is_not(None), over.is_(None)), 1), else_=0)
    rows = session.execute(
        select(began, over, left, func.count())
        .where(told.c.promised.is_not(None))
        .group_by(began, over, left)
    )
    return [Wait(_read(day), end and _read(end), bool(gone), count) for day, end, gone, count in rows]


def reached(session: Session, since: datetime, until: datetime) -> tuple[int, int, int, int, int]:
    """Of young people received then, how many: in all, offered, accepted, contacted, paired."""
    offered = exists().where(Offer.referral_id == Referral.id)
    yes = select(Accompaniment.offer_id).join(Offer, Accompaniment.offer_id == Offer.id)
    yes = yes.where(Offer.referral_id == Referral.id)
    accepted = yes.exists()
    contacted = yes.where(Accompaniment.contacted_at.is_not(None)).exists()
    paired = yes.join(Pair, Pair.offer_id == Accompaniment.offer_id).exists()
    row = session.execute(
        select(func.count(), *(_sum(each) for each in (offered, accepted, contacted, paired))).where(
            *_young_people(since, until)
        )
    ).one()
    return (row[0], row[1] or 0, row[2] or 0, row[3] or 0, row[4] or 0)


def sources(session: Session, since: datetime, until: datetime) -> dict[str | None, int]:
    """Young people by the tag of the link that brought them; None: no tag."""
    rows = session.execute(
        select(Referral.source, func.count()).where(*_young_people(since, until)).group_by(Referral.source)
    )
    return {source: count for source, count in rows}


def tallies(session: Session, since: date, until: date) -> list[tuple[Kind, str, str, int]]:
    """Kind, trait, word and how many, from the month of ``since`` to that of ``until``."""
    rows = session.execute(
        select(Tally.kind, Tally.trait, Tally.word, func.sum(Tally.registrations))
        .where(Tally.month.between(since, until))
        .group_by(Tally.kind, Tally.trait, Tally.word)
    )
    return [(kind, trait, word, int(count)) for kind, trait, word, count in rows]


def answers(session: Session, since: datetime, until: datetime) -> list[Answers]:
    """Of the offers made then, by association."""
    by = (Offer.association_id, Referral.kind, Offer.state, Offer.decline_reason)
    rows = session.execute(
        select(*by, func.count(), func.count(Offer.seen_at))
        .join(Referral, Offer.referral_id == Referral.id)
        .where(Offer.made_at >= since, Offer.made_at < until)
        .group_by(*by)
    )
    return [Answers(*row) for row in rows]


def answering_days(
    session: Session, since: datetime, until: datetime
) -> list[tuple[int, date, date, bool, int]]:
    """Of young people offered then and answered, by association: the day made, answered, whether in time, how many."""
    answered = func.coalesce(Accompaniment.began_at, Offer.answered_at)
    in_time = case((answered <= Offer.answer_by, 1), else_=0)
    by = (Offer.association_id, _day(Offer.made_at), _day(answered), in_time)
    rows = session.execute(
        select(*by, func.count())
        .join(Referral, Referral.id == Offer.referral_id)
        .outerjoin(Accompaniment, Accompaniment.offer_id == Offer.id)
        .where(
            Offer.made_at >= since, Offer.made_at < until, Referral.kind == Kind.YOUNG_PERSON, _is_answered()
        )
        .group_by(*by)
    )
    return [(house, _read(made), _read(end), bool(prompt), count) for house, made, end, prompt, count in rows]


def after_yes(session: Session, since: datetime, until: datetime) -> list[AfterYes]:
    """Of young people whom an association accepted, among the offers made then."""
    paired = exists().where(Pair.offer_id == Accompaniment.offer_id)
    returned = exists().where(Return.offer_id == Accompaniment.offer_id)
    rows = session.execute(
        select(
            Accompaniment.association_id,
            func.count(),
            func.count(Accompaniment.contacted_at),
            _sum(paired),
            _sum(returned),
        )
        .join(Offer, Offer.id == Accompaniment.offer_id)
        .join(Referral, Referral.id == Offer.referral_id)
        .where(Offer.made_at >= since, Offer.made_at < until, Referral.kind == Kind.YOUNG_PERSON)
        .group_by(Accompaniment.association_id)
    )
    return [AfterYes(*row) for row in rows]


def outcomes(session: Session, since: datetime, until: datetime) -> list[tuple[int, Outcome, int]]:
    """How accompaniments of young people offered then ended, by association."""
    rows = session.execute(
        select(Accompaniment.association_id, Accompaniment.outcome, func.count())
        .join(Offer, Offer.id == Accompaniment.offer_id)
        .join(Referral, Referral.id == Offer.referral_id)
        .where(
            *(Offer.made_at >= since, Offer.made_at < until),
            *(Referral.kind == Kind.YOUNG_PERSON, Accompaniment.outcome.is_not(None)),
        )
        .group_by(Accompaniment.association_id, Accompaniment.outcome)
    )
    return [(house, outcome, many) for house, outcome, many in rows if outcome]


def undone(session: Session, since: datetime, until: datetime) -> dict[int, int]:
    """Answers taken back then, by association."""
    rows = session.execute(
        select(UndoneAnswer.association_id, func.count())
        .where(UndoneAnswer.undone_at >= since, UndoneAnswer.undone_at < until)
        .group_by(UndoneAnswer.association_id)
    )
    return {house: many for house, many in rows}


def names(session: Session) -> dict[int, tuple[str, str]]:
    """The slug and the name of each association, by its row, in the order of the alphabet."""
    rows = session.execute(
        select(Association.id, Association.slug, Association.name).order_by(Association.slug)
    )
    return {number: (slug, name) for number, slug, name in rows}


def answering_entries(session: Session) -> list[dict[str, Any]]:
    """The entries of the associations that have somebody to answer."""
    joined = select(Member.association_id).where(Member.removed_at.is_(None))
    return list(session.scalars(select(Association.profile).where(Association.id.in_(joined))))


def oldest_uncounted(session: Session, kind: Kind) -> datetime | None:
    return session.scalar(
        select(func.min(Referral.received_at)).where(Referral.kind == kind, Referral.counted_on.is_(None))
    )


def uncounted(
    session: Session, kind: Kind, since: datetime, until: datetime, *, most: int
) -> Sequence[Referral]:
    """Registrations whose need was opened to be routed, and not yet to be counted; held until the end of the work."""
    return session.scalars(
        select(Referral)
        .join(SealedBoxes)
        .where(
            Referral.kind == kind,
            Referral.counted_on.is_(None),
            Referral.card.is_not(None),
            Referral.received_at >= since,
            Referral.received_at < until,
        )
        .options(joinedload(Referral.boxes).undefer_group(SEALED))
        .order_by(Referral.received_at)
        .limit(most)
        .with_for_update(of=Referral, skip_locked=True)
    ).all()


def are_counted(session: Session, referrals: Iterable[int], on: date) -> None:
    """Their rows' version stays: counting must not defeat an answer."""
    session.execute(update(Referral).where(Referral.id.in_(referrals)).values(counted_on=on))


def _moments(since: datetime, until: datetime) -> Any:
    """For each young person received then: when an answer was promised, when it came, when they withdrew."""

    def first(*steps: Step) -> ColumnElement[Any]:
        return func.min(case((JourneyEvent.step.in_(steps), JourneyEvent.happened_at)))

    steps = (*PROMISING, *ANSWERING, Step.WITHDRAWN)
    happened = and_(JourneyEvent.referral_id == Referral.id, JourneyEvent.step.in_(steps))
    return (
        select(
            first(*PROMISING).label("promised"),
            first(*ANSWERING).label("over"),
            first(Step.WITHDRAWN).label("withdrawn"),
        )
        .select_from(Referral)
        .outerjoin(JourneyEvent, happened)
        .where(*_young_people(since, until))
        .group_by(Referral.id)
    )


def _young_people(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Referral.kind == Kind.YOUNG_PERSON,
        Referral.received_at >= since,
        Referral.received_at < until,
    )


def _is_answered() -> ColumnElement[bool]:
    return or_(Accompaniment.began_at.is_not(None), Offer.state == OfferState.DECLINED)


def _before(moment: Any, other: Any) -> ColumnElement[bool]:
    return and_(moment.is_not(None), or_(other.is_(None), moment <= other))


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=literal(0)))


def _day(moment: Any) -> Any:
    return func.date(moment)


def _read(day: str | date) -> date:
    """SQLite answers in text, PostgreSQL with a day."""
    return day if isinstance(day, date) else date.fromisoformat(day)
