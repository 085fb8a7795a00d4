"""Questions about what people said once it was over."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Update, and_, delete, func, select, update
from sqlalchemy.orm import Session

from hub.models import Accompaniment, Offer, Opinion, OpinionGiven
from hub.vocabulary import Ending, Grade, Kind, Topic


class Heard(NamedTuple):
    """``people`` gave that answer; ``house``: the slug of the association, empty where none had said yes."""

    house: str
    kind: Kind
    ending: Ending
    topic: Topic
    grade: Grade
    people: int


def is_given(session: Session, referral_id: int) -> bool:
    return session.get(OpinionGiven, referral_id) is not None


def forget_given(session: Session, referral_id: int) -> None:
    session.execute(delete(OpinionGiven).where(OpinionGiven.referral_id == referral_id))


def one_more(where: Opinion) -> Update:
    """One more person says that: what two of them say at the same moment counts twice."""
    same = (
        getattr(Opinion, column.name) == getattr(where, column.name)
        for column in Opinion.__table__.primary_key
    )
    return update(Opinion).where(and_(*same)).values(people=Opinion.people + 1)


def last_accompaniment(session: Session, referral_id: int) -> Accompaniment | None:
    """The association that accompanied them last, given back or not."""
    return session.scalars(
        select(Accompaniment)
        .join(Accompaniment.offer)
        .where(Offer.referral_id == referral_id)
        .order_by(Accompaniment.began_at.desc(), Accompaniment.offer_id.desc())
        .limit(1)
    ).one_or_none()


def heard(session: Session, since: date, until: date) -> list[Heard]:
    """From the month of ``since`` to that of ``until``, by association."""
    by = (Opinion.house, Opinion.kind, Opinion.ending, Opinion.topic, Opinion.grade)
    rows = session.execute(
        select(*by, func.sum(Opinion.people)).where(Opinion.month.between(since, until)).group_by(*by)
    )
    return [
        Heard(house, kind, ending, topic, grade, int(people))
        for house, kind, ending, topic, grade, people in rows
    ]
