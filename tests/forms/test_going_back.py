"""Going back within a form: what was typed stays, ready or not, and Enter goes on."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, ViewportSize, expect

from hub.supervisor import LOOPBACK
from tests.forms.conftest import FORM, TYPED, Hidden, Visitor, registered
from tests.parts.browser import DESKTOP, PHONE, accessibility_faults, overflows, well_behaved_page
from tests.parts.wire import answering

CONTACT = FORM + "/contact"
HALF = {"first_name": "Lou", "email": "lou@", "contact_by": "text"}
BACK = {"then": "en-plus"}


@pytest.fixture
def halfway(visitor: Visitor) -> Visitor:
    """Somebody who has come to the page that asks who they are."""
    visitor.fill("", "/ou", "/besoin", "/en-plus")
    return visitor


def test_what_was_typed_is_there_again_after_going_back(halfway: Visitor) -> None:
    assert halfway.send(CONTACT, {**HALF, **BACK}).location == FORM + "/en-plus"
    assert halfway.send(FORM + "/en-plus", TYPED["/en-plus"]).location == CONTACT
    page = halfway.open(CONTACT).text
    assert 'value="Lou"' in page and 'value="lou@"' in page and 'value="text" checked' in page
    assert 'role="alert"' not in page, "nothing is wrong yet"


def test_a_message_that_is_not_ready_is_kept_by_going_back(visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin")
    visitor.send(FORM + "/en-plus", {"message": "J’aimerais apprendre", "then": "besoin"})
    assert "J’aimerais apprendre" in visitor.open(FORM + "/en-plus").text


def test_what_is_not_ready_is_not_sent(door: Flask, halfway: Visitor) -> None:
    halfway.fill("/contact")
    halfway.send(CONTACT, {**HALF, **BACK})
    assert halfway.open(FORM + "/verifier").location == CONTACT
    assert registered(door) == []


def test_going_back_keeps_the_pages_after(halfway: Visitor) -> None:
    halfway.fill("/contact")
    halfway.send(FORM + "/besoin", {**TYPED["/besoin"], "then": "ou"})
    shown = halfway.open(FORM + "/verifier")
    assert shown.status_code == 200 and "Canari-Dupré" in shown.text


def test_what_was_typed_is_kept_by_whoever_reads_on_in_another_language(halfway: Visitor) -> None:
    typed = {**HALF, "then": "contact"}
    assert halfway.send(CONTACT, typed, to=f"/en{CONTACT}").location == f"/en{CONTACT}"
    page = halfway.open(f"/en{CONTACT}").text
    assert 'value="Lou"' in page and "Your first name" in page
    assert 'role="alert"' not in page, "nothing is wrong yet"


@pytest.mark.parametrize("then", ["verifier", "https://elsewhere.example", "form"])
def test_only_a_page_before_is_gone_back_to(halfway: Visitor, then: str) -> None:
    assert halfway.send(CONTACT, {**HALF, "then": then}).status_code == 422


def test_another_site_sends_nobody_back(halfway: Visitor) -> None:
    hidden = halfway.hidden(CONTACT)
    assert halfway.client.post(CONTACT, data={**hidden, **BACK, "csrf_token": ""}).status_code == 422


def test_a_lost_session_costs_nothing_to_whoever_goes_back(door: Flask, halfway: Visitor) -> None:
    hidden = halfway.hidden(CONTACT)
    later = Visitor(door.test_client())
    asked = later.client.post(CONTACT, data={**hidden, **HALF, **BACK})
    assert asked.status_code == 422 and 'value="lou@"' in asked.text
    again = {**HALF, **BACK, **Hidden(asked.text).fields}
    assert later.client.post(CONTACT, data=again).location == FORM + "/en-plus"
    assert 'value="lou@"' in later.open(CONTACT).text


def test_what_is_longer_than_any_answer_costs_none_of_the_others(halfway: Visitor) -> None:
    longest = "".join(map(chr, random.Random(7).choices(range(0x4E00, 0x9000), k=5_000)))
    assert halfway.send(CONTACT, {**HALF, **BACK, "last_name": longest}).status_code == 303
    assert halfway.open(CONTACT).status_code == 200


@pytest.fixture
def site(door: Flask) -> Iterator[str]:
    with answering(door) as port:
        yield f"http://{LOOPBACK}:{port}"


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_another_language_is_pressed_above_or_below_and_enter_still_goes_on(
    browser: Browser, site: str, scripts: bool
) -> None:
    with well_behaved_page(browser, DESKTOP, scripts=scripts) as page:
        page.goto(site + FORM)
        page.get_by_label("Année de naissance").fill("2009")
        page.get_by_role("banner").get_by_text("English").click()
        expect(page.get_by_label("Year of birth")).to_have_value("2009")
        page.get_by_role("button", name="Français").press("Enter")
        year = page.get_by_label("Année de naissance")
        expect(year).to_have_value("2009")
        year.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        assert page.url == site + FORM + "?retour=1", "Enter is Continue"


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_back_is_a_button_and_enter_goes_on(
    browser: Browser, site: str, viewport: ViewportSize, scripts: bool
) -> None:
    with well_behaved_page(browser, viewport, scripts=scripts) as page:
        page.goto(site + FORM)
        page.get_by_label("Pour moi").check()
        page.get_by_label("Mois de naissance").select_option("mai")
        page.get_by_label("Année de naissance").fill("2009")
        page.get_by_label("Année de naissance").press("Enter")
        page.get_by_label("Ton code postal").fill("7491")
        page.get_by_role("button", name="Retour").press("Enter")
        expect(page.get_by_label("Année de naissance")).to_have_value("2009")
        page.get_by_role("button", name="Continuer").click()
        code = page.get_by_label("Ton code postal")
        expect(code).to_have_value("7491")
        if scripts:
            assert accessibility_faults(page) == [] and not overflows(page)
        code.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        assert page.url == site + FORM + "/ou", "Enter is Continue"
