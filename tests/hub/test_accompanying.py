from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from hub import accompanying, offers, queries
from hub.lifecycle import IllegalMove, OfferState, ReferralState
from hub.models import Member, Offer, Release, Return
from hub.vocabulary import ReturnReason
from hub.work import Work
from tests.associations.partner import card_of, registered
from tests.parts.people import EMAIL
from tests.parts.town import Town, text_of


@dataclass(frozen=True, slots=True)
class Accepted:
    """Somebody registered, one of two associations said yes, and may read who it is."""

    town: Town
    reference: str
    card: str
    member: Member

    def offer(self, work: Work) -> Offer:
        return work.session.scalars(select(Offer).where(Offer.card_number == self.card)).one()

    def state(self) -> ReferralState:
        with self.town.hub.read() as work:
            return queries.referral_by_reference(work.session, self.reference).state


@pytest.fixture
def accepted(town: Town) -> Accepted:
    members = town.join("article-1", "jobirl")
    reference = registered(town)
    card = card_of(town, reference)
    with town.portal.begin() as work:
        offer = work.session.scalars(select(Offer).where(Offer.card_number == card)).one()
        member = next(each for each in members if each.association_id == offer.association_id)
        offers.accept(work, offer, work.session.get_one(Member, member.id))
    town.settle()
    return Accepted(town, reference, card, member)


def give_back(
    accepted: Accepted, reason: ReturnReason = ReturnReason.NO_MENTOR, *, undo: bool = False
) -> None:
    with accepted.town.portal.begin() as work:
        member = work.session.get_one(Member, accepted.member.id)
        accompanying.give_back(work, accepted.offer(work), member, reason=reason, undo=undo)


def test_what_is_given_back_goes_to_the_next_association_and_opens_no_more(accepted: Accepted) -> None:
    with accepted.town.hub.read() as work:
        places = accepted.offer(work).association.places_left
    give_back(accepted)
    accepted.town.settle()
    assert accepted.state() is ReferralState.OFFERED
    with accepted.town.hub.read() as work:
        given_back, asked = queries.referral_by_reference(work.session, accepted.reference).offers
        assert (given_back.state, asked.state) == (OfferState.RETURNED, OfferState.OPEN)
        assert given_back.association.places_left == places + 1
        assert given_back.answered_by_id == accepted.member.id
        assert not list(work.session.scalars(select(Release)))
        assert work.session.scalars(select(Return.reason)).one() is ReturnReason.NO_MENTOR


def test_the_person_is_told_with_an_apology_and_a_new_date(accepted: Accepted) -> None:
    accepted.town.clock.forward(days=10)
    give_back(accepted)
    accepted.town.settle()
    letter = accepted.town.letters_to(EMAIL)[-1]
    assert letter["Subject"] == "Une autre association pour toi"
    text = " ".join(text_of(letter).split())
    assert "nous sommes désolés" in text and "jeudi 2 avril" in text


def test_what_was_given_back_is_given_back_once(accepted: Accepted) -> None:
    give_back(accepted, undo=True)
    with pytest.raises(IllegalMove):
        give_back(accepted)
