"""Questions about those who answer for one association, or sit at the desk: in one question however many they are."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from hub.models import Association, Authenticator, Member, MemberSession, Passkey, Role

IN_CHARGE = (Role.MANAGER, Role.DESK)
"""Those who may change who else comes in."""


class Teammate(NamedTuple):
    """``seen_at``: their last visit of the last twelve months, if any."""

    member: Member
    seen_at: datetime | None
    has_second_factor: bool


def team(session: Session, association_id: int | None) -> list[Teammate]:
    """Who answers for the association, or sits at the desk where it is None: those in charge first."""
    seen = (
        select(func.max(MemberSession.seen_at)).where(MemberSession.member_id == Member.id).scalar_subquery()
    )
    proof = exists().where(Passkey.member_id == Member.id) | exists().where(
        Authenticator.member_id == Member.id
    )
    rows = session.execute(
        select(Member, seen, proof)
        .where(Member.association_id == association_id, Member.removed_at.is_(None))
        .order_by(Member.role.in_(IN_CHARGE).desc(), Member.email)
    )
    return [Teammate(member, seen_at, bool(has_one)) for member, seen_at, has_one in rows]


def is_somebody_else_in_charge(session: Session, member: Member) -> bool:
    """Whether another of the same team may still change who comes in."""
    other = exists().where(
        Member.association_id == member.association_id,
        Member.id != member.id,
        Member.removed_at.is_(None),
        Member.role.in_(IN_CHARGE),
    )
    return bool(session.scalar(select(other)))


def hold_team(session: Session, association_id: int | None) -> None:
    """Nobody else changes this team until the work is done."""
    whole = select(Member.id).where(Member.association_id == association_id).order_by(Member.id)
    if association_id is not None:
        whole = select(Association.id).where(Association.id == association_id)
    session.execute(whole.with_for_update()).all()
