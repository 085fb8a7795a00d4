"""The check finds each thing that should never be, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hub import intake, queries, signin, webinars
from hub.checkup import examine
from hub.lifecycle import OfferState, ReferralState
from hub.models import Offer, Referral
from hub.vocabulary import Registration
from hub.work import Work
from tests.parts.people import CANARIES, GUARDIAN, child, registration
from tests.parts.town import Town


def register(town: Town, somebody: Registration) -> str:
    with town.front.begin() as work:
        return intake.register(work, somebody).reference


@pytest.fixture
def reference(town: Town) -> str:
    """A referral that waits for an association's answer, as it should."""
    town.join("article-1")
    town.open_desk()
    reference = register(town, registration())
    town.settle()
    return reference


def wrong(town: Town) -> dict[str, tuple[str, ...]]:
    """What is found where the worker only keeps the webinars up."""
    webinars.keep_up(town.hub)
    with town.hub.read() as work:
        found = list(examine(work))
    assert not any(canary in str(found) for canary in CANARIES)
    return {finding.subject: finding.references for finding in found if not finding.is_fine}


def plant(town: Town, *statements: object) -> None:
    with town.hub.begin() as work:
        for statement in statements:
            work.session.execute(statement)  # type: ignore[call-overload]


def an_offer(work: Work) -> Offer:
    return work.session.scalars(select(Offer)).one()


def card_of(town: Town, reference: str) -> str:
    with town.hub.read() as work:
        (offer,) = queries.referral_by_reference(work.session, reference).offers
        card: str = offer.card_number
        return card


def test_when_all_is_well_nothing_is_found(town: Town, reference: str) -> None:
    town.clock.forward(hours=20)
    assert wrong(town) == {}


def test_a_referral_offered_to_nobody_is_found(town: Town, reference: str) -> None:
    plant(town, update(Offer).values(state=OfferState.RECALLED, answered_at=town.clock.now))
    assert wrong(town) == {"owner_and_next_date": (reference,)}


@pytest.mark.parametrize("state", [OfferState.OPEN, OfferState.ACCEPTED])
def test_a_referral_whose_association_has_nobody_left_is_found(
    town: Town, reference: str, state: OfferState
) -> None:
    forged: dict[str, tuple[str, ...]] = {}
    if state is OfferState.ACCEPTED:
        forge_an_acceptance(town)
        forged = {"journal_of_answers": (card_of(town, reference),), "after_a_yes": (reference,)}
    with town.portal.begin() as work:
        signin.remove(work, queries.members_of(work.session, an_offer(work).association_id)[0])
    assert wrong(town) == {"owner_and_next_date": (reference,)} | forged


def test_a_referral_left_at_an_empty_desk_is_found(town: Town) -> None:
    reference = register(town, registration())
    town.settle()
    assert wrong(town) == {"owner_and_next_date": (reference,)}
    town.open_desk()
    assert wrong(town) == {}


def test_a_referral_without_a_next_date_cannot_even_be_written(town: Town, reference: str) -> None:
    with pytest.raises(IntegrityError):
        plant(town, update(Referral).values(next_at=None))


@pytest.mark.parametrize(("minutes", "found"), [(14, False), (16, True)])
def test_a_registration_that_the_worker_leaves_lying_is_found(town: Town, minutes: int, found: bool) -> None:
    reference = register(town, registration())
    town.clock.forward(minutes=minutes)
    late = wrong(town)
    assert late.get("routing") == ((reference,) if found else None)
    assert ("letters" in late) is found


def test_a_deadline_that_nobody_looked_at_is_found(town: Town, reference: str) -> None:
    town.clock.forward(days=5)
    assert wrong(town) == {"routing": (reference,)}
    town.settle()
    assert wrong(town) == {}


def test_a_child_who_should_have_been_forgotten_is_found(town: Town) -> None:
    reference = register(town, child())
    town.settle()
    town.clock.forward(days=15)
    assert wrong(town) == {"forgetting": (reference,), "timers": (reference,)}


def test_an_acceptance_that_the_portal_never_sealed_is_found(town: Town, reference: str) -> None:
    forge_an_acceptance(town)
    town.settle()
    town.clock.forward(minutes=16)
    card = card_of(town, reference)
    found = {"release": (card,), "journal_of_answers": (card,), "after_a_yes": (reference,)}
    assert wrong(town) == found


def test_a_letter_given_up_is_found(town: Town, reference: str) -> None:
    town.letterbox.refuse(GUARDIAN.email)
    register(town, child())
    town.settle()
    assert [len(numbers) for numbers in wrong(town).values()] == [1]
    assert set(wrong(town)) == {"letters"}


def test_a_letter_that_does_not_leave_is_found(town: Town, reference: str) -> None:
    town.letterbox.shut()
    register(town, child())
    town.settle()
    assert wrong(town) == {}
    town.clock.forward(minutes=16)
    assert set(wrong(town)) == {"letters"}
    town.letterbox.open()
    town.settle()
    assert wrong(town) == {}


def forge_an_acceptance(town: Town) -> None:
    """What somebody who can write to the database, and holds no key, would write."""
    with town.hub.read() as work:
        member = queries.members_of(work.session, an_offer(work).association_id)[0].id
    plant(
        town,
        update(Offer).values(
            state=OfferState.ACCEPTED,
            answered_at=town.clock.now,
            answered_by_id=member,
            answer_seal=b"a seal of wax",
        ),
        update(Referral).values(state=ReferralState.ACCEPTED),
    )
