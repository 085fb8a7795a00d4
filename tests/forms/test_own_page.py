from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from hub import intake
from hub.lifecycle import OfferState
from hub.models import Address, Offer
from hub.vocabulary import Channel, Registration
from tests.forms.conftest import Typed, Visitor
from tests.parts.people import (
    CANARIES,
    EMAIL,
    EMPLOYER,
    FIRST_NAME,
    GUARDIAN,
    MENTOR_EMAIL,
    child,
    mentor,
    registration,
)
from tests.parts.town import CODE, Town, text_of

OWN = "/suivi/mes-donnees"


def code_in(town: Town, address: str) -> str:
    found = CODE.search(text_of(town.letters_to(address)[-1]))
    assert found
    return found[0]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def followed(town: Town, who: Registration) -> str:
    """The address of the page of somebody who registers."""
    with town.front.begin() as work:
        receipt = intake.register(work, who)
    town.settle()
    return f"/suivi/{receipt.tracking_token}"


@pytest.fixture
def link(town: Town) -> str:
    return followed(town, registration())


def following(town: Town, link: str) -> Visitor:
    visitor = Visitor(town.visitor())
    visitor.open(link)
    return visitor


@pytest.fixture
def visitor(town: Town, link: str) -> Visitor:
    """Somebody who opened the link of their letter."""
    return following(town, link)


def open_page(town: Town, visitor: Visitor, address: str = EMAIL) -> None:
    visitor.send("/suivi/code", to="/suivi/code/envoi")
    town.office.post()
    sent = visitor.send("/suivi/code", {"code": code_in(town, address)})
    assert sent.location == OWN
    town.office.move()


@pytest.fixture
def owner(town: Town, visitor: Visitor) -> Visitor:
    """The same, once they typed the code."""
    open_page(town, visitor)
    return visitor


def test_the_link_alone_shows_nothing_personal_and_changes_nothing(visitor: Visitor) -> None:
    for path in ("", "/coordonnees", "/demande", "/copie.json", "/effacer", "/pause"):
        assert visitor.open(OWN + path).location == "/suivi/code"
    page = visitor.open("/suivi").text + visitor.open("/suivi/code").text
    assert not [canary for canary in CANARIES if canary in page]


def test_behind_the_code_everything_is_shown_to_this_browser_alone(
    town: Town, owner: Visitor, link: str
) -> None:
    page = owner.open(OWN).text
    assert FIRST_NAME in page and EMAIL in page
    stranger = Visitor(town.visitor())
    stranger.open(link)
    assert stranger.open(OWN).location == "/suivi/code"


def changed(town: Town, owner: Visitor, what: str, typed: Typed) -> str:
    sent = owner.send(f"{OWN}/{what}", typed)
    assert sent.status_code == 303, sent.text
    town.office.move()
    return owner.open(OWN).text


OFFERED: Typed = {
    "postal_code": "59100",
    "commune": "59512",
    "audiences": ["lycee"],
    "themes": ["orientation"],
    "mode": "remote",
    "availability": "fortnightly",
}
DETAILS: Typed = {
    "first_name": "Zoé",
    "last_name": "Quatremère",
    "email": EMAIL,
    "phone": "06 12 34 56 78",
    "contact_by": "text",
    "guardian_first_name": "Théodrade",
    "guardian_last_name": "Quatremère-Vanuxem",
    "guardian_email": "theodrade.v@maison.example",
}


def test_a_name_and_a_number_are_changed(town: Town, owner: Visitor) -> None:
    page = changed(town, owner, "coordonnees", DETAILS)
    assert "Zoé Quatremère" in page and FIRST_NAME not in page


def test_a_wrong_code_is_said_on_the_page(town: Town, visitor: Visitor) -> None:
    visitor.send("/suivi/code", to="/suivi/code/envoi")
    town.office.post()
    wrong = "000000" if code_in(town, EMAIL) != "000000" else "111111"
    visitor.send("/suivi/code", {"code": wrong})
    assert "Un instant" in visitor.open(OWN).text
    town.office.move()
    assert visitor.open(OWN).location == "/suivi/code"
    assert "Ce code ne convient pas" in visitor.open("/suivi/code").text


def test_a_stranger_whose_address_was_typed_gets_no_codes(town: Town, visitor: Visitor) -> None:
    with town.hub.begin() as work:
        work.session.get_one(Address, work.vault.address_digest(EMAIL)).confirmed_at = None
    before = len(town.letters_to(EMAIL))
    page = visitor.open("/suivi/code").text
    assert "Confirme d’abord" in page and "M’envoyer un code" not in page
    hidden = visitor.hidden("/suivi/retirer")
    visitor.client.post("/suivi/code/envoi", data=hidden)
    town.office.post()
    assert len(town.letters_to(EMAIL)) == before


