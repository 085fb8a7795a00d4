"""Following a referral by its private link, withdrawing it, and the guardian's yes or no.

Opening a link never changes anything; only the buttons do.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.asked import ANSWERS, thanks
from forms.links import Link, asked, open_link, token_of, tracked, written_to
from forms.story import tell
from forms.telling import page_of
from forms.voices import VOICES
from hub import intake, offers, queries, strangers
from hub.calendar import civil
from hub.lifecycle import ENDED, ReferralState
from hub.vocabulary import Audience, Step
from hub.web import current_hub

bp = Blueprint("tracking", __name__, template_folder="templates")


@bp.errorhandler(queries.NotFound)
def no_request(error: queries.NotFound) -> ResponseReturnValue:
    """Erased, or a link that is not whole: the two cannot be told apart."""
    return render_template("forms/no_request.html"), 404


@bp.get("/suivi/<string(length=32):token>")
def follow(token: str) -> ResponseReturnValue:
    return open_link(Link.TRACKING, token, then=".story")


@bp.get("/suivi")
def story() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = tracked(work)
        return render_template("forms/story.html", **page_of(work, referral, token_of(Link.TRACKING)))


@bp.post("/suivi/<any(contact, presence, rencontres):word>")
def say(word: str) -> ResponseReturnValue:
    """What the person says after a yes: a button, never a link."""
    answer = request.form.get("answer", "")
    if (word, answer) in ANSWERS:
        with current_hub.begin() as work:
            ANSWERS[word, answer](work, tracked(work))
        flash(thanks(word, answer))
    return redirect(url_for(".story"), 303)


@bp.get("/suivi/retirer")
def ask_to_withdraw() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = tracked(work)
        told = tell(referral, queries.events_of(work.session, referral), today=civil(work.now))
    if not told.may_withdraw:
        return redirect(url_for(".story"), 303)
    return render_template("forms/withdraw.html", story=told)


@bp.post("/suivi/retirer")
def withdraw() -> ResponseReturnValue:
    with current_hub.begin() as work:
        referral = tracked(work)
        offers.withdraw(work, referral)
        flash(_(VOICES[referral.correspondent].happened[Step.WITHDRAWN]))
    return redirect(url_for(".story"), 303)


@bp.get("/accord/<string(length=32):token>")
def asked_to_agree(token: str) -> ResponseReturnValue:
    return open_link(Link.AGREEMENT, token, then=".agreement")


@bp.get("/accord")
def agreement() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = asked(work)
        return render_template(
            "forms/agreement.html",
            reference=referral.reference,
            waiting=referral.state is ReferralState.AWAITING_GUARDIAN,
            over=referral.state in ENDED,
            paused=referral.state is ReferralState.RESTRICTED,
        )


@bp.post("/accord")
def answer_agreement() -> ResponseReturnValue:
    """A yes counts while it is awaited; a no, also after a yes, until the end: the page then says where it stands."""
    answer = request.form.get("answer")
    with current_hub.begin() as work:
        referral = queries.hold(work.session, asked(work))
        if answer == "agree" and referral.state is ReferralState.AWAITING_GUARDIAN:
            intake.guardian_agrees(work, referral)
        elif answer == "refuse" and referral.state not in ENDED:
            offers.withdraw(work, referral)
    return redirect(url_for(".agreement"), 303)


@bp.get("/confirmer/<string(length=32):token>")
def asked_to_confirm(token: str) -> ResponseReturnValue:
    return open_link(Link.LETTERS, token, then=".confirmation")


@bp.get("/confirmer")
def confirmation() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = written_to(work)
        waiting = intake.waits_for_its_reader(referral)
        return render_template(
            "forms/confirmation.html",
            reference=referral.reference,
            formal=referral.correspondent is not Audience.YOUNG_PERSON,
            confirmed=not waiting and strangers.knows(work, referral.address_digest),
            waiting=waiting,
            over=referral.state in ENDED,
        )


@bp.post("/confirmer")
def confirm() -> ResponseReturnValue:
    with current_hub.begin() as work:
        intake.confirm(work, written_to(work))
    return redirect(url_for(".confirmation"), 303)
