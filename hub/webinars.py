"""The companies' weekly webinar: sessions made ahead of time, and one seat for each company."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from hub import calendar, company_journey, journal, queries
from hub.models import Company, CompanyEvent, Member, Seat, Webinar
from hub.partnership import OVER, CompanyState, CompanyStep, ImpossibleMove
from hub.work import Hub, Work

SESSIONS_AHEAD = 4
MORNING = time(9)
THANKED_AFTER = timedelta(hours=1)
FOLLOWED_UP_AFTER_DAYS = 3
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)


class NoSeatLeft(Exception):
    """Somebody took the last one."""


class SessionGone(Exception):
    """The session has begun, was cancelled, or never was."""


def keep_up(hub: Hub) -> None:
    """The worker's part: keep the next sessions in existence, and free the seats of those that were cancelled."""
    with hub.read() as work:
        behind = any(True for _ in _to_plan(work))
        stranded = queries.stranded_seats(work.session, work.now)
    if behind:
        with hub.begin() as work:
            plan(work)
    for company_id in stranded:
        with hub.begin() as work:
            _free(work, work.session.get_one(Company, company_id))


def plan(work: Work) -> None:
    """Make the sessions that are missing; those that nobody chose yet follow the rule book.  Safe to call twice."""
    for week, webinar, planned in _to_plan(work):
        if webinar is None:
            _add(work, week, planned)
        else:
            queries.reschedule_empty(work.session, webinar.id, **planned)


def missing(work: Work, since: datetime) -> list[date]:
    """The days of the sessions that were next at that moment, and do not exist now."""
    return [
        day for day in days_ahead(work, since) if queries.session_of_week(work.session, _week(day)) is None
    ]


def days_ahead(work: Work, moment: datetime) -> list[date]:
    """The days of the sessions that are next then: one a week, save the weeks where that day is a public holiday."""
    days = _days_of_the_plan(work, moment)
    return [next(days) for _ in range(SESSIONS_AHEAD)]


def offered(work: Work) -> list[Webinar]:
    """The next sessions that will be held, full ones included."""
    to_come = queries.sessions_to_come(work.session, work.now)
    return [webinar for webinar in to_come if webinar.cancelled_at is None][:SESSIONS_AHEAD]


def held_seat(company: Company) -> Seat | None:
    return company.seat if company.seat and company.seat.given_back_at is None else None


def called_off(company: Company) -> Webinar | None:
    """The session that was cancelled while the company had a seat there, until it takes another."""
    seat = company.seat
    if seat is None or seat.webinar.cancelled_at is None:
        return None
    had_left = seat.given_back_at is not None and seat.given_back_at < seat.webinar.cancelled_at
    return None if had_left else seat.webinar


def choose(work: Work, company: Company, webinar_id: int, *, said: datetime | None = None) -> None:
    """Take a seat at this session, or move the company's there; the same session again changes nothing.

    Whoever missed a session may take a seat at a later one.  ``said`` is when it was said to start: one that starts
    at another hour since then is another session.  Raises :class:`NoSeatLeft` or :class:`SessionGone`.
    """
    seat = held_seat(_hold(work, company))
    if company.state in OVER:
        raise ImpossibleMove("nobody expects this company any more")
    if seat and seat.webinar_id == webinar_id:
        return
    moves = seat is not None and seat.webinar.starts_at > work.now
    if seat and moves:
        queries.hold_sessions(work.session, seat.webinar_id, webinar_id)
    _take(work, webinar_id, said)
    if seat and moves:
        queries.give_seat_back(work.session, seat.webinar_id)
    same_event = moves or _stands_in_a_calendar_still(work, company)
    _seat(company, work.session.get_one(Webinar, webinar_id), same_event=same_event)
    _record(work, company, CompanyStep.SEAT_MOVED if moves else CompanyStep.SEAT_TAKEN)


def give_back(work: Work, company: Company) -> None:
    """Leave the seat to another company; once it is given back, again changes nothing.  Raises :class:`SessionGone`."""
    seat = held_seat(_hold(work, company))
    if seat is None:
        return
    if seat.webinar.starts_at <= work.now:
        raise SessionGone("the company's session has begun")
    queries.give_seat_back(work.session, seat.webinar_id)
    _leave(work, seat)
    _record(work, company, CompanyStep.SEAT_GIVEN_BACK)


def cancel(work: Work, webinar: Webinar, *, by: Member | None = None) -> None:
    """Nobody may choose this session any more; the worker tells whoever had."""
    if webinar.starts_at <= work.now:
        raise SessionGone("this session has begun")
    webinar.cancelled_at = webinar.cancelled_at or work.now
    journal.desk_moved(work, f"webinar:{webinar.id}", by=by, move="cancel")


def next_call(work: Work, company: Company) -> date:
    """By when the desk calls: some working days from now, or from the webinar if the company attends one."""
    seat = held_seat(company)
    start = max(work.now, seat.webinar.starts_at) if seat else work.now
    days = work.rule_book.delays.company_call_days
    return calendar.add_working_days(calendar.civil(start), days)