def test_a_message_is_added_and_a_mode_corrected(town: Town, owner: Visitor) -> None:
    typed: Typed = {
        "postal_code": "59100",
        "commune": "59512",
        "themes": ["orientation"],
        "mode": "remote",
        "message": "Je joue de la clarinette.",
    }
    page = changed(town, owner, "demande", typed)
    assert "Je joue de la clarinette." in page and "À distance" in page


def test_an_error_is_said_and_nothing_is_sent(owner: Visitor) -> None:
    sent = owner.send(f"{OWN}/coordonnees", {**DETAILS, "first_name": ""})
    assert sent.status_code == 422
    assert "Indique ton prénom" in sent.text


def test_a_guardian_has_a_page_for_their_child(town: Town) -> None:
    visitor = following(town, followed(town, child()))
    open_page(town, visitor, GUARDIAN.email)
    page = visitor.open(OWN).text
    assert "Vos données" in page and GUARDIAN.email in page and FIRST_NAME in page
    assert "Vous, son parent ou tuteur" in visitor.open(OWN + "/coordonnees").text


def test_a_mentor_has_one_too_in_english(town: Town) -> None:
    visitor = following(town, followed(town, mentor()))
    open_page(town, visitor, MENTOR_EMAIL)
    page = visitor.open("/en" + OWN).text
    assert "Your data" in page and EMPLOYER in page
    assert visitor.open("/en" + OWN + "/demande").status_code == 200
    page = changed(town, visitor, "demande", OFFERED)
    assert "À distance" in page


def test_a_mentor_says_otherwise_whom_to_accompany_and_how_often(town: Town) -> None:
    """Article 1 does not accompany children: it is asked about this mentor no more."""
    town.join("article-1")
    visitor = following(town, followed(town, mentor()))
    open_page(town, visitor, MENTOR_EMAIL)
    page = changed(town, visitor, "demande", {**OFFERED, "audiences": ["primaire"], "availability": "weekly"})
    assert "Enfants de l’école primaire" in page and "Chaque semaine" in page
    with town.hub.read() as work:
        (offer,) = work.session.scalars(select(Offer))
        assert offer.state is OfferState.RECALLED


def test_the_other_language_keeps_what_is_typed_and_changes_nothing(town: Town, owner: Visitor) -> None:
    typed: Typed = {
        "postal_code": "59100",
        "themes": ["orientation"],
        "mode": "remote",
        "message": "Je peins.",
    }
    page = owner.send("/en" + OWN + "/demande", {**typed, "then": "demande"})
    assert page.status_code == 200 and "Je peins." in page.text and '<html lang="en">' in page.text
    town.office.move()
    assert "Je peins." not in owner.open(OWN).text


def test_who_filled_in_the_form_is_said_as_it_was(town: Town) -> None:
    visitor = following(town, followed(town, registration(channel=Channel.GUARDIAN)))
    open_page(town, visitor)
    page = visitor.open(OWN).text
    assert "Faite par un parent ou tuteur" in page and "Pour moi" not in page


def test_a_copy_is_taken_along(town: Town, owner: Visitor) -> None:
    answer = owner.open(OWN + "/copie.json")
    assert answer.mimetype == "application/json"
    assert json.loads(answer.text)["identity"]["email"] == EMAIL


def test_everything_is_erased_by_a_button(town: Town, owner: Visitor) -> None:
    assert "Tout effacer, tout de suite" in owner.open(OWN + "/effacer").text
    owner.send(OWN + "/effacer")
    assert owner.open(OWN).status_code == 404
    assert "Tout s’efface, dans la minute" in owner.open("/suivi").text
    assert "Everything is being erased" in owner.open("/en/suivi").text
    town.settle()
    assert owner.open(OWN).status_code == 404
    assert "Tout ce que tu nous avais dit est effacé" in owner.open("/suivi").text


def test_everything_is_put_on_hold_then_goes_on(owner: Visitor) -> None:
    """Pressed twice, it is done once; what is known stays to be read meanwhile."""
    assert "Mettre tout en pause" in owner.open(OWN + "/pause").text
    for _ in range(2):
        owner.send(OWN + "/pause", to=OWN + "/pause")
    assert "Tout est en pause" in owner.open("/suivi").text
    assert EMAIL in owner.open(OWN).text
    owner.send(OWN + "/pause", to=OWN + "/reprise")
    assert "La pause est finie" in owner.open("/suivi").text


def test_a_search_is_promised_before_a_correction_only_while_there_is_one(owner: Visitor) -> None:
    assert "Nous cherchons ensuite avec ta demande corrigée" in owner.open(OWN + "/demande").text
    owner.send(OWN + "/pause")
    page = owner.open(OWN + "/demande").text
    assert "Nous cherchons" not in page and "Ta demande corrigée remplace l’ancienne" in page


def test_the_page_is_closed_by_a_button(owner: Visitor) -> None:
    owner.send(OWN, to=OWN + "/fermer")
    assert owner.open(OWN).location == "/suivi/code"
