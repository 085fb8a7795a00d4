"""What each verb of an offer leaves behind: the journey, the journal, places, alarm clocks, dates, and who is rung."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub import calendar, intake, offers, places, queries, restricting, timers
from hub.lifecycle import IllegalMove, ReferralState
from hub.models import Instruction, InstructionKind, JournalEntry, Member, Offer, Referral, Restriction, Timer
from hub.places import Limits
from hub.terms import Terms, deadlines_of
from hub.vocabulary import DeclineReason, Step, TimerKind
from hub.vouching import NotOurs
from hub.work import Errand, Work
from tests.parts.people import need, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, association, town_at

FIRST, SECOND = "article-1", "jobirl"


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


class Case:
    """One registration, for which associations are asked by hand, and what was rung meanwhile."""

    def __init__(self, town: Town) -> None:
        self.town, self.rung = town, list[Errand]()
        with town.front.begin() as work:
            self.reference = intake.register(work, registration()).reference

    def do(self, deed: Callable[[Work, Referral], Any], *, at_desk: bool = False) -> Any:
        """At the portal, save what the worker does."""
        hub = self.town.hub if at_desk else self.town.portal
        with replace(hub, ring=lambda rung: self.rung.extend(errand for errand, _ in rung)).begin() as work:
            return deed(work, queries.referral_by_reference(work.session, self.reference))

    def ask(self, slug: str) -> None:
        def make(work: Work, row: Referral) -> Offer:
            terms = Terms((), deadlines_of(work, days=3))
            return offers.make(work, row, association(work.session, slug), terms)

        self.town.join(slug)
        self.do(make, at_desk=True)

    def look_at_the_clock(self) -> None:
        self.do(offers.pass_deadlines, at_desk=True)

    def accept(self) -> None:
        self.do(lambda work, row: offers.accept(work, row.offers[-1], by(work, row.offers[-1])))

    def watched(self) -> None:
        """The hub will say after some days that it is on it."""
        self.do(timers.watch)

    def seen(self, what: Callable[[Referral], Any]) -> Any:
        with self.town.hub.read() as work:
            return what(queries.referral_by_reference(work.session, self.reference))

    @property
    def states(self) -> list[str]:
        found: list[str] = self.seen(lambda row: [offer.state.value for offer in row.offers])
        return found

    @property
    def steps(self) -> list[Step]:
        found: list[Step] = self.do(
            lambda work, row: [each.step for each in queries.events_of(work.session, row)]
        )
        return found

    @property
    def clocks(self) -> set[TimerKind]:
        with self.town.hub.read() as work:
            return set(work.session.scalars(select(Timer.kind)))

    def noted(self, word: str) -> list[str]:
        """What the journal says under this word, the first first."""
        with self.town.hub.read() as work:
            rows = work.session.scalars(select(JournalEntry).order_by(JournalEntry.number))
            return [row.codes[word] for row in rows if word in row.codes]

    def places(self, slug: str = FIRST) -> int:
        with self.town.hub.read() as work:
            left = association(work.session, slug).places_left
            assert left is not None
            return left


def by(work: Work, offer: Offer) -> Member:
    return queries.members_of(work.session, offer.association_id)[0]


@pytest.fixture
def case(town: Town) -> Case:
    return Case(town)


def after(case: Case, **duration: float) -> datetime:
    return case.town.clock.now + timedelta(**duration)


def test_the_first_acceptance_wins_and_nothing_that_waited_for_it_is_left(case: Case) -> None:
    case.watched()
    case.ask(FIRST)
    case.town.clock.now = case.seen(lambda row: row.offers[0].answer_by)
    case.look_at_the_clock()
    assert (case.states, case.steps[-1]) == (["overdue"], Step.OVERDUE), "at that very instant"
    left = case.places()
    case.ask(SECOND)
    case.accept()
    assert case.states == ["recalled", "accepted"]
    assert (case.places(), case.noted("answer")) == (left + 1, ["accept"])
    assert case.clocks == {TimerKind.ASK_IF_CONTACTED, TimerKind.FORGOTTEN_SOON}
    assert case.rung[-1] is Errand.RELEASE
    assert {Step.OFFERED, Step.RECALLED, Step.ACCEPTED} <= set(case.steps)
    assert len(case.seen(lambda row: row.offers[0].card_number)) == offers.CARD_NUMBER_LENGTH == 7


def test_a_refusal_frees_the_place_keeps_its_words_and_has_the_next_asked_at_once(case: Case) -> None:
    left = case.places()
    case.ask(FIRST)
    assert case.places() == left - 1

    def decline(work: Work, row: Referral) -> None:
        (offer,) = row.offers
        offers.decline(work, offer, by(work, offer), reason=DeclineReason.NO_MENTOR, note="En mai.")

    case.do(decline)
    assert case.seen(lambda row: (row.state, row.next_at, row.offers[0].decline_note)) == (
        *(ReferralState.LOOKING, case.town.clock.now, "En mai."),
    )
    assert (case.places(), case.rung[-1], case.steps[-1]) == (left, Errand.ROUTE, Step.DECLINED)
    assert (case.noted("answer"), case.noted("reason")) == (["decline"], ["no_mentor"])


def test_at_its_last_instant_an_offer_is_accepted_no_more_even_where_nobody_looked(case: Case) -> None:
    case.ask(FIRST)
    case.town.clock.now = case.seen(lambda row: row.offers[0].expires_at)
    with pytest.raises(IllegalMove):
        case.accept()
    case.look_at_the_clock()
    assert (case.states, case.steps[-1], case.noted("answer")) == (["expired"], Step.EXPIRED, ["expire"])


def test_a_card_that_somebody_rewrote_is_not_accepted(case: Case) -> None:
    case.ask(FIRST)

    def rewrite(work: Work, row: Referral) -> None:
        row.offers[0].card = {"age": "18-25"}

    case.do(rewrite)
    with pytest.raises(NotOurs):
        case.accept()


def test_who_withdraws_after_a_yes_is_erased_everywhere_and_the_place_is_free(case: Case) -> None:
    left = case.places()
    case.ask(FIRST)
    case.accept()
    case.do(offers.withdraw)
    told = case.seen(lambda row: (row.state, row.next_at, row.forget_at))
    assert told == (ReferralState.WITHDRAWN, None, after(case, days=30))
    assert case.seen(
        lambda row: [each.accompaniment and each.accompaniment.ended_at for each in row.offers]
    ) == [case.town.clock.now]
    assert (case.places(), case.steps[-1]) == (left, Step.WITHDRAWN) and Errand.FORGET in case.rung
    assert case.clocks == set()
    with case.town.hub.read() as work:
        assert work.session.scalars(select(Instruction.kind)).all() == [InstructionKind.ERASE]


def test_who_withdraws_while_an_association_is_asked_is_proposed_no_more(case: Case) -> None:
    case.ask(FIRST)
    case.do(offers.withdraw)
    assert case.states == ["recalled"]
    assert Errand.FORGET not in case.rung, "nothing was released"


def test_who_withdraws_while_all_stands_still_stands_still_no_more(case: Case) -> None:
    case.do(restricting.restrict)
    case.do(offers.withdraw)
    with case.town.hub.read() as work:
        assert work.session.scalars(select(Restriction)).all() == []


def close(work: Work, row: Referral) -> None:
    offers.close(work, row, sentence="Fin.", by=queries.desk_members(work.session)[0])


def test_the_desk_ends_it_with_a_sentence_and_asks_later_how_it_was(case: Case) -> None:
    case.town.open_desk()
    case.watched()
    promised = case.seen(lambda row: row.promised_by)
    case.do(offers.hand_to_desk)
    assert case.steps[-1] is Step.WITH_DESK
    assert case.seen(lambda row: row.promised_by) == promised, "a promise is never made shorter"
    case.do(close)
    assert case.seen(lambda row: (row.state, row.next_at, row.forget_at)) == (
        *(ReferralState.CLOSED, None, after(case, days=30)),
    )
    assert (case.steps[-1], case.clocks, case.noted("move")) == (
        *(Step.CLOSED, {TimerKind.HOW_IT_WAS}, ["close"]),
    )


def test_the_desk_chooses_an_association_for_whom_it_has_to_look_and_for_nobody_else(case: Case) -> None:
    case.town.open_desk()
    case.town.join(FIRST)

    def offer(work: Work, row: Referral) -> bool:
        desk = queries.desk_members(work.session)[0]
        return offers.offer_to(work, row, association(work.session, FIRST), by=desk) is row.offers[0]

    with pytest.raises(IllegalMove):
        case.do(offer)
    case.do(offers.hand_to_desk)
    assert case.do(offer) and case.states == ["open"]
    assert (case.noted("move"), case.noted("to")) == (["offer"], [FIRST])


def test_who_waits_is_told_once_and_comes_to_the_desk_at_the_very_end(case: Case) -> None:
    case.do(offers.wait)
    desk_at = after(case, days=30)
    assert case.steps[-1] is Step.WAITING
    answered_by = calendar.add_working_days(calendar.civil(desk_at), 5)
    assert case.seen(lambda row: row.promised_by) == answered_by
    case.town.clock.now = desk_at - timedelta(seconds=1)
    case.do(offers.wait)
    assert case.seen(lambda row: (row.state, row.next_at)) == (ReferralState.WAITING, desk_at)
    case.town.clock.now = desk_at
    case.do(offers.wait)
    assert case.seen(lambda row: row.state) is ReferralState.WITH_DESK
    assert case.steps.count(Step.WAITING) == 1


def test_a_promise_that_holds_is_not_said_again(case: Case) -> None:
    promised: date = case.seen(lambda row: row.promised_by)
    case.do(lambda work, row: offers.keep_promise(work, row, promised))
    assert Step.GOING_ON not in case.steps
    case.do(lambda work, row: offers.keep_promise(work, row, promised + timedelta(days=1)))
    assert case.steps[-1] is Step.GOING_ON


def test_a_longer_promise_stays_where_somebody_begins_to_wait(case: Case) -> None:
    def wait(work: Work, row: Referral) -> None:
        row.promised_by = calendar.civil(work.now) + timedelta(days=90)
        offers.wait(work, row)

    case.do(wait)
    assert case.seen(lambda row: row.promised_by) == calendar.civil(after(case, days=90))


def test_whom_a_ceiling_keeps_out_takes_no_place(case: Case) -> None:
    (member,) = case.town.join(FIRST)
    with case.town.portal.begin() as work:
        by_them = work.session.get_one(Member, member.id)
        nobody = Limits((), (), (), a_year=0, a_month=None)
        places.set_ceiling(work, association(work.session, FIRST), nobody, by=by_them)

    def make(work: Work, row: Referral) -> None:
        terms = Terms((), deadlines_of(work, days=3), need=need())
        with pytest.raises(offers.NoPlaceLeft):
            offers.make(work, row, association(work.session, FIRST), terms)

    left = case.places()
    case.do(make, at_desk=True)
    assert (case.places(), case.states) == (left, [])
