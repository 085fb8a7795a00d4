"""Whom a young person is proposed to, in turn and in time, until somebody says yes or the desk looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from hub import calendar, disclosure, geography, offers, queries, rules, seeking
from hub.lifecycle import LIVE, OfferState, ReferralState
from hub.models import CardTally, Offer, Referral, StoredDecision
from hub.routing.rulebook import Override
from hub.vocabulary import DeclineReason, Public, Situation, Step
from tests.parts.seeking import REMOTE, asked, decline, looking, places_left, referral, states, steps
from tests.parts.town import Town, address_of, association, following


def test_the_best_association_is_asked_and_no_other(town: Town) -> None:
    town.join(*REMOTE)
    reference = looking(town)
    town.settle()
    found = referral(town, reference)
    assert found.state is ReferralState.OFFERED
    assert len(found.offers) == 1 and asked(found)[0] in REMOTE
    assert found.next_at == found.offers[0].answer_by


def test_an_association_that_nobody_answers_for_is_never_asked(town: Town) -> None:
    reference = looking(town)
    town.settle()
    assert referral(town, reference).state is ReferralState.WITH_DESK


def test_a_decline_asks_the_next_best_at_once(town: Town) -> None:
    town.join(*REMOTE)
    reference = looking(town)
    town.settle()
    decline(town, reference)
    town.settle()
    found = referral(town, reference)
    assert states(found) == ["declined", "open"]
    assert len(set(asked(found))) == 2


def test_after_three_associations_the_desk_looks(town: Town) -> None:
    town.join(*REMOTE, "afev", "proxite")
    reference = looking(town)
    for _ in range(3):
        town.settle()
        decline(town, reference)
    town.settle()
    found = referral(town, reference)
    assert found.state is ReferralState.WITH_DESK
    assert len(found.offers) == 3


def test_deadlines_are_soft_the_late_one_may_still_accept_while_the_next_is_asked(town: Town) -> None:
    town.join(*REMOTE)
    reference = looking(town)
    town.settle()
    town.clock.forward(days=4)
    town.settle()
    found = referral(town, reference)
    assert states(found) == ["overdue", "open"]
    assert Step.OVERDUE in steps(town, reference)


def test_never_more_than_two_are_asked_at_the_same_time(town: Town) -> None:
    town.join(*REMOTE)
    reference = looking(town)
    for _ in range(12):
        town.settle()
        town.clock.forward(days=1)
        alive = [offer for offer in referral(town, reference).offers if offer.state in LIVE]
        assert len(alive) <= 2


def test_silence_expires_for_good_and_ends_with_the_desk(town: Town) -> None:
    town.join("jobirl")
    reference = looking(town)
    for _ in range(20):
        town.settle()
        town.clock.forward(days=1)
    found = referral(town, reference)
    assert states(found) == ["expired"]
    assert found.state is ReferralState.WITH_DESK


def test_routing_twice_changes_nothing(town: Town) -> None:
    town.join(*REMOTE)
    reference = looking(town)
    for _ in range(3):
        with town.hub.begin() as work:
            found = queries.referral_by_reference(work.session, reference)
            seeking.route(work, found.id)
    assert states(referral(town, reference)) == ["open"]


def test_a_priority_public_is_answered_within_one_working_day(town: Town) -> None:
    town.join(*REMOTE)
    usual = looking(town)
    priority = looking(town, situation=Situation.LYCEE_PRO)
    town.settle()
    assert referral(town, priority).offers[0].answer_by < referral(town, usual).offers[0].answer_by


def test_a_territory_may_leave_associations_longer_to_answer(town: Town) -> None:
    town.join(*REMOTE)
    patient = Override("Le Nord", frozenset({"59"}), frozenset(), {}, frozenset(), frozenset(), 8)
    with following(town, replace(rules.load(), overrides=(patient,))) as slow:
        here, away = looking(slow), looking(slow, place=geography.place("75011"))
        slow.settle()
    answer_by = [referral(town, each).offers[0].answer_by for each in (here, away)]
    assert [calendar.civil(moment) for moment in answer_by] == [date(2026, 3, 12), date(2026, 3, 5)]


def test_an_offer_takes_a_place_and_a_decline_gives_it_back(town: Town) -> None:
    town.join("jobirl")
    places = places_left(town, "jobirl")
    reference = looking(town)
    town.settle()
    assert places_left(town, "jobirl") == places - 1
    decline(town, reference)
    assert places_left(town, "jobirl") == places


def test_a_full_association_is_not_asked_and_whoever_it_fits_waits(town: Town) -> None:
    town.join("jobirl")
    with town.administration.begin() as work:
        association(work.session, "jobirl").places_left = 0
    reference = looking(town)
    town.settle()
    found = referral(town, reference)
    assert found.state is ReferralState.WAITING and not found.offers


def test_a_later_deadline_moves_the_promise_and_the_person_hears_it(town: Town) -> None:
    town.join(*REMOTE)
    reference = looking(town)
    town.clock.forward(days=25)
    town.settle()
    found = referral(town, reference)
    assert Step.GOING_ON in steps(town, reference)
    assert found.promised_by is not None and found.promised_by > found.offers[0].made_at.date()


def test_the_decision_is_kept_sealed_and_the_desk_can_read_it(town: Town) -> None:
    town.join(*REMOTE, "nqt")
    reference = looking(town)
    town.settle()
    with town.portal.read() as work:
        found = queries.referral_by_reference(work.session, reference)
        stored = work.session.scalars(select(StoredDecision)).one()
        assert b"nqt" not in stored.sealed
        from_desk = _explained(town, found)
    left_out = {line["association"]: line["criterion"] for line in from_desk["ruled_out"]}
    assert left_out.pop("nqt") != "joined"
    assert set(left_out.values()) == {"joined"}, "those whom nobody answers for are left out for that"
    assert len(left_out) == 36 - len(REMOTE) - 1
    assert {line["association"] for line in from_desk["shortlist"]} == set(REMOTE)


def test_the_card_tells_nothing_that_names_a_public(town: Town) -> None:
    town.join(*REMOTE)
    plain, sensitive = looking(town), looking(town, publics=frozenset({Public.ASE, Public.HANDICAP}))
    town.settle()
    card = referral(town, plain).card
    assert card and card == referral(town, sensitive).card


def test_every_form_of_card_is_tallied_for_the_groups_of_next_year(town: Town) -> None:
    town.join(*REMOTE)
    looking(town)
    looking(town)
    town.settle()
    with town.hub.read() as work:
        tallies = list(work.session.scalars(select(CardTally)))
    assert tallies and {tally.registrations for tally in tallies} == {2}


def test_the_association_is_told_that_a_card_waits_and_nobody_else_is(town: Town) -> None:
    town.join(*REMOTE)
    reference = looking(town)
    town.settle()
    slug = asked(referral(town, reference))[0]
    town.clock.forward(hours=20)
    town.settle()
    offered = [box for box in REMOTE if len(town.letters_to(address_of(box))) > 1]
    assert offered == [slug], "each has had an invitation; one the morning's digest besides"


def _explained(town: Town, found: Referral) -> dict[str, list[dict[str, str]]]:
    with town.portal.read() as work:
        return disclosure.decisions(work, found)[-1]


def test_offers_are_numbered_anew_each_time(town: Town) -> None:
    town.join(*REMOTE)
    reference = looking(town)
    town.settle()
    decline(town, reference)
    town.settle()
    with town.hub.read() as work:
        numbers = list(work.session.scalars(select(Offer.card_number)))
        ended = list(work.session.scalars(select(Offer).where(Offer.state == OfferState.DECLINED)))
    assert len(set(numbers)) == 2 and ended[0].decline_reason is DeclineReason.NO_MENTOR


def test_an_offer_expires_at_its_very_instant_and_stays_until_then(town: Town) -> None:
    town.join("jobirl")
    reference = looking(town)
    town.settle()
    (offer,) = referral(town, reference).offers
    for moment, state in (
        (offer.expires_at - timedelta(seconds=1), "overdue"),
        (offer.expires_at, "expired"),
    ):
        town.clock.now = moment
        town.settle()
        assert states(referral(town, reference)) == [state]


def test_an_acceptance_is_a_step_of_the_persons_journey(town: Town) -> None:
    town.join("jobirl")
    reference = looking(town)
    town.settle()
    with town.portal.begin() as work:
        (offer,) = queries.referral_by_reference(work.session, reference).offers
        offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])
    assert steps(town, reference)[-1] is Step.ACCEPTED
