"""What happens in the half-year: young people and mentors come, guardians agree, associations answer, the desk looks.

Every share here is invented, so that each state and each page has somebody in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import Select, select, update

from hub import calendar, disclosure, intake, offers, prescribing, queries, undoing
from hub.demo.after_a_yes import AfterAYes
from hub.demo.broken_glass import BrokenGlass
from hub.demo.companies import Employers
from hub.demo.desk_days import DeskDays
from hub.demo.houses import Houses
from hub.demo.mending import Mending
from hub.demo.opinions import Opinions
from hub.demo.patience import Patience
from hub.demo.people import Crowd
from hub.demo.rights import Rights
from hub.figures import waits
from hub.lifecycle import HELD, LIVE, OfferState, ReferralState
from hub.models import Member, Offer, OutboxMessage, Prescriber, Referral, Release, Standing, UndoReason
from hub.vocabulary import DeclineReason, Kind, Registration
from hub.wording import DECLINE_REASONS, MENTOR_DECLINE_REASONS, N_
from hub.work import Hub, Work

DAYS = 182
LETTERS_KEPT = 45
"""Letters are written for the last days only, as in a mailbox that somebody tidies; it saves half of the time."""
REGISTRATIONS = 300
MENTORS = 0.37
"""Of those who come: 365 mentors for 610 young people a month (docs/rules-of-the-field.md)."""
REFERRED = 0.25
"""Of the young people, those whom a professional registers."""
MORNING = time(10)
ACCEPTS, DECLINES = 0.2, 0.06
"""Of the cards that wait, the shares accepted and declined on each working day."""
GUARDIAN_AGREES, GUARDIAN_REFUSES = 0.15, 0.01
SECOND_THOUGHTS = 0.08
"""Of the cards declined since the day before."""
DESK_OFFERS, DESK_CLOSES = 0.1, 0.05
DESK_CHECKS = 0.01
WITHDRAWS = 0.02
NOTED_ON = (1, 16)
"""Days of the month on which the waits that are over are kept, well before the needs behind them are erased."""
REVEALS = 0.8
CONFIRMS = 0.85
SORRY = N_(
    "Nous n’avons pas trouvé d’association près de chez vous cette année. "
    "La mission locale et le CIO peuvent aussi aider."
)
SORRY_MENTOR = N_(
    "Aucune association ne cherche de mentors près de chez vous pour le moment. Merci d’avoir proposé votre aide."
)


Deed = Callable[[Work, int], None]


class StoppedClock:
    """The time of the story."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def moments_until(last_day: date) -> list[datetime]:
    """Each morning in Paris, for a half-year that ends the day before ``last_day``."""
    days = (last_day - timedelta(days=back) for back in range(DAYS, 0, -1))
    return [datetime.combine(day, MORNING, calendar.PARIS).astimezone(UTC) for day in days]


