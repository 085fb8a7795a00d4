"""Questions about what follows a yes.  What is not the asker's is not found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, and_, case, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session, contains_eager, selectinload

from hub.lifecycle import HELD, LIVE, OfferState, ReferralState
from hub.models import Accompaniment, FollowUp, Member, Offer, Pair, Referral
from hub.models.base import SEALED
from hub.queries.referrals import found
from hub.vocabulary import Task

IS_DUE = frozenset({ReferralState.ACCEPTED, ReferralState.CONTACTED, ReferralState.PAIRED})
"""The association has something to do; while somebody cannot be reached, it waits for them."""


class Stage(NamedTuple):
    """How many of an association's accompaniments stand there, and for how many its date has come."""

    people: int
    due: int


def of_card(session: Session, member: Member, card_number: str) -> Accompaniment:
    return found(
        session.scalars(
            _in_full()
            .where(Offer.card_number == card_number, Accompaniment.association_id == member.association_id)
            .options(selectinload(Accompaniment.attempts), selectinload(Accompaniment.pairs))
        ).one_or_none()
    )


def stages(session: Session, association_id: int, now: datetime) -> dict[ReferralState, Stage]:
    """Of those that go on."""
    due = func.sum(case((and_(Referral.state.in_(IS_DUE), Referral.next_at <= now), 1), else_=0))
    rows = session.execute(
        select(Referral.state, func.count(), due)
        .select_from(Accompaniment)
        .join(Accompaniment.offer)
        .join(Offer.referral)
        .where(*_going_on(association_id))
        .group_by(Referral.state)
    )
    return {state: Stage(count, late) for state, count, late in rows}


def going_on(
    session: Session, association_id: int, state: ReferralState | None, *, skip: int, most: int
) -> list[Accompaniment]:
    """Those that go on, in this state or in any.  First those whom nobody contacted, as they say; then by date."""
    question = _in_full().where(*_going_on(association_id))
    if state:
        question = question.where(Referral.state == state)
    red = case((Accompaniment.said_not_contacted_at.is_not(None), 0), else_=1)
    return list(
        session.scalars(
            question.options(selectinload(Accompaniment.attempts), selectinload(Accompaniment.pairs))
            .order_by(red, Referral.next_at, Accompaniment.offer_id)
            .offset(skip)
            .limit(most)
        )
    )


def ended(session: Session, association_id: int, *, skip: int, most: int) -> list[Accompaniment]:
    """Those that are over, the latest first."""
    over = (Accompaniment.association_id == association_id, Accompaniment.ended_at.is_not(None))
    return list(
        session.scalars(
            _in_full()
            .where(*over)
            .options(selectinload(Accompaniment.pairs))
            .order_by(Accompaniment.ended_at.desc(), Accompaniment.offer_id.desc())
            .offset(skip)
            .limit(most)
        )
    )


def due(session: Session, association_id: int, until: datetime, *, most: int) -> list[Accompaniment]:
    """Those for whom the association has something to do by then, the most urgent first: see ``Accompaniment.task``."""
    theirs = _theirs(association_id)
    return list(
        session.scalars(
            _in_full()
            .join(theirs, theirs.c.offer_id == Accompaniment.offer_id)
            .where(*_due(theirs, until))
            .options(selectinload(Accompaniment.pairs))
            .order_by(theirs.c.next_at, Accompaniment.offer_id)
            .limit(most)
        )
    )


def cards_to_answer(session: Session, association_id: int, *, most: int) -> list[Offer]:
    """Its open cards, the most urgent first."""
    live = (Offer.association_id == association_id, Offer.state.in_(LIVE))
    return list(session.scalars(select(Offer).where(*live).order_by(Offer.answer_by, Offer.id).limit(most)))


def accepted(session: Session, association_id: int, since: datetime, *, most: int) -> list[Accompaniment]:
    """Everybody whom it accepted since then, and those who go on; the latest yes first."""
    kept = or_(Accompaniment.ended_at.is_(None), Accompaniment.began_at >= since)
    return list(
        session.scalars(
            _in_full()
            .where(Accompaniment.association_id == association_id, kept)
            .options(
                selectinload(Accompaniment.attempts),
                selectinload(Accompaniment.pairs),
                contains_eager(Accompaniment.offer).joinedload(Offer.release).undefer_group(SEALED),
            )
            .order_by(Accompaniment.began_at.desc(), Accompaniment.offer_id.desc())
            .limit(most)
        )
    )


def tasks_due(session: Session, association_id: int, until: datetime) -> dict[Task, int]:
    """How many of each task fall due by then: counted by the database, whatever their number."""
    task = case(
        (Referral.state == ReferralState.PAIRED, Task.FOLLOW.value),
        (and_(Referral.state == ReferralState.CONTACTED, to_close()), Task.CLOSE.value),
        (Referral.state == ReferralState.CONTACTED, Task.FIND_MENTOR.value),
        (Accompaniment.said_not_contacted_at.is_not(None), Task.ANSWER.value),
        (Accompaniment.attempted_on.is_not(None), Task.TRY_AGAIN.value),
        else_=Task.CONTACT.value,
    )
    theirs = _theirs(association_id)
    rows = session.execute(
        select(task, func.count())
        .select_from(Accompaniment)
        .join(theirs, theirs.c.offer_id == Accompaniment.offer_id)
        .join(Accompaniment.offer)
        .join(Offer.referral)
        .where(*_due(theirs, until))
        .group_by(task)
    )
    return {Task(word): count for word, count in rows}


