"""Questions about what people asked for by right: what was erased, what stands still, what associations must do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from hub.lifecycle import OfferState, ReferralState
from hub.models import (
    Erasure,
    Instruction,
    InstructionKind,
    JourneyEvent,
    Offer,
    Referral,
    Release,
    Restriction,
)
from hub.vocabulary import Step

A_BATCH = 1000
A_PAGE = 40
KNOWS_WHO = (OfferState.ACCEPTED, OfferState.RETURNED)
"""An association that said yes was told who it is, whatever it did since."""


def unmirrored(session: Session) -> list[Erasure]:
    """Those that stand in the database only, the first first."""
    rows = select(Erasure).where(Erasure.id.in_(to_mirror())).order_by(Erasure.id)
    return list(session.scalars(rows.limit(A_BATCH)))


def to_mirror() -> Select[Any]:
    return select(Erasure.id).where(Erasure.mirrored_at.is_(None))


def mark_mirrored(session: Session, numbers: Sequence[int], at: datetime) -> None:
    session.execute(update(Erasure).where(Erasure.id.in_(numbers)).values(mirrored_at=at))


def erased_since(session: Session, since: datetime) -> int:
    return session.scalar(select(func.count()).where(Erasure.erased_at > since)) or 0


def forget_erasures(session: Session, since: datetime) -> None:
    """Those that no backup can know any more."""
    session.execute(delete(Erasure).where(Erasure.erased_at < since, Erasure.mirrored_at.is_not(None)))


def to_take_back(session: Session) -> list[int]:
    """Withdrawn by the person, and what was released of them is still there."""
    return list(session.scalars(released_in_vain().order_by(Referral.id)))


def released_in_vain() -> Select[int]:
    left = select(Release.offer_id).join(Release.offer).where(Offer.referral_id == Referral.id)
    return select(Referral.id).where(Referral.state == ReferralState.WITHDRAWN, left.exists())


def unforgotten(session: Session, late: datetime) -> Iterable[str]:
    """References of those who were to be forgotten before ``late``, or of whom a release outlived a withdrawal."""
    withdrawn = select(JourneyEvent.id).where(
        JourneyEvent.referral_id == Referral.id,
        JourneyEvent.step == Step.WITHDRAWN,
        JourneyEvent.happened_at <= late,
    )
    vain = and_(Referral.id.in_(released_in_vain()), withdrawn.exists())
    past = select(Referral.reference).where(or_(Referral.forget_at <= late, vain))
    return session.scalars(past.order_by(Referral.id))


def restriction_of(session: Session, referral_id: int) -> Restriction | None:
    return session.get(Restriction, referral_id, with_for_update=True, populate_existing=True)


def end_restriction(session: Session, referral_id: int) -> None:
    session.execute(delete(Restriction).where(Restriction.referral_id == referral_id))


def knowing(session: Session, referral_id: int) -> list[Offer]:
    """The offers of those associations that may have noted who it is."""
    accepted = Offer.state.in_(KNOWS_WHO)
    return list(session.scalars(select(Offer).where(Offer.referral_id == referral_id, accepted)))


def open_instruction(session: Session, offer_id: int) -> Instruction | None:
    waiting = select(Instruction).where(Instruction.offer_id == offer_id)
    return session.scalars(waiting.where(Instruction.acknowledged_at.is_(None))).one_or_none()


def was_told_to_erase(session: Session, offer_id: int) -> bool:
    told = (Instruction.offer_id == offer_id, Instruction.kind == InstructionKind.ERASE)
    return session.scalar(select(Instruction.id).where(*told).limit(1)) is not None


def instruction_of(session: Session, association_id: int | None, number: int) -> Instruction | None:
    """One that this association was given; those of others do not exist."""
    mine = (Instruction.id == number, Instruction.association_id == association_id)
    return session.scalars(select(Instruction).where(*mine).with_for_update()).one_or_none()


def instructions_of(session: Session, association_id: int | None, *, page: int = 1) -> list[Instruction]:
    """Those to carry out, the oldest first; one more than a page when there are more."""
    waiting = select(Instruction).options(joinedload(Instruction.offer).joinedload(Offer.accompaniment))
    return list(
        session.scalars(
            waiting.where(Instruction.association_id == association_id, Instruction.acknowledged_at.is_(None))
            .order_by(Instruction.given_at, Instruction.id)
            .limit(A_PAGE + 1)
            .offset((page - 1) * A_PAGE)
        )
    )


def carried_out(session: Session, association_id: int | None, *, most: int) -> list[Instruction]:
    """The last ones that this association said it carried out."""
    done = select(Instruction).options(joinedload(Instruction.offer), joinedload(Instruction.acknowledged_by))
    mine = (Instruction.association_id == association_id, Instruction.acknowledged_at.is_not(None))
    return list(session.scalars(done.where(*mine).order_by(Instruction.acknowledged_at.desc()).limit(most)))


def how_many_instructions(session: Session, association_id: int | None) -> int:
    mine = (Instruction.association_id == association_id, Instruction.acknowledged_at.is_(None))
    return session.scalar(select(func.count()).select_from(Instruction).where(*mine)) or 0


def unacknowledged(session: Session, since: datetime) -> list[int]:
    """Associations that were told before then, and have not said that they did."""
    waiting = (Instruction.acknowledged_at.is_(None), Instruction.given_at <= since)
    return list(session.scalars(select(Instruction.association_id).where(*waiting).distinct()))


def forget_instructions(session: Session, since: datetime) -> None:
    session.execute(delete(Instruction).where(Instruction.acknowledged_at < since))
