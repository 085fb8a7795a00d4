"""What is due, for a calendar: downloaded, or read by itself at a private address.  Card numbers, and no name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from icalendar import Calendar, Event, vDuration, vUri

from associations.guards import signed_in
from associations.portal.accompaniments.words import TASKS
from hub import calendar, calendar_feeds
from hub.models import CalendarFeed, Member
from hub.web import current_hub
from hub.wording import HUB_NAME
from hub.work import Work

READ_EVERY = timedelta(hours=4)
TOLD_ONCE = "calendar"

bp = Blueprint("feed", __name__, url_prefix="/agenda")


@bp.get("")
def page() -> ResponseReturnValue:
    with current_hub.read() as work:
        row = work.session.get(CalendarFeed, signed_in(work).id)
        token = session.pop(TOLD_ONCE, None)
        address = url_for(".read", token=token, _external=True) if token else None
        return render_template("portal/calendar.html", feed=row, address=address)


@bp.post("/adresse")
def make() -> ResponseReturnValue:
    with current_hub.begin() as work:
        session[TOLD_ONCE] = calendar_feeds.make(work, signed_in(work))
    return redirect(url_for(".page"), 303)


@bp.post("/adresse/fin")
def stop() -> ResponseReturnValue:
    with current_hub.begin() as work:
        calendar_feeds.stop(work, signed_in(work))
    flash(_("Cette adresse ne répond plus."))
    return redirect(url_for(".page"), 303)


@bp.get("/echeances.ics")
def download() -> ResponseReturnValue:
    with current_hub.read() as work:
        return _answer(work, signed_in(work))


@bp.get("/<string(length=32):token>.ics")
def read(token: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        return _answer(work, calendar_feeds.reader(work, token))


def _answer(work: Work, member: Member) -> Response:
    return Response(
        written(work, member),
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="echeances.ics"'},
    )


def written(work: Work, member: Member) -> bytes:
    """RFC 5545; each thing to do lasts the whole day, and what is late is for today."""
    told = Calendar()
    told.add("version", "2.0")
    told.add("prodid", f"-//{HUB_NAME}//FR")
    told.add("method", "PUBLISH")
    told.add("x-wr-calname", f"{HUB_NAME}, échéances")
    told.add("refresh-interval", vDuration(READ_EVERY), parameters={"VALUE": "DURATION"})
    cards, after_a_yes = calendar_feeds.due(work, member.association_id or 0)
    for offer in cards:
        link = url_for("portal.card", card_number=offer.card_number, _external=True)
        told.add_component(
            _event(
                work, f"answer-{offer.card_number}", _("Répondre"), offer.card_number, offer.answer_by, link
            )
        )
    for each in after_a_yes:
        number, next_at, task = each.offer.card_number, each.offer.referral.next_at, each.task
        if task and next_at:
            link = url_for("accompaniments.one", card_number=number, _external=True)
            told.add_component(_event(work, f"{task}-{number}", _(TASKS[task]), number, next_at, link))
    return bytes(told.to_ical())


def _event(work: Work, uid: str, what: str, card_number: str, due: datetime, link: str) -> Event:
    day = max(calendar.civil(due), calendar.civil(work.now))
    event = Event()
    for name, value in _lines(uid, what, card_number, day, work.now):
        event.add(name, value)
    event.add("url", vUri(link))
    return event


def _lines(uid: str, what: str, card_number: str, day: date, now: datetime) -> Iterable[tuple[str, object]]:
    return (
        ("uid", f"{uid}@echeances"),
        ("dtstamp", now),
        ("dtstart", day),
        ("dtend", day + timedelta(days=1)),
        ("transp", "TRANSPARENT"),
        ("summary", _("Fiche %(number)s, %(what)s", number=card_number, what=what[0].lower() + what[1:])),
    )
