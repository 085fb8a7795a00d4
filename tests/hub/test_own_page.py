"""A code typed from a letter opens a page for half an hour, in one browser; what is changed there is changed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hub import codes, intake, own_page, queries
from hub.identities import Changes
from hub.models import Amendment, OpenPage, Referral
from hub.own_page import Key
from hub.vocabulary import Mode
from tests.parts.people import EMAIL, registration
from tests.parts.town import CODE, Town, text_of


def code_in(town: Town, address: str) -> str:
    found = CODE.search(text_of(town.letters_to(address)[-1]))
    assert found
    return found[0]


@pytest.fixture
def reference(town: Town) -> str:
    with town.front.begin() as work:
        receipt = intake.register(work, registration())
    town.settle()
    return receipt.reference


def ask(town: Town, reference: str) -> bytes:
    nonce = codes.new_nonce()
    with town.front.begin() as work:
        assert own_page.ask_code(
            work, queries.referral_by_reference(work.session, reference), nonce=nonce
        )
    town.office.post()
    return nonce


@pytest.fixture
def key(town: Town, reference: str) -> Key:
    nonce = ask(town, reference)
    with town.front.begin() as work:
        key = own_page.type_code(work, nonce=nonce, code=code_in(town, EMAIL))
    assert key
    town.office.move()
    return key


def told(town: Town, reference: str, key: Key):
    with town.front.read() as work:
        page = own_page.opened(work, key.token, queries.referral_by_reference(work.session, reference))
        assert page
        found = own_page.read(page, key)
    assert found
    return found


def test_the_worker_seals_a_copy_for_the_browser_that_typed_the_code(
    town: Town, reference: str, key: Key
) -> None:
    assert told(town, reference, key).identity.email == EMAIL


def change(town: Town, reference: str, key: Key, changes: Changes) -> None:
    with town.front.begin() as work:
        page = own_page.opened(work, key.token, queries.referral_by_reference(work.session, reference))
        assert page
        own_page.change(work, page, changes)
    town.office.move()
    town.office.post()


def test_what_is_changed_is_sealed_again_and_told(town: Town, reference: str, key: Key) -> None:
    change(town, reference, key, Changes({"first_name": "Zoé"}, {"mode": Mode.REMOTE.value}))
    assert told(town, reference, key).identity.first_name == "Zoé"
    subjects = [letter["Subject"] for letter in town.letters_to(EMAIL)]
    assert subjects[-2:] == ["Ta demande est corrigée", "Tes coordonnées sont changées"]


def test_a_new_address_is_proven_by_a_code_before_it_takes_the_place_of_the_other(
    town: Town, reference: str, key: Key
) -> None:
    change(town, reference, key, Changes({"email": "nouvelle@canari.example"}, {}))
    assert told(town, reference, key).identity.email == EMAIL
    with town.front.begin() as work:
        page = own_page.opened(work, key.token, queries.referral_by_reference(work.session, reference))
        assert page
        assert own_page.prove(work, page, code=code_in(town, "nouvelle@canari.example"))
    town.office.move()
    town.office.post()
    assert told(town, reference, key).identity.email == "nouvelle@canari.example"
    assert [letter["Subject"] for letter in town.letters_to(EMAIL)][-1] == "Tu as changé d’adresse"
    assert town.letters_to("nouvelle@canari.example")[-1]["Subject"] == "Tes coordonnées sont changées"
