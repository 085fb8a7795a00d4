"""What comes next for one referral, and when: what the hub does by itself, what is awaited of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from hub import timers
from hub.lifecycle import ReferralState
from hub.models import Referral
from hub.vocabulary import TimerKind
from hub.wording import N_
from hub.work import Work

BY_ITSELF: Mapping[TimerKind, str] = MappingProxyType(
    {
        TimerKind.REMIND_GUARDIAN: N_("Nouveau rappel pour l’accord attendu"),
        TimerKind.SAY_ON_IT: N_("La personne lit que la recherche continue"),
        TimerKind.SAY_NO_SOLUTION: N_(
            "La personne lit qu’il n’y a pas encore de solution, et choisit d’attendre ou non"
        ),
        TimerKind.ASK_IF_CONTACTED: N_("Demandé à la personne si elle a été contactée"),
        TimerKind.SAY_UNREACHABLE: N_("La personne est dite injoignable"),
        TimerKind.END_UNREACHABLE: N_("Sans nouvelles, l’accompagnement est clos"),
        TimerKind.ASK_IF_TOGETHER: N_("Demandé à la personne si le binôme se voit toujours"),
        TimerKind.HOW_IT_WAS: N_("Demandé à la personne comment cela s’est passé"),
        TimerKind.WRITTEN_AGREEMENT: N_("Rappel pour l’accord écrit attendu"),
        TimerKind.FORGOTTEN_SOON: N_("La personne est prévenue de l’effacement"),
    }
)
MOVES: Mapping[ReferralState, str] = MappingProxyType(
    {
        ReferralState.LOOKING: N_("L’association suivante est cherchée"),
        ReferralState.OFFERED: N_("Sans réponse, une autre association est aussi sollicitée"),
        ReferralState.WAITING: N_("Une place est cherchée à nouveau"),
    }
)
"""What the hub does on the referral's next date."""
AWAITED: Mapping[ReferralState, str] = MappingProxyType(
    {
        ReferralState.AWAITING_CHECK: N_("Au plus tard, la coordination vérifie qui inscrit"),
        ReferralState.WITH_DESK: N_("Au plus tard, la coordination répond"),
        ReferralState.RESTRICTED: N_("Au plus tard, la coordination regarde si la suspension doit durer"),
        ReferralState.ACCEPTED: N_("Au plus tard, l’association prend contact ou fait un nouvel essai"),
        ReferralState.CONTACTED: N_(
            "Au plus tard, l’association dit si elle cherche encore, ou rend la fiche"
        ),
        ReferralState.PAIRED: N_("Au plus tard, l’association dit si le binôme se voit toujours"),
    }
)
"""What somebody else is to have done by then."""
ERASED = N_("Tout ce que la plateforme garde de la personne est effacé")


@dataclass(frozen=True, slots=True)
class Coming:
    """``by_itself``: the hub does it, with nobody's help."""

    at: datetime
    said: str
    by_itself: bool


def of(work: Work, referral: Referral) -> list[Coming]:
    """The earliest first."""
    return sorted(_all(work, referral), key=lambda one: one.at)


def _all(work: Work, referral: Referral) -> Iterator[Coming]:
    for timer in timers.ahead(work, referral):
        yield Coming(timer.due_at, BY_ITSELF[timer.kind], by_itself=True)
    if referral.next_at and referral.state in MOVES:
        yield Coming(referral.next_at, MOVES[referral.state], by_itself=True)
    if referral.next_at and referral.state in AWAITED:
        yield Coming(referral.next_at, AWAITED[referral.state], by_itself=False)
    if referral.forget_at:
        yield Coming(referral.forget_at, ERASED, by_itself=True)
