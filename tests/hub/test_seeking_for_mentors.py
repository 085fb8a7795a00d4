"""Whom a mentor is proposed to, and what becomes of them."""

from __future__ import annotations

from sqlalchemy import select

from hub import cards, geography, offers, queries
from hub.lifecycle import ReferralState
from hub.models import CardTally
from hub.vocabulary import Kind, Sector
from tests.parts.people import engagement, need
from tests.parts.seeking import REMOTE, asked, decline, looking, offered_mentor, places_left, referral, states
from tests.parts.town import Town, association


def test_a_mentor_is_proposed_to_the_best_association_that_looks_for_some(town: Town) -> None:
    town.join(*REMOTE, "socrate")
    reference = offered_mentor(town)
    town.settle()
    found = referral(town, reference)
    assert found.kind is Kind.MENTOR and found.state is ReferralState.OFFERED
    assert asked(found)[0] in REMOTE
    assert found.card is not None and found.card["kind"] == "mentor"


def test_a_mentor_takes_no_place_and_gives_none_back(town: Town) -> None:
    town.join("jobirl")
    with town.administration.begin() as work:
        association(work.session, "jobirl").places_left = 0
    reference = offered_mentor(town)
    town.settle()
    assert states(referral(town, reference)) == ["open"]
    decline(town, reference)
    town.settle()
    assert places_left(town, "jobirl") == 0


def test_mentors_go_round_the_associations_that_fit(town: Town) -> None:
    town.join(*REMOTE)
    references = [offered_mentor(town) for _ in REMOTE]
    town.settle()
    assert {asked(referral(town, reference))[0] for reference in references} == set(REMOTE)


def test_a_mentor_has_the_same_soft_deadline_even_overseas(town: Town) -> None:
    town.join(*REMOTE)
    young, overseas = looking(town), offered_mentor(town, place=geography.place("97400"))
    town.settle()
    asked_of = [referral(town, reference).offers[0].answer_by for reference in (young, overseas)]
    assert asked_of[0] == asked_of[1]
    town.clock.forward(days=4)
    town.settle()
    assert states(referral(town, overseas)) == ["overdue", "open"]


def test_a_mentor_s_card_tells_neither_trade_nor_employer_nor_commune(town: Town) -> None:
    town.join(*REMOTE)
    here = offered_mentor(town)
    there = offered_mentor(town, sector=Sector.DROIT, place=geography.place("59800"))
    town.settle()
    card = referral(town, here).card
    assert card and card == referral(town, there).card


def test_mentors_are_tallied_apart_from_young_people(town: Town) -> None:
    town.join(*REMOTE)
    looking(town)
    offered_mentor(town)
    town.settle()
    with town.hub.read() as work:
        tallies = list(work.session.scalars(select(CardTally)))
    expected = set(cards.forms_of(need())) | set(cards.forms_of(engagement()))
    assert len(tallies) == len(expected) and {tally.registrations for tally in tallies} == {1}


def test_an_accepted_mentor_is_kept_for_a_year_and_then_forgotten(town: Town) -> None:
    town.join("jobirl")
    reference = offered_mentor(town)
    town.settle()
    with town.portal.begin() as work:
        found = queries.referral_by_reference(work.session, reference)
        offers.accept(
            work, found.offers[0], queries.members_of(work.session, found.offers[0].association_id)[0]
        )
    town.settle()
    town.clock.forward(days=364)
    town.settle()
    assert referral(town, reference).state is ReferralState.ACCEPTED
    town.clock.forward(days=2)
    town.settle()
    assert referral(town, reference).state is ReferralState.FORGOTTEN
