"""What associations and the desk do with what reaches them, at any moment."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from hub import accompanying, calendar, disclosure, offers, places, queries, undoing
from hub.accompanying import Tried
from hub.disclosure import NotYetAccepted, NotYetReleased
from hub.lifecycle import LIVE, OfferState, ReferralState
from hub.models import Accompaniment, Association, Offer, Referral, UndoReason
from hub.vocabulary import (
    AttemptChannel,
    AttemptOutcome,
    DeclineReason,
    Outcome,
    PairEnd,
    ReturnReason,
    Satisfaction,
)
from hub.work import Work
from tests.lives.base import Life, picks
from tests.lives.world import A_YEAR, HOUSES, member_of, of_desk, referrals
from tests.lives.world import offers as offers_of

ALIVE = offers_of(Offer.state.in_(LIVE))
ACCEPTED = offers_of(Offer.state == OfferState.ACCEPTED)
GOES_ON = (
    select(Accompaniment.offer_id).where(Accompaniment.ended_at.is_(None)).order_by(Accompaniment.offer_id)
)
WITH_DESK = referrals(Referral.state == ReferralState.WITH_DESK)


class Houses(Life):
    @rule(pick=picks)
    def accept(self, pick: int) -> None:
        self._offer(ALIVE, pick, lambda work, offer: offers.accept(work, offer, member_of(work, offer)))

    @rule(pick=picks, reason=st.sampled_from([DeclineReason.NO_MENTOR, DeclineReason.NO_PLACE]))
    def decline(self, pick: int, reason: DeclineReason) -> None:
        def decline(work: Work, offer: Offer) -> None:
            offers.decline(work, offer, member_of(work, offer), reason=reason)

        self._offer(ALIVE, pick, decline)

    @rule(pick=picks)
    def read_the_name(self, pick: int) -> None:
        def read(work: Work, offer: Offer) -> None:
            with suppress(NotYetAccepted, NotYetReleased):  # the worker may not have come yet
                disclosure.reveal(work, offer, member_of(work, offer))

        self._offer(ACCEPTED, pick, read)

    @rule(pick=picks)
    def undo_a_no(self, pick: int) -> None:
        def undo(work: Work, offer: Offer) -> None:
            undoing.undo_decline(work, offer, member_of(work, offer), reason=UndoReason.ROOM_FOUND)

        self._offer(offers_of(Offer.state == OfferState.DECLINED), pick, undo)

    @rule(pick=picks)
    def undo_a_yes(self, pick: int) -> None:
        def undo(work: Work, offer: Offer) -> None:
            undoing.undo_acceptance(work, offer, member_of(work, offer), reason=UndoReason.ROOM_LOST)

        self._offer(ACCEPTED, pick, undo)

    @rule(pick=picks)
    def give_back(self, pick: int) -> None:
        def give_back(work: Work, offer: Offer) -> None:
            accompanying.give_back(work, offer, member_of(work, offer), reason=ReturnReason.NO_MENTOR)

        self._offer(ACCEPTED, pick, give_back)

    @rule(pick=picks, outcome=st.sampled_from([*AttemptOutcome]))
    def call(self, pick: int, outcome: AttemptOutcome) -> None:
        def call(work: Work, offer: Offer) -> None:
            tried = Tried(calendar.civil(work.now), AttemptChannel.PHONE, outcome)
            accompanying.note_attempt(work, offer, member_of(work, offer), tried)

        self._offer(GOES_ON, pick, call)

    @rule(pick=picks)
    def pair(self, pick: int) -> None:
        def pair(work: Work, offer: Offer) -> None:
            accompanying.pair(work, offer, member_of(work, offer), since=calendar.civil(work.now))

        self._offer(GOES_ON, pick, pair)

    @rule(pick=picks)
    def end_the_pair(self, pick: int) -> None:
        def end(work: Work, offer: Offer) -> None:
            today = calendar.civil(work.now)
            accompanying.end_pair(work, offer, member_of(work, offer), ended_on=today, because=PairEnd.TERM)

        self._offer(GOES_ON, pick, end)

    @rule(pick=picks, outcome=st.sampled_from([*Outcome]))
    def finish(self, pick: int, outcome: Outcome) -> None:
        def finish(work: Work, offer: Offer) -> None:
            accompanying.finish(
                work, offer, member_of(work, offer), outcome=outcome, satisfaction=Satisfaction.NOT_ASKED
            )

        self._offer(GOES_ON, pick, finish)

    @rule(pick=picks, house=picks, ends=st.booleans())
    def the_desk_decides(self, pick: int, house: int, ends: bool) -> None:
        row = self.one_of(WITH_DESK, pick)
        if row is None:
            return

        def decide(work: Work) -> None:
            referral = self.world.referral(work, row)
            if ends:
                offers.close(work, referral, sentence="Nous n’avons trouvé personne.", by=of_desk(work))
            else:
                offers.offer_to(work, referral, _house(work, house), by=of_desk(work))

        self.at(self.world.town.portal, decide)

    @rule(house=picks, a_year=st.integers(0, 2 * A_YEAR), renews=st.booleans())
    def say_places(self, house: int, a_year: int, renews: bool) -> None:
        def say(work: Work) -> None:
            association = _house(work, house)
            by = queries.members_of(work.session, association.id)[0]
            (places.renew if renews else places.declare)(work, association, a_year, by=by)

        self.at(self.world.town.portal, say)

    def _offer(self, question: object, pick: int, deed: object) -> None:
        """At the partners' door; ``deed`` takes the work and the offer."""
        row = self.one_of(question, pick)  # type: ignore[arg-type]
        if row is not None:
            portal = self.world.town.portal
            self.at(portal, lambda work: deed(work, work.session.get_one(Offer, row)))  # type: ignore[operator]


def _house(work: Work, pick: int) -> Association:
    association = queries.association_called(work.session, HOUSES[pick % len(HOUSES)])
    assert association
    return association
