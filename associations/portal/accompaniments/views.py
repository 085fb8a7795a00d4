"""The pages of what follows a yes: the list, one person's path, what was done, the sheet to call from."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from associations.guards import signed_in
from associations.portal.accompaniments import exports, feed, follow, moves
from associations.portal.accompaniments.listing import listed as list_of
from associations.portal.accompaniments.telling import FILTERS
from associations.portal.referred import referred
from associations.portal.released import birth_month, lines, readable_phone
from hub import calendar, disclosure
from hub.accompanying import NotThatDay
from hub.disclosure import Forgotten, NotYetAccepted, NotYetReleased, Revealed
from hub.lifecycle import IllegalMove, ReferralState
from hub.models import Accompaniment
from hub.queries import NotFound, accompaniments
from hub.vocabulary import Engagement
from hub.web import current_hub
from hub.wording import CONTACT_BY
from hub.work import Work

bp = Blueprint("accompaniments", __name__, url_prefix="/accompagnements", template_folder="../templates")
for each in (follow.bp, exports.bp, feed.bp):
    bp.register_blueprint(each)
FIRST = {ReferralState.ACCEPTED: "essai", ReferralState.CONTACTED: "binome"}
"""What an association most often has to say, by where somebody stands."""


@bp.record_once
def give_words(setup: object) -> None:
    """What these pages say is theirs alone."""
    setup.app.jinja_env.filters.update(FILTERS)  # type: ignore[attr-defined]


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        member = signed_in(work)
        tonight = calendar.end_of_day(calendar.civil(work.now))
        association_id = _association(work)
        return render_template(
            "portal/accompaniments.html",
            listing=list_of(work, association_id, tonight),
            follow=follow.standing(work, association_id),
            association=member.association,
            now=work.now,
        )


@bp.get("/<card_number>")
def one(card_number: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        accompaniment = _of(work, card_number)
        word = FIRST.get(accompaniment.offer.referral.state)
        open_now = moves.possible(accompaniment)
        today, pair = calendar.civil(work.now), accompaniment.pair
        return render_template(
            "portal/accompaniment.html",
            accompaniment=accompaniment,
            offer=accompaniment.offer,
            form=moves.open_form(word, accompaniment, today) if word in open_now else None,
            word=word,
            possible=open_now,
            asked=bool(pair and pair.is_asked_in(today.replace(day=1))),
            now=work.now,
        )


@bp.route("/<card_number>/<word>", methods=["GET", "POST"])
def move(card_number: str, word: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        accompaniment = _of(work, card_number)
        made = moves.possible(accompaniment).get(word)
        if made is None:
            return _gone_on(card_number, word)
        form = moves.open_form(word, accompaniment, calendar.civil(work.now))
        if not form.validate_on_submit():
            return _move_page(accompaniment, made, form)
    try:
        with current_hub.begin() as work:
            accompaniment = _of(work, card_number)
            made.do(work, accompaniment.offer, signed_in(work), form)
    except NotThatDay:
        return _wrong_day(card_number, made, form)
    except (IllegalMove, StaleDataError):
        return _gone_on(card_number, word)
    flash(_(made.done))
    return redirect(url_for(".listed" if made.grave else ".one", card_number=card_number), 303)


@bp.post("/<card_number>/fiche-d-appel")
def sheet(card_number: str) -> ResponseReturnValue:
    """The name and its trace, or neither: to be printed, with room for what is said."""
    try:
        with current_hub.begin() as work:
            accompaniment = _of(work, card_number)
            revealed = disclosure.reveal(work, accompaniment.offer, signed_in(work))
            return _sheet(work, accompaniment, revealed)
    except (NotYetAccepted, NotYetReleased, Forgotten):
        return redirect(url_for(".one", card_number=card_number), 303)


def _of(work: Work, card_number: str) -> Accompaniment:
    return accompaniments.of_card(work.session, signed_in(work), card_number)


def _association(work: Work) -> int:
    association_id = signed_in(work).association_id
    if association_id is None:
        raise NotFound("whoever answers for no association accompanies nobody")
    return association_id


def _move_page(accompaniment: Accompaniment, made: moves.Move, form: moves.MoveForm) -> ResponseReturnValue:
    page = render_template("portal/accompaniment_move.html", offer=accompaniment.offer, move=made, form=form)
    return page, 422 if form.errors else 200


def _wrong_day(card_number: str, made: moves.Move, form: moves.MoveForm) -> ResponseReturnValue:
    with current_hub.read() as work:
        accompaniment = _of(work, card_number)
        since = calendar.in_words(calendar.civil(accompaniment.began_at))
        form.day_field.errors = [_("Choisissez un jour entre le %(day)s et aujourd’hui.", day=since)]
        return _move_page(accompaniment, made, form)


def _gone_on(card_number: str, word: str) -> ResponseReturnValue:
    """A colleague was faster, or the page is old: nothing changes, and the present is shown."""
    if word not in moves.MOVES:
        raise NotFound("there is no such move")
    flash(_("Rien n’a changé : un collègue, ou la personne, est passé avant vous."))
    return redirect(url_for(".one", card_number=card_number), 303)


def _sheet(work: Work, accompaniment: Accompaniment, revealed: Revealed) -> str:
    person, offer = revealed.identity, accompaniment.offer
    mentor = isinstance(revealed.need, Engagement)
    return render_template(
        "portal/call_sheet.html",
        accompaniment=accompaniment,
        offer=offer,
        person=person,
        mentor=mentor,
        age=None if isinstance(revealed.need, Engagement) else revealed.need.age,
        born=birth_month(person),
        phone=readable_phone(person.phone),
        contact_by=_(CONTACT_BY[person.contact_by]),
        lines=lines(revealed.need),
        referred=referred(work, offer, revealed),
        now=work.now,
    )
