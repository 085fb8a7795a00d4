"""The mentor's form: what it accepts, what it refuses kindly, and what is registered at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from hub.lifecycle import ReferralState
from hub.vocabulary import Audience, Kind
from tests.forms.conftest import Typed, Visitor, registered

FORM = "/devenir-mentor"
TYPED: Mapping[str, Typed] = {
    "": {"age": "26-49", "status": "actif", "sector": ""},
    "ou": {"postal_code": "59100"},
    "proposition": {
        "audiences": ["lycee", "lycee_pro"],
        "themes": ["orientation"],
        "mode": "either",
        "availability": "monthly",
        "commitment": "y",
    },
    "contact": {
        "first_name": "Lou",
        "last_name": "Canari-Dupré",
        "email": "lou@canari.example.org",
        "phone": "",
        "contact_by": "email",
        "employer": "",
    },
}
SLUGS = list(TYPED)


def filled(visitor: Visitor, *, until: str = "", **changes: Typed) -> None:
    """The pages before ``until``, or all of them; ``changes`` go by page, ``first`` being the first."""
    pages = SLUGS[: SLUGS.index(until)] if until else SLUGS
    visitor.fill_in(FORM, {page: {**TYPED[page], **changes.get(page or "first", {})} for page in pages})


def answered(visitor: Visitor, page: str, **typed: str | list[str]) -> TestResponse:
    if page:
        filled(visitor, until=page)
    return visitor.send(f"{FORM}/{page}".rstrip("/"), {**TYPED[page], **typed})


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_mentor_comes_in_and_keeps_a_receipt(visitor: Visitor, door: Flask) -> None:
    filled(visitor)
    check = words(visitor.open(FORM + "/verifier").text)
    assert "Lycéens · Lycéens professionnels et apprentis" in check and "Six mois au moins" in check
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"
    [row] = registered(door)
    assert (row.kind, row.correspondent, row.state) == (Kind.MENTOR, Audience.MENTOR, ReferralState.LOOKING)
    receipt = visitor.open(FORM + "/recu").text
    assert row.reference in receipt and "casier judiciaire" in receipt
    assert "confirmez que l’adresse est la vôtre" in receipt
    link = re.search(r"/suivi/\w{32}", receipt)
    assert (
        link
        and "Votre candidature est bien arrivée" in visitor.client.get(link[0], follow_redirects=True).text
    )


def test_sending_twice_registers_once(visitor: Visitor, door: Flask) -> None:
    filled(visitor)
    sent = visitor.hidden(FORM + "/verifier")
    for _ in range(2):
        assert visitor.client.post(FORM + "/verifier", data=sent).location == FORM + "/recu"
    assert len(registered(door)) == 1


def test_what_mentoring_asks_stands_below_the_first_question(visitor: Visitor) -> None:
    page = visitor.open(FORM).text
    assert page.index("Continuer") < page.index("Ce que fait un mentor")
    assert "attestation d’honorabilité" in page
    assert "noindex" not in page
    assert "Ce que fait un mentor" not in answered(visitor, "ou", postal_code="59000").text


@pytest.mark.parametrize("status", [{}, {"status": "lyceen"}])
def test_before_15_a_kind_page_says_what_else_to_do(visitor: Visitor, status: dict[str, str]) -> None:
    sent = visitor.send(FORM, {"age": "under-15", "sector": "", **status})
    assert sent.location == FORM + "/moins-de-15-ans"
    assert "On peut devenir mentor à partir de 15 ans" in words(visitor.open(sent.location).text)


@pytest.mark.parametrize(("age", "told"), [("15-17", True), ("18-25", False)])
def test_a_minor_hears_that_a_parent_must_agree(visitor: Visitor, age: str, told: bool) -> None:
    filled(visitor, first={"age": age, "status": "lyceen"})
    for page in ("/contact", "/verifier"):
        assert ("autorisation écrite d’un parent" in visitor.open(FORM + page).text) is told


@pytest.mark.parametrize(
    ("page", "typed", "said"),
    [
        ("", {"age": ""}, "Choisissez votre tranche d’âge."),
        ("", {"age": "27"}, "age-error"),
        ("", {"status": ""}, "Choisissez la situation la plus proche"),
        ("", {"status": "roi"}, "Choisissez la situation la plus proche"),
        ("", {"age": "18-25", "status": "retraite"}, "les deux ne vont pas ensemble"),
        ("", {"age": "26-49", "status": "lyceen"}, "les deux ne vont pas ensemble"),
        ("", {"sector": "magie"}, "sector-error"),
        ("ou", {"postal_code": ""}, "Indiquez un code postal de cinq chiffres"),
        ("ou", {"postal_code": "59999"}, "Nous ne trouvons pas ce code postal"),
        ("ou", {"postal_code": "48000"}, "choisissez la bonne"),
        ("proposition", {"audiences": []}, "Choisissez au moins une réponse."),
        ("proposition", {"themes": []}, "Choisissez au moins une réponse."),
        ("proposition", {"themes": ["astrologie"]}, "themes-error"),
        ("proposition", {"mode": ""}, "Choisissez une réponse."),
        ("proposition", {"availability": ""}, "Choisissez une réponse."),
        ("proposition", {"commitment": ""}, "Cochez cette case si vous pouvez tenir six mois."),
        ("contact", {"first_name": ""}, "Indiquez votre prénom."),
        ("contact", {"last_name": "D4rk"}, "Écrivez ce nom avec des lettres"),
        ("contact", {"email": ""}, "Indiquez une adresse e-mail complète"),
        ("contact", {"email": "a@x,evil@x"}, "Indiquez une adresse e-mail complète"),
        ("contact", {"phone": "12"}, "Indiquez un numéro complet"),
        ("contact", {"contact_by": "text"}, "indiquez un numéro de téléphone au-dessus"),
        ("contact", {"employer": "x" * 81}, "gardez au plus 80 caractères"),
        ("contact", {"employer": "a\x0bb"}, "caractères invisibles"),
        ("contact", {"website": "https://spam.example"}, "Ce champ caché doit rester vide"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_that_says_what_to_do(
    visitor: Visitor, door: Flask, page: str, typed: dict[str, str | list[str]], said: str
) -> None:
    refused = answered(visitor, page, **typed)
    assert refused.status_code == 422
    assert said in words(refused.text) or f'id="{said}"' in refused.text
    assert registered(door) == []


def test_a_page_cannot_be_jumped(visitor: Visitor) -> None:
    assert visitor.open(FORM + "/contact").location == FORM
    filled(visitor, until="proposition")
    assert visitor.open(FORM + "/verifier").location == FORM + "/proposition"


def test_a_draft_is_no_draft_of_the_young_person_s_form(visitor: Visitor) -> None:
    filled(visitor)
    assert visitor.open("/trouver-un-mentor/verifier").location == "/trouver-un-mentor"


def test_an_overseas_mentor_may_give_the_number_they_dial(visitor: Visitor) -> None:
    filled(visitor, ou={"postal_code": "97400"}, contact={"phone": "0692 12 34 56", "contact_by": "phone"})
    assert "+262 692 12 34 56" in words(visitor.open(FORM + "/verifier").text)
