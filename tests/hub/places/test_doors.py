"""When nobody is there: a pause, a closing, and no more cards for who says nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub import calendar, places, queries
from hub.lifecycle import OfferState, ReferralState
from hub.models import Member, Stop
from hub.places import NotThatDay
from tests.associations.partner import registered
from tests.hub.places.room import ME, answer, here, standing, state
from tests.parts.town import DESK, Town, address_of, association, text_of


def test_a_pause_has_an_end_and_may_be_ended_before(town: Town, member: Member) -> None:
    with town.portal.begin() as work:
        by, today = work.session.get_one(Member, member.id), calendar.civil(work.now)
        ours = association(work.session, ME)
        for wrong in (today - timedelta(days=1), today + timedelta(days=500)):
            with pytest.raises(NotThatDay):
                places.pause(work, ours, wrong, by=by)
        places.pause(work, ours, today + timedelta(days=2), by=by)
    assert standing(town).paused
    with town.portal.begin() as work:
        places.resume(work, association(work.session, ME), by=work.session.get_one(Member, member.id))
    assert not standing(town).paused


def test_nobody_is_asked_to_wait_behind_a_closed_door_and_nothing_is_held_against_it(
    town: Town, member: Member
) -> None:
    reference = registered(town)
    with town.portal.begin() as work:
        by, today = work.session.get_one(Member, member.id), calendar.civil(work.now)
        ours = association(work.session, ME)
        closing = places.close_between(
            work, ours, today + timedelta(days=3), today + timedelta(days=7), by=by
        )
        with pytest.raises(NotThatDay):
            places.close_between(work, ours, today, today - timedelta(days=1), by=by)
        work.session.flush()
        closing_id = closing.id
    with town.hub.read() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        assert calendar.in_words(calendar.civil(offer.expires_at)) == "jeudi 19 mars"
    assert standing(town).away
    town.clock.forward(days=4)
    town.settle()
    with town.hub.read() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        assert (offer.state, offer.excused) == (OfferState.OVERDUE, True)
    assert standing(town).answered_in_time == 100
    with town.portal.begin() as work:
        by = work.session.get_one(Member, member.id)
        places.open_again(work, association(work.session, ME), closing_id, by=by)
    assert not standing(town).away


def test_an_offer_made_before_a_closing_lasts_so_much_longer(town: Town, member: Member) -> None:
    with town.portal.begin() as work:
        by, today = work.session.get_one(Member, member.id), calendar.civil(work.now)
        ours = association(work.session, ME)
        places.close_between(work, ours, today + timedelta(days=7), today + timedelta(days=8), by=by)
    reference = registered(town)
    with town.hub.read() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        assert calendar.in_words(calendar.civil(offer.answer_by)) == "jeudi 5 mars"
        assert calendar.in_words(calendar.civil(offer.expires_at)) == "mercredi 18 mars"


def test_who_confirms_nothing_for_ninety_days_is_asked_no_more_and_both_are_told(
    town: Town, member: Member
) -> None:
    town.open_desk()
    town.clock.forward(days=89)
    town.settle()
    assert here(town).stopped_for is None
    town.clock.forward(days=1)
    town.settle()
    town.settle()
    assert (here(town).stopped_for, standing(town).away) == (Stop.UNCONFIRMED, True)
    (letter,) = _about_the_stop(town, address_of(ME))
    assert "toujours-exact" in letter and "90" in letter
    (letter,) = _about_the_stop(town, DESK)
    assert here(town).name in letter
    with town.portal.begin() as work:
        places.still_right(work, association(work.session, ME), by=work.session.get_one(Member, member.id))
    town.settle()
    assert (here(town).stopped_for, standing(town).away) == (None, False)


def test_three_cards_left_without_a_word_stop_it_and_an_answer_between_does_not(
    town: Town, member: Member
) -> None:
    town.open_desk()
    for _ in range(2):
        registered(town)
    town.clock.forward(days=17)
    answer(town, registered(town), member, yes=False)
    last = [registered(town) for _ in range(2)]
    town.clock.forward(days=17)
    town.settle()
    assert here(town).stopped_for is None, "an answer came between"
    reference = registered(town)
    town.clock.forward(days=17)
    town.settle()
    assert here(town).stopped_for is Stop.UNANSWERED
    assert "sans réponse" in " ".join(_about_the_stop(town, address_of(ME))[0].split())
    with town.portal.begin() as work:
        places.resume(work, association(work.session, ME), by=work.session.get_one(Member, member.id))
    registered(town)
    town.clock.forward(days=17)
    town.settle()
    assert here(town).stopped_for is None, "what was left before is forgotten"
    assert {state(town, each) for each in (*last, reference)} <= {
        ReferralState.WITH_DESK,
        ReferralState.LOOKING,
        ReferralState.WAITING,
    }


def _about_the_stop(town: Town, address: str) -> list[str]:
    words = ("s’arrêtent", "ne reçoit plus")
    return [
        text_of(each)
        for each in town.letters_to(address)
        if any(word in str(each["Subject"]) for word in words)
    ]
