"""What a machine that watches may know of the hub: how old its queues are, and whether it keeps its promises.

Never how many people of a small group there are: of people, only tens are told.  The text is Prometheus's own
(exposition format 0.0.4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from time import perf_counter

from hub.models import AlarmKind
from hub.queries import alarms, kept_figures, pressure, rights, timers
from hub.work import Hub, Work

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NETWORK, LAST_MONTHS = "network", "12_months"
BACKUPS = "*.backup"
TENS = 10
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class NotAllRows(Exception):
    """This account of the database sees some rows only: all would look well."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """``name`` ends with its unit; ``label`` is one word of the vocabulary, or nothing."""

    name: str
    meaning: str
    value: float
    label: tuple[str, str] | None = None


def measure(work: Work) -> Iterator[Gauge]:
    """What the database tells.  Ages are in seconds, 0 when nothing waits.  Raises :class:`NotAllRows`."""
    if pressure.is_hidden(work.session):
        raise NotAllRows("the rows of this database are hidden from this account")
    yield from _queues(work)
    yield from _losses(work)
    yield from _promises(work)
    raised = alarms.since(work.session, work.now - DAY)
    for kind in AlarmKind:
        yield Gauge(
            "hub_alarms", "Alarms raised in the last 24 hours", raised.get(kind, 0), ("kind", kind.value)
        )


def everything(hub: Hub, *, bell: Callable[[], int | None] | None, backups: Path | None) -> Iterator[Gauge]:
    """``bell``: answers how many errands it holds, None when it is away; ``backups``: the folder where they lie."""
    began = perf_counter()
    with hub.read() as work:
        yield from measure(work)
        now = work.now
    yield Gauge("hub_measure_seconds", "What asking the database took", perf_counter() - began)
    if bell:
        rings = bell()
        yield Gauge("hub_redis_up", "Whether Redis answers", rings is not None)
        yield Gauge("hub_bell_length", "Errands that were rung and not heard yet", rings or 0)
    if backups:
        yield from age_of_backups(backups, now)


def age_of_backups(folder: Path, now: datetime) -> Iterator[Gauge]:
    """How old the newest backup in this folder is; without end where none is to be seen, so that somebody hears."""
    last = max((path.stat().st_mtime for path in folder.glob(BACKUPS)), default=-inf)
    yield Gauge("hub_backup_age_seconds", "Age of the newest backup", now.timestamp() - last)


def text(gauges: Iterable[Gauge]) -> str:
    """Those of one name follow one another."""
    lines, said = [], set()
    for gauge in gauges:
        if gauge.name not in said:
            said.add(gauge.name)
            lines += [f"# HELP {gauge.name} {gauge.meaning}", f"# TYPE {gauge.name} gauge"]
        label = f'{{{gauge.label[0]}="{gauge.label[1]}"}}' if gauge.label else ""
        lines.append(f"{gauge.name}{label} {gauge.value:g}")
    return "\n".join(lines) + "\n"


def _queues(work: Work) -> Iterator[Gauge]:
    session, now = work.session, work.now
    many, since = pressure.queue(session, now)
    yield Gauge("hub_queue_length", "Referrals due and not moved yet, in tens", tens(many))
    yield _age("hub_queue_age_seconds", "How long the first of them has been due", since, now)
    many, since = pressure.outbox(session, now)
    yield Gauge("hub_outbox_length", "Letters due and not sent yet", many)
    yield _age("hub_outbox_age_seconds", "How long the first of them has been due", since, now)
    late = timers.oldest_late(session, now)
    yield _age("hub_timers_age_seconds", "How long the first deed of the hub has been due", late, now)
    unforgotten = pressure.unforgotten(session, now)
    yield _age("hub_forget_age_seconds", "How long the first erasure has been due", unforgotten, now)
    waiting = pressure.unreleased(session)
    yield _age("hub_release_age_seconds", "How long the first acceptance waits for its name", waiting, now)


def _losses(work: Work) -> Iterator[Gauge]:
    session, now = work.session, work.now
    lost = pressure.without_next_date(session)
    yield _age(
        "hub_without_next_date_seconds", "Age of the oldest registration without a next date", lost, now
    )
    yield Gauge("hub_letters_given_up", "Letters given up in 24 hours", pressure.given_up(session, now - DAY))
    handed_over = pressure.released(session, now - HOUR)
    yield Gauge("hub_releases", "Names handed over in the last hour, in tens", tens(handed_over))
    erased = rights.erased_since(session, now - HOUR)
    yield Gauge("hub_erasures", "People erased in the last hour, in tens", tens(erased))


def _promises(work: Work) -> Iterator[Gauge]:
    """As the pages of figures tell it, small groups left out: counted once a night over twelve months."""
    counted = kept_figures.figures_of(work.session, NETWORK, LAST_MONTHS)
    if counted is None:
        return
    yield _age("hub_figures_age_seconds", "Age of the figures", counted.counted_at, work.now)
    whole = counted.content["waits"]["whole"]
    for within, days in (("soon", "5"), ("at_last", "15")):
        if whole[within] is not None:
            said = "Share of young people answered within so many working days"
            yield Gauge("hub_promise_kept_ratio", said, whole[within], ("working_days", days))


def tens(many: int) -> int:
    """Rounded up: 1 to 10 are told alike."""
    return -(-many // TENS) * TENS


def _age(name: str, meaning: str, since: datetime | None, now: datetime) -> Gauge:
    return Gauge(name, meaning, max(0.0, (now - since).total_seconds()) if since else 0.0)
