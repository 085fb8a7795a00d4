"""The portal: the cards of one association, the answers it gives, the name it may then read."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from associations.guards import signed_in
from associations.portal.answers import DeclineForm, PassOnForm
from associations.portal.inbox import sections
from associations.portal.referred import referred
from associations.portal.released import birth_month, lines, readable_phone
from hub import disclosure, offers, queries
from hub.disclosure import Forgotten, NotYetAccepted, NotYetReleased, Revealed
from hub.lifecycle import LIVE, IllegalMove, OfferState
from hub.models import Association, Offer
from hub.queries import NotFound
from hub.vocabulary import DeclineReason, Engagement, MentorAge
from hub.web import current_hub
from hub.wording import CONTACT_BY
from hub.work import Work

bp = Blueprint("portal", __name__, url_prefix="/fiches", template_folder="templates")

CAME_SECOND = (IllegalMove, StaleDataError, IntegrityError)


@bp.get("/")
def inbox() -> ResponseReturnValue:
    with current_hub.read() as work:
        return render_template("portal/inbox.html", **_shelves(work))


@bp.get("/<card_number>")
def card(card_number: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        offer = queries.offer_of(work.session, signed_in(work), card_number)
        page = render_template("portal/card.html", offer=offer, **_shelves(work))
    if offer.seen_at is None:
        with current_hub.begin() as work:
            queries.mark_seen(work.session, offer, work.now)
    return page


@bp.post("/<card_number>/accepter")
def accept(card_number: str) -> ResponseReturnValue:
    try:
        with current_hub.begin() as work:
            member = signed_in(work)
            offers.accept(work, queries.offer_of(work.session, member, card_number), member)
    except CAME_SECOND:
        return _as_it_stands(card_number, wanted=OfferState.ACCEPTED)
    return redirect(url_for("portal.card", card_number=card_number), 303)


@bp.route("/<card_number>/decliner", methods=["GET", "POST"])
def decline(card_number: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        offer = queries.offer_of(work.session, signed_in(work), card_number)
        form = DeclineForm().about(offer.referral.kind)
        if not form.validate_on_submit():
            return _decline_page(work, offer, form)
    try:
        with current_hub.begin() as work:
            member = signed_in(work)
            offer = queries.offer_of(work.session, member, card_number)
            reason = DeclineReason(form.reason.data)
            offers.decline(work, offer, member, reason=reason, note=form.note.data)
    except CAME_SECOND:
        return _as_it_stands(card_number, wanted=OfferState.DECLINED)
    flash(_("Merci d’avoir répondu : la fiche %(card)s est proposée ailleurs.", card=card_number))
    return redirect(url_for("portal.inbox"), 303)


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


def _shelves(work: Work) -> dict[str, object]:
    shown = queries.inbox_of(work.session, signed_in(work))
    return {"sections": sections(shown), "now": work.now, "association": signed_in(work).association}


def _decline_page(work: Work, offer: Offer, form: DeclineForm) -> ResponseReturnValue:
    if offer.state not in LIVE:
        return redirect(url_for("portal.card", card_number=offer.card_number), 303)
    page = render_template("portal/decline.html", offer=offer, form=form, now=work.now)
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
        offer = queries.offer_of(work.session, signed_in(work), card_number)
        if offer.state is wanted:
            return redirect(url_for("portal.card", card_number=card_number), 303)
        return render_template("portal/card.html", offer=offer, came_second=True, **_shelves(work)), 409
