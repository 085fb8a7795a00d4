"""A round of what the hub does by itself: one question tells what is due, and that alone is done, in order.

What a deed makes due further down is done in the same round: the question is asked again after each.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from hub import (
    alarms,
    amending,
    breaches,
    calendar,
    ceilings,
    comparing,
    deeds,
    digests,
    erasures,
    glass,
    instructions,
    keyring,
    mornings,
    places,
    queries,
    releasing,
    retention,
    rule_books,
    seeking,
    silences,
    waiting,
    webinars,
)
from hub.figures import nightly
from hub.models import OpenPage
from hub.queries import due, glass_requests, own_pages, questions, timers
from hub.queries.due import Due
from hub.releasing import Paces
from hub.work import Errand, Hub, Work

TIDY_EVERY = timedelta(hours=1)
"""What is kept for days or years is not looked at more often."""
MOVES: Mapping[Errand, Callable[[Work, int], None]] = MappingProxyType(
    {
        Errand.ROUTE: seeking.route,
        Errand.TRY_AGAIN: seeking.try_again,
        Errand.OWN_PAGE: amending.attend,
        Errand.TIMER: deeds.run,
        Errand.FORGET: retention.attend,
    }
)
ERRANDS = frozenset({Due.ROUTE, Due.TRY_AGAIN, Due.RELEASE, Due.GLASS, Due.OWN_PAGE, Due.TIMER})

logger = logging.getLogger("hub.worker")


class Tidying:
    """Remembers when this process last tidied up."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Once an hour, and the first time."""
        if self._last is not None and abs(now - self._last) < TIDY_EVERY:
            return False
        self._last = now
        return True


@dataclass(frozen=True, slots=True)
class Rounds:
    """``rules``: the rule book's file, which is noticed first.  ``paces``: how fast names may be released.

    ``backups``: the folder beside which what was erased is written down.
    """

    hub: Hub
    rules: Path
    paces: Paces
    tidying: Tidying
    backups: Path | None = None

    def make(self) -> None:
        """Do all that is due but carrying letters: route, release, serve those who wait, remind, forget."""
        found = self.what_is_due()
        if Due.RULE_BOOK in found:
            with tried("the rule book's file"):
                rule_books.keep_up(self.hub, self.rules)
            found = self.what_is_due()
        for parts, do in CHORES:
            if found & parts:
                do(self)
                found = self.what_is_due()
        webinars.keep_up(self.hub)
        if self.tidying.is_due(self.hub.clock()):
            retention.tidy(self.hub)
            instructions.remind_due(self.hub)
            breaches.watch_the_clock(self.hub)
        retention.erase_from_disk(self.hub)

    def what_is_due(self) -> frozenset[Due]:
        version = rule_books.version_of(self.rules)
        with self.hub.read() as work:
            return due.what_is_due(work.connection, {"rule_file": version, **_moments(work)})

    def run(self, errand: Errand, row_id: int) -> None:
        """Run one errand; safe at any time and twice.  Never raises: what failed is there for the next round."""
        with tried(f"{errand} {row_id}"):
            if errand is Errand.COMPARE:
                comparing.go_on(self.hub, row_id)
            elif errand is Errand.RELEASE:
                releasing.attend(self.hub, row_id, self.paces)
            elif errand is Errand.GLASS:
                glass.attend(self.hub, row_id)
            else:
                with self.hub.begin() as work:
                    MOVES[errand](work, row_id)

    def compare(self) -> None:
        """Go on with a comparison that the desk asked for: a year a round, so that nobody waits for it."""
        with self.hub.read() as work:
            asked = comparing.due(work)
        for row_id in asked[:1]:
            self.run(Errand.COMPARE, row_id)

    def count(self) -> None:
        """Once a night, the figures, and a look at the age of the keys."""
        with among_others("figures"):
            if nightly.keep_up(self.hub):
                keyring.watch(self.hub)

    def mirror_erasures(self) -> None:
        """Beside the backups, where there are any."""
        if self.backups:
            erasures.mirror(self.hub, self.backups)

    def serve_those_who_wait(self) -> None:
        """In their own order, before whoever came since."""
        with self.hub.read() as work:
            turns = waiting.turns(work)
        for row_id in turns:
            self.run(Errand.ROUTE, row_id)

    def run_errands(self) -> None:
        with self.hub.read() as work:
            rows = {
                Errand.ROUTE: queries.to_route(work.session, work.now),
                Errand.TRY_AGAIN: questions.to_try_again(work.session),
                Errand.RELEASE: queries.to_release(work.session),
                Errand.GLASS: glass_requests.to_release(work.session, work.now),
                Errand.OWN_PAGE: own_pages.to_attend(work.session, work.now),
                Errand.TIMER: timers.due(work.session, work.now),
            }
        for errand, row_ids in rows.items():
            for row_id in row_ids:
                self.run(errand, row_id)


@contextmanager
def tried(what: str) -> Iterator[None]:
    """Whatever fails is logged by its kind alone, and the rest goes on."""
    try:
        with among_others(what):
            yield
    except Exception as error:  # its message may hold what must not be logged
        logger.error("%s failed with %s", what, type(error).__name__)


@contextmanager
def among_others(what: str) -> Iterator[None]:
    """Of two who do the same, one was faster: it is done."""
    try:
        yield
    except (StaleDataError, IntegrityError):
        logger.info("%s: somebody else was faster", what)


def _alone(do: Callable[[Hub], object]) -> Callable[[Rounds], object]:
    """What needs nothing but the hub."""
    return lambda rounds: do(rounds.hub)


def _moments(work: Work) -> Mapping[str, Any]:
    """What the parts of the question compare with, at this moment."""
    news_until = digests.news_until(work.now)
    confirmed_since = places.confirmed_since(work)
    return {
        "now": work.now,
        "last_night": nightly.last_night(work.now),
        "confirmed_since": calendar.civil(confirmed_since),
        "came_before": confirmed_since,
        "news_since": news_until - queries.NEWS_AGE,
        "news_until": news_until,
        "today": calendar.civil(work.now),
        "hour": mornings.hour_of(work.now),
        "glass_asked_before": work.now - glass.ASKED_FOR,
        "page_open_since": work.now - OpenPage.LASTS,
        "page_kept_since": work.now - own_pages.KEPT,
        "alarms_before": work.now - alarms.QUIET,
    }


CHORES: tuple[tuple[frozenset[Due], Callable[[Rounds], object]], ...] = (
    (frozenset({Due.WAITING}), Rounds.serve_those_who_wait),
    (frozenset({Due.UNWATCHED}), _alone(silences.keep_watch)),
    (ERRANDS, Rounds.run_errands),
    (frozenset({Due.PLACES}), _alone(places.stop_unconfirmed)),
    (frozenset({Due.CEILINGS}), _alone(ceilings.recount)),
    (frozenset({Due.NEWS}), _alone(digests.post_due)),
    (frozenset({Due.DIGESTS}), _alone(mornings.post_due)),
    (frozenset({Due.GLASS_TO_CLOSE}), _alone(glass.close_due)),
    (frozenset({Due.ALARMS}), _alone(alarms.tell)),
    (frozenset({Due.TO_FORGET}), _alone(retention.forget_people)),
    (frozenset({Due.BREACHES}), _alone(breaches.tell_those_concerned)),
    (frozenset({Due.ERASED}), Rounds.mirror_erasures),
    (frozenset({Due.PAGES_TO_CLOSE}), _alone(retention.close_pages)),
)
