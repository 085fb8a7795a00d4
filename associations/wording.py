"""What a partner reads of a card, a deadline, a state: codes and moments in French words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from flask_babel import gettext as _

from associations import card_words
from hub import calendar
from hub.explaining import OFFER_STATES, context
from hub.lifecycle import Owner, ReferralState
from hub.models import Offer
from hub.vocabulary import Kind, Step
from hub.wording import DECLINE_REASONS, MENTOR_DECLINE_REASONS, N_

REFERRAL_STATES: Mapping[ReferralState, str] = MappingProxyType(
    {
        ReferralState.AWAITING_CONFIRMATION: N_("adresse à confirmer"),
        ReferralState.AWAITING_CHECK: N_("prescripteur à vérifier"),
        ReferralState.AWAITING_GUARDIAN: N_("reçue, bientôt orientée"),
        ReferralState.LOOKING: N_("cherche une association"),
        ReferralState.OFFERED: N_("proposée à une association"),
        ReferralState.WAITING: N_("en attente d’une place"),
        ReferralState.WITH_DESK: N_("chez la coordination"),
        ReferralState.ACCEPTED: N_("acceptée par une association"),
        ReferralState.CONTACTED: N_("en contact avec une association"),
        ReferralState.PAIRED: N_("en binôme"),
        ReferralState.UNREACHABLE: N_("injoignable"),
        ReferralState.RESTRICTED: N_("suspendue à la demande de la personne"),
        ReferralState.CLOSED: N_("close"),
        ReferralState.WITHDRAWN: N_("retirée par la personne"),
        ReferralState.FORGOTTEN: N_("effacée"),
    }
)
OWNERS: Mapping[Owner, str] = MappingProxyType(
    {
        Owner.PERSON: N_("la personne"),
        Owner.GUARDIAN: N_("la personne"),
        Owner.HUB: N_("la plateforme"),
        Owner.ASSOCIATION: N_("l’association"),
        Owner.DESK: N_("la coordination"),
    }
)
STEPS: Mapping[Step, str] = MappingProxyType(
    {
        Step.AWAITING_CONFIRMATION: N_("Adresse à confirmer"),
        Step.AWAITING_CHECK: N_("Prescripteur à vérifier"),
        Step.AWAITING_GUARDIAN: N_("Inscription reçue"),
        Step.GUARDIAN_REMINDED: N_("Rappel envoyé au parent"),
        Step.RECEIVED: N_("Inscription reçue"),
        Step.GUARDIAN_AGREED: N_("Inscription confirmée"),
        Step.OFFERED: N_("Fiche proposée"),
        Step.OVERDUE: N_("Délai de réponse dépassé"),
        Step.DECLINED: N_("Fiche déclinée"),
        Step.EXPIRED: N_("Fiche restée sans réponse"),
        Step.RECALLED: N_("Fiche reprise"),
        Step.GOING_ON: N_("Nouvelle date annoncée à la personne"),
        Step.ON_IT: N_("Dit à la personne que la recherche continue"),
        Step.NO_SOLUTION: N_("Dit à la personne qu’il n’y a pas encore de solution"),
        Step.KEEPS_WAITING: N_("La personne continue d’attendre"),
        Step.NEED_CORRECTED: N_("Demande corrigée par la personne"),
        Step.DETAILS_CHANGED: N_("Coordonnées changées par la personne"),
        Step.WAITING: N_("Aucune place libre : en attente"),
        Step.WITH_DESK: N_("Confiée à la coordination"),
        Step.ACCEPTED: N_("Fiche acceptée"),
        Step.RETURNED: N_("Fiche rendue après un oui"),
        Step.REOPENED: N_("Fiche reprise par l’association qui l’avait déclinée"),
        Step.ASKED_IF_CONTACTED: N_("Demandé à la personne si elle a été contactée"),
        Step.NOT_CONTACTED: N_("La personne dit n’avoir pas été contactée"),
        Step.CONTACTED: N_("Premier contact"),
        Step.UNREACHABLE: N_("Personne injoignable"),
        Step.PAIRED: N_("Binôme formé"),
        Step.ASKED_IF_TOGETHER: N_("Demandé à la personne si le binôme continue"),
        Step.PAIR_ENDED: N_("Fin du binôme"),
        Step.ACCOMPANIED: N_("Accompagnement terminé"),
        Step.ASKED_HOW_IT_WAS: N_("Demandé à la personne comment cela s’est passé"),
        Step.FORGOTTEN_SOON: N_("Effacement prochain annoncé"),
        Step.RESTRICTED: N_("Tout est suspendu, à la demande de la personne"),
        Step.RESUMED: N_("La suspension est levée"),
        Step.TOLD_OF_BREACH: N_("La personne est avertie d’une violation de données"),
        Step.DESK_WROTE: N_("Un mot de la coordination à la personne"),
        Step.PRESCRIBER_ASKED: N_("Question posée au prescripteur"),
        Step.CLOSED: N_("Orientation close"),
        Step.WITHDRAWN: N_("Demande retirée"),
        Step.FORGOTTEN: N_("Données effacées"),
    }
)


def in_words(moment: datetime | date) -> str:
    """``jeudi 12 mars``, its words kept on one line."""
    day = calendar.civil(moment) if isinstance(moment, datetime) else moment
    return calendar.in_words(day).replace(" ", "\N{NO-BREAK SPACE}")


def at_the_clock(moment: datetime) -> str:
    """``jeudi 12 mars à 14 h 05``, in Paris."""
    clock = f"{moment.astimezone(calendar.PARIS):%H\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}%M}"
    return str(_("%(day)s à %(clock)s", day=in_words(moment), clock=clock))


def deadline(offer: Offer, now: datetime) -> str:
    """By when the association answers, as somebody would say it."""
    day = calendar.civil(offer.answer_by)
    if offer.answer_by <= now:
        return str(_("En retard depuis %(day)s au soir", day=in_words(day)))
    if day == calendar.civil(now):
        return str(_("Répondre aujourd’hui"))
    if (day - calendar.civil(now)).days == 1:
        return str(_("Répondre avant demain soir"))
    return str(_("Répondre avant %(day)s au soir", day=in_words(day)))


def short_deadline(offer: Offer, now: datetime) -> str:
    """The same on a shelf whose title says the rest."""
    day = calendar.civil(offer.answer_by)
    if offer.answer_by <= now:
        return str(_("depuis %(day)s", day=in_words(day)))
    return str(_("aujourd’hui")) if day == calendar.civil(now) else str(_("avant %(day)s", day=in_words(day)))


def declined_because(offer: Offer) -> str:
    """The reason as its list said it: a mentor's and a young person's are not the same."""
    if offer.passed_to:
        return str(_("passée, pour %(name)s, de son consortium", name=offer.passed_to.name))
    reasons = MENTOR_DECLINE_REASONS if offer.referral.kind is Kind.MENTOR else DECLINE_REASONS
    return str(_(reasons.get(offer.decline_reason, ""))) if offer.decline_reason else ""


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "day": in_words,
        "moment": at_the_clock,
        "deadline": deadline,
        "short_deadline": short_deadline,
        "card_title": card_words.title,
        "card_wish": card_words.wish,
        "card_lines": card_words.lines,
        "is_mentor": card_words.is_mentor,
        "offer_state": lambda state: _(OFFER_STATES[state]),
        "referral_state": lambda state: _(REFERRAL_STATES[state]),
        "declined_because": declined_because,
        "owner": lambda owner: _(OWNERS[owner]) if owner else "",
        "decision_context": lambda decided: [_(sentence) for sentence in context(decided)],
        "step": lambda step: _(STEPS[step]),
    }
)
