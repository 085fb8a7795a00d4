"""What the desk asked of professionals, and what it wants the worker to try again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from hub.models import Charge, Question, Referral, Subject


def unanswered(session: Session, referral_id: int) -> Question | None:
    return session.scalars(
        select(Question).where(Question.referral_id == referral_id, Question.said.is_(None))
    ).one_or_none()


def about(session: Session, referral_ids: Iterable[int]) -> list[Question]:
    """All that was asked about these, the first first."""
    return list(
        session.scalars(
            select(Question)
            .where(Question.referral_id.in_(list(referral_ids)))
            .options(joinedload(Question.asked_by))
            .order_by(Question.id)
        )
    )


def put_to(session: Session, prescriber_id: int) -> list[Question]:
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
    return list(session.scalars(tried_again().order_by(Charge.try_at, Charge.row_id)))


def tried_again() -> Select[int]:
    return select(Charge.row_id).where(Charge.subject == Subject.REFERRAL, Charge.try_at.is_not(None))
