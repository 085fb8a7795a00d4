"""The private address at which a member's calendar reads what is due: made, ended, recognised.  It holds no name."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select

from hub import journal
from hub.journal import Act
from hub.models import Accompaniment, CalendarFeed, Member, Offer
from hub.queries import NotFound, accompaniments
from hub.vault import digest
from hub.work import Work

AHEAD = timedelta(days=92)
MOST = 120
"""Of cards, and of things to do, the soonest: each line costs half a millisecond, and calendars ask often."""
TOKEN_BYTES = 16


def make(work: Work, member: Member) -> str:
    """A new address; the one before, if there was one, answers no more.  Answers its token, told this once."""
    token = secrets.token_hex(TOKEN_BYTES)
    stop(work, member)
    work.session.flush()
    row = CalendarFeed(member_id=member.id, token_digest=digest(token), made_at=work.now)
    work.session.add(row)
    journal.note(work, Act.EXPORTED, f"member:{member.id}", by=member, what="calendar")
    return token


def stop(work: Work, member: Member) -> None:
    if found := work.session.get(CalendarFeed, member.id):
        work.session.delete(found)


def reader(work: Work, token: str) -> Member:
    """Whose address this is.  Raises NotFound for one that was ended, and for a member who was removed."""
    found = work.session.scalars(
        select(CalendarFeed).where(CalendarFeed.token_digest == digest(token))
    ).one_or_none()
    if found is None or found.member.removed_at or found.member.association_id is None:
        raise NotFound("nobody reads this calendar")
    return found.member


def due(work: Work, association_id: int) -> tuple[list[Offer], list[Accompaniment]]:
    """The cards to answer, and what is to do after a yes, in the weeks to come and late."""
    until = work.now + AHEAD
    cards = accompaniments.cards_to_answer(work.session, association_id, most=MOST)
    return cards, accompaniments.due(work.session, association_id, until, most=MOST)
