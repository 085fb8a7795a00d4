"""What happens in the half-year: young people come, guardians agree, associations answer, the desk looks.

Every share here is invented, so that each state and each page has somebody in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import Select, select

from hub import calendar, disclosure, intake, offers, queries
from hub.demo.people import Crowd
from hub.lifecycle import LIVE, OfferState, ReferralState
from hub.models import Offer, Referral, Release
from hub.vocabulary import DeclineReason
from hub.wording import N_
from hub.work import Hub, Work

DAYS = 182
REGISTRATIONS = 300
HOURS = (time(10), time(16, 30))
ACCEPTS, DECLINES = 0.16, 0.10
"""Of the cards that wait, the shares accepted and declined at each moment of a working day."""
GUARDIAN_AGREES, GUARDIAN_REFUSES = 0.25, 0.01
DESK_OFFERS, DESK_CLOSES = 0.1, 0.12
WITHDRAWS = 0.0015
REVEALS = 0.5
SORRY = N_(
    "Nous n’avons pas trouvé d’association près de chez vous cette année. "
    "La mission locale et le CIO peuvent aussi aider."
)


class StoppedClock:
    """The time of the story."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def moments_until(last_day: date) -> list[datetime]:
    """Two moments a day in Paris, for a half-year that ends the day before ``last_day``."""
    days = (last_day - timedelta(days=back) for back in range(DAYS, 0, -1))
    return [datetime.combine(day, hour, calendar.PARIS).astimezone(UTC) for day in days for hour in HOURS]


class HalfYear:
    """``hub`` holds every key, as no process does outside this story; ``sweep`` is the worker's."""

    def __init__(self, hub: Hub, *, clock: StoppedClock, sweep: Callable[[], None], chance: Random) -> None:
        self._hub = hub
        self._clock = clock
        self._sweep = sweep
        self._chance = chance
        self._crowd = Crowd(chance, today_year=clock.now.year)

    def live(self, moment: datetime) -> None:
        """One moment: who comes, what the worker does of it, who answers."""
        self._clock.now = moment
        for _ in range(self._arrivals()):
            with self._hub.begin() as work:
                intake.register(work, self._crowd.next())
        self._each(self._referrals(ReferralState.AWAITING_GUARDIAN), self._guardian)
        self._sweep()
        if calendar.is_working_day(calendar.civil(moment)):
            self._each(self._live_offers(), self._association)
            self._each(self._referrals(ReferralState.WITH_DESK), self._desk)
            self._each(self._unread(), self._reader)
        self._each(self._referrals(ReferralState.OFFERED), self._person)
        self._sweep()

    def _arrivals(self) -> int:
        mean = REGISTRATIONS / (DAYS * len(HOURS))
        return int(mean) + (self._chance.random() < mean - int(mean))

    def _each(self, rows: list[int], act: Callable[[Work, int], None]) -> None:
        for row in rows:
            with self._hub.begin() as work:
                act(work, row)

    def _guardian(self, work: Work, row: int) -> None:
        referral, luck = work.session.get_one(Referral, row), self._chance.random()
        if luck < GUARDIAN_AGREES:
            intake.guardian_agrees(work, referral)
        elif luck < GUARDIAN_AGREES + GUARDIAN_REFUSES:
            offers.withdraw(work, referral)

    def _association(self, work: Work, row: int) -> None:
        offer, luck = work.session.get_one(Offer, row), self._chance.random()
        if offer.state not in LIVE:
            return  # another association accepted a moment ago
        member = queries.members_of(work.session, offer.association_id)[0]
        if luck < ACCEPTS:
            offers.accept(work, offer, member)
        elif luck < ACCEPTS + DECLINES:
            reason = self._chance.choice([r for r in DeclineReason if r is not DeclineReason.OTHER])
            offers.decline(work, offer, member, reason=reason)

    def _desk(self, work: Work, row: int) -> None:
        referral, luck = work.session.get_one(Referral, row), self._chance.random()
        asked = {offer.association_id for offer in referral.offers}
        others = [a for a in queries.joined_associations(work.session) if a.id not in asked and a.places_left]
        if luck < DESK_OFFERS:
            offers.offer_to(work, referral, self._chance.choice(others))
        elif luck < DESK_OFFERS + DESK_CLOSES:
            offers.close(work, referral, sentence=SORRY)

    def _reader(self, work: Work, row: int) -> None:
        offer = work.session.get_one(Offer, row)
        if offer.answered_by and self._chance.random() < REVEALS:
            disclosure.reveal(work, offer, offer.answered_by)

    def _person(self, work: Work, row: int) -> None:
        if self._chance.random() < WITHDRAWS:
            offers.withdraw(work, work.session.get_one(Referral, row))

    def _referrals(self, state: ReferralState) -> list[int]:
        return self._rows(select(Referral.id).where(Referral.state == state).order_by(Referral.id))

    def _live_offers(self) -> list[int]:
        return self._rows(select(Offer.id).where(Offer.state.in_(LIVE)).order_by(Offer.id))

    def _unread(self) -> list[int]:
        """Accepted since the last moment."""
        since = self._clock.now - timedelta(days=1)
        return self._rows(
            select(Offer.id)
            .join(Release)
            .join(Referral, Offer.referral_id == Referral.id)
            .where(
                Offer.state == OfferState.ACCEPTED,
                Referral.state == ReferralState.ACCEPTED,
                Offer.answered_at >= since,
            )
            .order_by(Offer.id)
        )

    def _rows(self, question: Select[int]) -> list[int]:
        with self._hub.read() as work:
            return list(work.session.scalars(question))


def is_empty(hub: Hub) -> bool:
    """Whether nobody ever registered here."""
    with hub.read() as work:
        return queries.oldest_registration(work.session) is None


def states(hub: Hub) -> Iterator[tuple[str, int]]:
    """How many referrals stand in each state."""
    with hub.read() as work:
        for state in ReferralState:
            count = len(list(work.session.scalars(select(Referral.id).where(Referral.state == state))))
            yield state.value, count
