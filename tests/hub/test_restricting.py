"""Everything stands still for as long as somebody wants it to, then goes on from where it stood."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from hub import calendar, ceilings, disclosure, offers, places, queries, restricting, retention
from hub.checkup import examine
from hub.disclosure import NotYetAccepted
from hub.lifecycle import IllegalMove, OfferState, ReferralState
from hub.models import Instruction, InstructionKind, Member, Referral, Timer
from hub.places import Limits
from hub.queries import asking, inbox
from hub.queries.inbox import Sieve
from hub.seeking import YOURS_AGAIN
from hub.vocabulary import DeclineReason
from hub.work import Work
from tests.associations.partner import accept, registered
from tests.parts.people import EMAIL
from tests.parts.town import Town


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """These questions are asked of one database: the others' are in the journeys."""
    return sqlite_url


@pytest.fixture
def member(town: Town) -> Member:
    (member,) = town.join("jobirl")
    return member


@pytest.fixture
def reference(town: Town, member: Member) -> str:
    return registered(town)


def called(work: Work, reference: str) -> Referral:
    return queries.referral_by_reference(work.session, reference)


def restrict(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        restricting.restrict(work, called(work, reference))


def lift(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        restricting.lift(work, called(work, reference))


def state_of(town: Town, reference: str) -> ReferralState:
    with town.hub.read() as work:
        return called(work, reference).state


def test_nobody_is_shown_what_stands_still(town: Town, reference: str, member: Member) -> None:
    restrict(town, reference)
    with town.portal.read() as work:
        assert inbox.page_of(work.session, member, Sieve(), work.now) == []
        assert called(work, reference).offers[0].state is OfferState.RECALLED


def test_nothing_moves_and_nothing_is_erased_meanwhile(town: Town, reference: str) -> None:
    restrict(town, reference)
    town.settle()
    written = len(town.letters_to(EMAIL))
    town.clock.forward(days=200)
    town.settle()
    with town.hub.read() as work:
        assert called(work, reference).boxes is not None
        assert len(called(work, reference).offers) == 1
    assert state_of(town, reference) is ReferralState.RESTRICTED
    assert len(town.letters_to(EMAIL)) == written


def test_the_desk_looks_at_it_after_a_month_and_the_check_finds_an_owner(town: Town, reference: str) -> None:
    town.open_desk()
    restrict(town, reference)
    with town.hub.read() as work:
        assert called(work, reference).next_at == work.now + restricting.LOOKED_AT_AFTER
        found = {each.subject: each.is_fine for each in examine(work)}
    assert found["owner_and_next_date"] and found["routing"] and found["timers"]


def test_a_name_that_was_released_is_not_read_meanwhile(town: Town, reference: str, member: Member) -> None:
    accept(town, reference, member)
    restrict(town, reference)
    with pytest.raises(NotYetAccepted), town.portal.begin() as work:
        disclosure.reveal(work, called(work, reference).offers[0], work.session.merge(member))


def test_the_association_that_accepted_is_told_to_leave_it_alone_then_to_go_on(
    town: Town, reference: str, member: Member
) -> None:
    accept(town, reference, member)
    restrict(town, reference)
    with town.hub.read() as work:
        assert [each.kind for each in work.session.scalars(select(Instruction))] == [InstructionKind.HOLD]
    lift(town, reference)
    with town.hub.read() as work:
        assert [each.kind for each in work.session.scalars(select(Instruction))] == [InstructionKind.RESUME]
    with town.portal.begin() as work:
        disclosure.reveal(work, called(work, reference).offers[0], work.session.merge(member))


def test_each_date_is_later_by_as_long_as_it_stood_still(town: Town, reference: str, member: Member) -> None:
    accept(town, reference, member)
    before = dates(town, reference)
    restrict(town, reference)
    town.clock.forward(days=10)
    lift(town, reference)
    assert dates(town, reference) == [moment + timedelta(days=10) for moment in before]


def test_a_pause_that_ends_on_the_day_it_began_moves_nothing(
    town: Town, reference: str, member: Member
) -> None:
    """Until the last minute of that day; two minutes later each date is a day later, and none two."""
    accept(town, reference, member)
    before, promised = dates(town, reference), promise(town, reference)
    town.clock.now = calendar.end_of_day(calendar.civil(town.clock.now)) - timedelta(minutes=1)
    restrict(town, reference)
    town.clock.forward(seconds=40)
    lift(town, reference)
    assert (dates(town, reference), promise(town, reference)) == (before, promised)
    restrict(town, reference)
    town.clock.forward(minutes=2)
    lift(town, reference)
    a_day = timedelta(days=1)
    assert dates(town, reference) == [moment + a_day for moment in before]
    assert promise(town, reference) == promised + a_day


def test_a_date_keeps_its_hour_in_paris_when_the_clocks_change_meanwhile(
    town: Town, reference: str, member: Member
) -> None:
    accept(town, reference, member)
    before = dates(town, reference)[0]
    restrict(town, reference)
    town.clock.forward(days=30)
    lift(town, reference)
    assert dates(town, reference)[0] == calendar.end_of_day(calendar.civil(before) + timedelta(days=30))


def promise(town: Town, reference: str) -> date:
    with town.hub.read() as work:
        promised = called(work, reference).promised_by
        assert promised
        return promised


def dates(town: Town, reference: str) -> list[datetime]:
    with town.hub.read() as work:
        referral = called(work, reference)
        due = work.session.scalars(select(Timer.due_at).where(Timer.done_at.is_(None)).order_by(Timer.id))
        assert referral.next_at and referral.forget_at
        return [referral.next_at, referral.forget_at, *due]


def test_the_association_that_was_reading_has_its_card_again(
    town: Town, reference: str, member: Member
) -> None:
    """Although another fits too; with a whole delay to answer, and the one place that it had taken before."""
    town.join("article-1")
    with town.portal.begin() as work:
        queries.mark_seen(work.session, called(work, reference).offers[0], work.now)
    before = places_left(town)
    restrict(town, reference)
    town.clock.forward(days=1)
    lift(town, reference)
    town.settle()
    with town.portal.read() as work:
        (offer,) = called(work, reference).offers
        assert (offer.association.slug, offer.state, offer.seen_at) == ("jobirl", OfferState.OPEN, None)
        assert (offer.made_at, offer.because[0]) == (work.now, YOURS_AGAIN)
        assert offer.answer_by >= work.now + timedelta(days=2)
    assert places_left(town) == before
    assert "La pause est finie, tout reprend" in {each["Subject"] for each in town.letters_to(EMAIL)}
    accept(town, reference, member)
    assert state_of(town, reference) is ReferralState.ACCEPTED


def places_left(town: Town) -> int | None:
    with town.hub.read() as work:
        return queries.association_of(work.session, "jobirl").places_left


def test_of_two_the_one_that_still_had_time_is_asked_first(town: Town, reference: str) -> None:
    town.join("article-1")
    town.clock.forward(days=4)
    town.settle()
    restrict(town, reference)
    lift(town, reference)
    town.settle()
    with town.hub.read() as work:
        states = {offer.association.slug: offer.state for offer in called(work, reference).offers}
    assert states == {"jobirl": OfferState.RECALLED, "article-1": OfferState.OPEN}
    town.clock.forward(days=6)
    town.settle()
    with town.hub.read() as work:
        states = {offer.association.slug: offer.state for offer in called(work, reference).offers}
    assert states == {"jobirl": OfferState.OPEN, "article-1": OfferState.OVERDUE}


def test_a_card_that_comes_back_counts_under_the_ceilings_of_today_alone(town: Town, member: Member) -> None:
    with town.portal.begin() as work:
        jobirl, one = (
            queries.association_of(work.session, "jobirl"),
            Limits((), (), (), a_year=1, a_month=None),
        )
        places.set_ceiling(work, jobirl, one, by=work.session.merge(member))
    reference = registered(town)
    restrict(town, reference)
    lift(town, reference)
    town.settle()
    with town.hub.read() as work:
        assert called(work, reference).offers[0].state is OfferState.OPEN
        (row,) = queries.places.ceilings(work.session)
        assert ceilings.held(work, [row])[row.id].year == 1


def test_the_desk_may_ask_again_whom_a_pause_cut_short(town: Town, reference: str) -> None:
    restrict(town, reference)
    with town.hub.read() as work:
        referral = called(work, reference)
        assert (asking.asked(work.session, referral), offers.asked_enough(work, referral)) == (set(), False)


def test_whoever_had_answered_before_the_pause_is_not_asked_again(
    town: Town, reference: str, member: Member
) -> None:
    with town.portal.begin() as work:
        (offer,) = called(work, reference).offers
        offers.decline(work, offer, work.session.merge(member), reason=DeclineReason.NO_MENTOR)
    restrict(town, reference)
    lift(town, reference)
    town.settle()
    with town.hub.read() as work:
        assert [offer.state for offer in called(work, reference).offers] == [OfferState.DECLINED]


def test_what_was_to_be_erased_is_kept_for_whoever_needs_it_as_a_proof(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        offers.withdraw(work, called(work, reference))
    restrict(town, reference)
    town.clock.forward(days=31)
    assert retention.forget_due(town.hub) == 0
    lift(town, reference)
    assert state_of(town, reference) is ReferralState.WITHDRAWN
    town.clock.forward(days=31)
    assert retention.forget_due(town.hub) == 1


def test_it_may_be_withdrawn_meanwhile(town: Town, reference: str) -> None:
    restrict(town, reference)
    with town.front.begin() as work:
        offers.withdraw(work, called(work, reference))
    with pytest.raises(IllegalMove):
        lift(town, reference)
    assert state_of(town, reference) is ReferralState.WITHDRAWN


def test_nobody_stands_still_twice(town: Town, reference: str) -> None:
    restrict(town, reference)
    with pytest.raises(IllegalMove):
        restrict(town, reference)
