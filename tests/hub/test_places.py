"""How many an association takes, of whom, when nobody is there; and who says nothing is asked no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hub import calendar, offers, places, queries, standings
from hub.lifecycle import OfferState, ReferralState
from hub.models import Association, HeldPlace, JournalEntry, Member, Stop
from hub.places import Limits, NotThatDay, TooMany
from hub.queries import NotFound
from hub.routing import Standing
from hub.vocabulary import AgeBand, DeclineReason, Situation
from tests.associations.partner import registered
from tests.parts.post import Letterbox
from tests.parts.town import DESK, Town, address_of, association, text_of, town_at

MONTHLY = Limits((), (), (), a_year=None, a_month=1)
NOBODY_IN_THE_SOUTH = Limits((), (), {"13"}, a_year=0, a_month=None)
OLDER = Limits({AgeBand.FROM_26_TO_30}, {Situation.EMPLOI}, (), a_year=0, a_month=None)
PUPILS = Limits({AgeBand.FROM_15_TO_17}, {Situation.LYCEE_GT}, {"59"}, a_year=1, a_month=None)
ME = "article-1"


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@pytest.fixture
def member(town: Town) -> Member:
    return town.join(ME)[0]


def say(town: Town, member: Member, *limits: Limits) -> list[int]:
    with town.portal.begin() as work:
        here, by = association(work.session, ME), work.session.get_one(Member, member.id)
        said = [places.set_ceiling(work, here, each, by=by) for each in limits]
        work.session.flush()
        return [ceiling.id for ceiling in said]


def here(town: Town) -> Association:
    with town.hub.read() as work:
        return association(work.session, ME)


def in_turn(town: Town) -> str:
    town.clock.forward(minutes=1)
    return registered(town)


def standing(town: Town) -> Standing:
    with town.hub.read() as work:
        return standings.roster(work).standing(ME)


def state(town: Town, reference: str) -> ReferralState:
    with town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference).state


def answer(town: Town, reference: str, member: Member, *, yes: bool) -> None:
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[-1]
        by = work.session.get_one(Member, member.id)
        if yes:
            offers.accept(work, offer, by)
        else:
            offers.decline(work, offer, by, reason=DeclineReason.NO_MENTOR)
    town.settle()


def test_a_ceiling_of_the_month_holds_until_the_month_is_over(town: Town, member: Member) -> None:
    say(town, member, MONTHLY, NOBODY_IN_THE_SOUTH, OLDER)
    first, second = registered(town), registered(town)
    assert (state(town, first), state(town, second)) == (ReferralState.OFFERED, ReferralState.WAITING)
    answer(town, first, member, yes=True)
    assert state(town, second) is ReferralState.WAITING
    town.clock.forward(days=30)
    town.settle()
    assert state(town, second) is ReferralState.OFFERED


def test_a_refusal_frees_the_place_under_a_ceiling_for_who_waits(town: Town, member: Member) -> None:
    (ceiling_id,) = say(town, member, PUPILS)
    first, second, third = [in_turn(town) for _ in range(3)]
    answer(town, first, member, yes=False)
    assert state(town, second) is ReferralState.OFFERED
    answer(town, second, member, yes=True)
    assert state(town, third) is ReferralState.WAITING
    with town.portal.begin() as work:
        assert places.ceiling_called(work, association(work.session, ME), ceiling_id).accepted_this_year == 1
        places.lift_ceiling(
            work, association(work.session, ME), ceiling_id, by=work.session.get_one(Member, member.id)
        )
    town.settle()
    assert state(town, third) is ReferralState.OFFERED


def test_what_is_held_says_of_nobody_to_whom_they_belong(town: Town, member: Member) -> None:
    ids = say(town, member, PUPILS, replace(PUPILS, bands=(), a_year=9), NOBODY_IN_THE_SOUTH)
    registered(town)
    with town.hub.read() as work:
        tags = work.session.scalars(select(HeldPlace.tag)).all()
        keys = [each.key for each in queries.places.ceilings(work.session)]
        accepted = [each.accepted_this_year for each in queries.places.ceilings(work.session)]
    assert len(set(tags)) == len(tags) == 2
    assert not [key for key in keys if any(key in tag or tag in key for tag in tags)]
    assert not {*map(str, ids)} & {*tags} and accepted == [0, 0, 0]


def test_other_people_in_a_ceiling_are_counted_from_today_other_numbers_are_not(
    town: Town, member: Member
) -> None:
    (ceiling_id,) = say(town, member, PUPILS)
    first, second = registered(town), registered(town)
    answer(town, first, member, yes=True)
    for limits, now in (
        (replace(PUPILS, a_month=1), ReferralState.WAITING),
        (replace(PUPILS, departments={"59", "62"}), ReferralState.OFFERED),
    ):
        with town.portal.begin() as work:
            ours, by = association(work.session, ME), work.session.get_one(Member, member.id)
            places.set_ceiling(
                work, ours, limits, by=by, ceiling=places.ceiling_called(work, ours, ceiling_id)
            )
        town.settle()
        assert state(town, second) is now


def test_places_are_declared_confirmed_and_a_year_begins_anew_with_the_same_number(
    town: Town, member: Member
) -> None:
    def deed(do: object, **more: object) -> tuple[int, int]:
        with town.portal.begin() as work:
            by = work.session.get_one(Member, member.id)
            do(work, association(work.session, ME), *more.values(), by=by)  # type: ignore[operator]
        found = here(town)
        return found.places_left, found.profile["places_a_year"]

    say(town, member, PUPILS)
    first, second = registered(town), registered(town)
    answer(town, first, member, yes=True)
    assert deed(places.still_right) == (19, 20)
    assert deed(places.declare, a_year=5) == (4, 5)
    assert state(town, second) is ReferralState.WAITING
    town.clock.forward(days=1)
    assert deed(places.renew, a_year=5) == (5, 5)
    town.settle()
    assert state(town, second) is ReferralState.OFFERED
    assert deed(places.renew, a_year=5) == (4, 5)


def test_several_deeds_of_one_piece_of_work_are_all_kept(town: Town, member: Member) -> None:
    with town.portal.begin() as work:
        ours, by = association(work.session, ME), work.session.get_one(Member, member.id)
        until = calendar.civil(work.now) + timedelta(days=4)
        places.declare(work, ours, 33, by=by)
        places.pause(work, ours, until, by=by)
        places.set_ceiling(work, ours, MONTHLY, by=by)
    found = here(town)
    assert (found.profile["places_a_year"], found.places_left, found.paused_until) == (33, 33, until)


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


def test_what_is_somebody_else_s_is_not_there_and_there_is_a_limit(town: Town, member: Member) -> None:
    (ceiling_id,) = say(town, member, MONTHLY)
    (other,) = town.join("jobirl")
    with town.portal.begin() as work:
        theirs, by = association(work.session, "jobirl"), work.session.get_one(Member, other.id)
        for foreign in (places.lift_ceiling, places.open_again):
            with pytest.raises(NotFound):
                foreign(work, theirs, ceiling_id, by=by)
        with pytest.raises(TooMany):
            for _ in range(places.MOST_CEILINGS + 1):
                places.set_ceiling(work, theirs, MONTHLY, by=by)


def test_each_deed_is_in_the_journal(town: Town, member: Member) -> None:
    say(town, member, PUPILS)
    with town.hub.read() as work:
        entry = work.session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc())).first()
        assert entry is not None
        assert (entry.act, entry.about) == ("places_changed", ME)


def _about_the_stop(town: Town, address: str) -> list[str]:
    words = ("s’arrêtent", "ne reçoit plus")
    return [
        text_of(each)
        for each in town.letters_to(address)
        if any(word in str(each["Subject"]) for word in words)
    ]
