"""The professional's form in a real browser: accessible with and without errors, and usable without scripts."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.forms.conftest import registered
from tests.forms.prescriber.professional import FORM
from tests.forms.test_in_a_browser import proof, site
from tests.parts.browser import PHONE, follow, well_behaved_page

pytestmark = pytest.mark.browser

__all__ = ["site"]


def go_on(page: Page) -> None:
    follow(page.get_by_role("button", name="Continuer"))


def tell_who_registers(page: Page) -> None:
    page.get_by_label("Vos prénom et nom").fill("Ana Roy")
    page.get_by_label("Votre fonction").fill("CPE")
    page.get_by_label("Votre adresse e-mail professionnelle").fill("ana.roy@lycee.example")


def tell_the_need(page: Page) -> None:
    page.get_by_label("Sa classe").select_option("5e")
    page.get_by_label("Scolarité").check()
    page.get_by_label("En personne ou à distance").check()


def find_the_school(page: Page) -> None:
    expect(page.get_by_label("Cherchez votre établissement")).to_be_visible()
    expect(page.get_by_label("Nom de votre structure")).to_be_hidden()
    page.get_by_label("Cherchez votre établissement").fill("voltaire")
    go_on(page)
    proof(page)
    page.locator("[name=uai][value='0750675B']").check()


def tell_who_it_is(page: Page) -> None:
    page.get_by_label("Son prénom").fill("Lou")
    page.get_by_label("Son nom").fill("Canari")
    page.get_by_label("Prénom de son parent ou tuteur").fill("Ana")
    page.get_by_label("Nom de son parent ou tuteur", exact=True).fill("Canari")
    page.get_by_label("Adresse e-mail de son parent ou tuteur").fill("ana@canari.example.org")
    page.locator("[name=contact_first][value=guardian]").check()


def tell_how_old_and_where(page: Page) -> None:
    page.get_by_label("Mois de naissance").select_option("mai")
    page.get_by_label("Année de naissance").fill("2013")
    page.get_by_label("Son code postal").fill("59100")
    page.get_by_label("Collège").check()


def mend(page: Page) -> None:
    """Send the page as it is: what is wrong is said first, and accessibly."""
    go_on(page)
    expect(page.get_by_role("alert")).to_be_focused()
    proof(page)


def test_a_pupil_is_registered_on_accessible_pages(browser: Browser, site: str, door: Flask) -> None:
    with well_behaved_page(browser, PHONE) as page:
        page.goto(f"{site}{FORM}?organisation=school")
        find_the_school(page)
        tell_who_registers(page)
        go_on(page)
        mend(page)
        tell_how_old_and_where(page)
        go_on(page)
        proof(page)
        tell_the_need(page)
        go_on(page)
        mend(page)
        tell_who_it_is(page)
        go_on(page)
        mend(page)
        page.get_by_label("Le jeune est informé").check()
        page.get_by_label("Son parent ou tuteur est informé").check()
        go_on(page)
        proof(page)
        page.get_by_role("button", name=re.compile("Envoyer")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("L’inscription est bien arrivée")
        proof(page)
    assert len(registered(door)) == 1


def test_child_welfare_needs_no_script(browser: Browser, site: str, door: Flask) -> None:
    with well_behaved_page(browser, PHONE, scripts=False) as page:
        page.goto(f"{site}{FORM}?organisation=ase")
        page.get_by_label("Nom de votre structure").fill("Département du Nord")
        tell_who_registers(page)
        go_on(page)
        tell_how_old_and_where(page)
        page.get_by_label("Département à qui le jeune est confié").select_option("59")
        go_on(page)
        tell_the_need(page)
        go_on(page)
        page.get_by_label("Son prénom").fill("Lou")
        page.get_by_label("Son nom").fill("Canari")
        page.get_by_label("Moi").check()
        go_on(page)
        for attested in ("La situation a été évaluée", "Le jeune est informé", "En cours"):
            page.get_by_label(attested).check()
        go_on(page)
        page.get_by_role("button", name=re.compile("Envoyer")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("L’inscription est bien arrivée")
    assert len(registered(door)) == 1
