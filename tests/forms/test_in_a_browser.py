"""The public pages in a real browser: accessible, narrow enough, and usable with a keyboard or without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect

from hub.lifecycle import ReferralState
from hub.supervisor import LOOPBACK
from tests.forms.conftest import FORM, registered
from tests.parts.browser import (
    DESKTOP,
    NARROWEST,
    PHONE,
    faults_by_day_and_by_night,
    fits_everywhere,
    follow,
    overflows,
    well_behaved_page,
)
from tests.parts.wire import answering

pytestmark = pytest.mark.browser

STILL_PAGES = [
    *("/", "/le-mentorat", "/inscrire-un-jeune", "/entreprises", "/urgence", "/confidentialite"),
    *(FORM + "/autres-pistes", "/mes-jeunes/connexion", "/nulle-part"),
]


@pytest.fixture
def site(door: Flask) -> Iterator[str]:
    with answering(door) as port:
        yield f"http://{LOOPBACK}:{port}"


def proof(page: Page) -> None:
    """In light and in dark, nothing for axe to say and nothing to scroll sideways for."""
    assert faults_by_day_and_by_night(page) == [], page.url
    assert not overflows(page), page.url
    assert fits_everywhere(page), page.url


def fill_in(page: Page, site: str) -> None:
    """The whole form, as somebody of sixteen would, looking at each page with and without errors."""
    page.goto(site + FORM)
    _go_on(page)
    expect(page.get_by_role("alert")).to_be_focused()
    proof(page)
    page.get_by_label("Pour moi").check()
    page.get_by_label("Mois de naissance").select_option("mai")
    page.get_by_label("Année de naissance").fill("2009")
    _go_on(page)
    page.get_by_label("Ton code postal").fill("74910")
    page.get_by_label("Lycée professionnel").check()
    _go_on(page)
    proof(page)
    page.get_by_label("Seyssel").first.check()
    _go_on(page)
    page.get_by_label("Ta classe").select_option("Première")
    page.get_by_label("Orientation").check()
    page.get_by_label("En personne ou à distance").check()
    proof(page)
    _go_on(page)
    consent = page.get_by_label(re.compile("J’accepte que la mention"))
    expect(consent).to_be_hidden()
    page.get_by_label("Je suis en situation de handicap").check()
    expect(consent).not_to_be_checked()
    proof(page)
    _go_on(page)
    page.get_by_label("Ton prénom").fill("Lou")
    page.get_by_label("Ton nom").fill("Canari")
    page.get_by_label("Ton adresse e-mail").fill("lou@canari.example.org")
    page.get_by_label("Prénom de ton parent ou tuteur").fill("Ana")
    page.get_by_label("Nom de ton parent ou tuteur", exact=True).fill("Canari")
    page.get_by_label("Adresse e-mail de ton parent ou tuteur").fill("lou@canari.example.org")
    _go_on(page)
    proof(page)
    page.get_by_label("Adresse e-mail de ton parent ou tuteur").fill("ana@canari.example.org")
    _go_on(page)
    proof(page)
    follow(page.get_by_role("button", name="Envoyer la demande"))


def link_is_whole_on_paper(page: Page) -> None:
    """A field would cut it where the paper is too narrow."""
    field, words = page.get_by_label("Adresse à copier"), page.locator(".printed")
    expect(words).to_be_hidden()
    page.emulate_media(media="print")
    expect(words).to_be_visible()
    expect(words).to_have_text(field.input_value())
    expect(field).to_be_hidden()
    page.emulate_media(media="screen")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_whole_form_is_accessible_with_and_without_errors(
    browser: Browser, site: str, door: Flask, viewport: ViewportSize
) -> None:
    with well_behaved_page(browser, viewport) as page:
        fill_in(page, site)
        expect(page.get_by_role("heading", level=1)).to_have_text("Ta demande est bien arrivée")
        proof(page)
        link_is_whole_on_paper(page)
        page.goto(site + "/suivi/" + page.get_by_label("Adresse à copier").input_value().rsplit("/", 1)[1])
        assert page.url == site + "/suivi"
        proof(page)
        page.get_by_role("link", name="Retirer ma demande").click()
        proof(page)
    assert [referral.state for referral in registered(door)] == [ReferralState.LOOKING], "no effort was made"


def test_the_form_needs_no_script(browser: Browser, site: str, door: Flask) -> None:
    with well_behaved_page(browser, PHONE, scripts=False) as page:
        page.goto(site)
        page.get_by_role("link", name="Je trouve un mentor").click()
        page.get_by_label("Pour moi").check()
        page.get_by_label("Mois de naissance").select_option("mai")
        page.get_by_label("Année de naissance").fill("2001")
        _go_on(page)
        page.get_by_label("Ton code postal").fill("97400")
        page.get_by_label("En emploi").check()
        _go_on(page)
        page.get_by_label("Ton plus haut diplôme").select_option("Bac")
        page.get_by_label("Confiance en soi").check()
        page.get_by_label("À distance", exact=False).first.check()
        _go_on(page)
        _go_on(page)
        page.get_by_label("Ton prénom").fill("Lou")
        page.get_by_label("Ton nom").fill("Canari")
        page.get_by_label("Ton adresse e-mail").fill("lou@canari.example.org")
        _go_on(page)
        page.get_by_role("button", name="Envoyer la demande").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ta demande est bien arrivée")
        expect(page.get_by_role("link", name="Suivre ma demande")).to_be_visible()
        assert page.get_by_role("button", name=re.compile("Imprimer|Copier")).count() == 0, (
            "nothing would come of it"
        )
    assert [referral.state for referral in registered(door)] == [ReferralState.AWAITING_CONFIRMATION]


def test_a_keyboard_is_enough(page: Page, site: str) -> None:
    page.goto(site + FORM)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Pour moi")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("mai")
    page.keyboard.press("Tab")
    page.keyboard.type("2009")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Où habites-tu")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_pages_around_the_form_are_accessible(
    browser: Browser, site: str, viewport: ViewportSize
) -> None:
    with well_behaved_page(browser, viewport) as page:
        for path in STILL_PAGES:
            page.goto(site + path)
            proof(page)


def test_the_menu_and_the_questions_open_without_any_script(browser: Browser, site: str) -> None:
    with well_behaved_page(browser, NARROWEST, scripts=False) as page:
        page.goto(site)
        assert not overflows(page)
        way = page.get_by_role("link", name="Associations", exact=True)
        expect(way).to_be_hidden()
        page.get_by_role("button", name="Menu").press("Enter")
        expect(way).to_be_visible()
        page.keyboard.press("Escape")
        expect(way).to_be_hidden()
        answer = page.get_by_text("Oui, du début à la fin")
        expect(answer).to_be_hidden()
        page.get_by_text("Est-ce vraiment gratuit").press("Enter")
        expect(answer).to_be_visible()


def test_every_page_fits_a_narrow_screen_and_letters_twice_as_big(browser: Browser, site: str) -> None:
    """The pages of the forms are looked at so where they are filled in."""
    with well_behaved_page(browser, NARROWEST) as page:
        for path in STILL_PAGES:
            page.goto(site + path)
            assert fits_everywhere(page), path


def _go_on(page: Page) -> None:
    follow(page.get_by_role("button", name="Continuer"))
