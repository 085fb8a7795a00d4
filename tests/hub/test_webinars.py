"""A session a week, one seat a company, and nobody more than there are seats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hub import calendar, companies, queries, webinars
from hub.checkup import PATIENCE
from hub.models import Company, CompanyEvent, OutboxMessage, Webinar
from hub.partnership import CompanyStep
from hub.webinars import NoSeatLeft, SessionGone
from hub.work import Hub, Work
from tests.parts.companies import company
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

THURSDAYS = [date(2026, 3, day) for day in (5, 12, 19, 26)]


def sessions(town: Town) -> list[Webinar]:
    with town.front.read() as work:
        return webinars.offered(work)


def registered(town: Town, webinar: Webinar | None = None) -> str:
    with town.front.begin() as work:
        return companies.register(work, company(webinar=webinar and webinar.id)).reference


def found(session: Session, reference: str) -> Company:
    return queries.company_by_reference(session, reference)


def steps(town: Town, reference: str) -> list[CompanyStep]:
    with town.front.read() as work:
        return [event.step for event in queries.company_events(work.session, found(work.session, reference))]


def seats_left(town: Town) -> list[int]:
    return [session.seats_left for session in sessions(town)]


def choose(town: Town, reference: str, webinar: Webinar) -> None:
    with town.front.begin() as work:
        webinars.choose(work, found(work.session, reference), webinar.id)


def give_back(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        webinars.give_back(work, found(work.session, reference))


def leave(town: Town, seats: int, webinar: Webinar) -> None:
    with town.front.begin() as work:
        work.session.execute(update(Webinar).where(Webinar.id == webinar.id).values(seats_left=seats))


def planned(town: Town) -> list[tuple[str, datetime]]:
    letters = select(OutboxMessage.letter, OutboxMessage.due_at).where(OutboxMessage.once.is_not(None))
    with town.front.read() as work:
        rows = work.session.execute(letters.order_by(OutboxMessage.due_at))
        return [(letter, due_at) for letter, due_at in rows]


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@pytest.fixture
def opened(town: Town) -> Town:
    """A town whose next four sessions exist."""
    webinars.keep_up(town.hub)
    return town


def with_rules(hub: Hub, **changes: object) -> Hub:
    plan = replace(hub.rule_book.webinars, **changes)  # type: ignore[arg-type]
    changed = replace(hub.rule_book, webinars=plan)
    return replace(hub, rules=lambda now: changed)


def test_the_four_next_thursdays_have_a_session(opened: Town) -> None:
    assert [calendar.civil(session.starts_at) for session in sessions(opened)] == THURSDAYS
    assert {calendar.on_the_clock(session.starts_at) for session in sessions(opened)} == {"12\u00a0h\u00a030"}
    assert all((each.ends_at - each.starts_at).total_seconds() == 3600 for each in sessions(opened))


def test_keeping_up_twice_makes_nothing_twice(opened: Town) -> None:
    before = [session.id for session in sessions(opened)]
    webinars.keep_up(opened.hub)
    with opened.hub.begin() as work:
        webinars.plan(work)
    assert [session.id for session in sessions(opened)] == before


def test_a_new_session_comes_when_one_has_begun(opened: Town) -> None:
    opened.clock.now = datetime(2026, 3, 5, 11, 30, tzinfo=UTC)
    with opened.hub.read() as work:
        assert webinars.missing(work, work.now) == [date(2026, 4, 2)]
        assert webinars.missing(work, work.now - PATIENCE) == [], "the worker has not come by yet"
    webinars.keep_up(opened.hub)
    assert [calendar.civil(each.starts_at) for each in sessions(opened)] == [
        *THURSDAYS[1:],
        date(2026, 4, 2),
    ]


def test_the_hour_is_paris_s_before_and_after_the_change_of_time(opened: Town) -> None:
    opened.clock.now = datetime(2026, 3, 20, tzinfo=UTC)
    webinars.keep_up(opened.hub)
    last_of_winter, first_of_summer = sessions(opened)[0], sessions(opened)[1]
    assert last_of_winter.starts_at == datetime(2026, 3, 26, 11, 30, tzinfo=UTC)
    assert first_of_summer.starts_at == datetime(2026, 4, 2, 10, 30, tzinfo=UTC)


def test_the_week_of_a_public_holiday_is_skipped(town: Town) -> None:
    town.clock.now = datetime(2026, 5, 1, tzinfo=UTC)
    webinars.keep_up(town.hub)
    days = [calendar.civil(session.starts_at) for session in sessions(town)]
    assert days == [date(2026, 5, day) for day in (7, 21, 28)] + [date(2026, 6, 4)], "not on Ascension Day"


def test_a_change_of_the_rule_book_moves_only_the_sessions_that_nobody_chose(opened: Town) -> None:
    chosen = sessions(opened)[1]
    registered(opened, chosen)
    webinars.keep_up(with_rules(opened.hub, weekday=2, at=time(9), seats=8))
    days = [calendar.civil(session.starts_at) for session in sessions(opened)]
    assert days == [date(2026, 3, 3), date(2026, 3, 12), date(2026, 3, 17), date(2026, 3, 24)]
    assert [session.seats for session in sessions(opened)] == [8, 30, 8, 8]


def test_a_session_that_has_begun_cannot_be_chosen(opened: Town) -> None:
    begun = sessions(opened)[0]
    opened.clock.now = begun.starts_at
    with pytest.raises(SessionGone):
        registered(opened, begun)


def test_a_seat_given_back_is_free_again_and_only_once(opened: Town) -> None:
    reference = registered(opened, sessions(opened)[0])
    give_back(opened, reference)
    give_back(opened, reference)
    assert seats_left(opened)[0] == 30
    assert steps(opened, reference)[1:] == [CompanyStep.SEAT_TAKEN, CompanyStep.SEAT_GIVEN_BACK]


def test_a_seat_of_a_session_that_has_begun_is_not_given_back(opened: Town) -> None:
    reference = registered(opened, sessions(opened)[0])
    opened.clock.now = sessions(opened)[0].starts_at
    with pytest.raises(SessionGone):
        give_back(opened, reference)


def test_a_seat_moves_with_its_event_and_its_number_grows(opened: Town) -> None:
    first, second = sessions(opened)[:2]
    reference = registered(opened, first)
    with opened.front.read() as work:
        before = found(work.session, reference).seat
    choose(opened, reference, second)
    choose(opened, reference, second)
    with opened.front.read() as work:
        after = found(work.session, reference).seat
    assert before and after
    assert (after.uid, after.sequence, after.webinar_id) == (before.uid, before.sequence + 1, second.id)
    assert seats_left(opened)[:2] == [30, 29]


def test_a_full_session_leaves_the_seat_where_it_was(opened: Town) -> None:
    first, full = sessions(opened)[:2]
    reference = registered(opened, first)
    leave(opened, 0, full)
    with pytest.raises(NoSeatLeft):
        choose(opened, reference, full)
    assert seats_left(opened)[:2] == [29, 0]


def test_who_missed_a_session_may_come_to_another_as_a_new_event(opened: Town) -> None:
    first, second = sessions(opened)[:2]
    reference = registered(opened, first)
    with opened.front.read() as work:
        missed = found(work.session, reference).seat
    opened.clock.now = first.ends_at
    choose(opened, reference, second)
    with opened.front.read() as work:
        taken = found(work.session, reference).seat
    assert missed and taken and taken.uid != missed.uid
    assert steps(opened, reference)[-1] is CompanyStep.SEAT_TAKEN


def test_a_cancelled_session_is_offered_to_nobody_and_frees_its_seats(opened: Town) -> None:
    cancelled = sessions(opened)[0]
    reference = registered(opened, cancelled)
    with opened.portal.begin() as work:
        webinars.cancel(work, work.session.get_one(Webinar, cancelled.id))
    assert cancelled.id not in [session.id for session in sessions(opened)]
    webinars.keep_up(opened.hub)
    webinars.keep_up(opened.hub)
    assert steps(opened, reference)[-1] is CompanyStep.SESSION_CANCELLED
    assert steps(opened, reference).count(CompanyStep.SESSION_CANCELLED) == 1
    choose(opened, reference, sessions(opened)[0])


def test_letters_are_planned_for_each_session_chosen(opened: Town) -> None:
    reference = registered(opened, sessions(opened)[0])
    assert planned(opened) == [
        ("seat_reminder", datetime(2026, 3, 4, 8, tzinfo=UTC)),
        ("seat_thanks", datetime(2026, 3, 5, 13, 30, tzinfo=UTC)),
        ("seat_follow_up", datetime(2026, 3, 10, 8, tzinfo=UTC)),
    ]
    choose(opened, reference, sessions(opened)[3])
    assert planned(opened)[-3:] == [
        ("seat_reminder", datetime(2026, 3, 25, 8, tzinfo=UTC)),
        ("seat_thanks", datetime(2026, 3, 26, 13, 30, tzinfo=UTC)),
        ("seat_follow_up", datetime(2026, 3, 31, 7, tzinfo=UTC)),
    ], "at nine in Paris, whatever the season"


def test_who_takes_a_seat_on_the_eve_is_not_reminded_of_it(opened: Town) -> None:
    opened.clock.now = datetime(2026, 3, 4, 12, tzinfo=UTC)
    registered(opened, sessions(opened)[0])
    assert [letter for letter, _ in planned(opened)] == ["seat_thanks", "seat_follow_up"]


def test_the_desk_calls_after_the_webinar_or_soon_without_one(opened: Town) -> None:
    reference = registered(opened, sessions(opened)[1])
    assert call_by(opened, reference) == date(2026, 3, 17)
    give_back(opened, reference)
    assert call_by(opened, reference) == date(2026, 3, 5)


def call_by(town: Town, reference: str) -> date | None:
    with town.front.read() as work:
        return found(work.session, reference).next_on


def test_an_event_says_which_session_and_which_word_about_it(opened: Town) -> None:
    first, second = sessions(opened)[:2]
    reference = registered(opened, first)
    choose(opened, reference, second)
    give_back(opened, reference)
    told = select(CompanyEvent.webinar_id, CompanyEvent.sequence).order_by(CompanyEvent.id)
    with opened.front.read() as work:
        rows = work.session.execute(told.where(CompanyEvent.webinar_id.is_not(None))).all()
    assert [tuple(row) for row in rows] == [(first.id, 0), (second.id, 1), (second.id, 2)]


def test_days_ahead_are_working_days(town: Town) -> None:
    def ahead(work: Work, day: date) -> list[date]:
        work.now = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return webinars.days_ahead(work, work.now)

    with town.hub.read() as work:
        for month in range(1, 13):
            days = ahead(work, date(2026, month, 1))
            assert len(days) == 4
            assert all(calendar.is_working_day(day) and day.isoweekday() == 4 for day in days)
