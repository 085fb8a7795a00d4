"""What a partner reads of a card, a deadline, a state: codes and moments in French words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _

from hub import calendar, cards
from hub.lifecycle import OfferState, Owner, ReferralState
from hub.models import Offer
from hub.vocabulary import Step
from hub.wording import DECLINE_REASONS, LEVELS, MODES, N_, THEMES

OFFER_STATES: Mapping[OfferState, str] = MappingProxyType(
    {
        OfferState.OPEN: N_("proposée"),
        OfferState.OVERDUE: N_("en retard"),
        OfferState.ACCEPTED: N_("acceptée"),
        OfferState.DECLINED: N_("déclinée"),
        OfferState.EXPIRED: N_("restée sans réponse"),
        OfferState.RECALLED: N_("reprise"),
    }
)
REFERRAL_STATES: Mapping[ReferralState, str] = MappingProxyType(
    {
        ReferralState.AWAITING_GUARDIAN: N_("reçue, bientôt orientée"),
        ReferralState.LOOKING: N_("cherche une association"),
        ReferralState.OFFERED: N_("proposée à une association"),
        ReferralState.WITH_DESK: N_("chez la coordination"),
        ReferralState.ACCEPTED: N_("acceptée par une association"),
        ReferralState.CLOSED: N_("close"),
        ReferralState.WITHDRAWN: N_("retirée par la personne"),
        ReferralState.FORGOTTEN: N_("effacée"),
    }
)
OWNERS: Mapping[Owner, str] = MappingProxyType(
    {
        Owner.GUARDIAN: N_("la personne"),
        Owner.HUB: N_("la plateforme"),
        Owner.ASSOCIATION: N_("l’association"),
        Owner.DESK: N_("la coordination"),
    }
)
STEPS: Mapping[Step, str] = MappingProxyType(
    {
        Step.AWAITING_GUARDIAN: N_("Inscription reçue"),
        Step.RECEIVED: N_("Inscription reçue"),
        Step.GUARDIAN_AGREED: N_("Inscription confirmée"),
        Step.OFFERED: N_("Fiche proposée"),
        Step.OVERDUE: N_("Délai de réponse dépassé"),
        Step.DECLINED: N_("Fiche déclinée"),
        Step.EXPIRED: N_("Fiche restée sans réponse"),
        Step.RECALLED: N_("Fiche reprise"),
        Step.GOING_ON: N_("Nouvelle date annoncée à la personne"),
        Step.WITH_DESK: N_("Confiée à la coordination"),
        Step.ACCEPTED: N_("Fiche acceptée"),
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


def card_title(content: Mapping[str, Any]) -> str:
    card = cards.Card.from_json(content)
    return f"{_ages(card)}\N{NO-BREAK SPACE}· {_area(card)}"


def card_lines(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the card says below its title, as (label, value)."""
    card = cards.Card.from_json(content)
    level = [(_("Niveau"), _(LEVELS[card.level]))] if card.level else []
    mode = [(_("Rencontres"), _(MODES[card.mode]))] if card.mode else []
    return [
        *level,
        (_("Souhait"), _wishes(card)),
        *mode,
        (_("Inscription"), _("semaine du %(day)s", day=in_words(card.week))),
    ]


def _ages(card: cards.Card) -> str:
    youngest, oldest = cards.years(card)
    return str(_("%(youngest)d à %(oldest)d ans", youngest=youngest, oldest=oldest)).replace(
        " ", "\N{NO-BREAK SPACE}"
    )


def _area(card: cards.Card) -> str:
    return str(_(cards.area_name(card.area)))


def _wishes(card: cards.Card) -> str:
    families = [_(cards.THEME_FAMILIES[family]) for family in card.families]
    return " · ".join([_(THEMES[theme]) for theme in card.themes] or families)


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "day": in_words,
        "moment": at_the_clock,
        "deadline": deadline,
        "card_title": card_title,
        "card_lines": card_lines,
        "offer_state": lambda state: _(OFFER_STATES[state]),
        "referral_state": lambda state: _(REFERRAL_STATES[state]),
        "decline_reason": lambda reason: _(DECLINE_REASONS[reason]),
        "owner": lambda owner: _(OWNERS[owner]) if owner else "",
        "step": lambda step: _(STEPS[step]),
    }
)
