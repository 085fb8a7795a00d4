"""How many an association takes, of whom, in a month or in a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hub import calendar, places, queries
from hub.lifecycle import ReferralState
from hub.models import HeldPlace, JournalEntry, Member
from hub.places import Limits, TooMany
from hub.queries import NotFound
from hub.vocabulary import AgeBand, Situation
from tests.associations.partner import registered
from tests.hub.places.room import ME, MONTHLY, PUPILS, answer, here, say, state
from tests.parts.town import Town, association

NOBODY_IN_THE_SOUTH = Limits((), (), {"13"}, a_year=0, a_month=None)
OLDER = Limits({AgeBand.FROM_26_TO_30}, {Situation.EMPLOI}, (), a_year=0, a_month=None)


def in_turn(town: Town) -> str:
    town.clock.forward(minutes=1)
    return registered(town)


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
