"""To erase everything stops all at once at the door; the worker forgets, and nothing is read in between."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hub import codes, disclosure, journey, offers, own_page, rights
from hub.checkup import examine
from hub.gauges import measure
from hub.lifecycle import IllegalMove, ReferralState
from hub.models import Erasure, Member, Offer, OpenPage
from hub.vocabulary import Step
from hub.work import Errand
from tests.parts.own_page import Person, asked, code_in
from tests.parts.people import EMAIL


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def erased(lou: Person) -> int:
    """They press the button; the worker has not come by yet."""
    key = lou.opens()
    with lou.town.front.begin() as work:
        own_page.erase(work, lou.page(work, key))
        return lou.referral(work).id


def test_to_erase_stops_all_at_once_and_the_worker_forgets_when_its_bell_rings(lou: Person) -> None:
    number = erased(lou)
    with lou.town.front.read() as work:
        assert lou.referral(work).state is ReferralState.WITHDRAWN
        assert not work.session.scalars(select(OpenPage)).all()
    for _ in range(2):
        lou.town.office.run(Errand.FORGET, number)
    with lou.town.hub.read() as work:
        assert lou.referral(work).boxes is None
        assert work.session.scalars(select(Erasure.subject)).all() == [lou.receipt.reference]


def test_a_bell_that_nobody_rang_forgets_nobody(lou: Person) -> None:
    with lou.town.hub.read() as work:
        number = lou.referral(work).id
    lou.town.office.run(Errand.FORGET, number)
    with lou.town.hub.read() as work:
        assert lou.referral(work).boxes


def test_between_the_press_and_the_worker_nothing_is_read_and_a_second_press_changes_nothing(
    lou: Person,
) -> None:
    nonce = lou.ask()
    number = erased(lou)
    with lou.town.front.begin() as work:
        assert not own_page.ask_code(work, lou.referral(work), nonce=codes.new_nonce())
    assert lou.told(lou.type(nonce, code_in(lou.town, EMAIL))) is None
    with lou.town.front.begin() as work:
        rights.have_erased(work, lou.referral(work))
    lou.town.office.run(Errand.FORGET, number)
    with lou.town.front.begin() as work:
        rights.have_erased(work, lou.referral(work))
    lou.town.settle()
    with lou.town.hub.read() as work:
        assert (lou.referral(work).state, lou.referral(work).forget_at) == (ReferralState.FORGOTTEN, None)


def test_no_letter_follows_but_the_one_that_tells_the_association_to_erase(lou: Person) -> None:
    """As the page says.  What was to be told before the press is told no more, although the worker forgets later."""
    offer_id, member_id = asked(lou)
    with lou.town.portal.begin() as work:
        member = work.session.get_one(Member, member_id)
        offers.accept(work, work.session.get_one(Offer, offer_id), member)
        address = member.email
    key = lou.opens()
    before = len(lou.town.letters_to(EMAIL))
    with lou.town.front.begin() as work:
        journey.record(work, lou.referral(work), Step.ACCEPTED, work.session.get_one(Offer, offer_id))
        own_page.erase(work, lou.page(work, key))
    lou.town.office.post()
    lou.town.settle()
    assert len(lou.town.letters_to(EMAIL)) == before
    assert "retirée" in lou.town.letters_to(address)[-1]["Subject"]


def test_a_yes_just_before_the_press_gives_no_name(lou: Person) -> None:
    offer_id, member_id = asked(lou)
    with lou.town.portal.begin() as work:
        offers.accept(work, work.session.get_one(Offer, offer_id), work.session.get_one(Member, member_id))
    erased(lou)
    lou.town.office.run(Errand.RELEASE, offer_id)
    with lou.town.portal.begin() as work:
        offer, member = work.session.get_one(Offer, offer_id), work.session.get_one(Member, member_id)
        assert offer.release is None
        with pytest.raises(disclosure.NotYetAccepted):
            disclosure.reveal(work, offer, member)


def test_a_yes_after_the_press_is_too_late(lou: Person) -> None:
    offer_id, member_id = asked(lou)
    erased(lou)
    with lou.town.portal.begin() as work, pytest.raises(IllegalMove):
        offers.accept(work, work.session.get_one(Offer, offer_id), work.session.get_one(Member, member_id))


def test_the_nightly_check_and_a_gauge_tell_an_erasure_that_waits(lou: Person) -> None:
    erased(lou)
    lou.town.clock.forward(minutes=20)
    with lou.town.hub.read() as work:
        found = {each.subject: each.references for each in examine(work)}
        told = {each.name: each.value for each in measure(work)}
    assert found["forgetting"] == (lou.receipt.reference,)
    assert told["hub_forget_age_seconds"] == 1200
