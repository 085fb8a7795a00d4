"""Every address in a letter is a page of the door it names."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from hub import intake, offers, queries
from hub.terms import Terms, deadlines_of
from hub.vocabulary import Situation, Theme
from tests.parts.people import EMAIL, GUARDIAN, child, identity, registration
from tests.parts.town import DESK, Town, address_of, text_of


def register(town: Town, *, is_child: bool = False) -> str:
    with town.front.begin() as work:
        return intake.register(work, child() if is_child else registration()).reference


def addresses_in_letters_to(town: Town, address: str) -> set[str]:
    town.settle()
    texts = map(text_of, town.letters_to(address))
    return {found for text in texts for found in re.findall(r"^https?://\S+", text, re.MULTILINE)}


def is_a_page(door: Flask, address: str) -> bool:
    parts = urlsplit(address)
    try:
        door.url_map.bind(parts.netloc).match(parts.path, method="GET")
    except HTTPException:
        return False
    return True


@pytest.mark.parametrize(("is_child", "address"), [(False, EMAIL), (True, GUARDIAN.email)])
def test_what_a_person_is_sent_opens_at_the_public_door(town: Town, is_child: bool, address: str) -> None:
    register(town, is_child=is_child)
    found = addresses_in_letters_to(town, address)
    answered_at = "accord" if is_child else "suivi"
    assert {urlsplit(each).path.split("/")[1] for each in found} == {answered_at, "confidentialite"}
    assert all(each.startswith(town.environ["HUB_PUBLIC_URL"]) for each in found)
    assert all(is_a_page(town.public, each) for each in found)


def test_what_partners_are_sent_opens_at_their_door(town: Town) -> None:
    town.join("article-1")
    town.open_desk()
    reference = register(town)
    with town.hub.begin() as work:
        referral = queries.referral_by_reference(work.session, reference)
        association = queries.association_called(work.session, "article-1")
        assert association
        terms = Terms(because=(), deadlines=deadlines_of(work, days=3))
        offers.make(work, referral, association, terms)
    with town.front.begin() as work:
        creator = registration(
            who=identity(birth_year=1996, guardian=None),
            age=29,
            situation=Situation.CREATION,
            themes=frozenset({Theme.CREATION}),
        )
        second = intake.register(work, creator).reference
    town.settle()
    town.clock.forward(hours=20)
    house, desk = ("/fiches/", "/places/toujours-exact"), (f"/dossiers/{second}",)
    for address, pages in ((address_of("article-1"), house), (DESK, desk)):
        found = addresses_in_letters_to(town, address)
        assert [page for page in pages if not any(page in each for each in found)] == []
        assert all(each.startswith(town.environ["HUB_PARTNERS_URL"]) for each in found)
        assert all(is_a_page(town.partners, each) for each in found)
