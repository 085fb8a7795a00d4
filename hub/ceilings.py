"""How many places an association has for some of those who come: which ceilings hold for whom, and which are reached.

Under which ceiling a card counts says more of a young person than the card may: it is kept under a tag that the worker
alone can make, and counted by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time

from hub import calendar, queries
from hub.models import Ceiling, HeldPlace
from hub.queries.places import Held
from hub.routing import Share, years_of
from hub.vocabulary import AgeBand, Need, Situation
from hub.work import Hub, Work


def full_for(work: Work) -> dict[int, tuple[Share, ...]]:
    """By association, the young people of whom it takes no more for now; those without ceilings are not in it."""
    rows = queries.places.ceilings(work.session)
    found: dict[int, tuple[Share, ...]] = {}
    for ceiling in reached(work, rows):
        found[ceiling.association_id] = (*found.get(ceiling.association_id, ()), share_of(ceiling))
    return found


def that_hold(work: Work, association_id: int, need: Need) -> list[Ceiling]:
    """The association's ceilings under which this young person would count."""
    rows = queries.places.ceilings(work.session, [association_id])
    return [ceiling for ceiling in rows if share_of(ceiling).holds(need)]


def reached(work: Work, ceilings: Iterable[Ceiling]) -> list[Ceiling]:
    """Those under which no place is left, this year or this month.

    True for whoever holds the association's row, as taking a place does: nobody takes another meanwhile.
    """
    rows = list(ceilings)
    taken = held(work, rows)
    return [row for row in rows if is_full(row, taken[row.id])]


def hold(work: Work, offer_id: int, ceilings: Iterable[Ceiling]) -> None:
    """Count the offer under these, for as long as it is alive or accepted."""
    for ceiling in ceilings:
        work.write(HeldPlace, offer_id=offer_id, tag=_tag(work, ceiling))


def let_go(work: Work, offer_id: int) -> None:
    """The offer counts under none."""
    queries.places.let_go(work.session, offer_id)


def held(work: Work, ceilings: Iterable[Ceiling]) -> Mapping[int, Held]:
    """By ceiling."""
    tags = {ceiling.id: _tag(work, ceiling) for ceiling in ceilings}
    found = queries.places.held(work.session, tags.values(), month_began(work.now)) if tags else {}
    return {ceiling_id: found.get(tag, queries.places.NOTHING_HELD) for ceiling_id, tag in tags.items()}


def is_full(ceiling: Ceiling, taken: Held) -> bool:
    this_year = ceiling.a_year is not None and taken.year >= ceiling.a_year
    return this_year or (ceiling.a_month is not None and taken.month >= ceiling.a_month)


def recount(hub: Hub) -> None:
    """Tell each association how many it accepted under its ceilings: the portal cannot count them."""
    with hub.read() as work:
        if not any(_to_tell(work)):
            return
    with hub.begin() as work:
        for ceiling, (_, _, this_year, this_month) in _to_tell(work):
            ceiling.accepted_this_year, ceiling.accepted_this_month = this_year, this_month


def share_of(ceiling: Ceiling) -> Share:
    return Share(
        ages=frozenset(age for band in ceiling.bands for age in years_of(AgeBand(band))),
        situations=frozenset(map(Situation, ceiling.situations)),
        departments=frozenset(ceiling.departments),
    )


def month_began(now: datetime) -> datetime:
    """In Paris."""
    return datetime.combine(calendar.civil(now).replace(day=1), time(0), calendar.PARIS).astimezone(UTC)


def _to_tell(work: Work) -> Iterator[tuple[Ceiling, Held]]:
    rows = queries.places.ceilings(work.session)
    taken = held(work, rows)
    for row in rows:
        if (row.accepted_this_year, row.accepted_this_month) != taken[row.id][2:]:
            yield row, taken[row.id]


def _tag(work: Work, ceiling: Ceiling) -> str:
    return work.vault.tally_key(f"ceiling:{ceiling.key}")
