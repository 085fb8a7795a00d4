"""An association says how many it can take, for whom, and when nobody is there; who says nothing is asked no more."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hub import calendar, journal, journey, queries
from hub.journal import Act
from hub.lifecycle import OfferState
from hub.models import Association, Ceiling, Closing, Member, Referral, Stop
from hub.queries import NotFound
from hub.terms import school_days
from hub.vocabulary import AgeBand, Situation
from hub.wording import N_
from hub.work import Hub, Work

STOPPED = "stopped"
"""The letter to the association, and to the desk, when an association is asked no more."""
SILENCES = 3
"""So many cards in a row that expired without a word, and the association is asked no more."""
LONGEST_PAUSE = timedelta(days=366)
MOST_CEILINGS = 20
MOST_CLOSINGS = 20
MOST_PLACES = 100_000


class NotThatDay(ValueError):
    """A pause or a closing on days that cannot be; says it to whoever asked."""


class TooMany(ValueError):
    """More ceilings or closings than anybody could read."""


PAST = N_("Cette date est passée\u202f: choisissez un jour à venir.")
TOO_LATE = N_("Choisissez une date dans l’année qui vient.")
BACKWARDS = N_("Le dernier jour vient avant le premier.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a ceiling says: for whom, where, and how many a year, a month; None: without a limit."""

    bands: Collection[AgeBand]
    situations: Collection[Situation]
    departments: Collection[str]
    a_year: int | None
    a_month: int | None


def declare(work: Work, association: Association, a_year: int, *, by: Member) -> None:
    """So many places a year: what was taken of them stays taken."""
    _hold(work, association)
    before = yearly(work, association)
    queries.open_places(work.session, association.id, a_year - before)
    association.profile = {**association.profile, "places_a_year": a_year}
    _say_right(work, association)
    _note(work, association, by, deed="declared", before=before, now=a_year)


def renew(work: Work, association: Association, a_year: int, *, by: Member) -> None:
    """A new year of places begins today: all are free again, but those held by cards that wait for an answer."""
    _hold(work, association)
    free = max(0, a_year - queries.places.places_asked(work.session, association.id))
    queries.open_places(work.session, association.id, free - association.places_left)
    association.profile = {**association.profile, "places_a_year": a_year}
    association.places_year_from = work.now
    _say_right(work, association)
    _note(work, association, by, deed="renewed", now=a_year)


def still_right(work: Work, association: Association, *, by: Member) -> None:
    """The places are as they were said; an association that was asked no more is asked again."""
    _hold(work, association)
    if association.profile["places_a_year"] is None:
        declared = {"places_a_year": yearly(work, association)}
        association.profile = {**association.profile, **declared}
    _say_right(work, association)
    _note(work, association, by, deed="confirmed")


def pause(work: Work, association: Association, until: date, *, by: Member) -> None:
    """No young person is proposed to it until that day, itself included.  Raises :class:`NotThatDay`."""
    _hold(work, association)
    association.paused_until = _day_to_come(work, until)
    _note(work, association, by, deed="paused", until=until.isoformat())


def resume(work: Work, association: Association, *, by: Member) -> None:
    """It takes young people again, whoever had stopped it: itself, or its silence."""
    _hold(work, association)
    association.paused_until = None
    _start(work, association)
    _note(work, association, by, deed="resumed")


def set_ceiling(
    work: Work, association: Association, limits: Limits, *, by: Member, ceiling: Ceiling | None = None
) -> Ceiling:
    """A new one, or other words in one that is there.  For other people, what is taken is counted from today.

    Raises :class:`TooMany`.
    """
    _hold(work, association)
    if len(queries.places.ceilings(work.session, [association.id])) >= MOST_CEILINGS and ceiling is None:
        raise TooMany("there are as many ceilings as one page shows")
    kept = ceiling or Ceiling(association_id=association.id)
    _say_whom(work, kept, limits)
    kept.a_year, kept.a_month = limits.a_year, limits.a_month
    work.session.add(kept)
    _say_right(work, association)
    _note(work, association, by, deed="ceiling_set", year=limits.a_year, month=limits.a_month)
    return kept


def lift_ceiling(work: Work, association: Association, ceiling_id: int, *, by: Member) -> None:
    """Raises :class:`hub.queries.NotFound`."""
    _hold(work, association)
    work.session.delete(ceiling_called(work, association, ceiling_id))
    _note(work, association, by, deed="ceiling_lifted")


def ceiling_called(work: Work, association: Association, ceiling_id: int) -> Ceiling:
    """Raises :class:`hub.queries.NotFound` for one of somebody else's."""
    found = queries.places.ceiling_of(work.session, association.id, ceiling_id)
    if found is None:
        raise NotFound("this ceiling is not yours")
    return found


def close_between(work: Work, association: Association, first: date, last: date, *, by: Member) -> Closing:
    """Nobody answers there on these days: it is not asked, and cards it already has expire so much later.

    Raises :class:`NotThatDay` or :class:`TooMany`.
    """
    _hold(work, association)
    if last < first:
        raise NotThatDay(BACKWARDS)
    _day_to_come(work, last)
    known = queries.places.closings(work.session, association.id, calendar.civil(work.now))
    if len(known) >= MOST_CLOSINGS:
        raise TooMany("there are as many closings as one page shows")
    added = {*days(first, last)}.difference(*(days(each.first_day, each.last_day) for each in known))
    for offer in queries.places.live_offers_of(work.session, association.id):
        later = _later(work, offer.expires_at, added, school_days(association))
        offer.expires_at = _within_promise(offer.referral, offer.expires_at, later)
    closing = Closing(association_id=association.id, first_day=first, last_day=last)
    work.session.add(closing)
    _note(work, association, by, deed="closed", first=first.isoformat(), last=last.isoformat())
    return closing


