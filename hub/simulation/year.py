"""A year played event by event: offers and soft deadlines, answers, the waiting list, and people who give up.

A referral is followed as :mod:`hub.seeking` and :mod:`hub.offers` follow one, day by day instead of second by second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heappop, heappush
from typing import NamedTuple

from hub.routing.rulebook import answer_days, is_priority
from hub.simulation import luck
from hub.simulation.arrivals import Arrival
from hub.simulation.days import after, first_of_month
from hub.simulation.luck import Says
from hub.simulation.network import Association, openings
from hub.simulation.policies import Policy
from hub.simulation.queue import Queue, Waiting
from hub.simulation.seats import Seats
from hub.simulation.world import MONTHS


class Turn(IntEnum):
    """What a day begins with, and ends with."""

    OPENING = 0
    GIVING_UP = 1
    DEADLINE = 2
    EXPIRY = 3
    ARRIVAL = 4
    ANSWER = 5
    DESK = 6


class Happening(NamedTuple):
    """``number`` keeps those of one turn in the order in which they were made."""

    day: int
    turn: Turn
    number: int
    act: Callable[[int], None]


@dataclass(slots=True)
class Offer:
    """One association asked about one person.  ``says`` is what it will answer, if nobody else is faster."""

    slug: str
    referral: Referral
    answer_by: int
    says: Says
    live: bool = True
    overdue: bool = False


@dataclass(slots=True)
class Referral:
    """``fits``: the associations that could take them if each had room.  ``placed_on``: the day of the yes."""

    arrival: Arrival
    priority: bool
    fits: frozenset[str]
    asked: list[str] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    placed_on: int | None = None
    placed_with: str | None = None
    gone: bool = False
    with_desk: bool = False

    @property
    def live(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.live]

    @property
    def ended(self) -> bool:
        return self.gone or self.placed_on is not None


class Year:
    """Everybody's year under one policy.

    ``fits`` are, for each of the people, the associations that fit by the policy's rule book.  ``recalled`` counts
    the offers that would have been accepted, had another association not said yes first.
    """

    def __init__(
        self,
        people: Sequence[Arrival],
        fits: Sequence[frozenset[str]],
        associations: Sequence[Association],
        policy: Policy,
        *,
        seed: int,
    ) -> None:
        self._policy = policy
        self._seed = seed
        self._associations = {each.slug: each for each in associations}
        self._seats = Seats(associations, policy)
        self._queue = Queue(policy, self._seats)
        self._agenda: list[Happening] = []
        self._made = 0
        self.recalled = 0
        self.referrals = [
            Referral(arrival, is_priority(arrival.need, policy.rule_book), slugs)
            for arrival, slugs in zip(people, fits, strict=True)
        ]
        for referral in self.referrals:
            if referral.fits:
                self._expect(referral)
        for each in associations:
            self._open_each_month(each)

    def play(self, watch: Callable[[int], None]) -> list[Referral]:
        """To the last answer.  ``watch`` hears the day of each event."""
        while self._agenda:
            happening = heappop(self._agenda)
            watch(happening.day)
            happening.act(happening.day)
        return self.referrals

    def _at(self, day: int, turn: Turn, act: Callable[[int], None]) -> None:
        self._made += 1
        heappush(self._agenda, Happening(day, turn, self._made, act))

    def _open_each_month(self, association: Association) -> None:
        months = openings(association)
        for month in range(MONTHS):
            day = first_of_month(month) + association.opens_on - 1
            self._at(day, Turn.OPENING, self._opening(association.slug, months[month]))

    def _opening(self, slug: str, places: int) -> Callable[[int], None]:
        def opens(day: int) -> None:
            self._seats.opened(slug, places)
            self._serve(slug, day)

        return opens

    def _expect(self, referral: Referral) -> None:
        self._at(referral.arrival.day, Turn.ARRIVAL, lambda day: self._ask_next(referral, day))
        self._at(referral.arrival.gives_up, Turn.GIVING_UP, lambda day: self._gives_up(referral, day))

    def _gives_up(self, referral: Referral, day: int) -> None:
        if not referral.ended:
            referral.gone = True
            self._recall(referral, day)

    def _move_on(self, referral: Referral, day: int) -> None:
        """Past a deadline or a no: the next association, the desk's after so many, or nothing while one is open."""
        if referral.ended or any(not offer.overdue for offer in referral.live):
            return
        if len(referral.asked) < self._policy.rule_book.delays.associations_before_desk:
            self._ask_next(referral, day)
        elif not referral.live:
            self._hand_to_desk(referral, day)

    def _hand_to_desk(self, referral: Referral, day: int) -> None:
        within = self._policy.rule_book.delays.desk_days
        looks = 1 + int(within * luck.share(self._seed, referral.arrival.number, len(referral.asked), "desk"))
        referral.with_desk = True
        self._at(after(day, looks), Turn.DESK, lambda on: self._desk_looks(referral, on))

    def _desk_looks(self, referral: Referral, day: int) -> None:
        referral.with_desk = False
        if not referral.ended:
            self._ask_next(referral, day)

    def _ask_next(self, referral: Referral, day: int) -> None:
        slug = self._seats.best(referral.arrival.need, referral.asked)
        if slug is not None:
            self._offer(referral, slug, day)
        elif not referral.live:
            self._queue.join(self._waiting(referral))

    def _waiting(self, referral: Referral) -> Waiting:
        left = referral.fits - set(referral.asked)
        return Waiting(referral.arrival.number, referral.arrival.day, referral.priority, left)

    def _offer(self, referral: Referral, slug: str, day: int) -> None:
        self._seats.taken(slug)
        need = referral.arrival.need
        delays = self._policy.rule_book.delays
        answer_by = after(day, answer_days(need, self._policy.rule_book), need.place.department)
        ends = after(day, delays.expires_after_days, need.place.department)
        says, waits = luck.luck(self._seed, referral.arrival.number, self._associations[slug])
        offer = Offer(slug, referral, answer_by, says)
        referral.asked.append(slug)
        referral.offers.append(offer)
        self._at(answer_by + 1, Turn.DEADLINE, lambda on: self._deadline(offer, on))
        self._at(ends + 1, Turn.EXPIRY, lambda on: self._expires(offer, on))
        if says is not Says.NOTHING:
            self._at(after(day, waits), Turn.ANSWER, lambda on: self._answers(offer, on))

    def _deadline(self, offer: Offer, day: int) -> None:
        if not offer.live:
            return
        self._seats.answered(offer.slug, in_time=False, day=day)
        if not self._policy.soft:
            self._end(offer, day)
        elif not any(other.overdue for other in offer.referral.live):
            offer.overdue = True
        self._move_on(offer.referral, day)

    def _expires(self, offer: Offer, day: int) -> None:
        if offer.live:
            self._end(offer, day)
            self._past_deadlines(offer.referral, day)
            self._move_on(offer.referral, day)

    def _past_deadlines(self, referral: Referral, day: int) -> None:
        """Behind an overdue offer that ended, the one after it may be overdue in its turn."""
        for offer in referral.live:
            offer.overdue = offer.answer_by < day

    def _answers(self, offer: Offer, day: int) -> None:
        if not offer.live:
            return
        if day <= offer.answer_by:
            self._seats.answered(offer.slug, in_time=True, day=day)
        if offer.says is Says.ACCEPTS:
            self._accepts(offer, day)
        else:
            self._end(offer, day)
            self._past_deadlines(offer.referral, day)
            self._move_on(offer.referral, day)

    def _accepts(self, offer: Offer, day: int) -> None:
        """The first yes wins; the place it took is no longer given back."""
        referral = offer.referral
        offer.live = False
        referral.placed_on, referral.placed_with = day, offer.slug
        self.recalled += sum(other.says is Says.ACCEPTS for other in referral.live)
        self._recall(referral, day)

    def _recall(self, referral: Referral, day: int) -> None:
        self._queue.leave(referral.arrival.number)
        for offer in referral.live:
            self._end(offer, day)

    def _end(self, offer: Offer, day: int) -> None:
        offer.live = False
        self._seats.freed(offer.slug)
        self._serve(offer.slug, day)

    def _serve(self, slug: str, day: int) -> None:
        """A place is free: whoever waits is served first, and nobody who arrives passes before them."""
        while (number := self._queue.next_for(slug)) is not None:
            referral = self.referrals[number]
            self._queue.leave(number)
            self._ask_next(referral, day)
