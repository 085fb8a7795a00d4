"""One referral at the desk: where it stands and why, and what may be done about it.  A card, and never a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.desk import coming
from associations.desk.charging import charge_form, charge_of
from associations.desk.decisions import choices, not_possible
from associations.desk.matter_words import WHY
from associations.desk.moves import AskForm, CloseForm, OfferForm, TellForm
from associations.desk.room import bp
from associations.desk.to_do import here
from associations.guards import signed_in
from hub import desk, disclosure, journal, offers, queries, restricting
from hub.desk import AlreadyAsking, NobodyToAsk, NobodyToTell
from hub.explaining import Story
from hub.following import ANSWERS, QUESTIONS
from hub.journal import Act
from hub.lifecycle import OWNERS, IllegalMove, ReferralState
from hub.models import Asked, Association, Referral, Subject
from hub.offers import AlreadyAsked, NoPlaceLeft
from hub.queries import NotFound, matters, questions
from hub.queries.matter_kinds import UNCONFIRMED, MatterKind
from hub.queries.matters import Matter
from hub.vocabulary import Audience, Step
from hub.web import current_hub
from hub.work import Work

BETRAYING = frozenset({Step.GUARDIAN_REMINDED, Step.GUARDIAN_AGREED})
"""Only a child under 15 takes these steps: they would say more than the card does."""


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
        return _back(reference)
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


@bp.post("/dossiers/<reference>/demander")
def ask(reference: str) -> ResponseReturnValue:
    """Ask the professional who registered this young person; they answer by a click on their own page."""
    try:
        with current_hub.begin() as work:
            row = _held(work, reference)
            form = AskForm().about(row)
            if not form.validate():
                return _page(work, row, ask_form=form), 422
            desk.ask_prescriber(work, row, Asked(form.asked.data), by=signed_in(work))
            _note(work, row, "ask_prescriber", asked=form.asked.data)
    except NobodyToAsk:
        raise NotFound("nobody registered this young person as a professional") from None
    except AlreadyAsking:
        flash(_("Une question attend déjà la réponse de ce professionnel."))
    else:
        flash(_("La question est partie. Le dossier revient en tête de liste dès la réponse."))
    return _back(reference)


@bp.post("/dossiers/<reference>/ecrire")
def tell(reference: str) -> ResponseReturnValue:
    """A sentence to the person, by letter and on their page."""
    try:
        with current_hub.begin() as work:
            row = _held(work, reference)
            form = TellForm().where_it_stands(row)
            if not form.validate():
                return _page(work, row, tell_form=form), 422
            desk.tell(work, row, form.words(), by=signed_in(work))
            _note(work, row, "tell", sentence=form.sentence.data)
    except NobodyToTell:
        raise NotFound("no letter goes to this person") from None
    flash(_("C’est écrit à la personne."))
    return _back(reference)


@bp.post("/dossiers/<reference>/relancer")
def remind(reference: str) -> ResponseReturnValue:
    """The letter that waits for a yes, once more."""
    try:
        with current_hub.begin() as work:
            row = _held(work, reference)
            leaves = desk.remind(work, row)
            _note(work, row, "remind")
    except NobodyToTell:
        raise NotFound("no letter goes to this person") from None
    said = _("Le rappel part."), _("Un rappel est déjà parti aujourd’hui.")
    flash(said[0] if leaves else said[1])
    return _back(reference)


@bp.post("/dossiers/<reference>/reessayer")
def try_again(reference: str) -> ResponseReturnValue:
    _move(reference, "try_again", desk.try_again)
    flash(
        _("La plateforme cherche à nouveau. Si une association convient, la fiche lui est proposée aussitôt.")
    )
    return _back(reference)


@bp.post("/dossiers/<reference>/prendre-en-main")
def take_in_hand(reference: str) -> ResponseReturnValue:
    """Somebody who waits for a place, before the day when the desk would look by itself."""
    _move(reference, "take_in_hand", lambda work, row: desk.take_in_hand(work, row, by=signed_in(work)))
    flash(_("Vous vous occupez maintenant de ce dossier, et la personne en est prévenue."))
    return _back(reference)


@bp.post("/dossiers/<reference>/laisser-en-pause")
def keep_still(reference: str) -> ResponseReturnValue:
    """The desk looked: it goes on standing still, and is looked at again in a month."""
    _move(reference, "keep_still", restricting.keep_still)
    flash(_("Le dossier reste en pause. Il revient ici dans trente jours."))
    return _back(reference)


@bp.post("/dossiers/<reference>/relancer-l-association")
def chase(reference: str) -> ResponseReturnValue:
    """The person said that nobody contacted them: the association that accepted hears so from us."""
    with current_hub.begin() as work:
        row = _held(work, reference)
        leaves = desk.chase(work, row)
        _note(work, row, "chase")
    said = _("Le rappel part à l’association."), _("Un rappel est déjà parti aujourd’hui.")
    flash(said[0] if leaves else said[1])
    return _back(reference)


@bp.post("/dossiers/<reference>/reprendre")
def take_back(reference: str) -> ResponseReturnValue:
    """From an association that contacted nobody, to the next."""
    with current_hub.begin() as work:
        row = _held(work, reference)
        desk.take_back(work, row, by=signed_in(work))
        _note(work, row, "take_back")
    flash(_("La fiche est reprise, et proposée à une autre association. La personne en est prévenue."))
    return _back(reference)


def _move(reference: str, name: str, deed: Callable[[Work, Referral], None]) -> None:
    with current_hub.begin() as work:
        row = _held(work, reference)
        deed(work, row)
        _note(work, row, name)


def _note(work: Work, row: Referral, move: str, **codes: str) -> None:
    journal.note(work, Act.DESK_MOVED, row.reference, by=signed_in(work), move=move, **codes)


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("desk.referral", reference=reference), 303)


def _held(work: Work, reference: str) -> Referral:
    """Held until it is decided."""
    known = queries.referral_by_reference(work.session, reference)
    return queries.referral_to_move(work.session, known.id)


def _in_hand(work: Work, reference: str) -> Referral:
    """A referral that waits with the desk: of any other, the desk proposes and closes nothing."""
    found = _held(work, reference)
    if found.state is not ReferralState.WITH_DESK:
        raise IllegalMove("this referral is not with the desk")
    return found


def _called(work: Work, slug: str) -> Association:
    found = queries.association_called(work.session, slug)
    if found is None:
        raise NotFound("there is no such association")
    return found


def _page(work: Work, row: Referral, **forms: Any) -> str:
    """The forms are those of what may be done; one that was sent and is wrong comes back as it was typed."""
    story, me = disclosure.story(work, row), signed_in(work)
    found = matters.of(work.session, here(work, me), Subject.REFERRAL, row.id)
    return render_template(
        "desk/referral.html",
        referral=row,
        owner=OWNERS[row.state],
        now=work.now,
        events=[event for event in queries.events_of(work.session, row) if event.step not in BETRAYING],
        coming=coming.of(work, row),
        story=story,
        readable={taken.version for taken in queries.rule_books_taken(work.session)},
        why=WHY[found.kind] if found else "",
        charge=charge_of(work, Subject.REFERRAL, row.id),
        charge_form=charge_form(work, Subject.REFERRAL, row.id, me=me) if found else None,
        questions=questions.about(work.session, [row.id]),
        question_words=QUESTIONS,
        answer_words=ANSWERS,
        **(_forms(work, row, story, found) | forms),
    )


def _forms(work: Work, row: Referral, story: Story, found: Matter | None) -> dict[str, Any]:
    """What may be done now, each with its form; None for what may not."""
    with_desk, told = row.state is ReferralState.WITH_DESK, row.correspondent is not Audience.PRESCRIBER
    may_ask = row.prescriber_id is not None and row.state in desk.ASKED_ABOUT
    return {
        "offer_form": OfferForm(formdata=None).among(choices(work, row, story.latest)) if with_desk else None,
        "not_possible": not_possible(work, row) if with_desk else [],
        "close_form": CloseForm(formdata=None).about(row.kind) if with_desk else None,
        "tell_form": TellForm(formdata=None).where_it_stands(row)
        if told and row.state in desk.SPOKEN_TO
        else None,
        "ask_form": AskForm(formdata=None).about(row) if may_ask else None,
        "may_remind": told and row.state in UNCONFIRMED,
        "may_keep_still": row.state is ReferralState.RESTRICTED,
        "may_take": row.state is ReferralState.WAITING,
        "may_chase": found is not None and found.kind is MatterKind.NOT_CONTACTED,
    }
