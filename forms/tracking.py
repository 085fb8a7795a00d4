"""Following a referral by its private link, withdrawing it, and the guardian's yes or no.

A link's token moves into the session at once, so that it stays neither in the address bar nor in anything the
page leads to.  Opening a link never changes anything; only the buttons do.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forms.asked import ANSWERS, thanks
from forms.story import tell
from forms.telling import page_of
from hub import intake, offers, queries, strangers
from hub.calendar import civil
from hub.lifecycle import ENDED, ReferralState
from hub.models import Referral
from hub.vault import digest
from hub.vocabulary import Audience
from hub.web import current_hub
from hub.work import Work

bp = Blueprint("tracking", __name__, template_folder="templates")


@bp.get("/suivi/<string(length=32):token>")
def follow(token: str) -> ResponseReturnValue:
    session["tracking"] = token
    return redirect(url_for(".story"), 303)


@bp.get("/suivi")
def story() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = _tracked(work)
        return render_template("forms/story.html", **page_of(work, referral, session["tracking"]))


@bp.post("/suivi/<any(contact, presence, rencontres):word>")
def say(word: str) -> ResponseReturnValue:
    """What the person says after a yes: a button, never a link."""
    answer = request.form.get("answer", "")
    if (word, answer) in ANSWERS:
        with current_hub.begin() as work:
            ANSWERS[word, answer](work, _tracked(work))
        flash(thanks(word, answer))
    return redirect(url_for(".story"), 303)


@bp.get("/suivi/retirer")
def ask_to_withdraw() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = _tracked(work)
        told = tell(referral, queries.events_of(work.session, referral), today=civil(work.now))
    if not told.may_withdraw:
        return redirect(url_for(".story"), 303)
    return render_template("forms/withdraw.html", story=told)


@bp.post("/suivi/retirer")
def withdraw() -> ResponseReturnValue:
    with current_hub.begin() as work:
        offers.withdraw(work, _tracked(work))
    return redirect(url_for(".story"), 303)


@bp.get("/accord/<string(length=32):token>")
def asked_to_agree(token: str) -> ResponseReturnValue:
    session["agreement"] = token
    return redirect(url_for(".agreement"), 303)


@bp.get("/accord")
def agreement() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = _asked(work)
        return render_template(
            "forms/agreement.html",
            reference=referral.reference,
            waiting=referral.state is ReferralState.AWAITING_GUARDIAN,
            refused=referral.state in {ReferralState.WITHDRAWN, ReferralState.FORGOTTEN},
        )


@bp.post("/accord")
def answer_agreement() -> ResponseReturnValue:
    answer = request.form.get("answer")
    with current_hub.begin() as work:
        referral = _asked(work)
        if answer == "agree":
            intake.guardian_agrees(work, referral)
        elif answer == "refuse" and referral.state is ReferralState.AWAITING_GUARDIAN:
            offers.withdraw(work, referral)
    return redirect(url_for(".agreement"), 303)


@bp.get("/confirmer/<string(length=32):token>")
def asked_to_confirm(token: str) -> ResponseReturnValue:
    session["letters"] = token
    return redirect(url_for(".confirmation"), 303)


@bp.get("/confirmer")
def confirmation() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = _written_to(work)
        return render_template(
            "forms/confirmation.html",
            reference=referral.reference,
            formal=referral.correspondent is not Audience.YOUNG_PERSON,
            confirmed=strangers.knows(work, referral.address_digest),
            waiting=referral.state is ReferralState.AWAITING_CONFIRMATION,
            over=referral.state in ENDED,
        )


@bp.post("/confirmer")
def confirm() -> ResponseReturnValue:
    with current_hub.begin() as work:
        intake.confirm(work, _written_to(work))
    return redirect(url_for(".confirmation"), 303)


def _tracked(work: Work) -> Referral:
    return queries.referral_by_tracking(work.session, digest(session.get("tracking", "")))


def _asked(work: Work) -> Referral:
    return queries.referral_by_agreement(work.session, digest(session.get("agreement", "")))


def _written_to(work: Work) -> Referral:
    return queries.referral_by_letters(work.session, digest(session.get("letters", "")))
