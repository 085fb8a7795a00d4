"""What a professional keeps of one registration, and what happens next, according to what must come first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from forms import forecast
from forms.days import on_one_line
from forms.forecast import Whose
from forms.prescriber_door import reader, way_in
from hub import queries
from hub.intake import Receipt
from hub.lifecycle import ReferralState
from hub.vault import digest
from hub.vocabulary import Audience
from hub.web import current_hub
from hub.wording import N_
from hub.work import Work

AWAITING_CHECK = (
    N_("Avant de chercher, notre équipe vérifie qui inscrit ce jeune : %(desk_days)s jours ouvrés au plus."),
    N_("Rien n’est transmis avant. Ensuite, nous cherchons une association et donnons une date de réponse."),
)
AWAITING_GUARDIAN = (
    N_("Nous écrivons à son parent ou tuteur : prévenez-le, il y a un bouton à presser."),
    N_("Rien n’est transmis avant son accord. Sans réponse sous %(silence_days)s jours, nous effaçons tout."),
)
AWAITING_WRITTEN = (
    N_("Nous gardons la demande, scellée. Dès que l’accord écrit est obtenu, dites-le sur votre page."),
    N_("Rien n’est transmis avant. Sans nouvelle de vous sous %(written_days)s jours, nous effaçons tout."),
)
AWAITING_CONFIRMATION = (
    N_(
        "Nous vous écrivons, une fois par jour au plus : le bouton de cet e-mail montre que votre adresse est bien "
        "la vôtre."
    ),
    N_("Rien n’est transmis avant. Sans ce geste sous %(confirmation_days)s jours, nous effaçons tout."),
)
LOOKING = (
    N_("Nous proposons la demande à une association, sans nom ni coordonnées : ni les siens, ni les vôtres."),
    N_("Dès qu’une association dit oui, elle contacte d’abord la personne que vous avez choisie."),
)
EVERY_WEEK = N_(
    "Chaque lundi où quelque chose a changé, un e-mail vous dit où en est chaque jeune, par son numéro de dossier. "
    "Un oui vous est dit aussitôt."
)

FIRST: Mapping[ReferralState, tuple[str, str]] = MappingProxyType(
    {
        ReferralState.AWAITING_CHECK: AWAITING_CHECK,
        ReferralState.AWAITING_GUARDIAN: AWAITING_GUARDIAN,
        ReferralState.AWAITING_CONFIRMATION: AWAITING_CONFIRMATION,
    }
)


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A receipt, and whose it is."""

    receipt: Receipt
    prescriber_id: int | None


def kept(work: Work, form_token: str) -> Kept | None:
    receipt = forecast.receipt_of(work, form_token)
    referral = queries.referral_by_form(work.session, digest(form_token))
    return Kept(receipt, referral.prescriber_id) if receipt and referral else None


def shows(kept: Kept, formal: bool) -> Mapping[str, Any]:
    receipt, who = kept.receipt, reader()
    return {
        "receipt": receipt,
        "link": current_app.config["DOOR_URL"] + url_for("tracking.follow", token=receipt.tracking_token),
        "promised": on_one_line(receipt.promised_by) if receipt.promised_by else "",
        "my_page": way_in(theirs=who is not None and who.prescriber_id == kept.prescriber_id),
        "lines": _next_lines(receipt),
        "forecast": forecast.told(receipt.forecast, Whose.THEIRS),
    }


def _next_lines(receipt: Receipt) -> list[str]:
    said = FIRST.get(receipt.state, LOOKING)
    if said is AWAITING_GUARDIAN and receipt.correspondent is Audience.PRESCRIBER:
        said = AWAITING_WRITTEN
    delays = current_hub.rule_book.delays
    days = {
        "desk_days": delays.desk_days,
        "silence_days": delays.guardian_silence_days,
        "written_days": delays.written_agreement_days,
        "confirmation_days": delays.confirmation_silence_days,
    }
    return [str(_(line, **days)) for line in (*said, EVERY_WEEK)]
