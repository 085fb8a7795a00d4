"""Once in the half-year the desk had to read a name: two people and a reason, as the page of it then shows."""

from __future__ import annotations

from sqlalchemy import select

from hub import glass, queries
from hub.lifecycle import ReferralState
from hub.models import GlassReason, Referral
from hub.work import Hub, Work

FROM_DAY = 96
"""The working day of the story from which it may happen, once the desk has a second person."""
TWO = 2
NOTE = "Une conseillère signale un message inquiétant. La personne n’a pas répondu au courriel."


class BrokenGlass:
    """One request, granted, read, and closed by the worker."""

    def __init__(self) -> None:
        self._day = 0
        self._is_done = False

    def live(self, hub: Hub) -> None:
        """One working day."""
        if self._day >= FROM_DAY and not self._is_done:
            with hub.begin() as work:
                self._is_done = _break(work)
        self._day += 1


def _break(work: Work) -> bool:
    desk = queries.desk_members(work.session)
    waiting = select(Referral).where(Referral.state == ReferralState.WITH_DESK).order_by(Referral.id).limit(1)
    referral = work.session.scalars(waiting).one_or_none()
    if referral is None or len(desk) < TWO:
        return False
    request = glass.ask(work, referral, desk[0], reason=GlassReason.DANGER, note=NOTE)
    glass.grant(work, request, desk[1])
    glass.release(work, request.id)
    glass.read(work, request, desk[0])
    return True
