"""The associations of the story: most say how many they take and confirm it each month, a few fall silent."""

from __future__ import annotations

from datetime import timedelta

from hub import calendar, mornings, places, queries
from hub.models import Association, Member
from hub.places import Limits
from hub.vocabulary import AgeBand, Situation
from hub.work import Hub, Work

A_YEAR = (20, 30, 45, 60)
NEVER_CONFIRMS = 13
"""One association in so many says nothing any more after it has come."""
CEILINGS = {
    "jobirl": Limits((), (), (), a_year=None, a_month=6),
    "article-1": Limits({AgeBand.FROM_15_TO_17}, {Situation.LYCEE_GT, Situation.LYCEE_PRO}, (), 12, 3),
    "mentorat-by-leo": Limits((), (), (), a_year=None, a_month=8),
    "la-cordee": Limits({AgeBand.FROM_11_TO_14}, {Situation.COLLEGE}, (), a_year=15, a_month=None),
    "nqt": Limits((), (), ("59", "62"), a_year=8, a_month=None),
}
CLOSES, CLOSED_DAYS = 80, 9
"""The working day of the story on which some note their holidays, a month ahead, and how long these last."""
PAUSES = 118
EVERYBODY = (0, CLOSES, PAUSES)


class Houses:
    """Nothing here is left to chance: the same story each time."""

    def __init__(self) -> None:
        self._days = 0

    def live(self, hub: Hub) -> None:
        """One working day."""
        with hub.begin() as work:
            for row in queries.joined_associations(work.session):
                if self._days in EVERYBODY or (self._days % 4 == row.id % 4 and _confirms(work, row)):
                    self._live(work, row, queries.members_of(work.session, row.id)[0])
        self._days += 1

    def _live(self, work: Work, row: Association, by: Member) -> None:
        today = calendar.civil(work.now)
        if self._days == 0:
            _settle_in(work, row, by)
        elif _confirms(work, row):
            places.still_right(work, row, by=by)
        if self._days == CLOSES and row.id % 4 == 1:
            first = today + timedelta(days=30)
            places.close_between(work, row, first, first + timedelta(days=CLOSED_DAYS), by=by)
        if self._days == PAUSES and row.id % 9 == 1:
            places.pause(work, row, today + timedelta(days=40), by=by)


def _confirms(work: Work, row: Association) -> bool:
    return row.id % NEVER_CONFIRMS != 0 and mornings.asks_to_confirm(work, row)


def _settle_in(work: Work, row: Association, by: Member) -> None:
    """How many it takes, and for some of them of whom no more than so many."""
    places.declare(work, row, A_YEAR[row.id % len(A_YEAR)], by=by)
    if row.slug in CEILINGS:
        places.set_ceiling(work, row, CEILINGS[row.slug], by=by)
