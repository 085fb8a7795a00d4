"""Arriving at a form that somebody began on this device, or that was erased meanwhile: the first page says so."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.forms.conftest import FORM, TYPED, Visitor
from tests.forms.prescriber import professional
from tests.parts.town import StillClock

FOUND = "Si ce ne sont pas les tiennes, efface-les"
ERASED = "comme promis, tes réponses ont été effacées"


def test_who_comes_next_on_this_device_is_told_of_the_answers_on_it(
    visitor: Visitor, clock: StillClock
) -> None:
    visitor.fill("", "/ou", "/besoin", "/en-plus", "/contact")
    clock.forward(minutes=1)
    page = visitor.open(FORM).text
    assert FOUND in page and "Effacer et recommencer" in page
    assert f'href="{FORM}/verifier"' in page, "or to go on"


def test_who_comes_next_erases_them_from_there(visitor: Visitor) -> None:
    visitor.fill()
    assert visitor.send(FORM, {"then": "form"}, to="/effacer").location == FORM
    page = visitor.open(FORM).text
    assert FOUND not in page and 'value="2009"' not in page


def test_a_newcomer_is_told_of_nothing(visitor: Visitor) -> None:
    assert FOUND not in visitor.open(FORM).text


def test_nobody_is_asked_who_goes_back_within_the_form(visitor: Visitor) -> None:
    visitor.fill("")
    back = visitor.send(FORM + "/ou", {"then": "pour-qui"})
    assert FOUND not in visitor.open(back.location).text
    visitor.fill("/ou", "/besoin", "/en-plus", "/contact")
    change = f"{FORM}?retour=1"
    assert f'href="{change}"' in visitor.open(FORM + "/verifier").text
    page = visitor.open(change).text
    assert FOUND not in page and 'value="2009"' in page


def test_an_error_on_the_first_page_does_not_ask_who_it_is(visitor: Visitor) -> None:
    visitor.fill("")
    answer = visitor.send(FORM, {**TYPED[""], "birth_year": ""})
    assert answer.status_code == 422 and FOUND not in answer.text


def test_a_professional_is_told_of_their_own_details_that_stayed(visitor: Visitor) -> None:
    professional.register(visitor, professional.PUPIL)
    page = visitor.open(professional.FORM).text
    assert "Si ce ne sont pas les vôtres, effacez-les" in page
    assert "Si ce ne sont pas" not in visitor.open(professional.FORM + "/jeune").text


@pytest.mark.parametrize("page", ["/contact", "/verifier"])
def test_who_comes_back_after_two_days_is_told_that_the_answers_were_erased(
    door: Flask, visitor: Visitor, clock: StillClock, page: str
) -> None:
    visitor.fill()
    hidden = visitor.hidden(FORM + page)
    clock.forward(hours=49)
    later = Visitor(door.test_client())
    sent = later.client.post(FORM + page, data=hidden)
    assert sent.status_code == 303
    arrived = later.open(sent.location or "").text
    assert ERASED in arrived and 'value="2009"' not in arrived
    later.send(sent.location or "", TYPED[""])
    assert ERASED not in later.open(FORM + "/ou").text


def test_a_page_that_carried_nothing_speaks_of_no_erasing(visitor: Visitor) -> None:
    sent = visitor.client.post(FORM + "/contact", data={})
    assert ERASED not in visitor.open(sent.location or "").text


def test_nobody_who_has_answers_is_told_that_they_were_erased(visitor: Visitor) -> None:
    visitor.fill("")
    assert ERASED not in visitor.open(f"{FORM}?efface=1").text
