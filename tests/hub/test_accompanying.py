from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from hub import accompanying, calendar, offers, queries, saying
from hub.accompanying import Tried
from hub.lifecycle import IllegalMove, OfferState, ReferralState
from hub.models import Accompaniment, Member, Offer, Referral, Release, Return, Timer
from hub.queries import accompaniments, timers
from hub.vocabulary import AttemptChannel, AttemptOutcome, Outcome, PairEnd, ReturnReason, Satisfaction, Task
from hub.work import Work
from tests.associations.partner import card_of, registered
from tests.parts.people import EMAIL
from tests.parts.post import Letterbox
from tests.parts.town import MONDAY_NOON, Town, text_of, town_at


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


def accepted_in(town: Town) -> Accepted:
    members = town.join("article-1", "jobirl")
    reference = registered(town)
    card = card_of(town, reference)
    with town.portal.begin() as work:
        offer = work.session.scalars(select(Offer).where(Offer.card_number == card)).one()
        member = next(each for each in members if each.association_id == offer.association_id)
        offers.accept(work, offer, work.session.get_one(Member, member.id))
    town.office.sweep()
    return Accepted(town, reference, card, member)


@pytest.fixture
def anywhere(town: Town) -> Accepted:
    """On both databases."""
    return accepted_in(town)


@pytest.fixture
def accepted(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Accepted]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield accepted_in(opened)


def give_back(
    accepted: Accepted, reason: ReturnReason = ReturnReason.NO_MENTOR, *, undo: bool = False
) -> None:
    with accepted.town.portal.begin() as work:
        member = work.session.get_one(Member, accepted.member.id)
        accompanying.give_back(work, accepted.offer(work), member, reason=reason, undo=undo)


def test_what_is_given_back_goes_to_the_next_with_an_apology_and_opens_no_more(anywhere: Accepted) -> None:
    town = anywhere.town
    town.clock.forward(days=10)
    with town.hub.read() as work:
        places = anywhere.offer(work).association.places_left
    give_back(anywhere, undo=True)
    with pytest.raises(IllegalMove):
        give_back(anywhere)
    town.office.sweep()
    assert anywhere.state() is ReferralState.OFFERED
    with town.hub.read() as work:
        given_back, asked = queries.referral_by_reference(work.session, anywhere.reference).offers
        assert (given_back.state, asked.state) == (OfferState.RETURNED, OfferState.OPEN)
        assert given_back.association.places_left == places + 1
        assert given_back.answered_by_id == anywhere.member.id
        assert not list(work.session.scalars(select(Release)))
        assert work.session.scalars(select(Return)).one().undone
    letter = town.letters_to(EMAIL)[-1]
    assert letter["Subject"] == "Une autre association pour toi"
    text = " ".join(text_of(letter).split())
    assert "nous sommes désolés" in text and "jeudi 2 avril" in text


def try_to_reach(accepted: Accepted, outcome: AttemptOutcome = AttemptOutcome.NO_ANSWER) -> None:
    with accepted.town.portal.begin() as work:
        member = work.session.get_one(Member, accepted.member.id)
        tried = Tried(calendar.civil(work.now), AttemptChannel.PHONE, outcome)
        accompanying.note_attempt(work, accepted.offer(work), member, tried)


def next_day(accepted: Accepted) -> date:
    with accepted.town.hub.read() as work:
        moment = queries.referral_by_reference(work.session, accepted.reference).next_at
    assert moment
    return calendar.civil(moment)


def days_later(accepted: Accepted, days: int) -> None:
    accepted.town.clock.forward(days=days)
    accepted.town.office.sweep()


def said(accepted: Accepted, verb: Callable[[Work, Referral], None]) -> None:
    with accepted.town.front.begin() as work:
        verb(work, queries.referral_by_reference(work.session, accepted.reference))


def subjects(accepted: Accepted) -> list[str]:
    return [letter["Subject"] for letter in accepted.town.letters_to(EMAIL)]


def test_attempts_in_vain_are_repeated_until_the_person_is_unreachable_then_until_it_is_over(
    accepted: Accepted,
) -> None:
    assert next_day(accepted) == date(2026, 3, 4), "two working days after Monday"
    for days, due in ((0, date(2026, 3, 5)), (3, date(2026, 3, 12)), (7, date(2026, 3, 23))):
        days_later(accepted, days)
        try_to_reach(accepted)
        assert next_day(accepted) == due
    days_later(accepted, 13)
    assert accepted.state() is ReferralState.UNREACHABLE
    assert subjects(accepted)[-1] == "L’association n’arrive pas à te joindre"
    said(accepted, saying.not_contacted)
    assert accepted.state() is ReferralState.ACCEPTED
    assert next_day(accepted) == date(2026, 3, 26)
    try_to_reach(accepted)
    with accepted.town.hub.read() as work:
        left = accepted.offer(work).association.places_left
    for _ in range(2):
        days_later(accepted, 31)
    assert accepted.state() is ReferralState.CLOSED
    assert "avant la rencontre" in text_of(accepted.town.letters_to(EMAIL)[-1])
    with accepted.town.hub.read() as work:
        offer = accepted.offer(work)
        assert offer.accompaniment and offer.accompaniment.outcome is Outcome.UNREACHABLE
        assert offer.association.places_left == left + 1


