from __future__ import annotations

import pytest
from flask import Flask

from forms.typos import COMMON, REAL, probably_meant
from tests.forms.conftest import FORM, Hidden, Visitor, registered


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.fr", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("hotmial.fr", "hotmail.fr"),
        ("hotmai.com", "hotmail.com"),
        ("orange.f", "orange.fr"),
        ("oragne.fr", "orange.fr"),
        ("yaho.fr", "yahoo.fr"),
        ("outlok.com", "outlook.com"),
        ("wanado.fr", "wanadoo.fr"),
        ("laposte.nt", "laposte.net"),
        ("sfr.f", "sfr.fr"),
        ("free.frr", "free.fr"),
        ("iclou.com", "icloud.com"),
    ],
)
def test_a_mistyped_domain_is_recognised(written: str, meant: str) -> None:
    assert probably_meant(f"Lou.Canari@{written}") == f"Lou.Canari@{meant}"


@pytest.mark.parametrize("domain", sorted(REAL))
def test_a_known_domain_is_left_alone(domain: str) -> None:
    assert probably_meant(f"lou@{domain}") is None


@pytest.mark.parametrize(
    "domain",
    [
        *("ac-lille.fr", "ac-orleans-tours.fr", "education.gouv.fr", "lenord.fr", "seine-saint-denis.fr"),
        *("afev.org", "mission-locale-lille.fr", "apprentis-auteuil.org", "croix-rouge.fr", "univ-lille.fr"),
        *(
            "essec.edu",
            "groupelaposte.fr",
            "france-travail.fr",
            "grange.fr",
            "olive.fr",
            "five.fr",
            "lives.fr",
        ),
        *("tree.fr", "sfe.fr", "freel.fr", "gail.fr", "orano.group", "exemple.fr", "canari.example.org"),
    ],
)
def test_a_real_domain_raises_no_false_alarm(domain: str) -> None:
    assert probably_meant(f"lou@{domain}") is None


@pytest.mark.parametrize("text", ["", "lou", "@gmial.com", "lou@"])
def test_what_is_no_address_is_left_alone(text: str) -> None:
    assert probably_meant(text) is None


def test_every_common_domain_is_real() -> None:
    assert set(COMMON) <= REAL


def test_the_check_suggests_and_a_button_corrects_without_losing_anything(
    door: Flask, visitor: Visitor
) -> None:
    visitor.fill(contact={"email": "lou@gmial.com"})
    checked = visitor.open(FORM + "/verifier").text
    assert "Tu as écrit" in checked and "lou@gmail.com" in checked
    sent = visitor.send(FORM + "/verifier", {"correct": "contact.email"}, to=FORM + "/verifier/adresse")
    assert sent.location == FORM + "/verifier"
    corrected = visitor.open(FORM + "/verifier").text
    assert "lou@gmail.com" in corrected and "gmial" not in corrected and "Tu as écrit" not in corrected
    assert 'value="ana@canari.example.org"' in visitor.open(FORM + "/contact").text
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"
    assert len(registered(door)) == 1


def test_a_suggestion_is_no_refusal(door: Flask, visitor: Visitor) -> None:
    visitor.fill(contact={"guardian_email": "ana@orange.f.fr", "email": "lou@hotmial.fr"})
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"
    assert len(registered(door)) == 1


@pytest.mark.parametrize("correct", ["", "contact.first_name", "nowhere.email", "contact.guardian_email"])
def test_nothing_else_is_corrected(visitor: Visitor, correct: str) -> None:
    visitor.fill(contact={"email": "lou@gmial.com"})
    sent = visitor.send(FORM + "/verifier", {"correct": correct}, to=FORM + "/verifier/adresse")
    assert sent.location == FORM + "/verifier"
    assert "lou@gmial.com" in visitor.open(FORM + "/verifier").text


def test_an_unfinished_form_is_finished_first(visitor: Visitor) -> None:
    visitor.fill("")
    sent = visitor.send(FORM + "/ou", {"correct": "contact.email"}, to=FORM + "/verifier/adresse")
    assert sent.location == FORM + "/ou"


def test_a_forged_correction_changes_nothing(visitor: Visitor) -> None:
    visitor.fill(contact={"email": "lou@gmial.com"})
    answer = visitor.client.post(FORM + "/verifier/adresse", data={"correct": "contact.email"})
    assert answer.status_code == 400 and "csrf_token" not in Hidden(answer.text).fields
    assert "lou@gmial.com" in visitor.open(FORM + "/verifier").text
