"""Questions about who is looking at what, within one association."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, contains_eager

from hub.models import Glance, Member


def look_elsewhere(session: Session, member_id: int, offer_id: int, now: datetime) -> bool:
    """Write over what the member looked at before; False if they never looked at anything."""
    told = update(Glance).where(Glance.member_id == member_id).values(offer_id=offer_id, looked_at=now)
    return session.execute(told.returning(Glance.member_id)).one_or_none() is not None


def of_colleagues(session: Session, member: Member, since: datetime) -> list[Glance]:
    """What the other members of the same association have looked at since then, the last one last."""
    return list(
        session.scalars(
            select(Glance)
            .join(Member)
            .options(contains_eager(Glance.member))
            .where(
                Member.association_id == member.association_id,
                Member.id != member.id,
                Member.removed_at.is_(None),
                Glance.looked_at > since,
            )
            .order_by(Glance.looked_at)
        )
    )
