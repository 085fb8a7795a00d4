"""The journey told to the person: what happened, what is happening now and until when, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from flask_babel import gettext as _

from forms.days import on_one_line
from forms.fields import Said
from hub.calendar import civil
from hub.lifecycle import ENDED, ReferralState
from hub.models import JourneyEvent, Referral
from hub.vocabulary import Audience, Step
from hub.wording import N_

HAPPENED: Mapping[Step, tuple[str, Said]] = MappingProxyType(
    {
        Step.AWAITING_GUARDIAN: (
            "check",
            Said(N_("Ta demande est bien arrivée"), N_("La demande est bien arrivée")),
        ),
        Step.RECEIVED: ("check", Said(N_("Ta demande est bien arrivée"), N_("La demande est bien arrivée"))),
        Step.GUARDIAN_AGREED: (
            "check",
            Said(N_("Ton parent a donné son accord"), N_("Votre accord est donné")),
        ),
        Step.OFFERED: (
            "letter",
            Said(
                N_("Proposée à une association, sans ton nom"),
                N_("Proposée à une association, sans aucun nom"),
            ),
        ),
        Step.GOING_ON: (
            "clock",
            Said(N_("Nouvelle date. Désolés pour l’attente."), N_("Nouvelle date. Désolés pour l’attente.")),
        ),
        Step.WITH_DESK: (
            "people",
            Said(N_("Notre équipe cherche elle-même"), N_("Notre équipe cherche elle-même")),
        ),
        Step.ACCEPTED: ("bridge", Said(N_("%(name)s a dit oui"), N_("%(name)s a dit oui"))),
        Step.CLOSED: ("info", Said(N_("Notre réponse à ta demande"), N_("Notre réponse à la demande"))),
        Step.WITHDRAWN: ("cross", Said(N_("Ta demande est retirée"), N_("La demande est retirée"))),
    }
)
"""Steps that the person sees.  An association's refusal is not one: they hear of it when the date changes."""

NOW: Mapping[ReferralState, Said] = MappingProxyType(
    {
        ReferralState.AWAITING_GUARDIAN: Said(
            N_("Nous attendons l’accord de ton parent. Il a reçu un e-mail de notre part."),
            N_("Nous attendons votre accord : le lien est dans l’e-mail que nous vous avons envoyé."),
        ),
        ReferralState.LOOKING: Said(
            N_("Nous cherchons l’association qui te correspond."),
            N_("Nous cherchons l’association qui convient."),
        ),
        ReferralState.OFFERED: Said(
            N_("Une association lit ta demande, sans savoir qui tu es."),
            N_("Une association lit la demande, sans savoir de qui elle vient."),
        ),
        ReferralState.WITH_DESK: Said(
            N_("Une personne de notre équipe regarde ta demande, toujours sans voir ton nom."),
            N_("Une personne de notre équipe regarde la demande, toujours sans voir de nom."),
        ),
        ReferralState.ACCEPTED: Said(N_("L’association te contacte."), N_("L’association vous contacte.")),
    }
)
ANSWERED = ENDED | {ReferralState.ACCEPTED}
A_YES = Said(N_("Une association dit oui et te contacte"), N_("Une association dit oui et vous contacte"))
A_MENTOR = Said(N_("Tu rencontres ton mentor"), N_("Première rencontre avec le mentor"))
BY = Said(N_("Réponse au plus tard le %(day)s"), N_("Réponse au plus tard le %(day)s"))


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline.  ``tense`` is done, met (an association said yes), now or next."""

    tense: str
    icon: str
    title: str
    when: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    formal: bool
    reference: str
    moments: list[Moment]
    promised: str
    late: bool
    website: str
    may_withdraw: bool


def tell(referral: Referral, events: Iterable[JourneyEvent], *, today: date) -> Story:
    formal = referral.correspondent is Audience.GUARDIAN
    seen = [event for event in events if event.step in HAPPENED]
    promised_by = None if referral.state in ANSWERED else referral.promised_by
    return Story(
        formal=formal,
        reference=referral.reference,
        moments=[
            *(_past(event, formal) for event in seen),
            *_present(referral, formal, today),
            *_future(referral, formal),
        ],
        promised=on_one_line(promised_by) if promised_by else "",
        late=promised_by is not None and promised_by < today,
        website=_website(referral, seen),
        may_withdraw=referral.state not in ENDED,
    )


def _past(event: JourneyEvent, formal: bool) -> Moment:
    icon, said = HAPPENED[event.step]
    accepted = event.step is Step.ACCEPTED
    name = event.offer.association.name if accepted and event.offer else ""
    return Moment(
        tense="met" if accepted else "done",
        icon=icon,
        title=_say(said, formal, name=name),
        when=on_one_line(civil(event.happened_at)),
        text=_aside(event),
    )


def _aside(event: JourneyEvent) -> str:
    if event.step is Step.GOING_ON and event.promised_by:
        return _say(BY, formal=False, day=on_one_line(event.promised_by))
    return event.sentence or ""


def _present(referral: Referral, formal: bool, today: date) -> list[Moment]:
    if referral.state not in NOW:
        return []
    day = referral.promised_by
    if referral.state is ReferralState.ACCEPTED:
        day = civil(referral.next_at) if referral.next_at else None
    by = _("Au plus tard le %(day)s", day=on_one_line(day)) if day and day >= today else ""
    return [Moment("now", "clock", _say(NOW[referral.state], formal), when=by)]


def _future(referral: Referral, formal: bool) -> list[Moment]:
    if referral.state in ENDED:
        return []
    coming = [A_MENTOR] if referral.state is ReferralState.ACCEPTED else [A_YES, A_MENTOR]
    return [Moment("next", "dots", _say(said, formal)) for said in coming]


def _website(referral: Referral, seen: list[JourneyEvent]) -> str:
    """The page of the association that said yes, for as long as it holds."""
    if referral.state is not ReferralState.ACCEPTED:
        return ""
    sites = [
        event.offer.association.profile.get("website")
        for event in seen
        if event.step is Step.ACCEPTED and event.offer
    ]
    site = sites[-1] if sites else None
    return site if isinstance(site, str) and site.startswith("https://") else ""


def _say(said: Said, formal: bool, **words: str) -> str:
    return str(_(said.vous if formal else said.tu, **words))
