"""The digest of an association: one letter a working morning at most, of what is new, due, late, or to be done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain

from hub import calendar, criteria, journal, journey, places, queries
from hub.journal import Act
from hub.lifecycle import OfferState, ReferralState
from hub.models import Association, Member, Stop
from hub.queries.mornings import DueCard, LiveCard
from hub.terms import school_days
from hub.vocabulary import Kind
from hub.work import Hub, Work

LETTER = "digest"
FIRST_HOUR, LAST_HOUR = 6, 11
NO_HOUR = -1
CONFIRMED_FOR = timedelta(days=28)
"""How long nobody is asked again whether the places are still right: about a month."""
LONGEST_HOLIDAYS = timedelta(days=60)
WARNED = timedelta(days=21)
"""How long before an association is asked no more it hears on which day."""


class LastReader(Exception):
    """Nobody else of the association would hear of the cards that wait."""


@dataclass(frozen=True, slots=True)
class Morning:
    """Numbers of cards; ``mentors``: those of mentors, wherever they are.

    ``to_mend``: declines that its criteria would have spared it.  ``stops_on``: if soon.
    """

    overdue: tuple[str, ...]
    due_today: tuple[str, ...]
    new: tuple[str, ...]
    others: int
    to_contact: tuple[str, ...]
    to_pair: tuple[str, ...]
    to_close: tuple[str, ...]
    to_follow: tuple[str, ...]
    mentors: frozenset[str]
    to_mend: int
    to_confirm: bool
    stops_on: date | None
    stopped_for: Stop | None

    @property
    def presses(self) -> bool:
        """Somebody waits for an answer or for a call."""
        return bool(self.overdue or self.due_today or self.new or self.to_contact)

    @property
    def says_anything(self) -> bool:
        to_do = self.to_pair or self.to_close or self.to_follow or self.to_mend
        return self.presses or bool(to_do or self.to_confirm or self.stopped_for)


def post_due(hub: Hub) -> int:
    """Post this morning's digests to those whose hour has come; answers how many.

    Safe to call at any time, twice, and in several workers at once: each member is looked at once a morning.
    """
    with hub.read() as work:
        if not _due(work):
            return 0
    with hub.begin() as work:
        return _post(work, _due(work))


def hour_of(now: datetime) -> int:
    """Members who chose this hour, or one before, are told now; of no hour, nobody."""
    local = now.astimezone(calendar.PARIS)
    is_time = FIRST_HOUR <= local.hour <= LAST_HOUR and calendar.is_working_day(local.date())
    return local.hour if is_time else NO_HOUR


def of(work: Work, association: Association) -> Morning:
    """What waits there at this moment: what was answered meanwhile is not in it."""
    today = calendar.civil(work.now)
    live = queries.mornings.live_cards(work.session, association.id)
    due = queries.mornings.due_cards(work.session, association.id, calendar.end_of_day(today))
    every: list[LiveCard | DueCard] = [*live, *due]
    overdue = tuple(card.card_number for card in live if card.state is OfferState.OVERDUE)
    due_today = tuple(
        card.card_number
        for card in live
        if card.state is OfferState.OPEN and calendar.civil(card.answer_by) <= today
    )
    told_at = _last_morning(work, _closed_lately(work, association))
    pressing = {*overdue, *due_today}
    new = tuple(
        card.card_number for card in live if card.card_number not in pressing and card.made_at > told_at
    )
    stops_on = places.stops_on(work, association)
    return Morning(
        overdue=overdue,
        due_today=due_today,
        new=new,
        others=len(live) - len(pressing) - len(new),
        to_contact=tuple(card.card_number for card in due if card.state is ReferralState.ACCEPTED),
        to_pair=tuple(
            card.card_number for card in due if card.state is ReferralState.CONTACTED and not card.closes
        ),
        to_close=tuple(
            card.card_number for card in due if card.state is ReferralState.CONTACTED and card.closes
        ),
        to_follow=tuple(card.card_number for card in due if card.state is ReferralState.PAIRED),
        mentors=frozenset(card.card_number for card in every if card.kind is Kind.MENTOR),
        to_mend=criteria.asks_to_mend(work, association),
        to_confirm=asks_to_confirm(work, association),
        stops_on=stops_on if stops_on and stops_on <= today + WARNED else None,
        stopped_for=association.stopped_for,
    )


def asks_to_confirm(work: Work, association: Association) -> bool:
    """Whether it is time to ask again if the places are still right."""
    declared = association.places_declared_on
    return declared is None or calendar.civil(work.now) - declared >= CONFIRMED_FOR


def set_hour(work: Work, member: Member, hour: int | None) -> None:
    """At which hour the digest comes, None for never.  Raises :class:`LastReader`."""
    if hour is not None and not FIRST_HOUR <= hour <= LAST_HOUR:
        raise ValueError("a digest comes in the morning")
    work.session.refresh(member.association, with_for_update=True)
    if hour is None and not queries.mornings.other_readers(work.session, member):
        raise LastReader("the last reader of an association's digest keeps it")
    member.digest_hour = hour
    journal.note(work, Act.DIGEST_CHANGED, f"member:{member.id}", by=member, hour=hour)


def _due(work: Work) -> Mapping[int, Sequence[int]]:
    return queries.mornings.digests_due(work.session, calendar.civil(work.now), hour_of(work.now))


def _post(work: Work, due: Mapping[int, Sequence[int]]) -> int:
    today = calendar.civil(work.now)
    fresh = queries.mornings.mark_digested(work.session, [*chain.from_iterable(due.values())], today)
    told = [member_id for each in _with_something_to_say(work, due) for member_id in due[each]]
    for member in map(partial(work.session.get_one, Member), fresh.intersection(told)):
        if member.association:
            once = f"{LETTER}:{member.id}:{today}"
            journey.tell_about(work, member, LETTER, member.association, once=once)
    return len(fresh.intersection(told))


def _with_something_to_say(work: Work, asked: Iterable[int]) -> list[int]:
    """Of these associations: where something presses; at the beginning of a week, where anything waits at all."""
    today, told_at = calendar.civil(work.now), _last_morning(work)
    until, weekly = calendar.end_of_day(today), _begins_a_week(today)
    closed = queries.places.closed_between(work.session, today, today)
    back = queries.places.closed_between(work.session, calendar.civil(told_at), calendar.civil(told_at))
    pressed = queries.mornings.pressed(work.session, told_at, until, weekly=weekly)
    there = [each for each in asked if each not in closed]
    return [
        each
        for each in there
        if each in pressed or (weekly and _may_say(work, each)) or (each in back and _presses(work, each))
    ]


def _may_say(work: Work, association_id: int) -> bool:
    """What is said once a week, besides what is to be done about those it accepted."""
    association = work.session.get_one(Association, association_id)
    return (
        association.stopped_for is not None
        or asks_to_confirm(work, association)
        or criteria.asks_to_mend(work, association) > 0
    )


def _presses(work: Work, association_id: int) -> bool:
    """After a closing, more may be new than since yesterday."""
    return of(work, work.session.get_one(Association, association_id)).presses


def _begins_a_week(today: date) -> bool:
    monday = today - timedelta(days=today.weekday())
    return not any(calendar.is_working_day(day) for day in places.days(monday, today)[:-1])


def _last_morning(work: Work, closed: Collection[date] = ()) -> datetime:
    """The last working morning on which somebody was there, at this hour: what came since is new."""
    day = calendar.civil(work.now) - calendar.ONE_DAY
    while not calendar.is_working_day(day) or day in closed:
        day -= calendar.ONE_DAY
    return datetime.combine(day, work.now.astimezone(calendar.PARIS).timetz())


def _closed_lately(work: Work, association: Association) -> set[date]:
    since = calendar.civil(work.now) - LONGEST_HOLIDAYS
    known = queries.places.closings(work.session, association.id, since)
    closed = {day for each in known for day in places.days(each.first_day, each.last_day)}
    return closed | school_days(association)
