"""An answer is taken back within two days, with its reason, where nothing went on meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Select, select

from hub import offers, queries, undoing
from hub.lifecycle import OfferState, ReferralState
from hub.models import Member, OutboxMessage, UndoneAnswer, UndoReason
from tests.associations.inbox.house import OTHERS, House
from tests.associations.partner import offer_with
from tests.parts.people import CANARIES
from tests.parts.proposed import propose, proposed
from tests.parts.town import association


def undone_by(house: House) -> Select[UndoneAnswer]:
    return select(UndoneAnswer).where(UndoneAnswer.association_id == house.camille.association_id)


def state_of(house: House, reference: str) -> ReferralState:
    with house.town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference).state


def test_a_refusal_is_taken_back_with_its_reason_and_counted(house: House) -> None:
    card = propose(house.town, house.us)
    partner = house.at_the_desk()
    partner.send(f"/fiches/{card}/decliner", reason="other", note="Trop loin")
    assert "Revenir sur cette réponse" in partner.open(f"/fiches/{card}").text
    assert partner.send(f"/fiches/{card}/revenir").status_code == 422
    back = partner.send(f"/fiches/{card}/revenir", reason="wrong_card")
    assert back.location == f"/fiches/{card}"
    offer = offer_with(house.town, card)
    assert offer.state is OfferState.OPEN and offer.decline_reason is offer.decline_note is None
    assert "vous revient" in partner.open(f"/fiches/{card}").text
    with house.town.portal.read() as work:
        (row,) = work.session.scalars(undone_by(house))
        assert (row.answer, row.reason, row.member_id) == (
            OfferState.DECLINED, UndoReason.WRONG_CARD, house.camille.id
        )  # fmt: skip
        assert undoing.counted(work, house.sacha) == 1
    house.answer(card, yes=True)
    assert offer_with(house.town, card).state is OfferState.ACCEPTED


def test_undoing_takes_a_place_again(house: House) -> None:
    def left() -> int:
        with house.town.portal.read() as work:
            return association(work.session, house.us).places_left

    card = propose(house.town, house.us)
    held = left()
    house.answer(card, yes=False)
    house.undo(card)
    assert left() == held
    house.answer(card, yes=False)
    with house.town.administration.begin() as work:
        association(work.session, house.us).places_left = 0
    with pytest.raises(offers.NoPlaceLeft):
        house.undo(card)
    partner = house.at_the_desk()
    partner.send(f"/fiches/{card}/revenir", reason="room_found")
    assert "n’a plus de place libre" in partner.open(f"/fiches/{card}").text


def test_a_card_taken_back_while_another_has_it_open_is_overdue_and_may_win(house: House) -> None:
    who = proposed(house.town, [OTHERS, house.us])
    mine = who.cards[1]
    house.answer(who.cards[0], yes=False, by=house.other)
    house.answer(mine, yes=False)
    with house.town.hub.begin() as work:
        referral = queries.referral_by_reference(work.session, who.reference)
        other = queries.offer_of(work.session, house.other, who.cards[0])
        undoing.undo_decline(
            work, other, work.session.get_one(Member, house.other.id), reason=UndoReason.COLLEAGUE
        )
        assert referral.state is ReferralState.OFFERED
    house.undo(mine)
    assert offer_with(house.town, mine).state is OfferState.OVERDUE
    page = house.at_the_desk().open(f"/fiches/{mine}").text
    assert "Une autre association est sollicitée aussi" in page
    house.answer(mine, yes=True)
    assert offer_with(house.town, who.cards[0]).state is OfferState.RECALLED


def test_what_went_on_meanwhile_is_not_taken_back(house: House) -> None:
    who = proposed(house.town, [house.us, OTHERS])
    house.answer(who.cards[0], yes=False)
    house.answer(who.cards[1], yes=True, by=house.other)
    with pytest.raises(undoing.Taken):
        house.undo(who.cards[0])
    partner = house.at_the_desk()
    partner.send(f"/fiches/{who.cards[0]}/revenir", reason="room_found")
    assert "La fiche est partie entre-temps" in partner.open("/fiches/").text
    with house.town.portal.read() as work:
        assert undoing.counted(work, house.camille) == 0


def test_after_two_days_an_answer_stays(house: House) -> None:
    cards = [propose(house.town, house.us) for _ in range(2)]
    house.answer(cards[0], yes=False)
    house.answer(cards[1], yes=True)
    house.town.clock.forward(hours=48)
    for card in cards:
        with pytest.raises(undoing.TooLate):
            house.undo(card)
        assert "Revenir sur cette réponse" not in house.at_the_desk().open(f"/fiches/{card}").text


def test_a_yes_is_taken_back_and_the_person_told_with_an_apology(house: House) -> None:
    who = proposed(house.town, [house.us])
    (card,) = who.cards
    house.answer(card, yes=True)
    house.release(card)
    partner = house.at_the_desk()
    assert "effacez ce que vous en aviez noté" in partner.open(f"/fiches/{card}/revenir").text
    partner.send(f"/fiches/{card}/revenir", reason="room_lost")
    assert offer_with(house.town, card).state is OfferState.RETURNED
    assert state_of(house, who.reference) is ReferralState.LOOKING
    shown = partner.send(f"/fiches/{card}/devoiler", seen_on="/sessions")
    assert shown.location == f"/fiches/{card}"
    assert not [canary for canary in CANARIES if canary in partner.open(f"/fiches/{card}").text]
    with house.town.portal.read() as work:
        (row,) = work.session.scalars(undone_by(house))
        assert (row.answer, row.reason) == (OfferState.ACCEPTED, UndoReason.ROOM_LOST)
        assert "returned" in {*work.session.scalars(select(OutboxMessage.letter))}
    assert house.town.clock.now - row.undone_at < timedelta(seconds=1)
