"""One question for a whole round of the worker: of all that the hub does by itself, what is due at this moment?

An idle worker asks it every half minute, so it is one statement, built once.  Each part is the very SELECT by which
the rows themselves are found; where those need more than the database knows, the part says that there may be some.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Date, Exists, Integer, SelectBase, String, bindparam, select

from hub.models import Ceiling, FiguresCounted, Origin, Referral, RuleBookVersion
from hub.models.base import UtcDateTime
from hub.queries import (
    alarms,
    breaches,
    glass_requests,
    mornings,
    own_pages,
    places,
    questions,
    referrals,
    rights,
    rule_books,
    timers,
)
from hub.queries.companies import past_keeping
from hub.queries.post import carriable
from hub.queries.prescribers import with_news
from hub.queries.waiting import queued


class Due(StrEnum):
    """What a round may find to do."""

    RULE_BOOK = "rule_book"
    WAITING = "waiting"
    UNWATCHED = "unwatched"
    ROUTE = "route"
    TRY_AGAIN = "try_again"
    RELEASE = "release"
    GLASS = "glass"
    OWN_PAGE = "own_page"
    TIMER = "timer"
    PLACES = "places"
    CEILINGS = "ceilings"
    NEWS = "news"
    DIGESTS = "digests"
    GLASS_TO_CLOSE = "glass_to_close"
    PAGES_TO_CLOSE = "pages_to_close"
    TO_FORGET = "to_forget"
    ALARMS = "alarms"
    BREACHES = "breaches"
    ERASED = "erased"
    LETTERS = "letters"
    COMPARISON = "comparison"
    FIGURES = "figures"


def what_is_due(connection: Connection, told: Mapping[str, Any]) -> frozenset[Due]:
    """``told``: the moments and days that :data:`QUESTIONS` compare with, by name."""
    row = connection.execute(QUESTION, told).one()
    return frozenset(part for part, is_due in zip(QUESTIONS, row, strict=True) if is_due)


def _moment(name: str) -> Any:
    return bindparam(name, type_=UtcDateTime())


def _day(name: str) -> Any:
    return bindparam(name, type_=Date())


def _any(rows: SelectBase) -> Exists:
    return rows.exists()


NOW = _moment("now")
SEEN = rule_books.file_seen(bindparam("rule_file", type_=String()))
COUNTED = select(FiguresCounted.subject).where(FiguresCounted.counted_at >= _moment("last_night"))
REGISTERED = select(Referral.id).where(Referral.received_at < _moment("last_night"))
PROPOSED = select(RuleBookVersion.id).where(
    RuleBookVersion.origin == Origin.DESK, RuleBookVersion.comparison.is_not(None)
)
SILENT = places.silent(_day("confirmed_since"), _moment("came_before"))

QUESTIONS: Mapping[Due, Any] = MappingProxyType(
    {
        Due.RULE_BOOK: ~_any(SEEN),
        Due.WAITING: _any(queued()),
        Due.UNWATCHED: _any(timers.alone()),
        Due.ROUTE: _any(referrals.routable(NOW)),
        Due.TRY_AGAIN: _any(questions.tried_again()),
        Due.RELEASE: _any(referrals.releasable()),
        Due.GLASS: _any(glass_requests.releasable(NOW)),
        Due.OWN_PAGE: _any(own_pages.attended(_moment("page_open_since"))),
        Due.TIMER: _any(timers.wound(NOW)),
        Due.PLACES: _any(select(1).where(*SILENT)),
        Due.CEILINGS: _any(select(Ceiling.id)),
        Due.NEWS: _any(with_news(_moment("news_since"), _moment("news_until"))),
        Due.DIGESTS: _any(mornings.readers_due(_day("today"), bindparam("hour", type_=Integer()))),
        Due.GLASS_TO_CLOSE: _any(glass_requests.past_its_time(_moment("glass_asked_before"), NOW)),
        Due.PAGES_TO_CLOSE: _any(
            own_pages.past_their_time(_moment("page_open_since"), _moment("page_kept_since"))
        ),
        Due.TO_FORGET: _any(referrals.past_keeping(NOW))
        | _any(rights.released_in_vain())
        | _any(past_keeping(NOW)),
        Due.ALARMS: _any(alarms.to_tell(_moment("alarms_before"))),
        Due.BREACHES: _any(breaches.decided_and_untold()),
        Due.ERASED: _any(rights.to_mirror()),
        Due.LETTERS: _any(carriable(NOW)),
        Due.COMPARISON: _any(PROPOSED),
        Due.FIGURES: _any(REGISTERED) & ~_any(COUNTED),
    }
)


QUESTION = select(*(part.label(name.value) for name, part in QUESTIONS.items()))
