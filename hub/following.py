"""Where a young person stands, as the professional who registered them may know it: a word and a date, no name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from hub import calendar
from hub.lifecycle import ENDED, HELD, ROUTABLE, OfferState, ReferralState
from hub.models import Asked, Offer, Referral, Said
from hub.vocabulary import Audience, DeclineReason
from hub.wording import N_

STANDS: Mapping[ReferralState, str] = MappingProxyType(
    {
        ReferralState.AWAITING_CONFIRMATION: N_("Adresse à confirmer"),
        ReferralState.AWAITING_CHECK: N_("La coordination vérifie votre adresse"),
        ReferralState.AWAITING_GUARDIAN: N_("Accord d’un parent attendu"),
        ReferralState.LOOKING: N_("Recherche d’une association"),
        ReferralState.OFFERED: N_("Proposé à une association"),
        ReferralState.WAITING: N_("En attente d’une place"),
        ReferralState.WITH_DESK: N_("La coordination cherche"),
        ReferralState.ACCEPTED: N_("Une association a dit oui"),
        ReferralState.CONTACTED: N_("L’association l’a contacté et cherche un mentor"),
        ReferralState.PAIRED: N_("Accompagné par un mentor"),
        ReferralState.UNREACHABLE: N_("L’association n’arrive pas à le joindre"),
        ReferralState.RESTRICTED: N_("Suspendu à sa demande"),
        ReferralState.CLOSED: N_("Terminé"),
        ReferralState.WITHDRAWN: N_("Inscription retirée"),
        ReferralState.FORGOTTEN: N_("Effacé"),
    }
)
NEXT: Mapping[ReferralState, str] = MappingProxyType(
    {
        ReferralState.AWAITING_CONFIRMATION: N_("sans réponse, effacé le %(day)s"),
        ReferralState.AWAITING_CHECK: N_("vérification au plus tard le %(day)s"),
        ReferralState.AWAITING_GUARDIAN: N_("sans accord, effacé le %(day)s"),
        ReferralState.LOOKING: N_("réponse au plus tard le %(day)s"),
        ReferralState.OFFERED: N_("réponse au plus tard le %(day)s"),
        ReferralState.WAITING: N_("réponse au plus tard le %(day)s"),
        ReferralState.WITH_DESK: N_("réponse au plus tard le %(day)s"),
        ReferralState.ACCEPTED: N_("premier contact au plus tard le %(day)s"),
        ReferralState.UNREACHABLE: N_("sans nouvelles, clos le %(day)s"),
    }
)
QUESTIONS: Mapping[Asked, str] = MappingProxyType(
    {
        Asked.STILL_WANTED: N_("Ce jeune souhaite-t-il toujours un mentor ?"),
        Asked.REMOTE: N_("Un accompagnement à distance lui conviendrait-il ?"),
        Asked.FARTHER: N_("Peut-il aller plus loin, dans un département voisin ?"),
        Asked.REMIND: N_("Pouvez-vous rappeler que nous attendons une réponse par courriel ?"),
        Asked.CONTACTED: N_("L’association a-t-elle pris contact avec ce jeune ?"),
    }
)
"""What the desk may ask of the professional who registered a young person."""

ANSWERS: Mapping[Said, str] = MappingProxyType(
    {Said.YES: N_("Oui"), Said.NO: N_("Non"), Said.UNKNOWN: N_("Je ne sais pas")}
)
COURTEOUS: Mapping[DeclineReason, str] = MappingProxyType(
    {
        DeclineReason.NOT_OUR_PUBLIC: N_("Elle accompagne un autre public."),
        DeclineReason.OUTSIDE_OUR_AREA: N_("Elle n’accompagne pas dans ce territoire."),
        DeclineReason.NO_PLACE: N_("Elle n’a plus de place en ce moment."),
        DeclineReason.NO_MENTOR: N_("Elle n’a pas de mentor disponible en ce moment."),
        DeclineReason.OUTSIDE_PROGRAMME: N_("Son programme ne répond pas à ce besoin."),
        DeclineReason.NOT_ENOUGH: N_("La fiche, sans nom, ne lui en disait pas assez pour décider."),
        DeclineReason.PASSED_ON: N_("Une autre association de son groupe lui paraît mieux convenir."),
    }
)
"""Why an association said no, as a professional may hear it: never its own words, and never which one it is.

That it knows the young person already is theirs to tell; whatever is not here has no reason told.
"""
NO_REASON = N_("Elle n’a pas pu donner suite.")
SILENT = N_("Elle n’a pas répondu à temps.")
RETURNED = N_("Elle avait dit oui, et n’a finalement pas pu l’accompagner.")
IN_WRITING = N_("Accord écrit attendu")
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Stand:
    """``next_words`` holds ``%(day)s``; both are empty once nothing more is to come."""

    reference: str
    state: ReferralState
    words: str
    next_words: str
    next_day: date | None

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def day(self) -> str:
        return calendar.in_words(self.next_day).replace(" ", NO_BREAK) if self.next_day else ""


@dataclass(frozen=True, slots=True, order=True)
class Reply:
    """What an association answered, and on which day."""

    day: date
    words: str


def replies(referral: Referral) -> list[Reply]:
    """Those of the associations that did not go on with this young person, the first first."""
    told = ((offer.answered_at, _words(offer)) for offer in referral.offers)
    return sorted(Reply(calendar.civil(at), words) for at, words in told if at and words)


def stand_of(referral: Referral, *, today: date) -> Stand:
    state, day = referral.state, _next_day(referral)
    coming = day is not None and (day >= today or state not in HELD)
    return Stand(
        reference=referral.reference,
        state=state,
        words=IN_WRITING if is_in_writing(referral) else STANDS[state],
        next_words=NEXT.get(state, "") if coming else "",
        next_day=day if coming and state in NEXT else None,
    )


def is_in_writing(referral: Referral) -> bool:
    """Nobody but the professional was asked for the agreement, which child welfare has in writing."""
    asked = referral.state is ReferralState.AWAITING_GUARDIAN
    return asked and referral.correspondent is Audience.PRESCRIBER


def _words(offer: Offer) -> str:
    """Empty for an offer that goes on, or that was taken back because another association said yes."""
    if offer.decline_reason:
        return COURTEOUS.get(offer.decline_reason, NO_REASON)
    return {OfferState.EXPIRED: SILENT, OfferState.RETURNED: RETURNED}.get(offer.state, "")


def _next_day(referral: Referral) -> date | None:
    if referral.state in {*ROUTABLE, ReferralState.WITH_DESK}:
        return referral.promised_by
    return calendar.civil(referral.next_at) if referral.next_at else None