class HalfYear:
    """``hub`` holds every key, as no process does outside this story; ``move`` and ``post`` are the worker's."""

    def __init__(
        self,
        hub: Hub,
        *,
        clock: StoppedClock,
        move: Callable[[], None],
        post: Callable[[], None],
        chance: Random,
    ) -> None:
        self._hub = hub
        self._clock = clock
        self._move = move
        self._post = post
        self._letters_from = clock.now + timedelta(days=DAYS - LETTERS_KEPT)
        self._chance = chance
        self._employers = Employers()
        self._desk_days = DeskDays()
        self._broken_glass = BrokenGlass()
        self._houses = Houses()
        self._mending = Mending()
        self._rights = Rights()
        self._after_a_yes = AfterAYes(chance)
        self._patience = Patience(chance)
        self._opinions = Opinions(chance)
        self._crowd = Crowd(chance, today_year=clock.now.year)

    def live(self, moment: datetime) -> None:
        """One day: who comes, who answers, and what the worker does of it all."""
        self._clock.now = moment
        for _ in range(self._arrivals()):
            with self._hub.begin() as work:
                self._register(work)
        guardians = self._referrals(ReferralState.AWAITING_GUARDIAN)
        self._each(guardians, (GUARDIAN_AGREES, _agree), (GUARDIAN_REFUSES, _withdraw))
        if calendar.is_working_day(calendar.civil(moment)):
            self._each(self._live_offers(), (ACCEPTS, _accept), (DECLINES, self._decline))
            self._each(self._just_declined(), (SECOND_THOUGHTS, _take_back))
            desk = self._referrals(ReferralState.WITH_DESK)
            self._each(desk, (DESK_OFFERS, self._offer), (DESK_CLOSES, _close))
            self._each(self._unread(), (REVEALS, _reveal))
            self._each(self._unchecked(), (DESK_CHECKS, _check))
            self._employers.live(self._hub)
            self._desk_days.live(self._hub)
            self._broken_glass.live(self._hub)
            self._houses.live(self._hub)
            self._mending.live(self._hub)
            self._rights.live(self._hub)
            self._after_a_yes.live(self._hub)
        self._each(self._referrals(ReferralState.OFFERED), (WITHDRAWS, _withdraw))
        self._patience.live(self._hub)
        self._opinions.live(self._hub)
        self._move()
        if calendar.civil(moment).day in NOTED_ON:
            waits.note(self._hub)
        if moment >= self._letters_from:
            self._post()
        else:
            self._let_letters_go()

    def _let_letters_go(self) -> None:
        with self._hub.begin() as work:
            unsent = update(OutboxMessage).where(OutboxMessage.sent_at.is_(None))
            work.session.execute(unsent.values(sent_at=work.now))

    def _register(self, work: Work) -> None:
        """Most press the button in their first letter."""
        receipt = intake.register(work, self._whoever_comes())
        referral = queries.referral_by_reference(work.session, receipt.reference)
        if referral.address_digest and self._chance.random() < CONFIRMS:
            intake.confirm(work, referral)

    def _whoever_comes(self) -> Registration:
        if self._chance.random() < MENTORS:
            return self._crowd.next_mentor()
        referred = self._chance.random() < REFERRED
        return self._crowd.next_referred() if referred else self._crowd.next()

    def _arrivals(self) -> int:
        mean = REGISTRATIONS / DAYS
        return int(mean) + (self._chance.random() < mean - int(mean))

    def _each(self, rows: list[int], *fates: tuple[float, Deed]) -> None:
        """To each row at most one of these fates, with its chance."""
        for row in rows:
            luck = self._chance.random()
            for share, deed in fates:
                if luck < share:
                    with self._hub.begin() as work:
                        deed(work, row)
                    break
                luck -= share

    def _decline(self, work: Work, row: int) -> None:
        offer = work.session.get_one(Offer, row)
        given = MENTOR_DECLINE_REASONS if offer.referral.kind is Kind.MENTOR else DECLINE_REASONS
        reason = self._chance.choice([each for each in given if each is not DeclineReason.OTHER])
        if offer.state in LIVE:
            queries.mark_seen(work.session, offer, work.now)
            offers.decline(work, offer, _member(work, offer), reason=reason)

    def _offer(self, work: Work, row: int) -> None:
        referral = work.session.get_one(Referral, row)
        asked = {offer.association_id for offer in referral.offers}
        others = [a for a in queries.joined_associations(work.session) if a.id not in asked and a.places_left]
        offers.offer_to(work, referral, self._chance.choice(others), by=_desk_member(work))

    def _referrals(self, state: ReferralState) -> list[int]:
        return self._rows(select(Referral.id).where(Referral.state == state).order_by(Referral.id))

    def _unchecked(self) -> list[int]:
        return self._rows(select(Prescriber.id).where(Prescriber.standing == Standing.TO_CHECK))

    def _live_offers(self) -> list[int]:
        """Those that may be answered: the worker takes back at the end of the day those that have expired."""
        live = (Offer.state.in_(LIVE), Offer.expires_at > self._clock.now)
        return self._rows(select(Offer.id).where(*live).order_by(Offer.id))

    def _just_declined(self) -> list[int]:
        lately = Offer.answered_at >= self._clock.now - timedelta(days=1)
        declined = select(Offer.id).where(Offer.state == OfferState.DECLINED, lately)
        return self._rows(declined.order_by(Offer.id))

    def _unread(self) -> list[int]:
        """Accepted since the last moment."""
        since = self._clock.now - timedelta(days=1)
        return self._rows(
            select(Offer.id)
            .join(Release)
            .join(Referral, Offer.referral_id == Referral.id)
            .where(
                Offer.state == OfferState.ACCEPTED,
                Referral.state.in_(HELD),
                Offer.answered_at >= since,
            )
            .order_by(Offer.id)
        )

    def _rows(self, question: Select[int]) -> list[int]:
        with self._hub.read() as work:
            return list(work.session.scalars(question))


def _agree(work: Work, row: int) -> None:
    intake.guardian_agrees(work, work.session.get_one(Referral, row))


def _check(work: Work, row: int) -> None:
    prescriber, by = work.session.get_one(Prescriber, row), _desk_member(work)
    prescribing.read(work, prescriber, by=by)
    prescribing.verify(work, prescriber, by=by)


def _withdraw(work: Work, row: int) -> None:
    offers.withdraw(work, work.session.get_one(Referral, row))


def _accept(work: Work, row: int) -> None:
    offer = work.session.get_one(Offer, row)
    if offer.state in LIVE:  # another association may have accepted a moment ago
        queries.mark_seen(work.session, offer, work.now)
        offers.accept(work, offer, _member(work, offer))


def _take_back(work: Work, row: int) -> None:
    offer = work.session.get_one(Offer, row)
    with suppress(undoing.Taken, undoing.TooLate, offers.NoPlaceLeft):
        undoing.undo_decline(work, offer, _member(work, offer), reason=UndoReason.ROOM_FOUND)


def _close(work: Work, row: int) -> None:
    referral = work.session.get_one(Referral, row)
    sentence = SORRY_MENTOR if referral.kind is Kind.MENTOR else SORRY
    offers.close(work, referral, sentence=sentence, by=_desk_member(work))


def _reveal(work: Work, row: int) -> None:
    offer = work.session.get_one(Offer, row)
    disclosure.reveal(work, offer, _member(work, offer))


def _member(work: Work, offer: Offer) -> Member:
    return queries.members_of(work.session, offer.association_id)[0]


def _desk_member(work: Work) -> Member:
    return queries.desk_members(work.session)[0]


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
