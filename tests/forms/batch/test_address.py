"""The professional's own address: everything of a file waits for it, and nobody sees that it is mistyped but they."""

from __future__ import annotations

import html

import pytest
from flask import Flask
from sqlalchemy import select

from forms.days import on_one_line
from hub.calendar import civil
from hub.models import Referral
from tests.forms.batch.professional import FILE, SEVERAL, Professional, counts
from tests.forms.conftest import hub_of, registered
from tests.parts.files import people
from tests.parts.town import StillClock

MISTYPED, MEANT = "cpe.martin@gmial.com", "cpe.martin@gmail.com"
ASKED = f"Vous avez écrit {MISTYPED}. Vouliez-vous dire {MEANT}\u202f?"


@pytest.fixture
def hurried(door: Flask) -> Professional:
    return Professional.at(door, your_email=MISTYPED)


@pytest.mark.parametrize("shown", ["file", "preview"])
def test_a_slip_is_pointed_out_and_one_button_mends_it(
    door: Flask, hurried: Professional, shown: str
) -> None:
    page = hurried.visitor.open(FILE) if shown == "file" else hurried.send(people(1))
    assert ASKED in page.text and f"Corriger en {MEANT}" in page.text
    assert ("choisirez ensuite de nouveau votre fichier" in page.text) == (shown == "preview")
    mended = hurried.confirm(page, to="adresse", correct="vous.your_email")
    assert mended.location == FILE
    page = hurried.visitor.open(FILE)
    assert f"Mission locale de Roubaix, {MEANT}." in page.text and "gmial" not in page.text
    hurried.register(people(1))
    assert len(registered(door)) == 1


def test_a_slip_is_never_refused(door: Flask, hurried: Professional) -> None:
    assert counts(hurried.register(people(1))) == {"inscrit à l’instant": 1}


def test_an_address_without_a_slip_is_left_alone(door: Flask) -> None:
    ana = Professional.at(door)
    page = ana.visitor.open(FILE)
    assert "Vouliez-vous dire" not in page.text
    assert ana.confirm(page, to="adresse", correct="vous.your_email").location == FILE
    assert "ana.roy@ml-roubaix.example." in ana.visitor.open(FILE).text


def test_a_slip_mended_on_a_page_too_old_is_asked_anew(hurried: Professional, clock: StillClock) -> None:
    page = hurried.visitor.open(FILE)
    clock.forward(hours=49)
    mended = hurried.confirm(page, to="adresse", correct="vous.your_email")
    assert mended.location == f"{SEVERAL}?efface=1"


def test_a_refused_file_still_points_at_the_slip(hurried: Professional) -> None:
    refused = hurried.send_file(b"Couleur\nvert")
    assert refused.status_code == 422 and ASKED in refused.text


def test_what_waits_for_an_address_says_which_and_until_when(door: Flask, clock: StillClock) -> None:
    ana = Professional.at(door)
    first = ana.register(people(1))
    with hub_of(door).read() as work:
        (until,) = work.session.scalars(select(Referral.forget_at))
    assert until is not None
    with door.test_request_context():
        erased = f"Sans cela, tout est effacé le {on_one_line(civil(until))}."
    assert erased in html.unescape(first.text)
    assert "que nous vous envoyons à ana.roy@ml-roubaix.example." in first.text
    clock.forward(days=2)
    again = Professional.at(door).register(people(1))
    assert erased in html.unescape(again.text), "the day of the first one"
    assert "que nous vous avons envoyé à ana.roy@ml-roubaix.example " in again.text


def test_of_a_personal_address_one_reads_that_the_team_looks_first(door: Flask) -> None:
    said = "Avant de chercher, notre équipe vérifie qui inscrit ces jeunes"
    assert said in Professional.at(door, your_email="ana.roy@gmail.com").register(people(1)).text
    assert said not in Professional.at(door).register(people(1)).text
