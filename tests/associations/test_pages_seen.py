"""The partners' pages in a real browser: on a phone and on a desk, with a keyboard, and to a screen reader."""

from __future__ import annotations

import re
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hub import queries, signin
from hub.lifecycle import OfferState
from hub.models import Member, Proof
from hub.supervisor import LOOPBACK
from hub.vocabulary import Situation, Theme
from tests.associations.partner import card_of, code_for, digits, registered
from tests.parts.browser import accessibility_faults, follow, overflows
from tests.parts.people import FIRST_NAME, identity
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at
from tests.parts.wire import answering

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Place:
    """A town whose partners' door answers at ``url``."""

    town: Town
    url: str
    member: Member
    desk: Member
    card: str
    waiting: str

    def enter(self, page: Page, member: Member) -> None:
        with self.town.portal.begin() as work:
            token = signin.open_session(work, work.session.get_one(Member, member.id), proof=Proof.PASSKEY)
        page.context.add_cookies([{"name": "hub_session", "value": token, "url": self.url}])


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Place]:
    with town_at(sqlite_url, tmp_path, letterbox) as town, answering(town.partners) as port:
        url = f"http://{LOOPBACK}:{port}"
        (member,) = town.join("article-1")
        desk = town.open_desk()
        card = card_of(town, registered(town))
        creator = identity(birth_year=1996, guardian=None)
        waiting = registered(
            town, who=creator, age=29, situation=Situation.CREATION, themes=frozenset({Theme.CREATION})
        )
        yield Place(town, url, member, desk, card, waiting)


def sound(page: Page) -> None:
    """Nothing for axe to say, and nothing to scroll sideways."""
    assert accessibility_faults(page) == []
    assert not overflows(page)


@pytest.fixture(params=["page", "phone"])
def screen(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def test_a_member_comes_in_accepts_and_reads_the_name(place: Place, screen: Page) -> None:
    screen.goto(f"{place.url}/fiches/{place.card}")
    sound(screen)
    screen.get_by_label("Votre adresse e-mail").fill(place.member.email)
    follow(screen.get_by_role("button", name="Recevoir un code"))
    sound(screen)
    screen.get_by_label("Le code à six chiffres").fill(code_for(place.town, place.member))
    screen.get_by_role("button", name="Entrer").click()
    expect(screen).to_have_url(f"{place.url}/fiches/{place.card}")
    sound(screen)
    screen.get_by_role("button", name="Accepter cette fiche").click()
    expect(screen.get_by_text("La remise est en cours")).to_be_visible()
    sound(screen)
    place.town.settle()
    screen.get_by_role("button", name="Dévoiler les coordonnées").click()
    expect(screen.get_by_role("heading", name="Protégez votre accès")).to_be_visible()
    add_an_application(place.town, screen)
    expect(screen).to_have_url(f"{place.url}/fiches/{place.card}")
    screen.get_by_role("button", name="Dévoiler les coordonnées").click()
    expect(screen.get_by_role("heading", level=1)).to_contain_text(FIRST_NAME)
    sound(screen)


def add_an_application(town: Town, screen: Page) -> None:
    """Before the first name: a square to photograph, six digits, ten codes for paper."""
    follow(screen.get_by_role("link", name="Enregistrer une application"))
    sound(screen)
    secret = b32decode(screen.locator("#secret").inner_text().replace(" ", ""))
    screen.get_by_label("Le code à six chiffres").fill(digits(town, secret))
    follow(screen.get_by_role("button", name="Enregistrer cette application"))
    sound(screen)
    follow(screen.get_by_role("link", name="Je les ai notés"))


def test_a_decline_with_its_mistakes_said(place: Place, screen: Page) -> None:
    place.enter(screen, place.member)
    screen.goto(f"{place.url}/fiches/")
    sound(screen)
    screen.get_by_role("link", name=place.card).click()
    screen.get_by_role("link", name="Décliner").click()
    screen.get_by_label("Autre raison").check()
    screen.get_by_role("button", name="Décliner cette fiche").click()
    expect(screen.get_by_role("alert")).to_be_focused()
    sound(screen)
    screen.get_by_label("Quelques mots").fill("Nous sommes en pause ce mois-ci.")
    screen.get_by_role("button", name="Décliner cette fiche").click()
    expect(screen.get_by_role("status")).to_contain_text("proposée ailleurs")
    sound(screen)


def test_the_desk_reads_why_and_proposes(place: Place, screen: Page) -> None:
    place.enter(screen, place.desk)
    screen.goto(f"{place.url}/coordination/")
    sound(screen)
    follow(screen.get_by_role("link", name=place.waiting))
    sound(screen)
    screen.get_by_label("Association", exact=True).select_option("article-1")
    screen.get_by_role("button", name="Proposer la fiche").click()
    expect(screen.get_by_role("status")).to_contain_text("est proposé à Article 1")
    sound(screen)


def test_keys_lead_to_the_answers_and_send_nothing(place: Place, page: Page) -> None:
    place.enter(page, place.member)
    page.goto(f"{place.url}/fiches/{place.card}")
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Accepter cette fiche")).to_be_focused()
    page.keyboard.press("d")
    expect(page.get_by_role("link", name="Décliner")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_text("aller au bouton qui accepte")).to_be_visible()
    sound(page)
    with place.town.portal.read() as work:
        offer = queries.offer_of(work.session, work.session.get_one(Member, place.member.id), place.card)
        assert offer.state is OfferState.OPEN


def test_keys_can_be_switched_off_for_good(place: Place, page: Page) -> None:
    place.enter(page, place.member)
    page.goto(f"{place.url}/fiches/{place.card}")
    page.keyboard.press("?")
    page.get_by_label("Ne pas utiliser les raccourcis").check()
    page.reload()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Accepter cette fiche")).not_to_be_focused()


def test_the_card_stands_beside_the_list_on_a_desk_and_alone_on_a_phone(place: Place, screen: Page) -> None:
    place.enter(screen, place.member)
    screen.goto(f"{place.url}/fiches/{place.card}")
    wide = (screen.viewport_size or {"width": 0})["width"] > 1000
    expect(screen.get_by_role("link", name=re.compile(place.card))).to_be_visible(visible=wide)
    expect(screen.get_by_role("link", name="Toutes les fiches")).to_be_visible(visible=not wide)
