"""Nobody is left behind a late answer, a closed door or the desk: a date is never passed without another one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from hub import calendar, intake, places, queries
from hub.lifecycle import ROUTABLE, ReferralState
from hub.models import Member
from hub.vocabulary import Mode, Step
from tests.parts.people import mentor
from tests.parts.seeking import REMOTE, looking, referral, steps
from tests.parts.town import Town, association


def a_day_at_a_time(town: Town, days: int, reference: str) -> list[date]:
    """The days on which the date promised was past while somebody was still looked for."""
    passed = []
    for _ in range(days):
        town.clock.forward(days=1)
        town.settle()
        found, today = referral(town, reference), calendar.civil(town.clock.now)
        if found.state in ROUTABLE and found.promised_by and found.promised_by < today:
            passed.append(today)
    return passed


def member_of(town: Town, slug: str) -> Member:
    with town.hub.read() as work:
        return queries.members_of(work.session, association(work.session, slug).id)[0]


def close(town: Town, slug: str, first: date, last: date) -> None:
    by = member_of(town, slug)
    with town.portal.begin() as work:
        places.close_between(work, association(work.session, slug), first, last, by=by)


def declare(town: Town, slug: str, more: int) -> None:
    by = member_of(town, slug)
    with town.portal.begin() as work:
        row = association(work.session, slug)
        places.declare(work, row, places.yearly(work, row) + more, by=by)


def test_where_nobody_answers_the_person_hears_another_date_before_the_first_is_past(town: Town) -> None:
    town.clock.now = datetime(2027, 3, 26, 11, tzinfo=UTC)
    town.join(*REMOTE)
    reference = looking(town, mode=Mode.REMOTE)
    town.settle()
    assert a_day_at_a_time(town, 40, reference) == []
    assert Step.GOING_ON in steps(town, reference)
    assert referral(town, reference).state is ReferralState.WITH_DESK


@pytest.mark.parametrize("known_before", [True, False])
def test_a_closing_keeps_nobody_waiting_past_the_date_promised(town: Town, *, known_before: bool) -> None:
    town.clock.now = datetime(2026, 7, 20, 8, tzinfo=UTC)
    town.join(*REMOTE)
    august = date(2026, 8, 1), date(2026, 8, 31)
    if known_before:
        for slug in REMOTE:
            close(town, slug, *august)
    reference = looking(town, mode=Mode.REMOTE)
    town.settle()
    if not known_before:
        close(town, referral(town, reference).offers[0].association.slug, *august)
    assert a_day_at_a_time(town, 30, reference) == []
    assert len(referral(town, reference).offers) > 1


def test_whoever_came_to_the_desk_for_want_of_a_place_has_the_next_one(town: Town) -> None:
    town.join("proxite")
    with town.administration.begin() as work:
        association(work.session, "proxite").places_left = 0
    reference = looking(town, mode=Mode.IN_PERSON)
    a_day_at_a_time(town, 33, reference)
    assert referral(town, reference).state is ReferralState.WITH_DESK
    declare(town, "proxite", 1)
    town.clock.forward(days=1)
    town.settle()
    assert referral(town, reference).state is ReferralState.OFFERED


def test_whom_nobody_could_take_is_tried_again_once_somebody_joined(town: Town) -> None:
    reference = looking(town, mode=Mode.REMOTE)
    town.settle()
    assert referral(town, reference).state is ReferralState.WITH_DESK
    town.join(*REMOTE)
    town.clock.forward(days=1)
    town.settle()
    assert referral(town, reference).state is ReferralState.OFFERED


def test_a_mentor_is_tried_again_once_an_association_is_back(town: Town) -> None:
    town.join("proxite")
    today = calendar.civil(town.clock.now)
    close(town, "proxite", today, today + timedelta(days=4))
    with town.front.begin() as work:
        reference = intake.register(work, mentor()).reference
    town.settle()
    assert referral(town, reference).state is ReferralState.WITH_DESK
    town.clock.forward(days=5)
    town.settle()
    assert referral(town, reference).state is ReferralState.OFFERED
