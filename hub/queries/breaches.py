"""Questions about breaches: whom one may concern, by what was touched, whose it was and when; numbers, never names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, cast, exists, func, insert, literal, null, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.models import (
    Association,
    Breach,
    BreachPerson,
    BreachRisk,
    Disclosure,
    JourneyEvent,
    Offer,
    Referral,
    Release,
    SealedBoxes,
)
from hub.models.base import SEALED
from hub.vocabulary import Step

A_PAGE = 20


class Touched(StrEnum):
    """What was reached: everything sealed, what was released, cards without a name, names that were read."""

    BOXES = "boxes"
    RELEASES = "releases"
    CARDS = "cards"
    READINGS = "readings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """``since`` and ``until`` bound when it was written; ``association``: its row, None for all of them."""

    touched: Touched
    since: datetime
    until: datetime
    association_id: int | None = None


class Group(NamedTuple):
    """How many people, by association; of everything sealed, by none."""

    association: str | None
    people: int


def how_many_in(session: Session, year: int) -> int:
    return session.scalar(select(func.count()).where(Breach.number.like(f"V-{year}-%"))) or 0


def called(session: Session, number: str, *, hold: bool = False) -> Breach | None:
    asked = select(Breach).where(Breach.number == number)
    return session.scalars(asked.with_for_update() if hold else asked).one_or_none()


def listed(session: Session) -> list[Breach]:
    """The last known first."""
    rows = select(Breach).options(selectinload(Breach.notes)).order_by(Breach.known_at.desc()).limit(A_PAGE)
    return list(session.scalars(rows))


def unnotified(session: Session) -> list[Breach]:
    waiting = (Breach.closed_at.is_(None), Breach.notified_at.is_(None), Breach.risk != BreachRisk.NONE)
    return list(session.scalars(select(Breach).where(*waiting).order_by(Breach.known_at)))


def groups(session: Session, scope: Scope) -> list[Group]:
    """The largest first."""
    concerned = _concerned(scope).subquery()
    people = func.count(concerned.c.referral_id.distinct())
    named = select(Association.name, people).select_from(concerned)
    joined = named.outerjoin(Association, Association.id == concerned.c.association_id)
    rows = session.execute(joined.group_by(Association.name).order_by(people.desc(), Association.name))
    return [Group(name, count) for name, count in rows]


def references(session: Session, scope: Scope) -> list[str]:
    concerned = _concerned(scope).subquery()
    asked = select(Referral.reference).where(Referral.id.in_(select(concerned.c.referral_id)))
    return list(session.scalars(asked.order_by(Referral.reference)))


def keep(session: Session, breach_id: int, scope: Scope) -> int:
    """Those who were not kept before; answers how many."""
    concerned = _concerned(scope).subquery()
    known = select(BreachPerson.referral_id).where(BreachPerson.breach_id == breach_id)
    number = literal(breach_id).label("breach_id")
    fresh = select(number, concerned.c.referral_id).where(concerned.c.referral_id.not_in(known))
    rows = fresh.distinct()
    made = insert(BreachPerson).from_select(["breach_id", "referral_id"], rows)
    before = _how_many(session, breach_id)
    session.execute(made)
    return _how_many(session, breach_id) - before


class Told(NamedTuple):
    """Of those concerned: how many in all, how many are waiting for their letter, how many had one posted."""

    all: int
    waiting: int
    posted: int


def told(session: Session, breach_id: int) -> Told:
    mine = BreachPerson.breach_id == breach_id
    waiting = select(func.count()).where(mine, BreachPerson.told_at.is_(None))
    event = exists().where(
        JourneyEvent.referral_id == BreachPerson.referral_id,
        JourneyEvent.step == Step.TOLD_OF_BREACH,
        JourneyEvent.happened_at == BreachPerson.told_at,
    )
    posted = select(func.count()).where(mine, event)
    return Told(_how_many(session, breach_id), session.scalar(waiting) or 0, session.scalar(posted) or 0)


def to_tell(session: Session) -> list[int]:
    """Breaches of which some are still to be written to."""
    return list(session.scalars(decided_and_untold()))


def decided_and_untold() -> Select[Any]:
    waiting = exists().where(BreachPerson.breach_id == Breach.id, BreachPerson.told_at.is_(None))
    return select(Breach.id).where(Breach.closed_at.is_(None), Breach.decided_at.is_not(None), waiting)


def untold(session: Session, breach_id: int, *, most: int) -> list[BreachPerson]:
    waiting = (BreachPerson.breach_id == breach_id, BreachPerson.told_at.is_(None))
    whole = joinedload(BreachPerson.referral).selectinload(Referral.boxes).undefer_group(SEALED)
    rows = select(BreachPerson).options(whole).where(*waiting).order_by(BreachPerson.referral_id)
    return list(session.scalars(rows.limit(most)))


def _how_many(session: Session, breach_id: int) -> int:
    return session.scalar(select(func.count()).where(BreachPerson.breach_id == breach_id)) or 0


def _concerned(scope: Scope) -> Select[Any]:
    """Rows of (referral, association)."""
    if scope.touched is Touched.BOXES:
        asked: Any = select(SealedBoxes.referral_id, cast(null(), Integer).label("association_id"))
        whose = asked.join(Referral, Referral.id == SealedBoxes.referral_id)
        every: Select[Any] = whose.where(Referral.received_at.between(scope.since, scope.until))
        return every
    by_offer: Any = select(Offer.referral_id, Offer.association_id)
    match scope.touched:
        case Touched.RELEASES:
            touching = by_offer.join(Release, Release.offer_id == Offer.id)
            found = touching.where(Release.released_at.between(scope.since, scope.until))
        case Touched.READINGS:
            touching = by_offer.join(Disclosure, Disclosure.offer_id == Offer.id)
            found = touching.where(Disclosure.disclosed_at.between(scope.since, scope.until))
        case _:
            found = by_offer.where(Offer.made_at.between(scope.since, scope.until))
    if scope.association_id:
        found = found.where(Offer.association_id == scope.association_id)
    theirs: Select[Any] = found
    return theirs
