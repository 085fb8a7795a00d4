"""Who goes on waiting in the half-year: some of those who read that there is no solution yet press the button."""

from __future__ import annotations

from random import Random

from sqlalchemy import select

from hub import saying
from hub.lifecycle import ReferralState
from hub.models import Referral
from hub.work import Hub

KEEPS_WAITING = 0.1
"""Of those who were told so, the share that presses it on each day."""
UNANSWERED = (ReferralState.WAITING, ReferralState.WITH_DESK)


class Patience:
    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def live(self, hub: Hub) -> None:
        """One day."""
        with hub.begin() as work:
            waiting = select(Referral).where(Referral.state.in_(UNANSWERED)).order_by(Referral.id)
            for referral in work.session.scalars(waiting).all():
                if self._chance.random() < KEEPS_WAITING:
                    saying.keep_waiting(work, referral)
