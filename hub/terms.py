"""What an offer tells the association and asks of it: why, by when, and which of its places it takes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from hub import calendar, school_holidays
from hub.models import Association
from hub.vocabulary import Need
from hub.work import Work


@dataclass(frozen=True, slots=True)
class Deadlines:
    """``answer_by`` is soft: the next association is asked too.  At ``expires_at`` the offer ends for good."""

    answer_by: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """``kept``: how many of its places stay for others.  ``passes_to``: to whom, by slug, it may pass the card.

    ``need``: whoever counts under the association's ceilings; the desk's own choice, which knows no need, does not.
    """

    because: tuple[str, ...]
    deadlines: Deadlines
    kept: int = 0
    passes_to: tuple[str, ...] = ()
    need: Need | None = field(default=None, repr=False)


def deadlines_of(
    work: Work, *, days: int, department: str | None = None, off: Collection[date] = ()
) -> Deadlines:
    """``days`` working days to answer, as they are counted in that département; ``off``: the association is away."""
    last = work.rule_book.delays.expires_after_days
    return Deadlines(
        end_of_working_day(work, days, department, off), end_of_working_day(work, last, department, off)
    )


def end_of_working_day(
    work: Work, days: int, department: str | None = None, off: Collection[date] = ()
) -> datetime:
    day = calendar.add_working_days(calendar.civil(work.now), days, department=department, off=off)
    return calendar.end_of_day(day)


def school_days(association: Association) -> frozenset[date]:
    """The school holidays that it follows; none where it does not."""
    return school_holidays.days_of(association.profile.get("school_year"))
