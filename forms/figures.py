"""The figures of the home page: of the network's picture, as the night counted it; a small group is not told."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask_babel import get_locale, gettext
from sqlalchemy.exc import SQLAlchemyError

from hub.figures.nightly import LAST_MONTHS, NETWORK
from hub.figures.tongue import Tongue
from hub.models import FiguresCounted
from hub.queries import houses, kept_figures
from hub.work import Hub, Work

log = logging.getLogger(__name__)

ENOUGH = 10
"""Below this, a figure says little of the hub and perhaps much of somebody."""


@dataclass(frozen=True, slots=True)
class Figures:
    """None where there is too little to tell.

    ``working_days``: half of the young people who had an answer waited so many or less.  ``since`` and ``until``: the
    first and last day of what is told of young people, ``2026-03-01``.
    """

    associations: int | None = None
    young_people: int | None = None
    working_days: int | None = None
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return bool(self.associations or self.young_people)


def read(hub: Hub) -> Figures:
    """Without its database, a page goes without its figures."""
    try:
        with hub.read() as work:
            return told(work)
    except SQLAlchemyError as error:
        log.warning("the figures could not be read: %s", type(error).__name__)
        return Figures()


def tongue() -> Tongue:
    return Tongue(gettext, str(get_locale()))


def told(work: Work) -> Figures:
    answering = houses.answering(work.session)
    associations = answering if answering >= ENOUGH else None
    counted = kept_figures.figures_of(work.session, NETWORK, LAST_MONTHS)
    return _of_the_picture(counted, associations) if counted else Figures(associations)


def _of_the_picture(counted: FiguresCounted, associations: int | None) -> Figures:
    picture = counted.content
    young_people = picture["funnel"]["registered"]
    if not young_people:
        return Figures(associations)
    median = picture["waits"]["whole"]["median"]
    working_days = None if median is None else max(1, median)
    return Figures(associations, young_people, working_days, picture["since"], picture["until"])
