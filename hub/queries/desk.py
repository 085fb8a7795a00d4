"""What the desk asked of professionals, the domains it judged, and what it wants tried again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import exists, inspect, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.lifecycle import ReferralState
from hub.models import Charge, Domain, Prescriber, Question, Referral, Subject

Row = TypeVar("Row")


def open_question(session: Session, referral_id: int) -> Question | None:
    return session.scalars(
        select(Question).where(Question.referral_id == referral_id, Question.said.is_(None))
    ).one_or_none()


def questions_about(session: Session, referral_ids: Iterable[int]) -> list[Question]:
    """All that was asked about these, the first first."""
    return list(
        session.scalars(
            select(Question)
            .where(Question.referral_id.in_(referral_ids))
            .options(joinedload(Question.asked_by))
            .order_by(Question.id)
        )
    )


def questions_to(session: Session, prescriber_id: int) -> list[Question]:
    """What this professional has still to answer, the first asked first."""
    return list(
        session.scalars(
            select(Question)
            .join(Referral)
            .where(Referral.prescriber_id == prescriber_id, Question.said.is_(None))
            .options(joinedload(Question.referral))
            .order_by(Question.id)
        )
    )


def to_try_again(session: Session) -> list[int]:
    """Referrals for which the desk wants the worker to look once more."""
    return list(
        session.scalars(
            select(Charge.row_id)
            .where(Charge.subject == Subject.REFERRAL, Charge.try_at.is_not(None))
            .order_by(Charge.try_at, Charge.row_id)
        )
    )


def domain_judged(session: Session, name: str) -> Domain | None:
    """What the desk said of this domain, or else of the nearest one above it."""
    labels = name.split(".")
    above = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    known = {row.name: row for row in session.scalars(select(Domain).where(Domain.name.in_(above)))}
    return next((known[each] for each in above if each in known), None)


def waiting_at_domain(session: Session, name: str) -> list[Prescriber]:
    """Professionals of this domain, or of one below it, on whom somebody's registration waits."""
    there = or_(Prescriber.domain == name, Prescriber.domain.endswith(f".{name}", autoescape=True))
    waits = exists().where(
        Referral.prescriber_id == Prescriber.id, Referral.state == ReferralState.AWAITING_CHECK
    )
    return list(session.scalars(select(Prescriber).where(there, waits).order_by(Prescriber.id)))


def rows(session: Session, kind: type[Row], numbers: Iterable[int]) -> list[Row]:
    """The rows of a table that have these numbers, in any order."""
    wanted = list(numbers)
    key = inspect(kind).primary_key[0]
    return list(session.scalars(select(kind).where(key.in_(wanted)))) if wanted else []