def to_close() -> ColumnElement[bool]:
    """A pair ended, and the association has not said whether it looks for another mentor.

    See :attr:`hub.models.Accompaniment.task`, which says the same of one.
    """
    ended = exists().where(Pair.offer_id == Accompaniment.offer_id)
    return and_(Accompaniment.waits_for.is_(None), ended)


def pairs_to_follow(session: Session, association_id: int, month: date, *, most: int) -> list[Pair]:
    """The pairs to be asked about this month; first those of which the person says that they lost touch.

    See :meth:`hub.models.Pair.is_asked_in`, which says the same of one.
    """
    return list(
        session.scalars(
            select(Pair)
            .join(Pair.accompaniment)
            .join(Accompaniment.offer)
            .join(Offer.referral)
            .options(
                contains_eager(Pair.accompaniment)
                .contains_eager(Accompaniment.offer)
                .contains_eager(Offer.referral)
            )
            .where(*_going_on(association_id), *_asked_in(month))
            .order_by(Pair.said_apart_at.is_(None), Pair.since, Pair.id)
            .limit(most)
        )
    )


def pairs_left_to_follow(session: Session, association_id: int, month: date) -> int:
    """How many pairs nobody spoke of yet, this month."""
    question = (
        select(func.count())
        .select_from(Pair)
        .join(Pair.accompaniment)
        .where(*_going_on(association_id), *_asked_in(month))
    )
    return session.scalar(question) or 0


def pairs_followed(session: Session, association_id: int, month: date) -> int:
    """How many pairs were said, this month, to go on."""
    question = (
        select(func.count())
        .select_from(Pair)
        .join(Pair.accompaniment)
        .where(*_going_on(association_id), Pair.ended_on.is_(None), Pair.followed_in >= month)
    )
    return session.scalar(question) or 0


def follow_pairs(
    session: Session, pairs: Sequence[int], *, month: date, next_at: datetime, noted_at: datetime, by_id: int
) -> None:
    """One statement for each table, however many pairs.  One already followed this month is not written twice."""
    known = set(
        session.scalars(select(FollowUp.pair_id).where(FollowUp.pair_id.in_(pairs), FollowUp.month == month))
    )
    rows = [
        {"pair_id": pair, "month": month, "noted_at": noted_at, "by_id": by_id}
        for pair in pairs
        if pair not in known
    ]
    if rows:
        session.execute(insert(FollowUp), rows)
    session.execute(update(Pair).where(Pair.id.in_(pairs)).values(followed_in=month, said_apart_at=None))
    theirs = select(Offer.referral_id).join(Pair, Pair.offer_id == Offer.id).where(Pair.id.in_(pairs))
    session.execute(
        update(Referral)
        .where(Referral.id.in_(theirs), Referral.state == ReferralState.PAIRED)
        .values(next_at=next_at)
        .execution_options(synchronize_session=False)
    )


def held(session: Session, referral: Referral) -> Accompaniment | None:
    """The one that goes on for this person."""
    return session.scalars(
        _in_full().where(Offer.referral_id == referral.id, Accompaniment.ended_at.is_(None))
    ).one_or_none()


def said_not_contacted(session: Session, *, most: int) -> list[Accompaniment]:
    """Those of whom the person says that nobody contacted them, and nothing happened since; the oldest first."""
    return list(
        session.scalars(
            _in_full()
            .where(Accompaniment.said_not_contacted_at.is_not(None))
            .order_by(Accompaniment.said_not_contacted_at)
            .limit(most)
        )
    )


def left_alone(session: Session) -> Iterable[str]:
    """References of those whom nobody follows after a yes."""
    followed = exists().where(
        Offer.referral_id == Referral.id,
        Offer.state == OfferState.ACCEPTED,
        Accompaniment.offer_id == Offer.id,
        Accompaniment.ended_at.is_(None),
    )
    return session.scalars(
        select(Referral.reference).where(Referral.state.in_(HELD), ~followed).order_by(Referral.id)
    )


def _asked_in(month: date) -> tuple[ColumnElement[bool], ...]:
    unsaid = or_(Pair.followed_in.is_(None), Pair.followed_in < month)
    return (Pair.ended_on.is_(None), or_(Pair.said_apart_at.is_not(None), and_(Pair.since < month, unsaid)))


def _in_full() -> Select[Accompaniment]:
    """With the offer and the referral, in one statement."""
    return (
        select(Accompaniment)
        .join(Accompaniment.offer)
        .join(Offer.referral)
        .options(contains_eager(Accompaniment.offer).contains_eager(Offer.referral))
    )


def _going_on(association_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Accompaniment.association_id == association_id, Accompaniment.ended_at.is_(None))


def _theirs(association_id: int) -> CTE:
    """Its own that go on, in full before anything is asked of them: sought by state and date, everybody's would be."""
    its_own = select(Accompaniment.offer_id, Referral.state, Referral.next_at)
    joined = its_own.join(Accompaniment.offer).join(Offer.referral).where(*_going_on(association_id))
    return joined.cte("theirs").prefix_with("MATERIALIZED")


def _due(theirs: CTE, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (theirs.c.state.in_(IS_DUE), theirs.c.next_at <= until)
