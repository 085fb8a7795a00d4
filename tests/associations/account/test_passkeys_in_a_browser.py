"""Passkeys in a real browser, whose virtual authenticator makes keys and signs as a telephone would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hub.models import Member, Role
from tests.associations.partner import code_for
from tests.parts.browser import accessibility_faults, follow, overflows
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at
from tests.parts.wire import answering

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Place:
    """A town whose partners' door answers at ``url``, under a name, as passkeys want it."""

    town: Town
    url: str
    manager: Member

    def come_in(self, page: Page) -> None:
        page.goto(f"{self.url}/connexion")
        page.get_by_label("Votre adresse e-mail").fill(self.manager.email)
        page.get_by_role("button", name="Recevoir un code").click()
        page.get_by_label("Le code à six chiffres").fill(code_for(self.town, self.manager))
        follow(page.get_by_role("button", name="Entrer"))

    def leave(self, page: Page) -> None:
        page.get_by_role("button", name="Se déconnecter").click()
        expect(page).to_have_url(f"{self.url}/connexion")


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Place]:
    with town_at(sqlite_url, tmp_path, letterbox) as town, answering(town.partners) as port:
        url = f"http://localhost:{port}"
        town.partners.config["DOOR_URL"] = url
        (manager,) = town.join("article-1", role=Role.MANAGER)
        yield Place(town, url, manager)


@contextmanager
def a_telephone(page: Page) -> Iterator[None]:
    """This browser has an authenticator that knows its owner."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    wire.detach()


def sound(page: Page) -> None:
    assert accessibility_faults(page) == [], page.url
    assert not overflows(page), page.url


def test_a_passkey_is_added_then_signs_in_alone(place: Place, page: Page) -> None:
    with a_telephone(page):
        place.come_in(page)
        expect(page.get_by_role("heading", name="Protégez votre accès")).to_be_visible()
        sound(page)
        page.get_by_label("Son nom").fill("Mon téléphone")
        page.get_by_role("button", name="Ajouter une clé d’accès").click()
        expect(page.get_by_role("heading", name="Vos dix codes de secours")).to_be_visible()
        sound(page)
        page.get_by_role("link", name="Je les ai notés").click()
        expect(page).to_have_url(f"{place.url}/fiches/")
        place.leave(page)
        page.get_by_role("button", name="Entrer avec une clé d’accès").click()
        expect(page).to_have_url(f"{place.url}/fiches/")
        page.goto(f"{place.url}/compte/acces/")
        expect(page.get_by_text("Mon téléphone")).to_be_visible()
        sound(page)
        page.goto(f"{place.url}/compte/connexions/")
        expect(page.get_by_role("cell", name="clé d’accès")).to_be_visible()
        sound(page)


def test_a_passkey_of_nobody_here_opens_nothing(place: Place, page: Page) -> None:
    page.goto(f"{place.url}/connexion")
    with a_telephone(page):
        page.get_by_role("button", name="Entrer avec une clé d’accès").click()
        expect(page.get_by_text("Aucune clé d’accès n’a été montrée")).to_be_visible()
        sound(page)
    page.goto(f"{place.url}/fiches/")
    expect(page).to_have_url(f"{place.url}/connexion")
