"""A mentor on a small phone: every page usable, narrow enough, and with nothing for axe to say."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from hub.supervisor import LOOPBACK
from hub.vocabulary import Kind
from tests.forms.conftest import registered
from tests.parts.browser import PHONE, accessibility_faults, follow, overflows, well_behaved_page
from tests.parts.wire import answering

pytestmark = pytest.mark.browser


def go_on(page: Page, *, scripts: bool, button: str = "Continuer") -> None:
    """What is asked for is there, fits, and is accessible; then the next page."""
    if scripts:
        assert accessibility_faults(page) == [], page.url
    assert not overflows(page), page.url
    follow(page.get_by_role("button", name=button))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_mentor_of_sixteen_comes_in_from_a_phone(browser: Browser, door: Flask, scripts: bool) -> None:
    with answering(door) as port, well_behaved_page(browser, PHONE, scripts=scripts) as page:
        page.goto(f"http://{LOOPBACK}:{port}/devenir-mentor")
        go_on(page, scripts=scripts)
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label("15 à 17 ans").check()
        page.get_by_label("Au lycée").check()
        go_on(page, scripts=scripts)
        page.get_by_label("Votre code postal").fill("75019")
        go_on(page, scripts=scripts)
        page.get_by_label("Collégiens").check()
        page.get_by_label("Scolarité").check()
        page.get_by_label("En personne ou à distance").check()
        page.get_by_label("Chaque semaine").check()
        page.get_by_label("Je m’engage").check()
        go_on(page, scripts=scripts)
        expect(page.get_by_text("autorisation écrite d’un parent")).to_be_visible()
        page.get_by_label("Votre prénom").fill("Lou")
        page.get_by_label("Votre nom", exact=True).fill("Canari")
        page.get_by_label("Votre adresse e-mail").fill("lou@canari.example.org")
        go_on(page, scripts=scripts)
        go_on(page, scripts=scripts, button="Envoyer ma candidature")
        expect(page.get_by_role("heading", level=1)).to_contain_text("candidature est bien arrivée")
        assert not overflows(page) and (not scripts or accessibility_faults(page) == [])
    [row] = registered(door)
    assert row.kind is Kind.MENTOR
