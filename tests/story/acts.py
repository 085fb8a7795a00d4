"""What everybody does about what reaches them: families, professionals, associations, the desk; by the real verbs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random

from sqlalchemy import ColumnElement, Select, select

from hub import criteria, disclosure, offers, places, prescribing, queries, saying, timers, undoing
from hub.demo.after_a_yes import AfterAYes
from hub.demo.companies import Employers
from hub.lifecycle import LIVE, OfferState, ReferralState
from hub.models import Association, Member, Offer, Prescriber, Referral, Standing, UndoReason
from hub.queries.referrals import last_event
from hub.vocabulary import DeclineReason, Kind, Step
from hub.wording import DECLINE_REASONS, MENTOR_DECLINE_REASONS
from hub.work import Hub, Work

ONE_DAY = timedelta(days=1)
TEMPERS = (
    *((0.6, 0.1), (0.3, 0.3), (0.15, 0.05)),
    *((0.0, 0.0), (0.5, 0.0), (0.0, 0.7), (0.25, 0.1), (0.9, 0.0)),
)
"""Of each association, by turns: the share of its cards that it accepts and declines on a working day."""
FEW_PLACES = 3
TIGHT = 4
"""One association in so many has few places."""
SCHOOLS, FOLLOWED = 5, "59"
"""One in so many follows the school holidays of this département."""
SECOND_THOUGHTS = 0.1
SAYS_SOMETHING = 0.25
WAITS_ON, LOOKS_ELSEWHERE = 0.6, 0.05
DESK_OFFERS, DESK_CLOSES = 0.5, 0.2
SORRY = "Nous n’avons pas trouvé d’association près de chez vous cette année."

Deed = Callable[[Work, int], None]


class Town:
    """Everybody who answers; ``hub`` holds every key, as no process does outside this story."""

    def __init__(self, hub: Hub, chance: Random) -> None:
        self._hub = hub
        self._chance = chance
        self._after_a_yes = AfterAYes(chance)
        self._employers = Employers()

    def settle_in(self) -> None:
        """Some have few places, so that people wait; some work with schools."""
        with self._hub.begin() as work:
            for association in queries.joined_associations(work.session):
                few = association.id % TIGHT == 0
                a_year = FEW_PLACES if few else places.yearly(work, association)
                places.declare(work, association, a_year, by=_first(work, association.id))
                if association.id % SCHOOLS == 0:
                    _follow_the_school_year(work, association)

    def working_day(self) -> None:
        self._answer_cards()
        self._each(_offers(Offer.state == OfferState.DECLINED), SECOND_THOUGHTS / 10, _take_back)
        self._each(_referrals(ReferralState.WITH_DESK), 1, self._look)
        self._each(select(Prescriber.id).where(Prescriber.standing == Standing.TO_CHECK), 0.5, _check)
        self._after_a_yes.live(self._hub)
        self._employers.live(self._hub)

    def first_of_month(self) -> None:
        """Most say that their places are right; one in ten forgets, and is asked no more one day."""
        with self._hub.begin() as work:
            for association in queries.joined_associations(work.session):
                if self._chance.random() > 0.1:
                    places.still_right(work, association, by=_first(work, association.id))

    def evening(self) -> None:
        """Those who were asked something say it, or do not."""
        self._each(_referrals(ReferralState.ACCEPTED, ReferralState.UNREACHABLE), SAYS_SOMETHING, self._say)
        self._each(_referrals(*timers.NO_ANSWER_YET), 1, self._choose)
        self._each(_referrals(ReferralState.PAIRED), SAYS_SOMETHING, self._say_together)

    def _answer_cards(self) -> None:
        for row in self._rows(_offers(Offer.state.in_(LIVE))):
            luck = self._chance.random()
            with self._hub.begin() as work:
                offer = work.session.get_one(Offer, row)
                accepts, declines = TEMPERS[offer.association_id % len(TEMPERS)]
                if offer.state in LIVE and luck < accepts:
                    _accept(work, offer)
                elif offer.state in LIVE and luck < accepts + declines:
                    self._decline(work, offer)

    def _decline(self, work: Work, offer: Offer) -> None:
        given = MENTOR_DECLINE_REASONS if offer.referral.kind is Kind.MENTOR else DECLINE_REASONS
        reason = self._chance.choice([each for each in given if each is not DeclineReason.OTHER])
        queries.mark_seen(work.session, offer, work.now)
        offers.decline(work, offer, _first(work, offer.association_id), reason=reason)

    def _look(self, work: Work, row: int) -> None:
        """The desk, within its days: another association, or an honest end."""
        referral, luck = work.session.get_one(Referral, row), self._chance.random()
        asked = {offer.association_id for offer in referral.offers}
        others = [a for a in queries.joined_associations(work.session) if a.id not in asked and a.places_left]
        if luck < DESK_OFFERS and others:
            offers.offer_to(work, referral, self._chance.choice(others), by=_of_desk(work))
        elif luck < DESK_OFFERS + DESK_CLOSES:
            offers.close(work, referral, sentence=SORRY, by=_of_desk(work))

    def _say(self, work: Work, row: int) -> None:
        referral = work.session.get_one(Referral, row)
        if saying.may_say_contact(work, referral):
            self._chance.choice((saying.contacted, saying.not_contacted))(work, referral)

    def _choose(self, work: Work, row: int) -> None:
        """Told on this day that there is no solution yet, most wait on, and some look elsewhere."""
        referral = work.session.get_one(Referral, row)
        said = last_event(work.session, row, Step.NO_SOLUTION)
        if said and said.happened_at > work.now - ONE_DAY and self._chance.random() < WAITS_ON:
            saying.keep_waiting(work, referral)
        elif said and self._chance.random() < LOOKS_ELSEWHERE:
            offers.withdraw(work, referral)

    def _say_together(self, work: Work, row: int) -> None:
        referral = work.session.get_one(Referral, row)
        if saying.may_say_together(work, referral):
            self._chance.choice((saying.together, saying.together, saying.apart))(work, referral)

    def _each(self, rows: Select[int], share: float, deed: Deed) -> None:
        for row in self._rows(rows):
            if self._chance.random() < share:
                with self._hub.begin() as work:
                    deed(work, row)

    def _rows(self, question: Select[int]) -> list[int]:
        with self._hub.read() as work:
            return list(work.session.scalars(question))


def _referrals(*states: ReferralState) -> Select[int]:
    return select(Referral.id).where(Referral.state.in_(states)).order_by(Referral.id)


def _offers(which: ColumnElement[bool]) -> Select[int]:
    return select(Offer.id).where(which).order_by(Offer.id)


def _accept(work: Work, offer: Offer) -> None:
    queries.mark_seen(work.session, offer, work.now)
    offers.accept(work, offer, _first(work, offer.association_id))


def read_names(hub: Hub) -> None:
    """Whoever was released is read."""
    with hub.read() as work:
        rows = work.session.scalars(
            select(Offer.id)
            .join(Referral, Offer.referral_id == Referral.id)
            .where(Offer.state == OfferState.ACCEPTED, Referral.state == ReferralState.ACCEPTED)
        ).all()
    for row in rows:
        with hub.begin() as work:
            offer = work.session.get_one(Offer, row)
            if offer.release:
                disclosure.reveal(work, offer, _first(work, offer.association_id))


def _take_back(work: Work, row: int) -> None:
    offer = work.session.get_one(Offer, row)
    member = _first(work, offer.association_id)
    with suppress(undoing.Taken, undoing.TooLate, offers.NoPlaceLeft):
        undoing.undo_decline(work, offer, member, reason=UndoReason.ROOM_FOUND)


def _check(work: Work, row: int) -> None:
    prescriber, by = work.session.get_one(Prescriber, row), _of_desk(work)
    prescribing.read(work, prescriber, by=by)
    prescribing.verify(work, prescriber, by=by)


def _follow_the_school_year(work: Work, association: Association) -> None:
    said = {**association.profile, "school_year": FOLLOWED}
    by = _first(work, association.id)
    criteria.change(work, association, said, by, seen=association.profile)


def _first(work: Work, association_id: int) -> Member:
    return queries.members_of(work.session, association_id)[0]


def _of_desk(work: Work) -> Member:
    return queries.desk_members(work.session)[0]
