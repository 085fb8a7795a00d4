"""What the form asks of a young person or a parent, and what it makes of their answers."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from hub.lifecycle import ReferralState
from tests.forms.conftest import FORM, Typed, Visitor, registered
from tests.parts.town import StillClock


def followed(visitor: Visitor, receipt: str) -> str:
    """The page that the link of a receipt leads to."""
    link = re.search(r"localhost:8000(/suivi/\w+)", receipt)
    assert link
    visitor.open(link[1])
    return visitor.open("/suivi").text


def test_a_child_waits_for_a_guardian_whose_name_is_asked_first(door: Flask, visitor: Visitor) -> None:
    changes: dict[str, Typed] = {
        "first": {"birth_year": "2013"},
        "ou": {"situation": "college"},
        "besoin": {"level": "cinquieme"},
        "contact": {"contact_by": "email"},
    }
    visitor.fill("", "/ou", "/besoin", "/en-plus", **changes)
    page = visitor.open(FORM + "/contact").text
    assert page.index('name="guardian_first_name"') < page.index('name="first_name"')
    assert 'name="email"' not in page
    receipt = visitor.register(**changes).text
    assert registered(door)[0].state is ReferralState.AWAITING_GUARDIAN
    assert "Rien n’est transmis avant son accord" in receipt
    assert "La page s’adresse à ton parent ou tuteur, à qui nous écrivons." in receipt


def test_the_page_of_a_child_who_registers_alone_is_true_for_them_and_for_their_parent(
    visitor: Visitor,
) -> None:
    receipt = visitor.register(
        first={"birth_year": "2013"},
        ou={"situation": "college"},
        besoin={"level": "cinquieme"},
        contact={"contact_by": "email"},
    ).text
    page = followed(visitor, receipt)
    assert (
        "Le parent ou tuteur doit donner son accord" in page and "Personne n’a vu le nom de l’enfant" in page
    )
    assert not [said for said in ("votre accord", "votre enfant", "votre part") if said in page]


def test_a_parent_is_spoken_to_as_an_adult(visitor: Visitor) -> None:
    visitor.fill("", first={"channel": "guardian", "birth_year": "2012"})
    page = visitor.open(FORM + "/ou").text
    assert "Où habite votre enfant" in page and "Ton code postal" not in page


def registered_by_a_parent(visitor: Visitor, email: str, effort: dict[str, str]) -> str:
    """The receipt of a parent whose child is sixteen."""
    visitor.fill(first={"channel": "guardian"}, contact={"email": email})
    assert visitor.send(FORM + "/verifier", effort).location == FORM + "/recu"
    return visitor.open(FORM + "/recu").text


@pytest.mark.parametrize("effort", [{}, {"effort_answer": ""}], ids=["by a browser", "without JavaScript"])
def test_a_parent_who_gave_their_childs_address_is_told_that_the_letter_is_there(
    visitor: Visitor, effort: dict[str, str]
) -> None:
    receipt = registered_by_a_parent(visitor, "lou@canari.example.org", effort)
    assert "à l’adresse de votre enfant" in receipt and "demandez-lui de l’ouvrir" in receipt
    assert "l’adresse est la vôtre" not in receipt and "confirmez votre adresse" not in receipt
    assert "La page s’adresse à votre enfant, à qui nous écrivons." in receipt


@pytest.mark.parametrize(
    ("effort", "said"),
    [({}, "confirmez que l’adresse est la vôtre"), ({"effort_answer": ""}, "confirmez votre adresse")],
)
def test_a_parent_who_gave_their_own_address_alone_opens_the_letter_themselves(
    visitor: Visitor, effort: dict[str, str], said: str
) -> None:
    receipt = registered_by_a_parent(visitor, "", effort)
    assert said in receipt and "La page s’adresse" not in receipt


def test_the_page_of_a_request_to_confirm_says_in_whose_mailbox_the_letter_is(visitor: Visitor) -> None:
    receipt = registered_by_a_parent(visitor, "lou@canari.example.org", {"effort_answer": ""})
    assert "L’e-mail est dans la boîte de son enfant." in followed(visitor, receipt)


def test_an_adult_is_not_registered_by_a_parent(visitor: Visitor) -> None:
    answer = visitor.send(FORM, {"channel": "guardian", "birth_month": "1", "birth_year": "2005"})
    assert answer.status_code == 422
    assert "Votre enfant est majeur" in answer.text


@pytest.mark.parametrize("year", ["2022", "1990"])
def test_too_young_or_too_old_is_shown_other_doors(door: Flask, visitor: Visitor, year: str) -> None:
    sent = visitor.send(FORM, {"channel": "self", "birth_month": "5", "birth_year": year})
    assert sent.location == FORM + "/autres-pistes"
    assert visitor.open(FORM + "/ou").location == FORM


def test_a_professional_comes_to_a_form_of_their_own(visitor: Visitor) -> None:
    typed = {"channel": "prescriber", "birth_month": "", "birth_year": ""}
    assert visitor.send(FORM, typed).location == "/inscrire-un-jeune/un-jeune"


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"channel": "self", "birth_month": "13", "birth_year": "2009"},
        {"channel": "self", "birth_month": "mai", "birth_year": "2009"},
        {"channel": "self", "birth_month": "5", "birth_year": "09"},
        {"channel": "self", "birth_month": "5", "birth_year": "²009"},
        {"channel": "self", "birth_month": "5", "birth_year": "0000"},
        {"channel": "admin", "birth_month": "5", "birth_year": "2009"},
    ],
)
def test_a_first_page_that_makes_no_sense_is_asked_again(visitor: Visitor, typed: dict[str, str]) -> None:
    assert visitor.send(FORM, typed).status_code == 422


def test_an_ambiguous_code_asks_which_commune(visitor: Visitor) -> None:
    visitor.fill("")
    asked = visitor.send(FORM + "/ou", {"postal_code": "01200", "situation": "lycee_gt"})
    assert asked.status_code == 422
    assert "choisis la tienne" in asked.text and 'value="01033"' in asked.text
    refused = {"postal_code": "01200", "situation": "lycee_gt", "commune": "59512"}
    assert visitor.send(FORM + "/ou", refused).status_code == 422
    told = {"postal_code": "01200", "situation": "lycee_gt", "commune": "01033"}
    assert visitor.send(FORM + "/ou", told).location == FORM + "/besoin"


def test_handicap_is_kept_with_consent_only(visitor: Visitor) -> None:
    visitor.fill(en_plus={"publics": ["handicap"]})
    assert "La mention «\u00a0handicap\u00a0» n’est pas gardée" in visitor.open(FORM + "/verifier").text
    visitor.fill("/en-plus", en_plus={"publics": ["handicap"], "health_consent": "y"})
    checked = visitor.open(FORM + "/verifier").text
    assert "Situation de handicap" in checked and "n’est pas gardée" not in checked


def test_the_consent_box_is_never_ticked_beforehand(visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin")
    page = visitor.open(FORM + "/en-plus").text
    assert 'name="health_consent" value="y"' in page
    assert 'name="health_consent" value="y" checked' not in page


def test_preferring_not_to_say_excludes_saying(visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin")
    assert visitor.send(FORM + "/en-plus", {"publics": ["ase"], "prefer_not": "y"}).status_code == 422


def test_a_village_is_ticked_and_can_be_unticked(visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin", ou={"postal_code": "59360", "commune": "59136"})
    asked = 'name="rural" value="y" checked'
    assert asked not in visitor.open(FORM + "/en-plus").text, "Le Cateau-Cambrésis is a town"
    visitor.fill("/ou", ou={"postal_code": "48220", "commune": "48116"})
    assert asked in visitor.open(FORM + "/en-plus").text, "Le Pont-de-Montvert is a village"


CHILD: dict[str, Typed] = {
    "first": {"birth_month": "3", "birth_year": "2011"},
    "ou": {"situation": "college"},
    "besoin": {"level": "troisieme"},
    "contact": {"contact_by": "email"},
}


def test_a_birthday_since_a_page_was_filled_in_counts(visitor: Visitor, clock: StillClock) -> None:
    clock.forward(days=29)
    visitor.fill(**CHILD)
    assert visitor.open(FORM + "/verifier").status_code == 200, "on 31 March, fourteen"
    clock.forward(days=1)
    assert visitor.open(FORM + "/verifier").location == FORM + "/contact", "on 1 April, fifteen"
    assert 'name="email"' in visitor.open(FORM + "/contact").text
