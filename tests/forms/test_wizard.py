"""A form is walked page by page, and its last page registers, once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask

from tests.forms.conftest import FORM, TYPED, OpenDoor, Visitor, registered
from tests.parts.town import StillClock


def test_the_form_ends_with_a_receipt_that_one_would_keep(door: Flask, visitor: Visitor) -> None:
    receipt = visitor.register().text
    (referral,) = registered(door)
    assert referral.reference in receipt
    assert "lundi 23\u00a0mars" in receipt, "the promised date"
    assert "http://localhost:8000/suivi/" in receipt


def test_nothing_is_registered_before_the_last_page_is_sent(door: Flask, visitor: Visitor) -> None:
    visitor.fill()
    assert visitor.open(FORM + "/verifier").status_code == 200
    assert registered(door) == []


@pytest.mark.parametrize("page", ["/ou", "/besoin", "/en-plus", "/contact", "/verifier"])
def test_a_page_opened_too_early_leads_to_the_first_unfinished_one(visitor: Visitor, page: str) -> None:
    assert visitor.open(FORM + page).location == FORM
    visitor.fill("")
    if page != "/ou":
        assert visitor.open(FORM + page).location == FORM + "/ou"


def test_an_optional_page_is_not_skipped_unseen(visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin")
    assert visitor.open(FORM + "/contact").location == FORM + "/en-plus"


def test_an_error_keeps_what_was_typed_and_is_tied_to_its_field(visitor: Visitor) -> None:
    visitor.fill("")
    answer = visitor.send(FORM + "/ou", {"postal_code": "99999", "situation": "college"})
    assert answer.status_code == 422
    assert 'value="99999"' in answer.text and 'value="college" checked' in answer.text
    assert 'href="#postal_code"' in answer.text, "the summary leads to the field"
    assert 'aria-describedby="postal_code-hint postal_code-error"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "par exemple 59000" in answer.text, "the error says what to do"


def test_going_back_finds_the_answers_again(visitor: Visitor) -> None:
    visitor.fill()
    assert 'value="59100"' in visitor.open(FORM + "/ou").text
    assert 'value="confiance" checked' in visitor.open(FORM + "/besoin").text


def test_changing_an_answer_comes_back_to_the_check(visitor: Visitor) -> None:
    visitor.fill()
    sent = visitor.send(FORM + "/contact", {**TYPED["/contact"], "first_name": "Louison"})
    assert sent.location == FORM + "/verifier"
    assert "Louison" in visitor.open(FORM + "/verifier").text


def test_another_age_asks_again_what_no_longer_fits(visitor: Visitor) -> None:
    visitor.fill()
    visitor.fill("", first={"birth_year": "2014"})
    assert visitor.open(FORM + "/verifier").location == FORM + "/ou", "a lycée at eleven is asked again"


def test_a_double_click_is_one_registration(door: Flask, visitor: Visitor) -> None:
    visitor.fill()
    hidden = visitor.hidden(FORM + "/verifier")
    for _ in range(2):
        assert visitor.client.post(FORM + "/verifier", data=hidden).location == FORM + "/recu"
    assert len(registered(door)) == 1


def test_the_page_sent_again_next_day_shows_the_same_receipt(
    door: Flask, visitor: Visitor, clock: StillClock
) -> None:
    visitor.fill()
    hidden = visitor.hidden(FORM + "/verifier")
    visitor.client.post(FORM + "/verifier", data=hidden)
    clock.forward(days=3)
    newcomer = Visitor(door.test_client())
    assert newcomer.client.post(FORM + "/verifier", data=hidden).location == FORM + "/recu"
    (referral,) = registered(door)
    assert referral.reference in newcomer.open(FORM + "/recu").text


def test_a_filled_trap_registers_nothing_and_says_so(door: Flask, visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin", "/en-plus")
    answer = visitor.send(FORM + "/contact", {**TYPED["/contact"], "website": "https://spam.example"})
    assert answer.status_code == 422
    assert "doit rester vide" in answer.text
    assert registered(door) == []


def test_a_forged_send_registers_nothing(door: Flask, visitor: Visitor) -> None:
    visitor.fill()
    answer = visitor.client.post(FORM + "/verifier", data={})
    assert answer.status_code == 422
    assert registered(door) == []


def test_when_the_database_is_away_nothing_is_claimed_and_nothing_is_lost(
    open_door: OpenDoor, sqlite_url: str, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    door = open_door(f"sqlite:///{away}/hub.db")
    visitor = Visitor(door.test_client())
    visitor.fill()
    answer = visitor.send(FORM + "/verifier")
    assert answer.status_code == 503
    assert "Ce n’est pas encore enregistré" in answer.text
    away.mkdir()
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), away / "hub.db")
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"
    assert len(registered(door)) == 1


def test_too_much_is_refused_kindly(visitor: Visitor) -> None:
    answer = visitor.client.post(FORM, data={"birth_year": "9" * 70_000})
    assert answer.status_code == 413
    assert "Rien n’a été enregistré" in answer.text


def test_the_partners_tag_is_kept_silently(door: Flask, visitor: Visitor) -> None:
    visitor.open("/?source=lycee-voltaire")
    visitor.register()
    assert registered(door)[0].source == "lycee-voltaire"


def test_a_tag_that_is_none_is_not_kept(door: Flask, visitor: Visitor) -> None:
    visitor.open("/?source=Lou%20Canari")
    visitor.register()
    assert registered(door)[0].source is None
