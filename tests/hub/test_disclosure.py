from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from hub import disclosure, intake, offers, queries
from hub.disclosure import ForgedAnswer, NotYetAccepted, NotYetReleased
from hub.lifecycle import LIVE, IllegalMove, OfferState, ReferralState
from hub.models import Disclosure, Offer, Referral, Release, SealedBoxes
from hub.vault import CannotOpen
from hub.vocabulary import DeclineReason
from tests.parts.people import FIRST_NAME, identity, registration
from tests.parts.town import Town, text_of


@pytest.fixture
def reference(town: Town) -> str:
    """A referral offered to one association, with another ready to be asked."""
    town.join("jobirl", "article-1")
    with town.front.begin() as work:
        reference = intake.register(work, registration()).reference
    town.settle()
    return reference


def accept(town: Town, reference: str, *, place: int = 0) -> None:
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[place]
        offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])


def reveal(town: Town, reference: str) -> disclosure.Revealed:
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        return disclosure.reveal(work, offer, queries.members_of(work.session, offer.association_id)[0])


def traces(town: Town) -> int:
    with town.hub.read() as work:
        return work.session.scalar(select(func.count(Disclosure.id))) or 0


def state_of(town: Town, reference: str) -> ReferralState:
    with town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference).state


def releases(town: Town) -> int:
    with town.hub.read() as work:
        return work.session.scalar(select(func.count(Release.offer_id))) or 0


def test_nobody_is_revealed_before_the_acceptance(town: Town, reference: str) -> None:
    with pytest.raises(NotYetAccepted):
        reveal(town, reference)
    assert traces(town) == 0


def test_nobody_is_revealed_before_the_worker_verified_it(town: Town, reference: str) -> None:
    accept(town, reference)
    with pytest.raises(NotYetReleased):
        reveal(town, reference)
    assert traces(town) == 0


def test_an_acceptance_reveals_who_it_is_and_leaves_a_trace(town: Town, reference: str) -> None:
    accept(town, reference)
    town.settle()
    assert reveal(town, reference).identity == identity()
    assert reveal(town, reference).need.age == 16
    assert traces(town) == 2


def test_without_a_trace_there_is_no_page(town: Town, reference: str) -> None:
    accept(town, reference)
    town.settle()

    class Interrupted(Exception):
        pass

    with pytest.raises(Interrupted), town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        disclosure.reveal(work, offer, queries.members_of(work.session, offer.association_id)[0])
        raise Interrupted
    assert traces(town) == 0


def test_a_row_that_was_made_to_say_accepted_releases_nothing(town: Town, reference: str) -> None:
    with town.hub.begin() as work:
        forged = {"state": OfferState.ACCEPTED, "answered_at": work.now, "answer_seal": bytes(32)}
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        member = queries.members_of(work.session, offer.association_id)[0]
        work.session.execute(update(Offer).values(**forged, answered_by_id=member.id))
        work.session.execute(update(Referral).values(state=ReferralState.ACCEPTED))
    with pytest.raises(ForgedAnswer), town.hub.begin() as work:
        disclosure.release(work, offer.id)
    town.settle()
    assert releases(town) == 0


def test_an_acceptance_is_released_to_the_key_that_was_there_when_it_was_given(
    town: Town, reference: str
) -> None:
    accept(town, reference)
    with town.hub.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        offer.association.public_key, _ = town.administration.vault.new_association_keys("thief")
    town.settle()
    assert releases(town) == 0


