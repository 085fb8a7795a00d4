"""Second thoughts at the portal: within 48 hours an answer is taken back, with its reason."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from associations.guards import signed_in
from associations.portal.listing import Listing
from hub import queries, undoing
from hub.lifecycle import IllegalMove, OfferState
from hub.models import Offer, UndoReason
from hub.offers import NoPlaceLeft
from hub.undoing import Taken, TooLate
from hub.web import current_hub
from hub.work import Work

bp = Blueprint("undo", __name__)

WRONG_BUTTON = (UndoReason.WRONG_BUTTON, _l("Nous nous sommes trompés de bouton"))
WRONG_CARD = (UndoReason.WRONG_CARD, _l("Nous nous sommes trompés de fiche"))
COLLEAGUE = (UndoReason.COLLEAGUE, _l("Un collègue voulait répondre autrement"))
REASONS = {
    OfferState.DECLINED: (
        WRONG_BUTTON,
        WRONG_CARD,
        COLLEAGUE,
        (UndoReason.ROOM_FOUND, _l("Une place ou un mentor s’est trouvé entre-temps")),
    ),
    OfferState.ACCEPTED: (
        WRONG_BUTTON,
        WRONG_CARD,
        COLLEAGUE,
        (UndoReason.ROOM_LOST, _l("La place ou le mentor prévu n’est plus là")),
    ),
}
REFUSALS = {
    TooLate: _l("Cette réponse date de plus de 48 heures, ou a déjà changé : elle reste comme elle est."),
    Taken: _l(
        "La fiche est partie entre-temps : une autre association l’étudie ou l’a acceptée, ou la personne s’est "
        "retirée. Merci d’avoir voulu la reprendre."
    ),
    NoPlaceLeft: _l("Votre association n’a plus de place libre : ajoutez-en une, puis reprenez cette fiche."),
}


class UndoForm(FlaskForm):  # type: ignore[misc]
    reason = RadioField(
        _l("Pourquoi revenez-vous sur cette réponse ?"),
        [InputRequired(_l("Choisissez la raison la plus proche."))],
        choices=[],
        description=_l("Elle est gardée, et comptée. La personne ne la lira pas."),
    )

    def of(self, answer: OfferState) -> UndoForm:
        self.reason.choices = [SelectChoice(code.value, label) for code, label in REASONS[answer]]
        return self


@bp.route("/<card_number>/revenir", methods=["GET", "POST"])
def ask(card_number: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        offer = queries.offer_of(work.session, signed_in(work), card_number)
        if not undoing.may_undo(work, offer):
            return _back(card_number, TooLate)
        form = UndoForm().of(offer.state)
        if not form.validate_on_submit():
            return _page(work, offer, form)
    return _undo(card_number, offer.state, UndoReason(form.reason.data))


def _undo(card_number: str, answer: OfferState, reason: UndoReason) -> ResponseReturnValue:
    undo = undoing.undo_acceptance if answer is OfferState.ACCEPTED else undoing.undo_decline
    try:
        with current_hub.begin() as work:
            member = signed_in(work)
            undo(work, queries.offer_of(work.session, member, card_number), member, reason=reason)
    except tuple(REFUSALS) as refusal:
        return _back(card_number, type(refusal))
    except (IllegalMove, StaleDataError, IntegrityError):
        return _back(card_number, Taken)
    if answer is OfferState.ACCEPTED:
        flash(
            _(
                "C’est défait : la personne est prévenue avec nos excuses, et la fiche va à une autre association."
            )
        )
    else:
        flash(_("La fiche %(card)s vous revient : à vous de répondre.", card=card_number))
    return _to_card(card_number)


def _back(card_number: str, refusal: type[Exception]) -> ResponseReturnValue:
    flash(str(REFUSALS[refusal]))
    return _to_card(card_number)


def _to_card(card_number: str) -> ResponseReturnValue:
    return redirect(url_for("portal.card", card_number=card_number, **Listing.asked().address), 303)


def _page(work: Work, offer: Offer, form: UndoForm) -> ResponseReturnValue:
    counted = undoing.counted(work, signed_in(work))
    page = render_template(
        "portal/undo.html", offer=offer, form=form, counted=counted, listing=Listing.asked(), now=work.now
    )
    return page, 422 if form.errors else 200
