"""A ceiling, a standing and a year of places as somebody would say them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from hub import calendar, mornings, places, queries
from hub.geography import department_name
from hub.models import Association, Ceiling, Closing, Stop
from hub.vocabulary import AgeBand, Situation
from hub.wording import AGE_BANDS, SITUATIONS
from hub.work import Work

MOST_NAMED = 4
"""Départements named one by one; more of them are counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """A ceiling, read.  ``is_full``: accepted cards alone fill it."""

    id: int
    whom: str
    where: str
    a_year: int | None
    a_month: int | None
    this_year: int
    this_month: int

    @property
    def title(self) -> str:
        return f"{self.whom} · {self.where}"

    @property
    def is_full(self) -> bool:
        this_year = self.a_year is not None and self.this_year >= self.a_year
        return this_year or (self.a_month is not None and self.this_month >= self.a_month)


@dataclass(frozen=True, slots=True)
class Stands:
    """How an association stands today, in the order in which it matters."""

    suspended: bool
    stopped_for: Stop | None
    stopped_on: date | None
    paused_until: date | None
    closed_until: date | None
    closes_on: date | None
    stops_on: date | None
    to_confirm: bool
    declared_on: date | None

    @property
    def is_asked(self) -> bool:
        away = self.suspended or self.stopped_for or self.paused_until or self.closed_until
        return not away


def line_of(ceiling: Ceiling) -> Line:
    return Line(
        id=ceiling.id,
        whom=_whom(ceiling),
        where=_where(ceiling.departments),
        a_year=ceiling.a_year,
        a_month=ceiling.a_month,
        this_year=ceiling.accepted_this_year,
        this_month=ceiling.accepted_this_month,
    )


def stands(work: Work, association: Association) -> Stands:
    today = calendar.civil(work.now)
    closings = queries.places.closings(work.session, association.id, today)
    paused = association.paused_until
    soon = places.stops_on(work, association)
    return Stands(
        suspended=association.suspended_at is not None,
        stopped_for=association.stopped_for,
        stopped_on=association.stopped_on,
        paused_until=paused if paused and paused >= today else None,
        closed_until=max((each.last_day for each in closings if _covers(each, today)), default=None),
        closes_on=next((each.first_day for each in closings if each.first_day > today), None),
        stops_on=soon if soon and soon <= today + mornings.WARNED else None,
        to_confirm=mornings.asks_to_confirm(work, association),
        declared_on=association.places_declared_on,
    )


def _covers(closing: Closing, day: date) -> bool:
    return closing.first_day <= day <= closing.last_day


def _whom(ceiling: Ceiling) -> str:
    said = [_(AGE_BANDS[AgeBand(band)]) for band in ceiling.bands]
    said += [_(SITUATIONS[Situation(code)]) for code in ceiling.situations]
    return " · ".join(said) or str(_("Tous les jeunes"))


def _where(departments: list[str]) -> str:
    if not departments:
        return str(_("Partout"))
    if len(departments) > MOST_NAMED:
        return str(_("%(count)s départements", count=len(departments)))
    return ", ".join(f"{department_name(code)}\u00a0({code})" for code in departments)
