"""One letter a week to each professional for whom something changed: where everybody they registered stands."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hub import calendar, prescriber_letters, queries
from hub.models import Prescriber
from hub.work import Hub

LETTER = "digest"
MORNING = time(8)
ONE_DAY = timedelta(days=1)
BEFORE_ANYTHING = datetime(2000, 1, 1, tzinfo=UTC)


def post_due(hub: Hub) -> int:
    """Post this week's letters, once its first working morning has come; answers how many.

    Safe to call at any time, twice, and in several workers at once: each letter has one name, which a row alone holds.
    """
    with hub.read() as work:
        morning = news_until(work.now)
        due = queries.prescribers_with_news(work.session, morning)
    return sum(_post(hub, prescriber_id, morning) for prescriber_id in due)


def news_until(now: datetime) -> datetime:
    """This week's letters tell what happened before this morning; before it, and on days off, there is nothing."""
    morning = morning_of_week(now)
    is_time = morning <= now and calendar.is_working_day(calendar.civil(now))
    return morning if is_time else BEFORE_ANYTHING


def morning_of_week(now: datetime) -> datetime:
    """Eight o'clock in Paris, on the week's first working day."""
    today = calendar.civil(now)
    day = today - today.weekday() * ONE_DAY
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return datetime.combine(day, MORNING, calendar.PARIS).astimezone(now.tzinfo)


def _post(hub: Hub, prescriber_id: int, morning: datetime) -> bool:
    year, week, _ = calendar.civil(morning).isocalendar()
    once = f"{LETTER}:{prescriber_id}:{year}-{week:02}"
    with hub.begin() as work:
        prescriber = work.session.get_one(Prescriber, prescriber_id)
        return prescriber_letters.tell_once(work, prescriber, LETTER, once=once, at=morning)
