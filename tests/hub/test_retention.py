from __future__ import annotations

from sqlalchemy import func, select

from hub import codes, intake, offers, places, queries, retention, signin
from hub.lifecycle import ReferralState
from hub.models import (
    ErasedKind,
    Erasure,
    Member,
    MemberSession,
    Offer,
    OutboxMessage,
    Prescriber,
    Referral,
    SealedBoxes,
    SignInChallenge,
    StoredDecision,
)
from hub.work import Errand
from tests.parts.people import EMAIL, referred, registration
from tests.parts.town import Town, association, text_of


def withdrawn(town: Town) -> str:
    """A referral that was offered, then withdrawn."""
    with town.front.begin() as work:
        reference = intake.register(work, registration()).reference
    town.settle()
    with town.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, reference))
    town.settle()
    return reference


def count(town: Town, table: type) -> int:
    with town.hub.read() as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def state_of(town: Town, reference: str) -> ReferralState:
    with town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference).state


def test_a_withdrawn_registration_is_kept_thirty_days_and_no_more(town: Town) -> None:
    town.join("jobirl")
    reference = withdrawn(town)
    town.clock.forward(days=29)
    town.settle()
    assert state_of(town, reference) is ReferralState.WITHDRAWN
    town.clock.forward(days=1, minutes=1)
    town.settle()
    assert state_of(town, reference) is ReferralState.FORGOTTEN


def test_forgetting_leaves_nothing_of_the_person(town: Town) -> None:
    town.join("jobirl")
    withdrawn(town)
    town.clock.forward(days=31)
    town.settle()
    assert count(town, SealedBoxes) == count(town, StoredDecision) == 0
    with town.hub.read() as work:
        referral = work.session.scalars(select(Referral)).one()
        offer = work.session.scalars(select(Offer)).one()
    assert referral.card is None and offer.card == {}
    assert referral.next_at is None and referral.forget_at is None


def test_what_the_desk_wrote_to_the_person_is_forgotten_too(town: Town) -> None:
    desk = town.open_desk()
    with town.front.begin() as work:
        reference = intake.register(work, registration()).reference
    town.settle()
    with town.portal.begin() as work:
        referral = queries.referral_by_reference(work.session, reference)
        offers.close(work, referral, sentence="Voyez la mission locale.", by=desk)
    town.clock.forward(days=1)  # a letter a day
    town.settle()
    assert "mission locale" in text_of(town.letters_to(EMAIL)[-1])
    town.clock.forward(days=30)
    town.settle()
    with town.hub.read() as work:
        referral = queries.referral_by_reference(work.session, reference)
        assert {event.sentence for event in queries.events_of(work.session, referral)} == {None}


def test_forgetting_twice_is_forgetting_once(town: Town) -> None:
    withdrawn(town)
    town.clock.forward(days=31)
    town.settle()
    town.settle()
    with town.hub.read() as work:
        referral = work.session.scalars(select(Referral)).one()
        steps = [event.step.value for event in queries.events_of(work.session, referral)]
    assert steps.count("forgotten") == 1


def test_no_more_are_forgotten_in_an_hour_than_somebody_would_notice(town: Town) -> None:
    """Whoever has taken over a door may say of everybody that their time has come."""
    references = [withdrawn(town) for _ in range(2)]
    with town.hub.begin() as work:
        for number in range(retention.MOST_AN_HOUR - 1):
            about = {"kind": ErasedKind.REFERRAL, "subject": f"X{number}", "erased_at": work.now}
            work.write(Erasure, **about)
        for row in work.session.scalars(select(Referral)):
            row.forget_at = work.now
        numbers = [row.id for row in work.session.scalars(select(Referral))]
    town.settle()
    for number in numbers:
        town.office.run(Errand.FORGET, number)
    told = [state_of(town, reference) for reference in references]
    assert told == [ReferralState.FORGOTTEN, ReferralState.WITHDRAWN]
    town.clock.forward(hours=1)
    town.settle()
    assert state_of(town, references[1]) is ReferralState.FORGOTTEN


def test_journals_are_kept_a_year(town: Town) -> None:
    (member,) = town.join("jobirl")
    with town.portal.begin() as work:
        signin.ask_code(work, email=member.email, nonce=codes.new_nonce())
        signin.open_session(work, work.session.get_one(Member, member.id))
    town.settle()
    town.clock.forward(days=364)
    with town.portal.begin() as work:
        here = work.session.get_one(Member, member.id)
        places.still_right(work, association(work.session, "jobirl"), by=here)
    town.settle()
    assert count(town, SignInChallenge) == count(town, MemberSession) == 1
    town.clock.forward(days=2)
    town.settle()
    town.settle()
    assert count(town, SignInChallenge) == count(town, MemberSession) == count(town, OutboxMessage) == 0


def test_a_professional_who_registers_nobody_any_more_is_forgotten_after_a_year(town: Town) -> None:
    with town.front.begin() as work:
        reference = intake.register(work, referred()).reference
    town.settle()
    town.clock.forward(days=364)
    town.settle()
    assert count(town, Prescriber) == 1
    town.clock.forward(days=2)
    town.settle()
    assert count(town, Prescriber) == 0
    with town.hub.read() as work:
        referral = queries.referral_by_reference(work.session, reference)
        assert referral.prescriber is None
        assert referral.marker is None


def test_a_professional_who_still_registers_is_kept(town: Town) -> None:
    for _ in range(3):
        with town.front.begin() as work:
            intake.register(work, referred())
        town.clock.forward(days=300)
    town.settle()
    assert count(town, Prescriber) == 1
