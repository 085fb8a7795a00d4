"""The desk: what waits with it, why, and what it may do.  It reads cards and reasons, never a name."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.desk.companies import bp as companies
from associations.desk.decisions import choices
from associations.desk.journal import bp as journal
from associations.desk.members import bp as members
from associations.desk.moves import CloseForm, OfferForm
from associations.desk.prescribers import bp as prescribers
from associations.desk.rule_book import bp as rule_book
from associations.desk.webinars import bp as webinars
from associations.guards import signed_in
from hub import disclosure, offers, queries
from hub.lifecycle import OWNERS, IllegalMove, ReferralState
from hub.models import Association, Referral
from hub.offers import AlreadyAsked, NoPlaceLeft
from hub.queries import NotFound
from hub.vocabulary import Step
from hub.web import current_hub
from hub.work import Work

BETRAYING = frozenset({Step.GUARDIAN_AGREED})
"""Only a child under 15 takes this step: it would say more than the card does."""

bp = Blueprint("desk", __name__, url_prefix="/coordination", template_folder="templates")
for _part in (journal, members, companies, webinars, rule_book):
    bp.register_blueprint(_part)
bp.register_blueprint(prescribers)


@bp.get("/")
def waiting() -> ResponseReturnValue:
    with current_hub.read() as work:
        referrals = queries.with_desk(work.session)
        broken = queries.broken_rule_file(work.session)
        return render_template(
            "desk/waiting.html",
            referrals=referrals,
            queue=disclosure.queue(work),
            now=work.now,
            owners=OWNERS,
            broken=broken,
        )


@bp.get("/dossiers")
def find() -> ResponseReturnValue:
    """From a number read over the telephone to its page."""
    reference = "".join(request.args.get("numero", "").split()).upper()
    if not reference:
        return redirect(url_for("desk.waiting"), 303)
    return redirect(url_for("desk.referral", reference=reference), 303)


@bp.get("/dossiers/<reference>")
def referral(reference: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        return _page(work, queries.referral_by_reference(work.session, reference))


@bp.post("/dossiers/<reference>/proposer")
def offer(reference: str) -> ResponseReturnValue:
    try:
        with current_hub.begin() as work:
            row = _in_hand(work, reference)
            form = OfferForm().among(choices(work, row, disclosure.story(work, row).latest))
            if not form.validate():
                return _page(work, row, offer_form=form), 422
            chosen = _called(work, form.association.data)
            offers.offer_to(work, row, chosen, by=signed_in(work))
    except (NoPlaceLeft, AlreadyAsked):
        flash(_("Cette association ne peut plus recevoir la fiche. Choisissez-en une autre."))
        return redirect(url_for("desk.referral", reference=reference), 303)
    flash(_("Le dossier %(reference)s est proposé à %(name)s.", reference=reference, name=chosen.name))
    return redirect(url_for("desk.waiting"), 303)


@bp.post("/dossiers/<reference>/clore")
def close(reference: str) -> ResponseReturnValue:
    with current_hub.begin() as work:
        row = _in_hand(work, reference)
        form = CloseForm().about(row.kind)
        if not form.validate():
            return _page(work, row, close_form=form), 422
        offers.close(work, row, sentence=form.words(), by=signed_in(work))
    flash(_("Le dossier %(reference)s est clos, et la personne en est prévenue.", reference=reference))
    return redirect(url_for("desk.waiting"), 303)


def _in_hand(work: Work, reference: str) -> Referral:
    """A referral that waits with the desk, held until it is decided: of any other, the desk decides nothing."""
    known = queries.referral_by_reference(work.session, reference)
    found = queries.referral_to_move(work.session, known.id)
    if found.state is not ReferralState.WITH_DESK:
        raise IllegalMove("this referral is not with the desk")
    return found


def _called(work: Work, slug: str) -> Association:
    found = queries.association_called(work.session, slug)
    if found is None:
        raise NotFound("there is no such association")
    return found


def _page(
    work: Work, row: Referral, *, offer_form: OfferForm | None = None, close_form: CloseForm | None = None
) -> str:
    story = disclosure.story(work, row)
    return render_template(
        "desk/referral.html",
        referral=row,
        owner=OWNERS[row.state],
        now=work.now,
        events=[event for event in queries.events_of(work.session, row) if event.step not in BETRAYING],
        story=story,
        readable={taken.version for taken in queries.rule_books_taken(work.session)},
        offer_form=offer_form or OfferForm(formdata=None).among(choices(work, row, story.latest)),
        close_form=close_form or CloseForm(formdata=None).about(row.kind),
    )
