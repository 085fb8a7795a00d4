"""The monthly follow-up: every pair of an association on one page, and one answer for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm.exc import StaleDataError

from associations.guards import signed_in
from associations.portal.accompaniments.words import PAIR_ENDS
from hub import accompanying, calendar
from hub.lifecycle import IllegalMove
from hub.models import Member, Pair
from hub.queries import NotFound, accompaniments
from hub.vocabulary import PairEnd
from hub.web import current_hub
from hub.work import Work

ON_A_PAGE = 100
ACTIVE = "active"

bp = Blueprint("follow", __name__, url_prefix="/suivi")


@dataclass(frozen=True, slots=True)
class Standing:
    """This month's follow-up: how many pairs were said to go on, and how many are still to be told."""

    month: str
    followed: int
    to_follow: int


def standing(work: Work, association_id: int) -> Standing:
    month = _month(work)
    left = accompaniments.pairs_left_to_follow(work.session, association_id, month)
    followed = accompaniments.pairs_followed(work.session, association_id, month)
    return Standing(calendar.MONTHS[month.month - 1], followed, left)


@bp.get("")
def page() -> ResponseReturnValue:
    with current_hub.read() as work:
        member = signed_in(work)
        pairs = _pairs(work, member)
        return render_template(
            "portal/follow.html",
            pairs=pairs,
            standing=standing(work, member.association_id or 0),
            reasons={code.value: _(words) for code, words in PAIR_ENDS.items()},
            now=work.now,
        )


@bp.post("")
def save() -> ResponseReturnValue:
    """What each line says; with the button for all, every pair of the page that is left without an answer goes on."""
    try:
        with current_hub.begin() as work:
            member = signed_in(work)
            pairs = _pairs(work, member)
            active = [pair for pair in pairs if _said(pair) == ACTIVE]
            ended = _end(work, pairs, member)
            if active:
                accompanying.follow(work, active, member)
    except (IllegalMove, StaleDataError):
        flash(_("Rien n’a changé : un collègue est passé avant vous."))
        return redirect(url_for("accompaniments.follow.page"), 303)
    _thank(len(active), ended)
    back = request.form.get("back", "")
    to_card = any(pair.accompaniment.offer.card_number == back for pair in pairs)
    where = (
        url_for("accompaniments.one", card_number=back) if to_card else url_for("accompaniments.follow.page")
    )
    return redirect(where, 303)


def _end(work: Work, pairs: Sequence[Pair], member: Member) -> int:
    """How many ended, today as far as is known."""
    ended = 0
    for pair in pairs:
        if (said := _said(pair)) in set(PairEnd):
            offer, today = pair.accompaniment.offer, calendar.civil(work.now)
            accompanying.end_pair(work, offer, member, ended_on=today, because=PairEnd(said))
            ended += 1
    return ended


def _said(pair: Pair) -> str:
    said = request.form.get(f"pair-{pair.id}", "")
    return said or (ACTIVE if "all" in request.form and f"pair-{pair.id}" in request.form else "")


def _thank(active: int, ended: int) -> None:
    if active:
        flash(ngettext("Un binôme continue : merci.", "%(num)d binômes continuent : merci.", active))
    if ended:
        flash(
            ngettext(
                "Un binôme s’arrête : dites sur sa fiche si vous cherchez un autre mentor.",
                "%(num)d binômes s’arrêtent : dites sur leurs fiches si vous cherchez d’autres mentors.",
                ended,
            )
        )
    if not active and not ended:
        flash(_("Rien n’était choisi : rien n’a changé."))


def _pairs(work: Work, member: Member) -> list[Pair]:
    if member.association_id is None:
        raise NotFound("whoever answers for no association follows no pair")
    return accompaniments.pairs_to_follow(work.session, member.association_id, _month(work), most=ON_A_PAGE)


def _month(work: Work) -> date:
    return calendar.civil(work.now).replace(day=1)
