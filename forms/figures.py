"""The figures of the home page: true, of the last twelve months, and silent about small groups."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from sqlalchemy.exc import SQLAlchemyError

from hub import queries
from hub.work import Hub, Work

log = logging.getLogger(__name__)

YEAR = timedelta(days=365)
ENOUGH = 10
"""Below this, a figure says little of the hub and perhaps much of somebody."""


@dataclass(frozen=True, slots=True)
class Figures:
    """None where there is too little to tell."""

    associations: int | None = None
    young_people: int | None = None
    days_to_a_yes: int | None = None

    def __bool__(self) -> bool:
        return (self.associations, self.young_people, self.days_to_a_yes) != (None, None, None)


def read(hub: Hub) -> Figures:
    """Without its database, a page goes without its figures."""
    try:
        with hub.read() as work:
            return count(work)
    except SQLAlchemyError as error:
        log.warning("the figures could not be read: %s", type(error).__name__)
        return Figures()


def count(work: Work) -> Figures:
    since = work.now - YEAR
    waits = queries.waits_for_a_yes(work.session, since)
    return Figures(
        associations=_told(queries.associations_answering(work.session)),
        young_people=_told(queries.young_people_since(work.session, since)),
        days_to_a_yes=_days(waits) if len(waits) >= ENOUGH else None,
    )


def _told(number: int) -> int | None:
    return number if number >= ENOUGH else None


def _days(waits: list[timedelta]) -> int:
    """Half of them waited so many days or less."""
    return max(1, math.ceil(median(wait / timedelta(days=1) for wait in waits)))