def open_again(work: Work, association: Association, closing_id: int, *, by: Member) -> None:
    """Raises :class:`hub.queries.NotFound`.  Cards keep the days that they were given."""
    _hold(work, association)
    closing = queries.places.closing_of(work.session, association.id, closing_id)
    if closing is None:
        raise NotFound("this closing is not yours")
    work.session.delete(closing)
    _note(work, association, by, deed="opened")


def put_off(work: Work, referral: Referral, association: Association, last: datetime) -> datetime:
    """The same end of a day, later by the working days before it on which the association is closed.

    Not after the date promised: a closing spares the association, and keeps nobody waiting.
    """
    known = queries.places.closings(work.session, association.id, calendar.civil(work.now))
    shut = {day for each in known for day in days(each.first_day, each.last_day)}
    if not shut:
        return last
    return _within_promise(referral, last, _later(work, last, shut, school_days(association)))


def stop_if_unanswered(work: Work, association: Association) -> None:
    """After so many cards in a row that expired without a word."""
    said = queries.places.last_words(work.session, association.id, association.answering_since, SILENCES)
    if len(said) == SILENCES and set(said) == {OfferState.EXPIRED}:
        _stop(work, association, Stop.UNANSWERED)


def stop_unconfirmed(hub: Hub) -> int:
    """Ask those no more whose places nobody confirmed for as long as they weigh nothing; answers how many."""
    with hub.read() as work:
        if not _unconfirmed(work):
            return 0
    with hub.begin() as work:
        found = _unconfirmed(work)
        for association in found:
            _stop(work, association, Stop.UNCONFIRMED)
    return len(found)


def confirmed_since(work: Work) -> datetime:
    """Places that were confirmed by then, and no more since, weigh nothing any more."""
    return work.now - timedelta(days=work.rule_book.load.stale_days)


def stops_on(work: Work, association: Association) -> date | None:
    """When it would be asked no more, if nobody confirms its places; None before anybody could."""
    if association.places_declared_on is None:
        return None
    return association.places_declared_on + timedelta(days=work.rule_book.load.stale_days)


def yearly(work: Work, association: Association) -> int:
    """What it declared, or what the rule book assumes of one that declared nothing."""
    declared: int | None = association.profile["places_a_year"]
    return work.rule_book.load.undeclared_places if declared is None else declared


def days(first: date, last: date) -> list[date]:
    """Both included."""
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _unconfirmed(work: Work) -> list[Association]:
    since = confirmed_since(work)
    return queries.places.unconfirmed(work.session, calendar.civil(since), since)


def _stop(work: Work, association: Association, why: Stop) -> None:
    if association.stopped_for:
        return
    today = calendar.civil(work.now)
    association.stopped_for, association.stopped_on = why, today
    for member in (*queries.told_of(work.session, association.id), *queries.told_of(work.session, None)):
        once = f"{STOPPED}:{association.id}:{today}:{member.id}"
        journey.tell_about(work, member, STOPPED, association, once=once)
    _note(work, association, None, deed="stopped", why=why.value)


def _say_right(work: Work, association: Association) -> None:
    association.places_declared_on = calendar.civil(work.now)
    _start(work, association)


def _start(work: Work, association: Association) -> None:
    """What it left unanswered before is forgotten; days without a word are counted from today."""
    if association.stopped_for:
        association.places_declared_on = calendar.civil(work.now)
        association.answering_since = work.now
    association.stopped_for = association.stopped_on = None


def _hold(work: Work, association: Association) -> None:
    """Two members never write over each other; what this work itself has said of it is written first."""
    work.session.flush()
    work.session.refresh(association, with_for_update=True)


def _say_whom(work: Work, ceiling: Ceiling, limits: Limits) -> None:
    bands = [band.value for band in AgeBand if band in limits.bands]
    situations = [each.value for each in Situation if each in limits.situations]
    share = bands, situations, sorted(limits.departments)
    if share == (ceiling.bands, ceiling.situations, ceiling.departments):
        return
    ceiling.bands, ceiling.situations, ceiling.departments = share
    ceiling.key, ceiling.since = secrets.token_hex(16), calendar.civil(work.now)
    ceiling.accepted_this_year = ceiling.accepted_this_month = 0


def _day_to_come(work: Work, day: date) -> date:
    today = calendar.civil(work.now)
    if day < today:
        raise NotThatDay(PAST)
    if day > today + LONGEST_PAUSE:
        raise NotThatDay(TOO_LATE)
    return day


def _within_promise(referral: Referral, last: datetime, later: datetime) -> datetime:
    if referral.promised_by is None:
        return later
    return min(later, max(last, calendar.end_of_day(referral.promised_by)))


def _later(work: Work, last: datetime, shut: Collection[date], off: Collection[date]) -> datetime:
    """``off``: days that did not count in the first place."""
    day, due = calendar.civil(work.now), calendar.civil(last)
    while day < due:
        day += calendar.ONE_DAY
        if day in shut and day not in off and calendar.is_working_day(day):
            due = calendar.add_working_days(due, 1, off=off)
    return calendar.end_of_day(due)


def _note(
    work: Work, association: Association, by: Member | None, *, deed: str, **codes: str | int | None
) -> None:
    journal.note(work, Act.PLACES_CHANGED, association.slug, by=by, deed=deed, **codes)
