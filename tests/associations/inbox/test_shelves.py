"""Each card lies on one shelf; the list is sifted, ordered, and turned page by page."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from hub import accompanying, geography, offers, queries
from hub.models import Member
from hub.queries import inbox
from hub.queries.inbox import Order, Shelf, Sieve
from hub.vocabulary import Kind, MentorAge, Mode, Theme
from tests.associations.inbox.house import OTHERS, House
from tests.parts.people import mentor, registration
from tests.parts.proposed import propose, proposed
from tests.parts.statements import statements

CARD = re.compile(r"/fiches/([0-9A-Z]{7})[?\"]")


def test_each_card_lies_on_one_shelf_the_most_pressing_first(house: House) -> None:
    late = proposed(house.town, [house.us, OTHERS]).cards[0]
    today, fresh, read, accepted = (propose(house.town, house.us, days=days) for days in (0.2, 3, 4, 3))
    house.at_the_desk().open(f"/fiches/{read}")
    house.answer(accepted, yes=True)
    assert house.listed() == [late, today, fresh, read, accepted]
    assert [*house.shelves().items()] == [
        (Shelf.OVERDUE, 1), (Shelf.DUE_TODAY, 1), (Shelf.NEW, 1), (Shelf.TO_ANSWER, 1), (Shelf.TO_CONTACT, 1)
    ]  # fmt: skip
    page = house.at_the_desk().open("/fiches/").text
    assert [*CARD.findall(page)] == [late, today, fresh, read, accepted]
    for shelf in Shelf:
        shown = house.listed(Sieve(shelf=shelf))
        assert len(shown) == house.shelves().get(shelf, 0)


def test_what_was_accepted_moves_on_with_the_person(house: House) -> None:
    card = propose(house.town, house.us)
    house.answer(card, yes=True)
    assert house.shelves() == {Shelf.TO_CONTACT: 1}
    with house.town.portal.begin() as work:
        offer = queries.offer_of(work.session, house.camille, card)
        assert offer.accompaniment
        accompanying.reached(work, offer.accompaniment, by=work.session.get_one(Member, house.camille.id))
    assert house.shelves() == {Shelf.TO_PAIR: 1}
    with house.town.hub.begin() as work:
        offers.withdraw(work, queries.offer_of(work.session, house.camille, card).referral)
    assert house.shelves() == {Shelf.WITHDRAWN: 1}
    assert "Demandes retirées" in house.at_the_desk().open("/fiches/").text
    house.town.clock.forward(days=30, minutes=1)
    assert house.shelves() == {}


def test_a_refusal_stays_in_sight_for_two_days_and_waits_for_nobody(house: House) -> None:
    card = propose(house.town, house.us)
    house.answer(card, yes=False)
    assert house.shelves() == {Shelf.DECLINED: 1} and house.listed() == []
    assert house.listed(Sieve(shelf=Shelf.DECLINED)) == [card]
    house.town.clock.forward(hours=48)
    assert house.shelves() == {}


def test_cards_are_sifted_by_what_they_tell(house: House) -> None:
    paris = registration(place=geography.place("75011", "75111"), themes=frozenset({Theme.CULTURE}))
    remote = registration(mode=Mode.REMOTE, age=19)
    who = {"nord": registration(), "paris": paris, "remote": remote, "mentor": mentor()}
    cards = {name: propose(house.town, house.us, each, alike=1) for name, each in who.items()}

    def left(**sieve: object) -> set[str]:
        shown = house.listed(Sieve(**sieve))  # type: ignore[arg-type]
        return {name for name, card in cards.items() if card in shown}

    assert left() == set(cards)
    assert left(kind=Kind.MENTOR) == left(age=MentorAge.FROM_26_TO_49) == {"mentor"}
    assert "remote" not in left(mode=Mode.IN_PERSON)
    assert "paris" not in left(theme=Theme.INSERTION)
    with house.town.portal.read() as work:
        areas = inbox.areas_told(work.session, house.camille, work.now)
    sorted_by_area = [left(area=area) for area in areas]
    assert len(areas) > 1 and set.union(*sorted_by_area) == set(cards)
    assert sum(map(len, sorted_by_area)) == len(cards)


@pytest.mark.parametrize("order", Order)
def test_every_order_shows_every_card_once(house: House, order: Order) -> None:
    cards = {propose(house.town, house.us, who) for who in (registration(), registration(age=24), mentor())}
    shown = house.listed(Sieve(order=order))
    assert set(shown) == cards and len(shown) == len(cards)


def test_the_address_of_a_list_carries_codes_and_comes_back(house: House) -> None:
    propose(house.town, house.us, registration())
    propose(house.town, house.us, mentor())
    address = "/fiches/?qui=mentor&age=mentor:26-49&theme=orientation&mode=remote&tri=age&etagere=new"
    page = house.at_the_desk().open(address).text
    (card,) = CARD.findall(page)
    link = re.search(rf'href="(/fiches/{card}\?[^"]*)"', page)
    assert link
    told = parse_qs(urlsplit(unescape(link[1])).query)
    assert told == {key: value for key, value in parse_qs(urlsplit(address).query).items()}


def test_a_word_that_is_no_code_sifts_nothing(house: House) -> None:
    card = propose(house.town, house.us)
    nonsense = (
        "/fiches/?etagere=x&qui=<b>&age=mentor:5-10&theme=é&mode=%00&lieu=department:../..&tri=1&page=-4"
    )
    assert card in house.at_the_desk().open(nonsense).text


def test_pages_follow_each_other_without_loss(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "PAGE", 2)
    cards = {propose(house.town, house.us) for _ in range(5)}
    shown = [card for page in (1, 2, 3) for card in house.listed(page=page)]
    assert set(shown) == cards and len(shown) == 5 and house.listed(page=4) == []
    assert "Il n’y a plus rien ici" in house.at_the_desk().open("/fiches/?page=4").text


def test_the_count_of_questions_does_not_grow_with_the_cards(house: House) -> None:
    def asked() -> int:
        with statements(house.town.portal) as sent:
            partner.open("/fiches/")
        return len(sent)

    partner = house.at_the_desk()
    propose(house.town, house.us)
    few = asked()
    for _ in range(6):
        propose(house.town, house.us)
    assert asked() == few < 16


def test_another_association_s_cards_are_nowhere(house: House) -> None:
    card = propose(house.town, house.us)
    theirs = house.at_the_desk(house.other)
    assert card not in theirs.open("/fiches/").text
    for path in (f"/fiches/{card}/revenir", f"/fiches/plusieurs/resultat?fiche={card}"):
        assert theirs.open(path).status_code == 404
    assert theirs.send(f"/fiches/{card}/ici", seen_on="/sessions").status_code == 404


def test_after_a_refusal_comes_the_next_card_of_the_list(house: House) -> None:
    first, second = propose(house.town, house.us, days=2), propose(house.town, house.us)
    partner = house.at_the_desk()
    answered = partner.send(f"/fiches/{first}/decliner?tri=week", reason="no_place")
    assert answered.location == f"/fiches/{second}?tri=week"
