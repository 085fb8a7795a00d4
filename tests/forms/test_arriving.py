"""Arriving at a form that somebody began on this device, or that was erased meanwhile: the first page says so."""

from __future__ import annotations

from tests.forms.conftest import FORM, TYPED, Visitor
from tests.forms.prescriber import professional
from tests.parts.town import StillClock

FOUND = "Si ce ne sont pas les tiennes, efface-les"


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
