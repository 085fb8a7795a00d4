"""A browser that keeps no cookie: every page says what is missing, and loses nothing of what was typed."""

from __future__ import annotations

import pytest
from flask import Flask

from hub import intake
from tests.forms.conftest import FORM, TYPED, Visitor, hub_of
from tests.parts.people import registration

LINKED = ("suivi", "accord", "confirmer", "attendre", "avis", "garder", "entreprises/suivi")
TOO_LONG = "trop longtemps"


@pytest.fixture
def guarded(door: Flask) -> Visitor:
    """Somebody whose browser refuses every cookie."""
    return Visitor(door.test_client(use_cookies=False))


@pytest.mark.parametrize("way", LINKED)
def test_the_link_of_a_letter_says_that_a_cookie_is_needed(door: Flask, guarded: Visitor, way: str) -> None:
    with hub_of(door).begin() as work:
        token = intake.register(work, registration()).tracking_token
    led = guarded.open(guarded.open(f"/{way}/{token}").location)
    assert led.status_code == 404
    assert "ce navigateur refuse les cookies" in led.text and "ouvrir à nouveau le lien" in led.text
    assert "Cette page n’existe pas" not in led.text


def test_a_link_that_leads_nowhere_is_not_blamed_on_cookies(visitor: Visitor) -> None:
    led = visitor.open(visitor.open(f"/suivi/{'0' * 32}").location)
    assert led.status_code == 404
    assert "le lien n’est pas entier" in led.text and "cookie" not in led.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (FORM, "autorise les cookies pour ce site"),
        ("/devenir-mentor", "autorisez les cookies pour ce site"),
        ("/inscrire-un-jeune/plusieurs", "autorisez les cookies pour ce site"),
    ],
)
def test_a_form_says_that_a_cookie_is_needed_and_keeps_what_was_typed(
    guarded: Visitor, form: str, said: str
) -> None:
    for _ in range(2):
        sent = guarded.send(form, TYPED[""])
        assert sent.status_code == 422
        assert said in sent.text and TOO_LONG not in sent.text
    if form == FORM:
        assert 'value="2009"' in sent.text


def test_once_cookies_are_allowed_the_same_page_goes_on(door: Flask, guarded: Visitor) -> None:
    allowing = Visitor(door.test_client())
    first = allowing.client.post(FORM, data={**guarded.hidden(FORM), **TYPED[""]})
    assert first.status_code == 422
    assert allowing.send(FORM, TYPED[""]).location == f"{FORM}/ou"


def test_a_browser_that_was_closed_meanwhile_is_not_told_to_allow_cookies(visitor: Visitor) -> None:
    visitor.fill("")
    hidden = visitor.hidden(f"{FORM}/ou")
    visitor.client.delete_cookie("page")
    sent = visitor.client.post(f"{FORM}/ou", data={**hidden, **TYPED["/ou"]})
    assert sent.status_code == 422
    assert TOO_LONG in sent.text and "autorise les cookies" not in sent.text


def test_a_page_without_a_draft_says_it_too(guarded: Visitor) -> None:
    sent = guarded.send("/mes-jeunes/connexion", {"email": "ana@ecole.example"})
    assert sent.status_code == 400
    assert "Ce site a besoin d’un cookie" in sent.text and TOO_LONG not in sent.text
