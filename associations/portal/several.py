"""Several cards in one go: each has its own transaction, its own release and its own trace, and is told by itself."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from associations.guards import signed_in
from associations.portal.answers import DeclineForm
from associations.portal.listing import Listing
from hub import offers, queries
from hub.lifecycle import LIVE, IllegalMove
from hub.models import Member, Offer
from hub.queries import NotFound, inbox
from hub.vocabulary import DeclineReason
from hub.web import current_hub
from hub.work import Work

bp = Blueprint("several", __name__, url_prefix="/plusieurs")

CARDS = "fiche"
Answer = Callable[[Work, Offer, Member], None]


@bp.route("/accepter", methods=["GET", "POST"])
def accept() -> ResponseReturnValue:
    """First what they are and what a yes brings, then the yes."""
    with current_hub.read() as work:
        chosen = _chosen(work)
        if request.method == "GET":
            return _asked(work, "portal/accept_several.html", chosen)
    _answer_each(chosen, offers.accept)
    return _to_results(chosen)


@bp.route("/decliner", methods=["GET", "POST"])
def decline() -> ResponseReturnValue:
    with current_hub.read() as work:
        chosen = _chosen(work)
        form = DeclineForm().about_all({offer.referral.kind for offer in chosen})
        if not form.validate_on_submit():
            return _asked(work, "portal/decline_several.html", chosen, form=form)
    reason, note = DeclineReason(form.reason.data), form.note.data
    _answer_each(
        chosen, lambda work, offer, member: offers.decline(work, offer, member, reason=reason, note=note)
    )
    return _to_results(chosen)


@bp.get("/resultat")
def results() -> ResponseReturnValue:
    """Where each of these cards stands now, in a page that may be opened again."""
    with current_hub.read() as work:
        return render_template(
            "portal/several_results.html",
            offers=_chosen(work),
            member=signed_in(work),
            listing=Listing.asked(),
            now=work.now,
        )


def _chosen(work: Work) -> list[Offer]:
    """The cards that the address names.  One that is not yours does not exist, and then none of them does."""
    numbers = list(dict.fromkeys(request.args.getlist(CARDS)))
    if len(numbers) > inbox.PAGE:
        abort(413)
    found = inbox.offers_of(work.session, signed_in(work), numbers)
    if len(found) < len(numbers):
        raise NotFound("one of these cards is not here")
    return found


def _asked(
    work: Work, template: str, chosen: list[Offer], *, form: DeclineForm | None = None
) -> ResponseReturnValue:
    """The page that asks once more; it leaves out what was answered meanwhile."""
    live = [offer for offer in chosen if offer.state in LIVE]
    listing = Listing.asked()
    if not live:
        flash(_("Cochez d’abord les fiches auxquelles vous voulez répondre."))
        return redirect(url_for("portal.inbox", **listing.address), 303)
    page = render_template(template, offers=live, listing=listing, now=work.now, form=form)
    return page, 422 if form and form.errors else 200


def _answer_each(chosen: list[Offer], answer: Answer) -> None:
    """Who comes second to one of them still answers the others; the results say so."""
    for card_number in [offer.card_number for offer in chosen]:
        try:
            with current_hub.begin() as work:
                member = signed_in(work)
                answer(work, queries.offer_of(work.session, member, card_number), member)
        except (IllegalMove, StaleDataError, IntegrityError):
            continue


def _to_results(chosen: list[Offer]) -> ResponseReturnValue:
    address = {CARDS: [offer.card_number for offer in chosen], **Listing.asked().address}
    return redirect(url_for("portal.several.results", **address), 303)
