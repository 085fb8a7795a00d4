"""The prescriber's own page: everybody they registered, by reference and by their own marker, and never by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.days import on_one_line
from forms.prescriber_door import Reader, leave_everywhere, reader, signed_out
from forms.young_people_shown import ORDERS, SHELVES, Shown, shown_of
from hub import desk, intake, offers, prescriber_letters, queries
from hub.calendar import civil
from hub.following import ANSWERS, QUESTIONS, is_in_writing, replies
from hub.lifecycle import ENDED, HELD, MOVES, IllegalMove, ReferralState
from hub.models import Prescriber, Question, Referral, Said
from hub.queries import NotFound, questions
from hub.web import current_hub
from hub.wording import N_, PRESCRIBER_KINDS
from hub.work import Work

GONE_ON: Mapping[str, str] = MappingProxyType(
    {
        "my_young_people.withdraw": N_("Le dossier %(reference)s est déjà retiré, ou terminé."),
        "my_young_people.agree": N_("Aucun accord n’est attendu de vous pour le dossier %(reference)s."),
        "my_young_people.answer": N_(
            "La coordination n’attend plus de réponse sur le dossier %(reference)s."
        ),
    }
)
"""What is said to whoever presses a button of a page that the case has left."""

bp = Blueprint("my_young_people", __name__, url_prefix="/mes-jeunes", template_folder="templates")


@bp.get("")
def page() -> ResponseReturnValue:
    """Everybody, or one shelf of them, in one order or another."""
    who = reader()
    if who is None:
        return redirect(url_for("prescriber_door.ask"), 303)
    shelf, order = request.args.get("etat", ""), request.args.get("tri", "")
    with current_hub.read() as work:
        rows = queries.referrals_of(work.session, who.prescriber_id)
        everybody = [shown_of(row, who, today=civil(work.now)) for row in rows]
        asked = [each.referral.reference for each in questions.put_to(work.session, who.prescriber_id)]
        leaving = _leaving(work, who)
    people = [one for one in everybody if one.stands_on(shelf)]
    return render_template(
        "forms/my_young_people.html",
        who=who,
        kinds=PRESCRIBER_KINDS,
        people=sorted(people, key=ORDERS[order].key) if order in ORDERS else people,
        everybody=len(everybody),
        asked=asked,
        leaving=leaving,
        shelves=SHELVES,
        orders=ORDERS,
        shelf=shelf,
        order=order,
    )


@bp.get("/<string(length=8):reference>")
def one(reference: str) -> ResponseReturnValue:
    who = _needed_reader()
    with current_hub.read() as work:
        row = _theirs(work, who, reference)
        asked = questions.unanswered(work.session, row.id)
        return _show(who, row, shown_of(row, who, today=civil(work.now)), asked)


@bp.post("/<string(length=8):reference>/accord")
def agree(reference: str) -> ResponseReturnValue:
    """The written agreement of the holders of parental authority is now obtained."""
    who = _needed_reader()
    with current_hub.begin() as work:
        row = _held(work, who, reference)
        intake.agreement_obtained(work, row)
    flash(
        _("C’est noté : nous cherchons une association pour le dossier %(reference)s.", reference=reference)
    )
    return redirect(url_for(".page"), 303)


@bp.post("/<string(length=8):reference>/repondre")
def answer(reference: str) -> ResponseReturnValue:
    """What the desk asked about this young person, answered by one button."""
    who, said = _needed_reader(), request.form.get("said", "")
    with current_hub.begin() as work:
        question = questions.unanswered(work.session, _held(work, who, reference).id)
        if said not in {*Said}:
            raise NotFound("no such answer")
        if question is None:
            raise IllegalMove("nothing is asked about this young person")
        desk.answer(work, question, Said(said))
    flash(_("Merci : la coordination en tient compte pour le dossier %(reference)s.", reference=reference))
    return redirect(url_for(".page"), 303)


@bp.post("/<string(length=8):reference>/retirer")
def withdraw(reference: str) -> ResponseReturnValue:
    who = _needed_reader()
    with current_hub.begin() as work:
        offers.withdraw(work, _held(work, who, reference))
    flash(_("Le dossier %(reference)s est retiré.", reference=reference))
    return redirect(url_for(".page"), 303)


@bp.errorhandler(IllegalMove)
def gone_on(_refused: IllegalMove) -> ResponseReturnValue:
    """A button that was pressed before, here or in another tab: the case says where it stands."""
    asked = request.view_args or {}
    flash(_(GONE_ON[str(request.endpoint)], **asked))
    return redirect(url_for(".one", **asked), 303)


@bp.post("/rester")
def stay() -> ResponseReturnValue:
    """To be remembered for another year."""
    who = _needed_reader()
    with current_hub.begin() as work:
        work.session.get_one(Prescriber, who.prescriber_id).kept_at = work.now
    flash(_("C’est noté : nous gardons vos coordonnées un an de plus."))
    return redirect(url_for(".page"), 303)


@bp.post("/deconnexion")
def leave() -> ResponseReturnValue:
    who = _needed_reader()
    leave_everywhere(who, only_here="partout" not in request.form)
    flash(_("Vous êtes déconnecté."))
    return signed_out(url_for("prescriber_door.ask"))


def _show(who: Reader, row: Referral, shown: Shown, asked: Question | None) -> str:
    return render_template(
        "forms/one_young_person.html",
        who=who,
        kinds=PRESCRIBER_KINDS,
        one=shown,
        replies=[(on_one_line(each.day), each.words) for each in replies(row)],
        asked=asked,
        questions=QUESTIONS,
        answers=ANSWERS,
        may_agree=is_in_writing(row),
        may_withdraw=ReferralState.WITHDRAWN in MOVES[row.state] and row.state not in ENDED,
        accepted=row.state in HELD,
    )


def _leaving(work: Work, who: Reader) -> str:
    """The day on which they are forgotten, once it is near; else empty."""
    prescriber = work.session.get_one(Prescriber, who.prescriber_id)
    last = prescriber_letters.forgotten_at(work, prescriber)
    near = last - timedelta(days=work.rule_book.delays.forgotten_soon_days) <= work.now
    return on_one_line(civil(last)) if near else ""


def _needed_reader() -> Reader:
    who = reader()
    if who is None:
        raise NotFound("nobody reads this page without having signed in")
    return who


def _theirs(work: Work, who: Reader, reference: str) -> Referral:
    return queries.referral_of(work.session, who.prescriber_id, reference)


def _held(work: Work, who: Reader, reference: str) -> Referral:
    """Theirs, and held until the work is done."""
    return queries.referral_to_move(work.session, _theirs(work, who, reference).id)
