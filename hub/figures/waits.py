"""Keeping how long people waited after their need is erased: so many of an age band and a département, by month.

The counts of a month lie in one box that only the worker opens, so that nobody compares them with the dates of
referrals and learns where one person lives.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from hub import calendar, forecasts, identities
from hub.models import JourneyEvent, Referral, WaitsOfMonth
from hub.queries import forecasts as queries
from hub.vocabulary import Step
from hub.work import Hub, Work

MOST = 500
"""Needs opened in one transaction: others wait a tenth of a second to write."""
KEPT_MONTHS = 25
"""A year to learn from, before each month of a year to check against, and the one that goes on."""


class Wait(NamedTuple):
    """``alike``: the narrowest group, then its région; ``month`` it began; ``over`` the month in which it ended.

    ``over`` None: it goes on.  Not ``answered``: they withdrew, or it goes on, after so many ``days``.
    """

    alike: str
    region: str
    month: date
    over: date | None
    days: int
    answered: bool


def note(hub: Hub) -> Counter[Wait]:
    """Keep the waits that are over since the last time; answers those that go on."""
    going_on: Counter[Wait] = Counter()
    last: int | None = 0
    while last is not None:
        with hub.begin() as work:
            last = _note_some(work, last, going_on)
    with hub.begin() as work:
        queries.forget_waits(work.session, months_before(calendar.civil(work.now), KEPT_MONTHS))
    return going_on


def kept(work: Work) -> Counter[Wait]:
    """All that is kept of the waits that are over."""
    found: Counter[Wait] = Counter()
    for row in queries.kept_waits(work.session):
        found.update(_opened(work, row))
    return found


def months_before(day: date, months: int) -> date:
    """The first day of the month that was so many months before this one."""
    turn = day.year * 12 + day.month - 1 - months
    return date(turn // 12, turn % 12 + 1, 1)


def _note_some(work: Work, after: int, going_on: Counter[Wait]) -> int | None:
    """Answers the last number looked at; None when there are no more."""
    found = queries.not_noted(work.session, after=after, most=MOST)
    events = _by_referral(queries.moments(work.session, [row.id for row in found]))
    over: Counter[Wait] = Counter()
    done = []
    for referral in found:
        wait = _wait(work, referral, events.get(referral.id, []))
        if wait and wait.over is None:
            going_on[wait] += 1
            continue
        done.append(referral.id)
        if wait:
            over[wait] += 1
    _keep(work, over)
    queries.are_noted(work.session, done, calendar.civil(work.now))
    return found[-1].id if found else None


def _wait(work: Work, referral: Referral, events: Sequence[JourneyEvent]) -> Wait | None:
    """None for somebody who withdrew before they waited for anything."""
    began = _first(events, queries.BEGINS)
    if began is None:
        return None
    answered, gone = _first(events, queries.ANSWERS), _first(events, {Step.WITHDRAWN})
    ends = min((day for day in (answered, gone) if day), default=None)
    until = ends or calendar.civil(work.now)
    need = identities.open_need(work, referral)
    return Wait(
        forecasts.likes(need)[0],
        need.place.region,
        began.replace(day=1),
        ends and ends.replace(day=1),
        (until - began).days,
        ends is not None and ends == answered,
    )


def _first(events: Iterable[JourneyEvent], steps: Iterable[Step]) -> date | None:
    return next((calendar.civil(event.happened_at) for event in events if event.step in steps), None)


def _by_referral(events: Iterable[JourneyEvent]) -> dict[int, list[JourneyEvent]]:
    found: dict[int, list[JourneyEvent]] = {}
    for event in events:
        found.setdefault(event.referral_id, []).append(event)
    return found


def _keep(work: Work, over: Counter[Wait]) -> None:
    """Add them to their months, which are held from here on."""
    for month in sorted({wait.month for wait in over}):
        told = Counter({wait: many for wait, many in over.items() if wait.month == month})
        row = queries.waits_of(work.session, month)
        if row is None:
            work.session.add(WaitsOfMonth(month=month, sealed=_sealed(work, month, told)))
        else:
            row.sealed = _sealed(work, month, told + Counter(_opened(work, row)))


def _sealed(work: Work, month: date, told: Counter[Wait]) -> bytes:
    rows = [
        (wait.alike, wait.region, f"{wait.over}", wait.days, wait.answered, many)
        for wait, many in sorted(told.items())
    ]
    return work.vault.seal_count(json.dumps(rows).encode(), place=_place(month))


def _opened(work: Work, row: WaitsOfMonth) -> dict[Wait, int]:
    rows = json.loads(work.vault.open_count(row.sealed, place=_place(row.month)))
    return {
        Wait(alike, region, row.month, date.fromisoformat(over), days, answered): many
        for alike, region, over, days, answered, many in rows
    }


def _place(month: date) -> str:
    return f"waits:{month:%Y-%m}"
