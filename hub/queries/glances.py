"""Questions about who is looking at what, within one association."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, contains_eager

from hub.models import Glance, Member


def look_at(session: Session, member_id: int, offer_id: int, now: datetime) -> None:
    """Write over what the member looked at before; two pages of one member may say so at the same instant."""
    told = {"offer_id": offer_id, "looked_at": now}
    insert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[session.get_bind().dialect.name]
    session.execute(
        insert(Glance)
        .values(member_id=member_id, **told)
        .on_conflict_do_update(index_elements=[Glance.member_id], set_=told)
    )


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
