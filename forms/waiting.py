"""While nobody has said yes: to go on waiting or to stop, and what else helps meanwhile.

The page changes nothing when it is opened; only its buttons do.  It shows nothing personal, and asks for no code.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forms.directory import seeking
from forms.directory.seeking import Sought
from forms.links import Link, open_link, tracked
from hub import offers, other_ways, saying
from hub.lifecycle import ENDED
from hub.models import Referral
from hub.other_ways import Way
from hub.timers import NO_ANSWER_YET
from hub.vocabulary import Audience, Kind
from hub.web import current_hub
from hub.wording import N_, SITUATIONS, THEMES

KEEP, STOP = "attendre", "retirer"
NOTED = {
    True: N_(
        "C’est noté. Nous continuons de chercher, et nous vous écrivons dès qu’une association dit oui."
    ),
    False: N_("C’est noté. Nous continuons de chercher, et nous t’écrivons dès qu’une association dit oui."),
}

bp = Blueprint("waiting", __name__, template_folder="templates")


@bp.get("/attendre/<string(length=32):token>")
def asked(token: str) -> ResponseReturnValue:
    return open_link(Link.TRACKING, token, then=".choice")


@bp.get("/attendre")
def choice() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = tracked(work)
        return render_template(
            "forms/waiting.html",
            reference=referral.reference,
            kind=referral.kind,
            formal=_is_formal(referral),
            waits=referral.state in NO_ANSWER_YET,
            over=referral.state in ENDED,
            may_answer=saying.may_keep_waiting(work, referral),
            ways=other_ways.every() if referral.kind is Kind.YOUNG_PERSON else (),
            language=_language(),
        )


@bp.post("/attendre")
def answer() -> ResponseReturnValue:
    said = request.form.get("answer")
    with current_hub.begin() as work:
        referral = tracked(work)
        if said == KEEP:
            saying.keep_waiting(work, referral)
            flash(_(NOTED[_is_formal(referral)]))
        elif said == STOP and referral.state in NO_ANSWER_YET:
            offers.withdraw(work, referral)
    return redirect(url_for(".choice" if said == KEEP else "tracking.story"), 303)


@bp.get("/en-attendant")
def meanwhile() -> ResponseReturnValue:
    """Every other way, or those for an age, a situation, a need and a place."""
    sought = seeking.read(request.args)
    return render_template(
        "forms/meanwhile.html",
        sought=sought,
        asked=seeking.written(sought),
        ways=_found(sought),
        choices={"situation": SITUATIONS, "theme": THEMES},
        language=_language(),
    )


def _found(sought: Sought) -> list[Way]:
    themes = {sought.theme} if sought.theme else set()
    departments = {place.department for place in sought.around.places} if sought.around else {None}
    possible = (
        way
        for way in other_ways.every()
        if any(
            way.helps(age=sought.age, situation=sought.situation, department=department)
            for department in departments
        )
        and (not themes or not way.themes or way.themes & themes)
    )
    return other_ways.closest(possible, themes)


def _language() -> str:
    return str(get_locale())


def _is_formal(referral: Referral) -> bool:
    return referral.correspondent is not Audience.YOUNG_PERSON
