"""The company's form, page by page, its refusals, the last seat and the guide."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from hub import companies
from hub.models import Company, CompanyEvent, Webinar
from hub.partnership import CompanyStep
from tests.forms.conftest import Typed, Visitor, hub_of
from tests.parts.companies import company
from tests.parts.town import StillClock

FORM = "/entreprises/rejoindre"
EMPLOYER: Typed = {
    "name": "Filature des Trois-Ponts",
    "siren": "732 829 320",
    "size": "10-49",
    "departments": "59, Pas-de-Calais et 974",
}
PLAN: Typed = {"stage": "discovering", "model": "unknown", "mentors": "5"}
CONTACT: Typed = {
    "name": "Ombeline Castagnède",
    "function": "Fauconnière en chef",
    "email": "ombeline.c@filature.example.org",
    "phone": "07 61 98 05 67",
}


REFUSED: tuple[tuple[str, Typed, str], ...] = (
    ("", {**EMPLOYER, "name": " "}, "Indiquez le nom de l’entreprise"),
    ("", {**EMPLOYER, "name": "a" * 121}, "gardez au plus 120"),
    ("", {**EMPLOYER, "siren": "732829321"}, "vérifiez ses neuf chiffres"),
    ("", {**EMPLOYER, "departments": ""}, "Indiquez au moins un département"),
    ("", {**EMPLOYER, "departments": "59, Flandre, Lyon"}, "«\u00a0Flandre, Lyon\u00a0»"),
    ("", {**EMPLOYER, "departments": "20"}, "20"),
    ("", {**EMPLOYER, "departments": "(" * 20_000}, "gardez au plus 2000"),
    ("/projet", {**PLAN, "mentors": "beaucoup"}, "Indiquez un nombre"),
    ("/projet", {**PLAN, "mentors": "-1"}, "Indiquez un nombre"),
    ("/projet", {**PLAN, "model": ""}, "Choisissez une réponse"),
    ("/webinaire", {}, "Choisissez une réponse"),
    ("/webinaire", {"webinar": "9999"}, "plus disponible"),
    ("/webinaire", {"webinar": "x"}, "plus disponible"),
    ("/contact", {**CONTACT, "name": "Ombeline 2"}, "avec des lettres"),
    ("/contact", {**CONTACT, "email": ""}, "Indiquez une adresse e-mail professionnelle"),
    ("/contact", {**CONTACT, "email": "a@x,evil@x"}, "adresse e-mail complète"),
    ("/contact", {**CONTACT, "phone": "12"}, "numéro complet"),
    ("/contact", {**CONTACT, "function": "ch\x0bef"}, "caractères invisibles"),
    ("/contact", {**CONTACT, "website": "http://spam.example"}, "doit rester vide"),
)


pytestmark = pytest.mark.usefixtures("sessions")


def fill(visitor: Visitor, session: int | str = "none") -> None:
    for page, typed in (
        ("", EMPLOYER),
        ("/projet", PLAN),
        ("/webinaire", {"webinar": str(session)}),
        ("/contact", CONTACT),
    ):
        assert visitor.send(FORM + page, typed).status_code == 303, page


def one(door: Flask) -> Company:
    with hub_of(door).read() as work:
        return work.session.scalars(select(Company)).one()


def how_many(door: Flask) -> int:
    with hub_of(door).read() as work:
        return work.session.scalar(select(func.count(Company.id))) or 0


def leave(door: Flask, session: int, seats: int) -> None:
    with hub_of(door).begin() as work:
        work.session.execute(update(Webinar).where(Webinar.id == session).values(seats_left=seats))


def steps(door: Flask) -> list[CompanyStep]:
    with hub_of(door).read() as work:
        return list(work.session.scalars(select(CompanyEvent.step).order_by(CompanyEvent.id)))


def test_a_company_comes_in_and_keeps_its_receipt(door: Flask, visitor: Visitor, sessions: list[int]) -> None:
    fill(visitor, sessions[1])
    check = visitor.open(FORM + "/verifier").text
    for word in ("732829320", "Nord, Pas-de-Calais, La Réunion", "De 10 à 49", "+33 7 61 98 05 67"):
        assert word in check
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"
    registered, receipt = one(door), visitor.open(FORM + "/recu").text
    assert registered.departments == ["59", "62", "974"]
    assert registered.reference in receipt
    assert "jeudi 12\u00a0mars à 12\u00a0h\u00a030" in receipt
    assert "suivi" not in receipt, "its page is for whoever reads the letters"


def test_whoever_writes_the_whole_country_is_everywhere(door: Flask, visitor: Visitor) -> None:
    visitor.send(FORM, {**EMPLOYER, "departments": "France entière"})
    visitor.send(FORM + "/projet", PLAN)
    visitor.send(FORM + "/webinaire", {"webinar": "none"})
    visitor.send(FORM + "/contact", CONTACT)
    assert "Toute la France" in visitor.open(FORM + "/verifier").text
    visitor.send(FORM + "/verifier")
    assert one(door).departments == []


def test_a_company_may_come_in_without_a_session(door: Flask, visitor: Visitor) -> None:
    fill(visitor)
    visitor.send(FORM + "/verifier")
    assert steps(door) == [CompanyStep.REGISTERED]
    assert "Nous prenons contact avec vous au plus tard" in visitor.open(FORM + "/recu").text


def test_without_the_effort_no_seat_is_taken_until_a_letter_was_read(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    fill(visitor, sessions[0])
    hidden = {**visitor.hidden(FORM + "/verifier"), "effort_answer": ""}
    assert visitor.client.post(FORM + "/verifier", data=hidden).location == FORM + "/recu"
    assert steps(door) == [CompanyStep.REGISTERED]
    receipt = visitor.open(FORM + "/recu").text
    assert "vous y prenez votre place" in receipt and "Aucune n’est retenue avant" in receipt


def test_sent_twice_it_is_registered_once(door: Flask, visitor: Visitor, sessions: list[int]) -> None:
    fill(visitor, sessions[0])
    hidden = visitor.hidden(FORM + "/verifier")
    for _ in range(2):
        assert visitor.client.post(FORM + "/verifier", data=hidden).location == FORM + "/recu"
    assert how_many(door) == 1


def test_what_is_refused_says_what_to_do(visitor: Visitor) -> None:
    fill(visitor)
    for page, typed, said in REFUSED:
        refused = visitor.send(FORM + page, typed)
        assert refused.status_code == 422, (page, typed)
        assert said in refused.text.split("</form>")[0], (page, typed)


@pytest.mark.parametrize("typed", [{"siren": ""}, {"everywhere": "y", "departments": "Flandre"}])
def test_what_is_optional_may_be_left_out(visitor: Visitor, typed: Typed) -> None:
    assert visitor.send(FORM, {**EMPLOYER, **typed}).location == FORM + "/projet"


def test_a_full_session_is_shown_and_cannot_be_chosen(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    fill(visitor)
    leave(door, sessions[0], 0)
    page = visitor.open(FORM + "/webinaire").text
    assert re.search(
        rf'value="{re.escape(str(sessions[0]))}" disabled>\s*<span>Jeudi 5\u00a0mars.*?Complet',
        page,
        re.DOTALL,
    )
    assert visitor.send(FORM + "/webinaire", {"webinar": str(sessions[0])}).status_code == 422


def test_who_comes_second_for_the_last_seat_is_told_and_keeps_everything(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    fill(visitor, sessions[0])
    leave(door, sessions[0], 1)
    with hub_of(door).begin() as work:
        companies.register(work, company(webinar=sessions[0]))
    hidden = visitor.hidden(FORM + "/verifier")
    visitor.client.delete_cookie("draft-company")
    sent = visitor.client.post(FORM + "/verifier", data=hidden)
    assert sent.location == FORM + "/webinaire"
    assert "La place vient d’être prise" in visitor.open(FORM + "/webinaire").text
    assert how_many(door) == 1
    assert visitor.send(FORM + "/webinaire", {"webinar": str(sessions[1])}).location == FORM + "/contact"
    assert "Castagnède" in visitor.open(FORM + "/contact").text
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"
    assert how_many(door) == 2


def test_a_session_that_begins_while_the_form_is_filled_in_is_gone(
    visitor: Visitor, sessions: list[int], clock: StillClock
) -> None:
    clock.forward(days=2, hours=23)
    fill(visitor, sessions[0])
    clock.forward(hours=2)
    sent = visitor.send(FORM + "/verifier")
    assert sent.location == FORM + "/webinaire"


def test_the_guide_is_a_tagged_document_in_its_language(visitor: Visitor) -> None:
    french, english = visitor.open("/entreprises/guide.pdf"), visitor.open("/en/entreprises/guide.pdf")
    assert french.mimetype == "application/pdf"
    assert french.data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in french.data and b"/Marked true" in french.data
    assert b"/Lang(fr" in french.data
    assert b"/Lang(en" in english.data
    assert b"localhost:8000/entreprises/rejoindre" in french.data
    assert french.data == visitor.open("/entreprises/guide.pdf").data


def test_a_session_that_moved_meanwhile_is_asked_for_again(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    fill(visitor, sessions[1])
    hidden = visitor.hidden(FORM + "/verifier")
    with hub_of(door).begin() as work:
        work.session.get_one(Webinar, sessions[1]).starts_at += timedelta(hours=5)
    sent = visitor.client.post(FORM + "/verifier", data=hidden)
    assert sent.location == FORM + "/webinaire"
    assert "Jeudi 12\u00a0mars à 17\u00a0h\u00a030" in visitor.open(FORM + "/webinaire").text
    assert how_many(door) == 0


def test_an_english_page_writes_its_dates_as_english_does(visitor: Visitor) -> None:
    for page, typed in (("", EMPLOYER), ("/projet", PLAN)):
        visitor.send(f"/en{FORM}{page}", typed)
    assert "Thursday 5\u00a0March at 12:30" in visitor.open(f"/en{FORM}/webinaire").text
