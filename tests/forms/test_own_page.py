from __future__ import annotations

import json

import pytest

from hub import intake
from tests.forms.conftest import Typed, Visitor
from tests.parts.people import CANARIES, EMAIL, FIRST_NAME, registration
from tests.parts.town import CODE, Town, text_of

OWN = "/suivi/mes-donnees"


def code_in(town: Town, address: str) -> str:
    found = CODE.search(text_of(town.letters_to(address)[-1]))
    assert found
    return found[0]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def link(town: Town) -> str:
    with town.front.begin() as work:
        receipt = intake.register(work, registration())
    town.settle()
    return f"/suivi/{receipt.tracking_token}"


@pytest.fixture
def visitor(town: Town, link: str) -> Visitor:
    """Somebody who opened the link of their letter."""
    visitor = Visitor(town.visitor())
    visitor.open(link)
    return visitor


def open_page(town: Town, visitor: Visitor) -> None:
    visitor.send("/suivi/code", to="/suivi/code/envoi")
    town.office.post()
    visitor.send("/suivi/code", {"code": code_in(town, EMAIL)})
    town.office.move()


@pytest.fixture
def owner(town: Town, visitor: Visitor) -> Visitor:
    """The same, once they typed the code."""
    open_page(town, visitor)
    return visitor


def test_the_link_alone_shows_nothing_personal_and_changes_nothing(visitor: Visitor) -> None:
    for path in ("", "/coordonnees", "/demande", "/copie.json", "/effacer"):
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


def test_a_copy_is_taken_along(town: Town, owner: Visitor) -> None:
    answer = owner.open(OWN + "/copie.json")
    assert answer.mimetype == "application/json"
    assert json.loads(answer.text)["identity"]["email"] == EMAIL


def test_everything_is_erased_by_a_button(town: Town, owner: Visitor) -> None:
    assert "Tout effacer, tout de suite" in owner.open(OWN + "/effacer").text
    owner.send(OWN + "/effacer")
    assert owner.open(OWN).status_code == 404
