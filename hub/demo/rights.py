"""What a few people of the story asked for by right, and the one breach that the network had to write down."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hub import breaches, restricting, rights
from hub.lifecycle import ReferralState
from hub.models import BreachKind, BreachRisk, Referral
from hub.wording import N_
from hub.work import Hub, Work

BREACH_ON, ERASED_ON, STILL_ON = 70, 118, 121
"""The working days of the story on which it happens, near its end but for the breach, which is closed."""
LOST = N_("Un téléphone professionnel est perdu dans un train. Il était verrouillé.")
LOCKED = N_("Effacé à distance le jour même. Aucune fiche n’y était ouverte.")
LEARNT = N_("Les téléphones se verrouillent désormais après une minute.")


class Rights:
    """Nothing here is left to chance: the same story each time."""

    def __init__(self) -> None:
        self._day = 0

    def live(self, hub: Hub) -> None:
        """One working day."""
        with hub.begin() as work:
            if self._day == BREACH_ON:
                _lose_a_telephone(work)
            if self._day == ERASED_ON and (met := _first(work, ReferralState.CONTACTED)):
                rights.erase(work, met)
            if self._day == STILL_ON and (waiting := _first(work, ReferralState.WITH_DESK)):
                restricting.restrict(work, waiting)
        self._day += 1


def _lose_a_telephone(work: Work) -> None:
    made = breaches.open_(work, BreachKind.CONFIDENTIALITY, LOST, known_at=work.now - timedelta(hours=2))
    breaches.weigh(work, made, BreachRisk.NONE, LOCKED)
    breaches.close(work, made, LEARNT)


def _first(work: Work, state: ReferralState) -> Referral | None:
    rows = select(Referral).where(Referral.state == state).order_by(Referral.id).limit(1)
    return work.session.scalars(rows).one_or_none()
