"""What the receipt of a referral tells: the number, the promised date, and what happens next in three lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from forms import forecast
from forms.days import on_one_line
from forms.fields import Said
from forms.forecast import Whose
from hub.intake import Receipt
from hub.lifecycle import ReferralState
from hub.vocabulary import Audience
from hub.wording import N_

NEXT = (
    Said(
        N_("Un e-mail arrive dans quelques minutes : ouvre-le, et confirme que l’adresse est la tienne."),
        N_("Un e-mail arrive dans quelques minutes : ouvrez-le, et confirmez que l’adresse est la vôtre."),
    ),
    Said(
        N_("Nous proposons ta demande à une association, sans ton nom ni tes coordonnées."),
        N_("Nous proposons la demande à une association, sans nom ni coordonnées."),
    ),
    Said(
        N_("Dès qu’une association dit oui, elle te contacte. Si la date change, nous t’écrivons."),
        N_("Dès qu’une association dit oui, elle vous contacte. Si la date change, nous vous écrivons."),
    ),
)
NEXT_ONCE_CONFIRMED = (
    Said(
        N_("Un e-mail arrive dans quelques minutes : ouvre-le, et confirme ton adresse avec le bouton."),
        N_("Un e-mail arrive dans quelques minutes : ouvrez-le, et confirmez votre adresse avec le bouton."),
    ),
    Said(
        N_("Rien ne part avant cette confirmation. Sans elle, nous effaçons tout sous 7 jours."),
        N_("Rien ne part avant cette confirmation. Sans elle, nous effaçons tout sous 7 jours."),
    ),
    Said(
        N_("Dès qu’elle est faite, nous cherchons une association et te donnons une date de réponse."),
        N_("Dès qu’elle est faite, nous cherchons une association et vous donnons une date de réponse."),
    ),
)
NEXT_WITH_GUARDIAN = (
    Said(
        N_("Nous écrivons à ton parent ou tuteur : préviens-le, il a un bouton à presser."),
        N_("Vous recevez un e-mail dans quelques minutes : ouvrez-le et donnez votre accord."),
    ),
    Said(
        N_("Rien n’est transmis avant son accord. Sans réponse sous 14 jours, nous effaçons tout."),
        N_("Rien n’est transmis avant cet accord. Sans réponse sous 14 jours, nous effaçons tout."),
    ),
    Said(
        N_("Dès son oui, nous cherchons une association et donnons une date de réponse."),
        N_("Dès votre oui, nous cherchons une association et donnons une date de réponse."),
    ),
)

NEXT_LINES = {
    ReferralState.AWAITING_CONFIRMATION: NEXT_ONCE_CONFIRMED,
    ReferralState.AWAITING_GUARDIAN: NEXT_WITH_GUARDIAN,
}
CHILD_IS_WRITTEN_TO = (
    N_(
        "Un e-mail arrive dans quelques minutes à l’adresse de votre enfant : demandez-lui de l’ouvrir, et de "
        "confirmer que l’adresse est la sienne."
    ),
    N_("Nous proposons la demande à une association, sans nom ni coordonnées."),
    N_(
        "Dès qu’une association dit oui, elle prend contact. Si la date change, nous écrivons à votre enfant."
    ),
)
CHILD_CONFIRMS = (
    N_(
        "Un e-mail arrive dans quelques minutes à l’adresse de votre enfant : demandez-lui de l’ouvrir, et de "
        "confirmer son adresse avec le bouton."
    ),
    N_("Rien ne part avant cette confirmation. Sans elle, nous effaçons tout sous 7 jours."),
    N_(
        "Dès qu’elle est faite, nous cherchons une association et donnons une date de réponse à votre enfant."
    ),
)
"""To a parent who gave their child's own address."""

TOLD_TO_ANOTHER = {
    (True, Audience.YOUNG_PERSON): N_("La page s’adresse à votre enfant, à qui nous écrivons."),
    (False, Audience.GUARDIAN): N_("La page s’adresse à ton parent ou tuteur, à qui nous écrivons."),
}
"""To a parent and to a child: whom the link speaks to, where it is not whoever reads the receipt."""


def shows(receipt: Receipt, formal: bool, *, whose: Whose | None = None) -> Mapping[str, Any]:
    """``whose`` wait it is, unless *tu* or *vous* tells."""
    whose = whose or (Whose.THEIRS if formal else Whose.YOURS)
    return {
        "receipt": receipt,
        "link": current_app.config["DOOR_URL"] + url_for("tracking.follow", token=receipt.tracking_token),
        "promised": on_one_line(receipt.promised_by) if receipt.promised_by else "",
        "told_to_another": TOLD_TO_ANOTHER.get((formal, receipt.correspondent)),
        "lines": _next_lines(receipt, formal=formal),
        "forecast": forecast.told(receipt.forecast, whose),
    }


def _next_lines(receipt: Receipt, *, formal: bool) -> list[str]:
    if formal and receipt.correspondent is Audience.YOUNG_PERSON:
        confirms = receipt.state is ReferralState.AWAITING_CONFIRMATION
        return [str(_(line)) for line in (CHILD_CONFIRMS if confirms else CHILD_IS_WRITTEN_TO)]
    said = NEXT_LINES.get(receipt.state, NEXT)
    return [str(_(line.vous if formal else line.tu)) for line in said]
