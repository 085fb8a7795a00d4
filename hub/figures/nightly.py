"""Once a night the worker counts; pages only read what it counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hub import calendar, queries
from hub.figures import forecasting, waits
from hub.figures.houses import houses
from hub.figures.network import picture
from hub.figures.tallying import first_moment, tally_due
from hub.models import FiguresCounted
from hub.queries import forecasts, kept_figures
from hub.work import Hub, Work

NIGHT = time(5)
NETWORK = "network"
FORECASTS = "forecasts"
LAST_MONTHS = "12_months"
YEAR = timedelta(days=365)
THIS_MOMENT = timedelta(seconds=1)
"""What happens in the very second of the count is in it."""

Counted = tuple[str, str, Mapping[str, Any]]


def keep_up(hub: Hub) -> bool:
    """Whether the figures were counted now: those of last night are not counted yet, and there is somebody in them."""
    with hub.read() as work:
        due = _is_due(work)
    if due:
        count(hub)
    return due


def count(hub: Hub) -> None:
    """Count everything now, in place of what was counted before."""
    tally_due(hub)
    going_on = waits.note(hub)
    with hub.read() as work:
        known = waits.kept(work) + going_on
        counted, now = [*_count(work), _calibration(work, known)], work.now
    with hub.begin() as work:
        _expect(work, known)
        kept_figures.replace_figures(work.session, {period for _, period, _ in counted})
        work.session.add_all(
            FiguresCounted(subject=subject, period=period, counted_at=now, content=dict(content))
            for subject, period, content in counted
        )


def _is_due(work: Work) -> bool:
    night = last_night(work.now)
    oldest = queries.oldest_registration(work.session)
    counted = kept_figures.last_counted(work.session)
    return bool(oldest and oldest < night) and (counted is None or counted < night)


def last_night(now: datetime) -> datetime:
    """The last five o'clock in Paris, in UTC: what was counted before it is counted again."""
    local = now.astimezone(calendar.PARIS)
    day = local.date() - (calendar.ONE_DAY if local.time() < NIGHT else timedelta())
    return datetime.combine(day, NIGHT, calendar.PARIS).astimezone(UTC)


def _count(work: Work) -> Iterator[Counted]:
    """The network; each association over a year until now, and over this calendar year and the one before."""
    yield NETWORK, LAST_MONTHS, picture(work)
    for period, since, until in _periods(work.now):
        yield from ((slug, period, content) for slug, content in houses(work, since, until).items())


def _calibration(work: Work, known: forecasting.Waits) -> Counted:
    today, k = calendar.civil(work.now), work.rule_book.card_k
    return FORECASTS, LAST_MONTHS, forecasting.calibration(known, today=today, k=k)


def _expect(work: Work, known: forecasting.Waits) -> None:
    found = forecasting.expected(known, today=calendar.civil(work.now), k=work.rule_book.card_k)
    forecasts.replace_expected(work.session, forecasting.rows(found))


def _periods(now: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    until = now + THIS_MOMENT
    yield LAST_MONTHS, now - YEAR, until
    this_year = calendar.civil(now).year
    for year in (this_year, this_year - 1):
        yield str(year), first_moment(date(year, 1, 1)), min(first_moment(date(year + 1, 1, 1)), until)
