"""Two colleagues at the same inbox: each sees what the other has before their eyes, and nobody else does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from hub import queries
from hub.models import Glance, Member, Offer
from hub.queries import glances
from hub.work import Work

LOOKS_FOR = timedelta(minutes=3)
"""How long after it was last seen open a card is still taken to be looked at."""
SAID_AGAIN = timedelta(seconds=20)


def is_to_say(work: Work, offer: Offer, member: Member) -> bool:
    """Whether it must be written that this member looks at this card: not when it was, a moment ago."""
    last = work.session.get(Glance, member.id)
    return last is None or last.offer_id != offer.id or last.looked_at <= work.now - SAID_AGAIN


def look(work: Work, offer: Offer, member: Member) -> None:
    """The member has this card before their eyes now; it was read, if it was not before."""
    queries.mark_seen(work.session, offer, work.now)
    if not glances.look_elsewhere(work.session, member.id, offer.id, work.now):
        work.write_once(Glance, member_id=member.id, offer_id=offer.id, looked_at=work.now)


def colleagues_at(work: Work, member: Member) -> Mapping[int, Member]:
    """By offer, the colleague of the same association who looks at it now; the last to come if several do."""
    return {
        glance.offer_id: glance.member
        for glance in glances.of_colleagues(work.session, member, work.now - LOOKS_FOR)
    }
