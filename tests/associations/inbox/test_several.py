"""Several cards are answered at once, each as if it were alone."""

from __future__ import annotations

from html import unescape

from sqlalchemy import select

from hub import queries
from hub.lifecycle import OfferState
from hub.models import JourneyEvent
from hub.queries import inbox
from hub.queries.inbox import Shelf
from hub.vocabulary import DeclineReason, Step
from tests.associations.inbox.house import OTHERS, House
from tests.associations.partner import TOKEN, offer_with
from tests.parts.people import CANARIES, mentor
from tests.parts.proposed import propose, proposed


def several(cards: list[str], what: str) -> str:
    return f"/fiches/plusieurs/{what}?" + "&".join(f"fiche={card}" for card in cards)


def test_several_are_accepted_each_with_its_own_release(house: House) -> None:
    cards = [propose(house.town, house.us) for _ in range(3)]
    partner = house.at_the_desk()
    asked = partner.open(several(cards, "accepter")).text
    assert "Accepter 3 fiches" in asked and all(card in asked for card in cards)
    assert house.shelves() == {Shelf.NEW: 3}
    answered = partner.send(several(cards, "accepter"))
    assert answered.status_code == 303
    for card in cards:
        house.release(card)
    page = partner.open(answered.location).text
    assert page.count("Les coordonnées sont arrivées") == 3
    assert not [canary for canary in CANARIES if canary in page]
    with house.town.portal.read() as work:
        rows = [queries.offer_of(work.session, house.camille, card) for card in cards]
        assert len({row.release.identity for row in rows if row.release}) == 3
        told = select(JourneyEvent.offer_id).where(JourneyEvent.step == Step.ACCEPTED)
        assert {row.id for row in rows} <= {*work.session.scalars(told)}


def test_several_are_declined_with_one_reason(house: House) -> None:
    cards = [propose(house.town, house.us), propose(house.town, house.us, mentor())]
    partner = house.at_the_desk()
    path = several(cards, "decliner")
    assert partner.send(path).status_code == 422
    assert "Pas de mentor disponible" not in partner.open(path).text
    answered = partner.send(path, reason="no_place")
    assert partner.open(answered.location).text.count("Déclinée\u202f: elle est proposée ailleurs") == 2
    assert {offer_with(house.town, card).decline_reason for card in cards} == {DeclineReason.NO_PLACE}


def test_who_comes_second_to_one_of_several_still_has_the_others(house: House) -> None:
    who = proposed(house.town, [house.us, OTHERS])
    mine = propose(house.town, house.us)
    partner = house.at_the_desk()
    token = TOKEN.search(partner.open(several([who.cards[0], mine], "accepter")).text)
    house.answer(who.cards[1], yes=True, by=house.other)
    assert token
    answered = partner.client.post(
        several([who.cards[0], mine], "accepter"), data={"csrf_token": unescape(token[1])}
    )
    page = partner.open(answered.location).text
    assert "Déjà prise" in page and page.count("en train d’être scellées") == 1
    assert offer_with(house.town, mine).state is OfferState.ACCEPTED


def test_of_several_one_that_is_not_ours_hides_them_all(house: House) -> None:
    mine, theirs = propose(house.town, house.us), propose(house.town, OTHERS)
    for what in ("accepter", "decliner", "resultat"):
        assert house.at_the_desk().open(several([mine, theirs], what)).status_code == 404
    too_many = [mine, *(f"ZZZZZZ{n}" for n in range(inbox.PAGE))]
    assert house.at_the_desk().open(several(too_many, "accepter")).status_code == 413


def test_nothing_ticked_leads_back_with_a_word(house: House) -> None:
    partner = house.at_the_desk()
    assert partner.open("/fiches/plusieurs/accepter?etagere=new").location == "/fiches/?etagere=new"
    assert "Cochez d’abord les fiches" in partner.open("/fiches/").text
