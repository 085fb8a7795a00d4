"""The portal: the cards of one association, the answers it gives, the name it may then read."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from associations.guards import signed_in
from associations.portal.answers import DeclineForm, PassOnForm
from associations.portal.inbox import above, around, next_to_answer, shown
from associations.portal.listing import Listing
from associations.portal.referred import referred
from associations.portal.released import birth_month, lines, readable_phone
from associations.portal.several import bp as several
from associations.portal.undo import bp as undo
from hub import disclosure, glances, offers, queries, undoing
from hub.disclosure import Forgotten, NotYetAccepted, NotYetReleased, Revealed
from hub.lifecycle import LIVE, IllegalMove, OfferState
from hub.models import Association, Offer
from hub.queries import NotFound
from hub.vocabulary import DeclineReason, Engagement, MentorAge
from hub.web import current_hub
from hub.wording import CONTACT_BY
from hub.work import Work

bp = Blueprint("portal", __name__, url_prefix="/fiches", template_folder="templates")
bp.register_blueprint(several)
bp.register_blueprint(undo)

CAME_SECOND = (IllegalMove, StaleDataError, IntegrityError)


@bp.get("/")
def inbox() -> ResponseReturnValue:
    with current_hub.read() as work:
        return render_template("portal/inbox.html", **shown(work, Listing.asked()), **above(work))


@bp.get("/<card_number>")
def card(card_number: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        member = signed_in(work)
        offer = queries.offer_of(work.session, member, card_number)
        is_to_say = glances.is_to_say(work, offer, member)
        page = _card_page(work, offer)
    if is_to_say:
        with current_hub.begin() as work:
            glances.look(work, offer, signed_in(work))
    return page


@bp.post("/<card_number>/ici")
def look(card_number: str) -> ResponseReturnValue:
    """The page is still open: who else looks, and whether the card is still as the page says."""
    with current_hub.begin() as work:
        member = signed_in(work)
        offer = queries.offer_of(work.session, member, card_number)
        glances.look(work, offer, member)
        colleague = glances.colleagues_at(work, member).get(offer.id)
        changed = request.form.get("state") != offer.state.value
        return {"colleague": colleague and colleague.email, "changed": changed}


@bp.post("/<card_number>/accepter")
def accept(card_number: str) -> ResponseReturnValue:
    try:
        with current_hub.begin() as work:
            member = signed_in(work)
            offers.accept(work, queries.offer_of(work.session, member, card_number), member)
    except CAME_SECOND:
        return _as_it_stands(card_number, wanted=OfferState.ACCEPTED)
    return _to_card(card_number)


@bp.route("/<card_number>/decliner", methods=["GET", "POST"])
def decline(card_number: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        offer = queries.offer_of(work.session, signed_in(work), card_number)
        form = DeclineForm().about(offer.referral.kind)
        if not form.validate_on_submit():
            return _decline_page(work, offer, form)
        then = next_to_answer(work, signed_in(work), Listing.asked(), card_number)
    try:
        with current_hub.begin() as work:
            member = signed_in(work)
            offer = queries.offer_of(work.session, member, card_number)
            reason = DeclineReason(form.reason.data)
            offers.decline(work, offer, member, reason=reason, note=form.note.data)
    except CAME_SECOND:
        return _as_it_stands(card_number, wanted=OfferState.DECLINED)
    flash(_("Merci d’avoir répondu : la fiche %(card)s est proposée ailleurs.", card=card_number))
    return _to_card(then) if then else _to_inbox()


@bp.route("/<card_number>/passer", methods=["GET", "POST"])
def pass_on(card_number: str) -> ResponseReturnValue:
    """For the référente of a consortium: another of its members may suit better."""
    with current_hub.read() as work:
        offer = queries.offer_of(work.session, signed_in(work), card_number)
        form = PassOnForm().among(_may_pass_to(work, offer))
        if not form.validate_on_submit():
            return _pass_on_page(offer, form)
    try:
        with current_hub.begin() as work:
            member = signed_in(work)
            offer = queries.offer_of(work.session, member, card_number)
            to = queries.association_of(work.session, form.association.data)
            offers.pass_on(work, offer, member, to=to)
    except CAME_SECOND:
        return _as_it_stands(card_number, wanted=OfferState.DECLINED)
    flash(_("Merci : la fiche %(card)s est proposée d’abord à %(name)s.", card=card_number, name=to.name))
    return redirect(url_for("portal.inbox"), 303)


@bp.post("/<card_number>/devoiler")
def reveal(card_number: str) -> ResponseReturnValue:
    """The name and its trace, or neither."""
    try:
        with current_hub.begin() as work:
            member = signed_in(work)
            offer = queries.offer_of(work.session, member, card_number)
            revealed = disclosure.reveal(work, offer, member)
            return _revealed_page(work, offer, revealed)
    except (NotYetAccepted, NotYetReleased, Forgotten):
        return redirect(url_for("portal.card", card_number=card_number), 303)


def _card_page(work: Work, offer: Offer, *, came_second: bool = False) -> str:
    around_it = shown(work, Listing.asked())
    return render_template(
        "portal/card.html",
        offer=offer,
        came_second=came_second,
        beside=around(around_it["sections"], offer.card_number),
        may_undo=undoing.may_undo(work, offer),
        **around_it,
    )


def _to_card(card_number: str) -> ResponseReturnValue:
    """With the list as it was."""
    return redirect(url_for("portal.card", card_number=card_number, **Listing.asked().address), 303)


def _to_inbox() -> ResponseReturnValue:
    return redirect(url_for("portal.inbox", **Listing.asked().address), 303)


def _decline_page(work: Work, offer: Offer, form: DeclineForm) -> ResponseReturnValue:
    if offer.state not in LIVE:
        return redirect(url_for("portal.card", card_number=offer.card_number), 303)
    listing = Listing.asked()
    page = render_template("portal/decline.html", offer=offer, form=form, now=work.now, listing=listing)
    return page, 422 if form.errors else 200


def _may_pass_to(work: Work, offer: Offer) -> list[Association]:
    """Those of the consortium who have somebody to answer.  A card without a consortium is passed to nobody."""
    if not offer.passes_to:
        raise NotFound("this card may not be passed on")
    return [row for row in queries.joined_associations(work.session) if row.slug in offer.passes_to]


def _pass_on_page(offer: Offer, form: PassOnForm) -> ResponseReturnValue:
    if offer.state not in LIVE:
        return redirect(url_for("portal.card", card_number=offer.card_number), 303)
    return render_template("portal/pass_on.html", offer=offer, form=form), 422 if form.errors else 200


def _revealed_page(work: Work, offer: Offer, revealed: Revealed) -> str:
    person = revealed.identity
    shown = {
        "offer": offer,
        "person": person,
        "phone": readable_phone(person.phone),
        "contact_by": _(CONTACT_BY[person.contact_by]),
        "lines": lines(revealed.need),
    }
    if isinstance(revealed.need, Engagement):
        minor = revealed.need.age is MentorAge.FROM_15_TO_17
        return render_template("portal/revealed_mentor.html", minor=minor, **shown)
    return render_template(
        "portal/revealed.html",
        need=revealed.need,
        born=birth_month(person),
        referred=referred(work, offer, revealed),
        **shown,
    )


def _as_it_stands(card_number: str, *, wanted: OfferState) -> ResponseReturnValue:
    """Somebody was faster: a colleague with the same answer changes nothing; anything else is said kindly."""
    with current_hub.read() as work:
        member = signed_in(work)
        offer = queries.offer_of(work.session, member, card_number)
        if offer.state is not wanted:
            return _card_page(work, offer, came_second=True), 409
        if offer.answered_by not in (None, member):
            flash(
                _(
                    "%(colleague)s a donné la même réponse juste avant vous.",
                    colleague=offer.answered_by.email,
                )
            )
    return _to_card(card_number)