def test_boxes_copied_to_another_referral_do_not_open(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        other = intake.register(work, registration()).reference
    accept(town, reference)
    with town.hub.begin() as work:
        here = queries.referral_by_reference(work.session, reference)
        offer_id = here.offers[0].id
        there = queries.referral_by_reference(work.session, other)
        boxes = work.session.get_one(SealedBoxes, there.id)
        work.session.execute(
            update(SealedBoxes)
            .where(SealedBoxes.referral_id == here.id)
            .values(identity=boxes.identity, need=boxes.need)
        )
    with pytest.raises(CannotOpen), town.hub.begin() as work:
        disclosure.release(work, offer_id)
    assert releases(town) == 0


def test_a_release_copied_to_another_offer_does_not_open(town: Town, reference: str) -> None:
    accept(town, reference)
    town.settle()
    with town.front.begin() as work:
        other = intake.register(work, registration()).reference
    town.settle()
    accept(town, other)
    town.settle()
    with town.hub.begin() as work:
        mine, theirs = work.session.scalars(select(Release).order_by(Release.offer_id)).all()
        mine.identity, mine.need = theirs.identity, theirs.need
    with pytest.raises(CannotOpen):
        reveal(town, reference)


def test_releasing_twice_is_releasing_once(town: Town, reference: str) -> None:
    accept(town, reference)
    for _ in range(3):
        with town.hub.begin() as work:
            offer = queries.referral_by_reference(work.session, reference).offers[0]
            disclosure.release(work, offer.id)
    assert releases(town) == 1


def test_the_first_acceptance_wins_and_the_other_offer_is_recalled(town: Town, reference: str) -> None:
    town.clock.forward(days=4)
    town.settle()
    accept(town, reference, place=1)
    with town.hub.read() as work:
        found = queries.referral_by_reference(work.session, reference)
        assert [offer.state.value for offer in found.offers] == ["recalled", "accepted"]
    with pytest.raises(IllegalMove):
        accept(town, reference, place=0)


def test_there_is_exactly_one_winner_whatever_happens_at_the_same_instant(town: Town, reference: str) -> None:
    town.clock.forward(days=4)
    town.settle()
    outcomes = _at_the_same_time(
        *[lambda place=place: accept(town, reference, place=place) for place in (0, 1) * 4]
    )
    with town.hub.read() as work:
        found = queries.referral_by_reference(work.session, reference)
        assert sorted(offer.state.value for offer in found.offers) == ["accepted", "recalled"]
    assert outcomes.count("won") == 1


def test_an_acceptance_and_a_withdrawal_do_not_both_happen(town: Town, reference: str) -> None:
    def withdraw() -> None:
        with town.front.begin() as work:
            offers.withdraw(work, queries.referral_by_reference(work.session, reference))

    _at_the_same_time(lambda: accept(town, reference), withdraw)
    town.settle()
    with town.hub.read() as work:
        found = queries.referral_by_reference(work.session, reference)
        live = [offer for offer in found.offers if offer.state in LIVE]
    assert found.state in (ReferralState.ACCEPTED, ReferralState.WITHDRAWN)
    assert not live
    assert releases(town) == (found.state is ReferralState.ACCEPTED)


def test_after_a_withdrawal_the_association_reads_no_more_and_is_told_to_delete(
    town: Town, reference: str
) -> None:
    accept(town, reference)
    town.settle()
    with town.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, reference))
    with pytest.raises(NotYetAccepted):
        reveal(town, reference)
    town.settle()
    told = [text_of(letter) for letter in town.letterbox.letters if "mentorat@" in str(letter["To"])]
    assert "effacez-les dès aujourd’hui" in told[-1].replace("\r\n", " ")
    assert FIRST_NAME not in "".join(told)


def test_declined_it_goes_on_and_is_revealed_to_nobody(town: Town, reference: str) -> None:
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        member = queries.members_of(work.session, offer.association_id)[0]
        offers.decline(work, offer, member, reason=DeclineReason.OTHER, note="Complet en mars")
    with pytest.raises(NotYetAccepted):
        reveal(town, reference)
    town.settle()
    assert state_of(town, reference) is ReferralState.OFFERED


def test_six_months_after_the_acceptance_the_hub_forgets(town: Town, reference: str) -> None:
    accept(town, reference)
    town.settle()
    town.clock.forward(days=184)
    town.settle()
    assert state_of(town, reference) is ReferralState.FORGOTTEN
    assert releases(town) == 0
    with town.hub.read() as work:
        assert work.session.scalar(select(func.count(SealedBoxes.referral_id))) == 0


def test_the_database_itself_refuses_a_second_winner(town: Town, reference: str) -> None:
    town.clock.forward(days=4)
    town.settle()
    with pytest.raises(IntegrityError), town.hub.begin() as work:
        values = {"state": OfferState.ACCEPTED, "answered_at": work.now, "answer_seal": bytes(32)}
        work.session.execute(update(Offer).values(**values))


def test_without_its_boxes_nothing_is_released(town: Town, reference: str) -> None:
    accept(town, reference)
    with town.hub.begin() as work:
        work.session.execute(delete(SealedBoxes))
    town.settle()
    assert releases(town) == 0


def _at_the_same_time(*deeds: Callable[[], None]) -> list[str]:
    barrier = Barrier(len(deeds))
    outcomes: list[str] = []

    def do(deed: Callable[[], None]) -> None:
        barrier.wait()
        with suppress(IllegalMove, StaleDataError, IntegrityError):
            deed()
            outcomes.append("won")

    with ThreadPoolExecutor(len(deeds)) as pool:
        for future in [pool.submit(do, deed) for deed in deeds]:
            future.result()
    return outcomes