def test_a_person_whom_nobody_contacted_is_asked_and_goes_red_where_they_say_no(accepted: Accepted) -> None:
    said(accepted, saying.not_contacted)
    assert next_day(accepted) == date(2026, 3, 4), "it is too early to say"
    days_later(accepted, 10)
    assert subjects(accepted)[-1] == "L’association t’a-t-elle contacté\u202f?"
    said(accepted, saying.not_contacted)
    with accepted.town.hub.read() as work:
        (red,) = accompaniments.said_not_contacted(work.session, most=10)
        assert (red.offer.card_number, red.task) == (accepted.card, Task.ANSWER)
        assert accompaniments.tasks_due(work.session, red.association_id, work.now + timedelta(days=2)) == {
            Task.ANSWER: 1
        }
    try_to_reach(accepted, AttemptOutcome.REACHED)
    assert accepted.state() is ReferralState.CONTACTED
    with accepted.town.hub.read() as work:
        assert accompaniments.said_not_contacted(work.session, most=10) == []


def test_a_person_who_says_that_they_were_contacted_is_asked_no_more(accepted: Accepted) -> None:
    days_later(accepted, 4)
    said(accepted, saying.contacted)
    days_later(accepted, 30)
    assert accepted.state() is ReferralState.CONTACTED
    assert "L’association t’a-t-elle contacté\u202f?" not in subjects(accepted)
    assert next_day(accepted) == date(2026, 5, 1), "sixty days after the yes"


def pair_up(accepted: Accepted) -> None:
    with accepted.town.portal.begin() as work:
        member = work.session.get_one(Member, accepted.member.id)
        accompanying.pair(work, accepted.offer(work), member, since=calendar.civil(work.now))


def test_after_six_months_a_pair_goes_on_and_the_hub_forgets_who_it_is(accepted: Accepted) -> None:
    pair_up(accepted)
    days_later(accepted, 184)
    assert accepted.state() is ReferralState.PAIRED
    with accepted.town.hub.read() as work:
        offer = accepted.offer(work)
        assert offer.referral.boxes is None and offer.release is None and offer.card
        assert [*accompaniments.left_alone(work.session)] == []
        assert queries.to_release(work.session) == []
    with accepted.town.portal.begin() as work:
        member = work.session.get_one(Member, accepted.member.id)
        today = calendar.civil(work.now)
        accompanying.end_pair(
            work, accepted.offer(work), member, ended_on=today, because=PairEnd.GOAL_REACHED
        )
    with pytest.raises(IllegalMove):
        give_back(accepted)
    with accepted.town.portal.begin() as work:
        member = work.session.get_one(Member, accepted.member.id)
        accompanying.finish(
            work, accepted.offer(work), member, outcome=Outcome.REACHED, satisfaction=Satisfaction.GOOD
        )
    days_later(accepted, 31)
    assert accepted.state() is ReferralState.FORGOTTEN


def test_a_pair_is_not_given_back_and_its_end_looks_for_another_mentor(accepted: Accepted) -> None:
    pair_up(accepted)
    with pytest.raises(IllegalMove):
        give_back(accepted)
    with accepted.town.portal.begin() as work:
        member = work.session.get_one(Member, accepted.member.id)
        today = calendar.civil(work.now)
        accompanying.end_pair(work, accepted.offer(work), member, ended_on=today, because=PairEnd.NO_FIT)
    pair_up(accepted)
    assert accepted.state() is ReferralState.PAIRED
    with accepted.town.hub.read() as work:
        accompaniment = accepted.offer(work).accompaniment
        assert accompaniment and [pair.ended_because for pair in accompaniment.pairs] == [
            PairEnd.NO_FIT,
            None,
        ]


def test_whoever_withdraws_is_accompanied_no_more(accepted: Accepted) -> None:
    pair_up(accepted)
    said(accepted, offers.withdraw)
    with accepted.town.hub.read() as work:
        accompaniment = accepted.offer(work).accompaniment
        assert accompaniment and accompaniment.ended_at
        assert timers.to_come(work.session, accompaniment.offer.referral_id) == []


def test_the_check_finds_whoever_is_left_alone(accepted: Accepted) -> None:
    with accepted.town.hub.begin() as work:
        assert [*accompaniments.left_alone(work.session)] == []
        work.session.execute(update(Accompaniment).values(ended_at=MONDAY_NOON))
        assert [*accompaniments.left_alone(work.session)] == [accepted.reference]


def test_the_check_finds_what_the_hub_should_have_done(accepted: Accepted) -> None:
    with accepted.town.hub.begin() as work:
        late = work.now - timedelta(minutes=15)
        assert [*timers.late(work.session, late)] == []
        work.session.execute(update(Timer).values(due_at=late))
        assert [*timers.late(work.session, late)] == [accepted.reference]
