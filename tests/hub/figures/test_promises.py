"""Of the dates that were shown: kept at once, kept later, missed, not yet due; and those to whom none was shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hub import calendar, intake, journey, queries
from hub.lifecycle import ReferralState
from hub.queries import counts
from hub.queries.promises import Fate, promised
from hub.vocabulary import Registration, Step
from tests.parts import people
from tests.parts.town import MONDAY_NOON, Town

SHOWN = date(2026, 3, 23)
"""Fifteen working days after Monday 2 March 2026."""
LATER = date(2026, 4, 2)
SINCE, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
IN_MAY = date(2026, 5, 4)


def come(town: Town, registration: Registration | None = None, *, proven: bool = True) -> str:
    town.clock.now = MONDAY_NOON
    with town.front.begin() as work:
        return intake.register(work, registration or people.registration(), proven=proven).reference


def happen(town: Town, reference: str, step: Step, on: date, *, promise: date | None = None) -> None:
    town.clock.now = datetime.combine(on, MONDAY_NOON.timetz())
    with town.hub.begin() as work:
        referral = queries.referral_by_reference(work.session, reference)
        referral.promised_by = promise or referral.promised_by
        journey.record(work, referral, step)


def fates(town: Town, today: date = IN_MAY) -> list[tuple[Fate, int, int]]:
    with town.hub.read() as work:
        return sorted(promised(work.session, SINCE, UNTIL, today))


def test_a_date_is_kept_until_its_evening_and_missed_the_day_after(town: Town) -> None:
    in_time, late = come(town), come(town)
    happen(town, in_time, Step.ACCEPTED, SHOWN)
    happen(town, late, Step.ACCEPTED, SHOWN + calendar.ONE_DAY)
    assert fates(town) == [(Fate.FIRST, 0, 1), (Fate.MISSED, 0, 1)]


def test_a_date_that_moved_is_kept_later_and_counted_as_often_as_it_moved(town: Town) -> None:
    once, twice = come(town), come(town)
    happen(town, once, Step.GOING_ON, SHOWN, promise=LATER)
    happen(town, once, Step.CLOSED, LATER)
    happen(town, twice, Step.GOING_ON, SHOWN, promise=SHOWN + timedelta(days=3))
    happen(town, twice, Step.WITH_DESK, SHOWN, promise=LATER)
    assert fates(town, LATER) == [(Fate.LATER, 1, 1), (Fate.TO_COME, 2, 1)]
    assert fates(town, LATER + calendar.ONE_DAY) == [(Fate.LATER, 1, 1), (Fate.MISSED, 2, 1)]


def test_what_is_promised_after_an_answer_is_another_promise(town: Town) -> None:
    reference = come(town)
    happen(town, reference, Step.ACCEPTED, date(2026, 3, 5))
    happen(town, reference, Step.RETURNED, date(2026, 3, 9), promise=LATER)
    assert fates(town) == [(Fate.FIRST, 0, 1)]


def test_whoever_withdrew_waits_for_nothing_and_whoever_was_promised_nothing_neither(town: Town) -> None:
    gone, child = come(town), come(town, people.child())
    come(town, people.registration(who=people.identity(email="jamais@lu.example")), proven=False)
    happen(town, gone, Step.WITHDRAWN, date(2026, 3, 4))
    with town.hub.read() as work:
        waits = counts.waits(work.session, SINCE, UNTIL)
    assert fates(town) == []
    assert [(each.left, each.many) for each in waits] == [(True, 1)]
    with town.front.begin() as work:
        referral = queries.referral_by_reference(work.session, child)
        assert referral.state is ReferralState.AWAITING_GUARDIAN


def test_a_childs_promise_begins_with_the_guardians_yes(town: Town) -> None:
    child = come(town, people.child())
    town.clock.now = MONDAY_NOON + timedelta(days=4)
    with town.front.begin() as work:
        intake.guardian_agrees(work, queries.referral_by_reference(work.session, child))
    with town.hub.read() as work:
        (wait,) = counts.waits(work.session, SINCE, UNTIL)
        shown = queries.referral_by_reference(work.session, child).promised_by
    assert wait.began == date(2026, 3, 6) and shown == date(2026, 3, 27), "fifteen working days later"
    assert fates(town, shown) == [(Fate.TO_COME, 0, 1)]
