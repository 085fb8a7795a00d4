from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from hub import intake, queries
from hub.lifecycle import IllegalMove, ReferralState
from hub.models import Referral
from hub.vault import digest
from hub.vocabulary import Audience, Registration, Step
from tests.parts.people import CANARIES, child, registration
from tests.parts.town import Town


def register(town: Town, form: Registration) -> intake.Receipt:
    with town.front.begin() as work:
        return intake.register(work, form)


def referral_of(town: Town, receipt: intake.Receipt) -> Referral:
    with town.hub.read() as work:
        return queries.referral_by_reference(work.session, receipt.reference)


def count(town: Town) -> int:
    with town.hub.read() as work:
        return work.session.scalar(select(func.count(Referral.id))) or 0


def test_a_registration_becomes_a_referral_with_a_promise(town: Town) -> None:
    receipt = register(town, registration())
    referral = referral_of(town, receipt)
    assert referral.state is ReferralState.LOOKING
    assert referral.next_at == town.clock.now
    assert str(receipt.promised_by) == "2026-03-23", "fifteen working days after Monday 2 March"


def test_the_row_holds_no_name(town: Town) -> None:
    referral = referral_of(town, register(town, registration()))
    written = " ".join(str(getattr(referral, column.key)) for column in Referral.__table__.columns)
    assert not [canary for canary in CANARIES if canary in written]


def test_the_same_form_sent_twice_is_one_registration(town: Town) -> None:
    form = registration()
    first = register(town, form)
    town.clock.forward(days=1)
    second = register(town, form)
    assert (first.reference, first.tracking_token) == (second.reference, second.tracking_token)
    assert count(town) == 1


def test_a_double_click_is_one_registration_whatever_happens_at_the_same_instant(town: Town) -> None:
    form = registration()
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: register(town, form), range(8)))
    assert len({receipt.reference for receipt in receipts}) == 1
    assert count(town) == 1


def test_two_forms_are_two_registrations(town: Town) -> None:
    assert register(town, registration()).reference != register(town, registration()).reference


def test_the_tracking_link_finds_the_referral_and_the_database_cannot_make_it(town: Town) -> None:
    receipt = register(town, registration())
    with town.front.read() as work:
        found = queries.referral_by_tracking(work.session, digest(receipt.tracking_token))
    assert found.reference == receipt.reference
    assert receipt.tracking_token.encode() not in found.tracking_digest


def test_a_child_under_fifteen_waits_for_a_guardian(town: Town) -> None:
    receipt = register(town, child())
    referral = referral_of(town, receipt)
    assert referral.state is ReferralState.AWAITING_GUARDIAN
    assert referral.correspondent is Audience.GUARDIAN
    assert receipt.promised_by is None
    town.settle()
    assert referral_of(town, receipt).state is ReferralState.AWAITING_GUARDIAN


def test_the_guardians_yes_starts_the_search_and_the_promise(town: Town) -> None:
    receipt = register(town, child())
    with town.front.begin() as work:
        intake.guardian_agrees(work, queries.referral_by_reference(work.session, receipt.reference))
    referral = referral_of(town, receipt)
    assert referral.state is ReferralState.LOOKING
    assert referral.promised_by is not None and referral.forget_at is None


def test_a_guardian_answers_once(town: Town) -> None:
    receipt = register(town, child())
    with town.front.begin() as work:
        referral = queries.referral_by_reference(work.session, receipt.reference)
        intake.guardian_agrees(work, referral)
        with pytest.raises(IllegalMove):
            intake.guardian_agrees(work, referral)


def test_a_silent_guardian_means_forgetting_after_fourteen_days(town: Town) -> None:
    receipt = register(town, child())
    town.clock.forward(days=14, minutes=1)
    town.settle()
    referral = referral_of(town, receipt)
    assert referral.state is ReferralState.FORGOTTEN
    with town.hub.read() as work:
        steps = [event.step for event in queries.events_of(work.session, referral)]
        assert work.session.get_one(Referral, referral.id).boxes is None
    assert steps == [Step.AWAITING_GUARDIAN, Step.GUARDIAN_REMINDED, Step.FORGOTTEN]


def test_a_registration_that_cannot_be_stored_is_not_acknowledged(town: Town) -> None:
    class Unlucky(Exception):
        pass

    with pytest.raises(Unlucky), town.front.begin() as work:
        intake.register(work, registration())
        raise Unlucky
    assert count(town) == 0
