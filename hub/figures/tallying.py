"""Counting needs: the worker opens those not counted yet, k at least at a time, and keeps only how many have each word.

A copy of the tallies from before and one from after tell apart groups of k, never one person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from hub import calendar, identities
from hub.cards import age_band
from hub.models import Tally
from hub.queries import counts
from hub.vocabulary import Engagement, Kind, Need
from hub.work import Hub, Work

MOST = 500
"""Needs opened in one transaction: others wait a tenth of a second to write."""
Trait = tuple[str, str]


def tally_due(hub: Hub) -> int:
    """Count every need that may be counted; answers how many."""
    done = 0
    with hub.read() as work:
        due = [(kind, month) for kind in Kind for month in _months(work, kind)]
    for kind, month in due:
        while more := _tally(hub, kind, month):
            done += more
    return done


def traits(need: Need | Engagement) -> Iterator[Trait]:
    """What is counted of somebody: a word of the vocabulary for each trait, several for some."""
    yield "department", need.place.department
    yield "mode", need.mode.value
    yield from (("theme", theme.value) for theme in need.themes)
    if isinstance(need, Engagement):
        yield "age", need.age.value
        return
    yield "age", age_band(need.age).value
    yield "situation", need.situation.value
    yield "came_by", need.prescriber.kind.value if need.prescriber else need.channel.value
    yield from (("public", public.value) for public in need.publics)


def first_moment(month: date) -> datetime:
    """The month's, in Paris, in UTC."""
    return datetime.combine(month, time(), calendar.PARIS).astimezone(UTC)


def month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _months(work: Work, kind: Kind) -> Iterator[date]:
    oldest = counts.oldest_uncounted(work.session, kind)
    if oldest is None:
        return
    month = calendar.civil(oldest).replace(day=1)
    while month <= calendar.civil(work.now):
        yield month
        month = month_after(month)


def _tally(hub: Hub, kind: Kind, month: date) -> int:
    """Some of that month; answers how many: none when those left are too few to hide among each other."""
    ends = first_moment(month), first_moment(month_after(month))
    with hub.begin() as work:
        found = counts.uncounted(work.session, kind, *ends, most=MOST)
        if len(found) < work.rule_book.card_k:
            return 0
        counted = Counter(trait for row in found for trait in traits(identities.open_need(work, row)))
        for (trait, word), registrations in counted.items():
            _add(work, kind, month, trait, word, registrations)
        counts.are_counted(work.session, [row.id for row in found], calendar.civil(work.now))
        return len(found)


def _add(work: Work, kind: Kind, month: date, trait: str, word: str, registrations: int) -> None:
    row = work.session.get(Tally, (kind, month, trait, word))
    if row is None:
        work.session.add(Tally(kind=kind, month=month, trait=trait, word=word, registrations=registrations))
    else:
        row.registrations = Tally.registrations + registrations
