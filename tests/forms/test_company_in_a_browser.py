"""A company comes in on a small phone, with scripts and without: every page usable, narrow enough, accessible."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from hub import webinars
from hub.models import Company
from hub.supervisor import LOOPBACK
from tests.forms.conftest import hub_of
from tests.parts.browser import PHONE, accessibility_faults, follow, overflows, well_behaved_page
from tests.parts.wire import answering

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_company_comes_in_from_a_phone(browser: Browser, door: Flask, scripts: bool) -> None:
    with hub_of(door).begin() as work:
        webinars.plan(work)
    with answering(door) as port, well_behaved_page(browser, PHONE, scripts=scripts) as page:
        page.goto(f"http://{LOOPBACK}:{port}/entreprises/rejoindre")
        go_on(page, scripts=scripts)
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label("Nom de l’entreprise").fill("Filature des Trois-Ponts")
        page.get_by_label("De 10 à 49 personnes").check()
        page.get_by_label("Dans toute la France").check()
        go_on(page, scripts=scripts)
        page.get_by_label("Nous découvrons").check()
        page.get_by_label("Nous ne savons pas encore").check()
        go_on(page, scripts=scripts)
        page.get_by_role("radio").first.check()
        go_on(page, scripts=scripts)
        page.get_by_label("Prénom et nom").fill("Ombeline Castagnède")
        page.get_by_label("Adresse e-mail professionnelle").fill("ombeline@filature.example.org")
        go_on(page, scripts=scripts)
        go_on(page, scripts=scripts, button="Envoyer")
        expect(page.get_by_role("heading", level=1)).to_contain_text("bien arrivée")
        assert not overflows(page)
    with hub_of(door).read() as work:
        assert work.session.scalar(select(func.count(Company.id))) == 1


def go_on(page: Page, *, scripts: bool, button: str = "Continuer") -> None:
    """What is asked for is there, fits, and is accessible; then the next page."""
    if scripts:
        assert accessibility_faults(page) == [], page.url
    assert not overflows(page), page.url
    follow(page.get_by_role("button", name=button))
