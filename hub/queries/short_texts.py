"""Questions about short texts: which letters they follow, and which are to be carried."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hub.models import OutboxMessage, ShortText
from hub.vocabulary import Audience

LOOK_BACK = 200
"""Numbers of letters: one of them may be committed after another that is higher."""
MOST = 200


def letters_to_follow(session: Session, letters: Collection[str], since: datetime) -> list[int]:
    """Letters to persons about these steps, posted since then, that no text follows yet."""
    newest = session.scalar(select(func.max(ShortText.message_id))) or 0
    followed = select(ShortText.message_id).where(ShortText.message_id == OutboxMessage.id).exists()
    persons = (Audience.YOUNG_PERSON, Audience.GUARDIAN, Audience.MENTOR)
    return list(
        session.scalars(
            select(OutboxMessage.id)
            .where(
                OutboxMessage.id > newest - LOOK_BACK,
                OutboxMessage.posted_at >= since,
                OutboxMessage.letter.in_(letters),
                OutboxMessage.audience.in_(persons),
                OutboxMessage.event_id.is_not(None),
                ~followed,
            )
            .order_by(OutboxMessage.id)
            .limit(MOST)
        )
    )


def claim(session: Session, now: datetime, until: datetime, *, most: int) -> list[int]:
    """Texts that are ours to carry ``until`` then: nobody else gets them."""
    free = (
        select(ShortText.message_id)
        .where(ShortText.sent_at.is_(None), ShortText.left_at.is_(None), ShortText.due_at <= now)
        .order_by(ShortText.due_at, ShortText.message_id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    claimed = list(session.scalars(free))
    session.execute(
        update(ShortText)
        .where(ShortText.message_id.in_(claimed))
        .values(due_at=until, attempts=ShortText.attempts + 1)
    )
    return claimed