def _to_plan(work: Work) -> Iterator[tuple[date, Webinar | None, dict[str, Any]]]:
    """Each week ahead whose session is missing, or empty and not as the rule book wants it."""
    days = days_ahead(work, work.now)
    known = queries.sessions_of_weeks(work.session, [_week(day) for day in days])
    for day in days:
        webinar, planned = known.get(_week(day)), _planned(work, day)
        if webinar is None or _is_free_to_follow(webinar, planned):
            yield _week(day), webinar, planned


def _is_free_to_follow(webinar: Webinar, planned: dict[str, Any]) -> bool:
    empty = webinar.cancelled_at is None and webinar.seats_left == webinar.seats
    return empty and any(getattr(webinar, name) != value for name, value in planned.items())


def _days_of_the_plan(work: Work, moment: datetime) -> Iterator[date]:
    day = _week(calendar.civil(moment)) + ONE_DAY * (work.rule_book.webinars.weekday - 1)
    while True:
        if calendar.is_working_day(day) and _starts(work, day) > moment:
            yield day
        day += ONE_WEEK


def _week(day: date) -> date:
    return day - ONE_DAY * day.weekday()


def _starts(work: Work, day: date) -> datetime:
    return datetime.combine(day, work.rule_book.webinars.at, calendar.PARIS).astimezone(UTC)


def _planned(work: Work, day: date) -> dict[str, Any]:
    webinars, starts_at = work.rule_book.webinars, _starts(work, day)
    return {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=webinars.minutes),
        "seats": webinars.seats,
        "seats_left": webinars.seats,
        "link": webinars.link,
    }


def _add(work: Work, week: date, planned: dict[str, Any]) -> None:
    try:
        with work.session.begin_nested():
            work.session.add(Webinar(week=week, **planned))
    except IntegrityError:
        return  # another worker was faster: a week has one session


def _hold(work: Work, company: Company) -> Company:
    """Whoever touches a seat holds its company's row first, then reads: two clicks never cross."""
    work.session.flush()
    work.session.refresh(company, with_for_update=True)
    if company.seat:
        work.session.refresh(company.seat)
    return company


def _take(work: Work, webinar_id: int, said: datetime | None) -> None:
    webinar = work.session.get(Webinar, webinar_id, populate_existing=True)
    if webinar is None or webinar.cancelled_at or webinar.starts_at <= work.now:
        raise SessionGone("there is no such session to come")
    if said not in (None, webinar.starts_at):
        raise SessionGone("the session has another hour since")
    if not queries.take_seat(work.session, webinar_id, work.now):
        raise NoSeatLeft("the session is full")


def _stands_in_a_calendar_still(work: Work, company: Company) -> bool:
    """The seat was left, and the letter that takes its event out of a calendar was not: no other letter would."""
    seat = company.seat
    return seat is not None and seat.given_back_at is not None and queries.is_yet_to_hear(work.session, seat)


def _seat(company: Company, webinar: Webinar, *, same_event: bool) -> None:
    """The same seat all along.  ``sequence`` tells which word about its calendar event is the last."""
    if company.seat is None:
        company.seat = Seat(sequence=-1)
    if not same_event:
        company.seat.uid = secrets.token_hex(16)
    company.seat.webinar, company.seat.given_back_at = webinar, None
    company.seat.sequence += 1


def _leave(work: Work, seat: Seat) -> None:
    seat.given_back_at = work.now
    seat.sequence += 1


def _free(work: Work, company: Company) -> None:
    seat = held_seat(_hold(work, company))
    if seat and seat.webinar.cancelled_at:
        _leave(work, seat)
        _record(work, company, CompanyStep.SESSION_CANCELLED)


def _record(work: Work, company: Company, step: CompanyStep) -> None:
    if company.state is CompanyState.TO_CALL and not _was_put_off(work, company):
        company.next_on = next_call(work, company)
    event = company_journey.record(work, company, step)
    if held_seat(company) and event.webinar:
        _plan_letters(work, event, event.webinar)


def _was_put_off(work: Work, company: Company) -> bool:
    """The desk and the company agreed on a day: a seat does not change it."""
    return any(event.step is CompanyStep.PUT_OFF for event in queries.company_events(work.session, company))


def _plan_letters(work: Work, event: CompanyEvent, webinar: Webinar) -> None:
    """Reminder the morning before, thanks an hour after, and what comes next some days later."""
    day = calendar.civil(webinar.starts_at)
    later = calendar.add_working_days(day, FOLLOWED_UP_AFTER_DAYS)
    moments = (_morning(day - ONE_DAY), webinar.ends_at + THANKED_AFTER, _morning(later))
    for letter, at in zip(company_journey.PLANNED, moments, strict=True):
        company_journey.plan(work, event, letter, at)


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, calendar.PARIS)
