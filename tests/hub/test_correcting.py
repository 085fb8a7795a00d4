"""A need that is corrected on its way: another card, counted once; nobody is asked any more for whom it is not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from hub import correcting, geography, intake, offers, queries
from hub.lifecycle import OfferState, ReferralState
from hub.models import CardCount, CardTally, Charge, Member, Referral, Subject
from hub.vocabulary import Mode, Theme
from hub.work import Work
from tests.parts.people import need, registration
from tests.parts.town import Town

TOKEN = "0123456789abcdef" * 2


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def registered(town: Town, **changes: Any) -> str:
    with town.front.begin() as work:
        receipt = intake.register(work, registration(**changes))
    town.settle()
    return receipt.reference


def of(work: Work, reference: str) -> Referral:
    return queries.referral_by_reference(work.session, reference)


def correct(town: Town, reference: str, **changes: Any) -> None:
    with town.hub.begin() as work:
        correcting.correct(work, of(work, reference), need(), need(**changes), tracking_token=TOKEN)
    town.settle()


def offers_of(town: Town, reference: str) -> dict[str, OfferState]:
    with town.hub.read() as work:
        return {offer.association.slug: offer.state for offer in of(work, reference).offers}


def sums(town: Town) -> tuple[int, int]:
    with town.hub.read() as work:
        tallied = work.session.scalar(select(func.sum(CardTally.registrations))) or 0
        return tallied, work.session.scalar(select(func.sum(CardCount.cards))) or 0


def test_whoever_still_fits_reads_the_new_card(town: Town) -> None:
    town.join("article-1")
    reference = registered(town)
    with town.hub.read() as work:
        before = of(work, reference).card
    correct(town, reference, themes=frozenset({Theme.SCOLARITE}))
    with town.hub.read() as work:
        (offer,) = of(work, reference).offers
        assert offer.state is OfferState.OPEN
        assert offer.card == of(work, reference).card != before


def test_whoever_no_longer_fits_is_asked_no_more_and_the_next_one_is(town: Town) -> None:
    """Proxité meets young people near Paris, in the North and elsewhere; nobody of it is in Corsica."""
    town.join("proxite")
    reference = registered(town, mode=Mode.IN_PERSON)
    assert offers_of(town, reference) == {"proxite": OfferState.OPEN}
    town.join("article-1")
    moved = need(place=geography.place("29200", None), mode=Mode.REMOTE)
    with town.hub.begin() as work:
        correcting.correct(work, of(work, reference), need(mode=Mode.IN_PERSON), moved, tracking_token=TOKEN)
    assert offers_of(town, reference) == {"proxite": OfferState.RECALLED}


def test_nobody_is_counted_twice_for_it(town: Town) -> None:
    town.join("article-1")
    reference = registered(town)
    before = sums(town)
    correct(town, reference, mode=Mode.REMOTE)
    assert sums(town) == before


def test_at_the_desk_it_is_tried_again(town: Town) -> None:
    town.open_desk()
    reference = registered(town)
    with town.hub.begin() as work:
        assert of(work, reference).state is ReferralState.WITH_DESK
        correcting.correct(work, of(work, reference), need(), need(mode=Mode.REMOTE), tracking_token=TOKEN)
        charge = work.session.get_one(Charge, (Subject.REFERRAL, of(work, reference).id))
        assert charge.try_at == work.now


def test_after_a_yes_the_association_keeps_the_card(town: Town) -> None:
    (member,) = town.join("article-1")
    reference = registered(town)
    with town.portal.begin() as work:
        (offer,) = of(work, reference).offers
        offers.accept(work, offer, work.session.get_one(Member, member.id))
    town.settle()
    correct(town, reference, mode=Mode.REMOTE)
    assert offers_of(town, reference) == {"article-1": OfferState.ACCEPTED}
