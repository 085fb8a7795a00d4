"""The inbox of an association: shelves, sieve, pages, several answers at once, who is looking, second thoughts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Select, event, select

from hub import accompanying, disclosure, geography, membership, offers, queries, undoing
from hub.directory import DEFAULT
from hub.lifecycle import OfferState, ReferralState
from hub.models import JourneyEvent, Member, OutboxMessage, UndoneAnswer, UndoReason
from hub.queries import inbox
from hub.queries.inbox import Order, Shelf, Sieve
from hub.vocabulary import DeclineReason, Kind, MentorAge, Mode, Step, Theme
from tests.associations.partner import TOKEN, Partner, offer_with
from tests.parts.people import CANARIES, mentor, registration
from tests.parts.post import Letterbox
from tests.parts.proposed import give_places, propose, proposed
from tests.parts.town import Town, association, town_at

OTHERS = "jobirl"
CARD = re.compile(r"/fiches/([0-9A-Z]{7})[?\"]")


@dataclass(frozen=True, slots=True)
class House:
    """An association with two members, and another one beside it."""

    town: Town
    us: str
    camille: Member
    sacha: Member
    other: Member

    def at_the_desk(self, who: Member | None = None) -> Partner:
        return Partner.signed_in(self.town, who or self.camille)

    def shelves(self) -> dict[Shelf, int]:
        with self.town.portal.read() as work:
            return inbox.shelves(work.session, self.camille, Sieve(), work.now)

    def listed(self, sieve: Sieve | None = None, page: int = 1) -> list[str]:
        with self.town.portal.read() as work:
            laid = inbox.page_of(work.session, self.camille, sieve or Sieve(), work.now, page=page)
            return [each.offer.card_number for each in laid]

    def answer(self, card: str, *, yes: bool, by: Member | None = None) -> None:
        with self.town.portal.begin() as work:
            member = work.session.get_one(Member, (by or self.camille).id)
            offer = queries.offer_of(work.session, member, card)
            if yes:
                offers.accept(work, offer, member)
            else:
                offers.decline(work, offer, member, reason=DeclineReason.NO_MENTOR)

    def release(self, card: str) -> None:
        """As the worker does; it has enough to do elsewhere."""
        row = offer_with(self.town, card).id
        with self.town.hub.begin() as work:
            disclosure.release(work, row)

    def undo(self, card: str) -> None:
        with self.town.portal.begin() as work:
            member = work.session.get_one(Member, self.camille.id)
            offer = queries.offer_of(work.session, member, card)
            undo = undoing.undo_decline if offer.state is OfferState.DECLINED else undoing.undo_acceptance
            undo(work, offer, member, reason=UndoReason.WRONG_BUTTON)


@pytest.fixture(scope="module")
def town(
    sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory, letterbox: Letterbox
) -> Iterator[Town]:
    """One for all of these tests: each has an association of its own."""
    folder = tmp_path_factory.mktemp("inbox")
    shutil.copy(sqlite_with_tables, folder / "hub.db")
    with town_at(f"sqlite:///{folder / 'hub.db'}", folder, letterbox) as opened:
        give_places(opened, *(path.stem for path in DEFAULT.glob("*.yaml")))
        yield opened


@pytest.fixture(scope="module")
def letterbox() -> Iterator[Letterbox]:
    box = Letterbox()
    box.open()
    yield box
    box.shut()


@pytest.fixture(scope="module")
def slugs() -> Iterator[str]:
    return iter(sorted({path.stem for path in DEFAULT.glob("*.yaml")} - {OTHERS}))


@pytest.fixture(scope="module")
def other(town: Town) -> Member:
    return town.join(OTHERS)[0]


@pytest.fixture
def house(town: Town, slugs: Iterator[str], other: Member) -> House:
    us = next(slugs)
    with town.administration.begin() as work:
        ours = association(work.session, us)
        camille, sacha = (
            membership.invite(work, email=f"{name}@{us}.example", association=ours)
            for name in ("camille", "sacha")
        )
    return House(town, us, camille, sacha, other)


def undone_by(house: House) -> Select[UndoneAnswer]:
    return select(UndoneAnswer).where(UndoneAnswer.association_id == house.camille.association_id)


def state_of(house: House, reference: str) -> ReferralState:
    with house.town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference).state


# Shelves, sieve, pages


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
        asked: list[str] = []
        engine = house.town.portal.sessions.kw["bind"]
        count = lambda *told: asked.append(told[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", count)
        partner.open("/fiches/")
        event.remove(engine, "before_cursor_execute", count)
        return len(asked)

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


# Several at once


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


def test_after_a_refusal_comes_the_next_card_of_the_list(house: House) -> None:
    first, second = propose(house.town, house.us, days=2), propose(house.town, house.us)
    partner = house.at_the_desk()
    answered = partner.send(f"/fiches/{first}/decliner?tri=week", reason="no_place")
    assert answered.location == f"/fiches/{second}?tri=week"


# Who is looking


def test_a_colleague_s_eyes_are_shown_to_colleagues_alone(house: House) -> None:
    who = proposed(house.town, [OTHERS, house.us])
    house.at_the_desk(house.sacha).open(f"/fiches/{who.cards[1]}")
    camille, stranger = house.at_the_desk(), house.at_the_desk(house.other)
    assert "ouverte par sacha" in camille.open("/fiches/").text
    assert f"Votre collègue {house.sacha.email} a aussi" in camille.open(f"/fiches/{who.cards[1]}").text
    assert "sacha" not in stranger.open("/fiches/").text
    assert "sacha" not in stranger.open(f"/fiches/{who.cards[0]}").text
    house.town.clock.forward(minutes=3)
    assert "sacha" not in camille.open(f"/fiches/{who.cards[1]}").text


def test_the_open_page_hears_who_looks_and_what_changed(house: House) -> None:
    card = propose(house.town, house.us)
    camille = house.at_the_desk()
    assert camille.send(f"/fiches/{card}/ici", seen_on="/sessions", state="open").json == {
        "colleague": None,
        "changed": False,
    }
    house.at_the_desk(house.sacha).open(f"/fiches/{card}")
    house.answer(card, yes=True, by=house.sacha)
    assert camille.send(f"/fiches/{card}/ici", seen_on="/sessions", state="open").json == {
        "colleague": house.sacha.email,
        "changed": True,
    }


def test_who_loses_to_a_colleague_is_told_which_and_how_to_go_back(house: House) -> None:
    card = propose(house.town, house.us)
    house.answer(card, yes=False, by=house.sacha)
    beaten = house.at_the_desk().send(f"/fiches/{card}/accepter", seen_on="/sessions")
    assert beaten.status_code == 409
    assert "Votre association vient de décliner" in beaten.text and house.sacha.email in beaten.text
    assert f"/fiches/{card}/revenir" in beaten.text


# Second thoughts


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
