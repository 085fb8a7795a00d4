"""What was promised to each, reckoned once more from what happened to them, and the hours of the field's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hub.vocabulary import Step
from tests.story.reckoning import DAY, day_in_paris, in_paris, working_days_after

PROMISED_DAYS, DESK_DAYS, EXPIRES_AFTER = 15, 5, 10
PATIENCE_OF_A_WAIT = timedelta(days=30)
LAST_SECOND = time(23, 59, 59)
EIGHT = time(8)
BEGINS = (Step.RECEIVED, Step.GUARDIAN_AGREED, Step.RETURNED)
SPOKEN_BY_THE_HUB: Mapping[Step, tuple[int, ...]] = {
    Step.GUARDIAN_REMINDED: (3, 7),
    Step.ON_IT: (9,),
    Step.NO_SOLUTION: tuple(range(30, 400, 30)),
}
"""Days after the search began, or a guardian was asked, at eight in the morning (docs/rules-of-the-field.md)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An offer, with the working days in which an answer is expected, and the days it is put off by."""

    id: int
    made_at: datetime
    answer_by: datetime
    expires_at: datetime
    days: int
    is_off: Callable[[date], bool]


@dataclass(slots=True)
class Known:
    """What is reckoned of one person.  ``department``: empty where the hub itself could not read it then."""

    department: str
    promised: date | None = None
    began: date | None = None
    first_waited: datetime | None = None
    last_offer: Asked | None = None
    spoken: list[date] = field(default_factory=list)
    moved: int = 0


def after(known: Known, step: Step, at: datetime, offer: Asked | None) -> date | None:
    """The promise once this has happened."""
    day, before = day_in_paris(at), known.promised or date.min
    if step in (Step.RECEIVED, Step.GUARDIAN_AGREED):
        is_first = known.began is None and step is Step.RECEIVED and known.promised is not None
        return known.promised if is_first else working_days_after(day, PROMISED_DAYS)
    if step is Step.RETURNED:
        return max(before, working_days_after(day, PROMISED_DAYS))
    if step is Step.WITH_DESK:
        return max(before, working_days_after(day, DESK_DAYS))
    if step is Step.WAITING:
        known.first_waited = known.first_waited or at
        last = day_in_paris(known.first_waited + PATIENCE_OF_A_WAIT)
        return max(before, working_days_after(last, DESK_DAYS))
    if step is Step.GOING_ON and offer:
        return max(before, _another_date(offer, at))
    return known.promised


def _another_date(offer: Asked, at: datetime) -> date:
    """When an answer is expected; behind a late one, where nobody is left to ask, when the desk will have looked."""
    if at < offer.answer_by:
        return day_in_paris(offer.answer_by)
    return working_days_after(day_in_paris(offer.expires_at), DESK_DAYS)


def wrong_step(
    known: Known, step: Step, at: datetime, shown: date | None, offer: Asked | None
) -> Iterator[str]:
    """What is wrong with what happened; what is known afterwards."""
    reckoned = after(known, step, at, offer)
    if reckoned != shown:
        yield f"{step} says {shown}, reckoned {reckoned}"
    known.moved += known.promised is not None and shown != known.promised
    known.promised = shown
    yield from _at_the_wrong_hour(known, step, at)
    if step in (*BEGINS, Step.AWAITING_GUARDIAN):
        known.began = day_in_paris(at)


def wrong_offer(asked: Asked) -> Iterator[str]:
    """Its two dates, counted where the young person lives, on the days on which the association is there."""
    for what, moment, days in (
        ("answer", asked.answer_by, asked.days),
        ("expiry", asked.expires_at, EXPIRES_AFTER),
    ):
        due = _days_there(day_in_paris(asked.made_at), days, asked.is_off)
        if in_paris(moment) != datetime.combine(due, LAST_SECOND):
            yield f"an {what} is expected by {in_paris(moment)}, reckoned {due}"


def _days_there(day: date, count: int, is_off: Callable[[date], bool]) -> date:
    while count:
        day += DAY
        count -= not is_off(day)
    return day


def _at_the_wrong_hour(known: Known, step: Step, at: datetime) -> Iterator[str]:
    if step not in SPOKEN_BY_THE_HUB or known.began is None:
        return
    here = in_paris(at)
    if here.time() != EIGHT:
        yield f"{step} at {here:%H:%M}, not in the morning"
    days = (here.date() - known.began).days
    if days not in SPOKEN_BY_THE_HUB[step]:
        yield f"{step} on day {days} since {known.began}"
    if here.date() in known.spoken:
        yield f"{step}: a second word on the same morning"
    known.spoken.append(here.date())
