from __future__ import annotations

import re
import time

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub import codes, signin
from hub.journal import Act
from hub.models import JournalEntry, Member
from tests.associations.partner import Partner, code_for
from tests.parts.town import Town, text_of

UNKNOWN = "personne@ailleurs.example"
LONGER_THAN_AN_ANSWER = 0.4


@pytest.fixture
def amina(town: Town) -> Member:
    return town.join("article-1")[0]


def without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_a_member_comes_in_with_the_code_of_the_letter(town: Town, amina: Member) -> None:
    partner = Partner.stranger(town)
    assert partner.ask_code(amina.email).location == "/connexion/code"
    welcomed = partner.type_code(code_for(town, amina))
    assert (welcomed.status_code, welcomed.location) == (303, "/")
    assert partner.open("/").location == "/fiches/"
    assert "Aucune fiche n’attend" in partner.open("/fiches/").text


def test_the_desk_comes_in_at_its_own_table(town: Town) -> None:
    desk = town.open_desk()
    assert Partner.signed_in(town, desk).open("/").location == "/coordination/"


def test_a_code_may_be_typed_in_two_halves(town: Town, amina: Member) -> None:
    partner = Partner.stranger(town)
    partner.ask_code(amina.email)
    code = code_for(town, amina)
    assert partner.type_code(f" {code[:3]} {code[3:]} ").status_code == 303


def test_known_and_unknown_addresses_get_the_same_answers(town: Town, amina: Member) -> None:
    answers: list[list[object]] = []
    for email in (amina.email, UNKNOWN):
        partner = Partner.stranger(town)
        asked = partner.ask_code(email)
        page = partner.open("/connexion/code").text
        refused = partner.type_code("000000")
        answers.append([asked.status_code, asked.location, sorted(asked.headers.keys())])
        answers[-1] += [without_token(page), refused.status_code, without_token(refused.text)]
    assert answers[0] == answers[1]
    assert town.letters_to(UNKNOWN) == []


def test_known_and_unknown_addresses_take_the_same_time(
    town: Town, amina: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "ANSWER_TAKES", LONGER_THAN_AN_ANSWER)
    for email in (amina.email, UNKNOWN):
        partner = Partner.stranger(town)
        partner.open("/connexion")
        began = time.monotonic()
        partner.ask_code(email)
        assert time.monotonic() - began >= LONGER_THAN_AN_ANSWER


LETTERS_LINK = re.compile(r"http://localhost:8001(/connexion/lien/\S+)")


def link_for(town: Town, member: Member) -> str:
    """The link of the last letter this member got."""
    town.settle()
    found = LETTERS_LINK.search(text_of(town.letters_to(member.email)[-1]))
    assert found
    return found[1]


def spend_codes_of(town: Town, member: Member) -> None:
    for _ in range(12):
        Partner.stranger(town).ask_code(member.email)


def by_link(town: Town, path: str, email: str) -> TestResponse:
    """A browser that never asked for anything follows a letter's link."""
    partner = Partner.stranger(town)
    assert partner.open(path).location == "/connexion/lien"
    return partner.send("/connexion/lien", email=email)


def test_a_stranger_who_spends_every_code_keeps_nobody_out(town: Town, amina: Member) -> None:
    spend_codes_of(town, amina)
    welcomed = by_link(town, link_for(town, amina), amina.email)
    assert (welcomed.status_code, welcomed.location) == (303, "/")
    with town.hub.read() as work:
        last = work.session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc())).first()
        assert last and last.act == Act.SIGNED_IN


def test_nor_once_their_letters_are_too_old(town: Town, amina: Member) -> None:
    spend_codes_of(town, amina)
    old = link_for(town, amina)
    town.clock.forward(minutes=10)
    assert by_link(town, old, amina.email).status_code == 422
    partner = Partner.stranger(town)
    partner.ask_code(amina.email)
    assert partner.type_code(code_for(town, amina)).location == "/"


def test_a_letter_s_link_serves_its_address_once_while_it_lives(town: Town, amina: Member) -> None:
    Partner.stranger(town).ask_code(amina.email)
    link = link_for(town, amina)
    other = town.join("afev")[0]
    number = re.sub(r"lien/\d+", "lien/999", link)
    for path, email in (
        (link, other.email),
        (link, UNKNOWN),
        (link[:-1] + "g", amina.email),
        (number, amina.email),
    ):
        refused = by_link(town, path, email)
        assert refused.status_code == 422 and "Ce lien ne sert plus" in refused.text
    assert by_link(town, link, amina.email.upper()).status_code == 303
    assert by_link(town, link, amina.email).status_code == 422, "it served"


def test_the_link_of_somebody_removed_opens_nothing(town: Town, amina: Member) -> None:
    Partner.stranger(town).ask_code(amina.email)
    link = link_for(town, amina)
    with town.portal.begin() as work:
        signin.remove(work, work.session.get_one(Member, amina.id))
    assert by_link(town, link, amina.email).status_code == 422


def test_without_a_letter_s_link_there_is_no_such_page(town: Town) -> None:
    assert Partner.stranger(town).open("/connexion/lien").location == "/connexion"
    assert Partner.stranger(town).open("/connexion/lien/rien").status_code == 404


def test_a_spent_budget_shows_the_same_page_and_sends_no_letter(town: Town, amina: Member) -> None:
    pages = set()
    for _ in range(6):
        partner = Partner.stranger(town)
        partner.ask_code(amina.email)
        pages.add(without_token(partner.open("/connexion/code").text))
    town.settle()
    codes = [letter for letter in town.letters_to(amina.email) if "code" in str(letter["Subject"]).lower()]
    assert len(pages) == 1 and len(codes) == 5


def test_a_wrong_code_is_said_beside_the_field(town: Town, amina: Member) -> None:
    partner = Partner.stranger(town)
    partner.ask_code(amina.email)
    refused = partner.type_code("12345")
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text and "Ce code ne convient pas" in refused.text


@pytest.mark.parametrize("typed", ["", "amina", "a@b,c@d.example", "amina@asso.example\x0b"])
def test_what_is_no_address_is_said_kindly_and_kept(town: Town, typed: str) -> None:
    refused = Partner.stranger(town).ask_code(typed)
    assert refused.status_code == 422
    assert "Indiquez" in refused.text


def test_a_code_cannot_be_typed_before_it_was_asked(town: Town) -> None:
    assert Partner.stranger(town).open("/connexion/code").location == "/connexion"


def test_a_letter_s_link_is_found_again_after_the_sign_in(town: Town, amina: Member) -> None:
    partner = Partner.stranger(town)
    assert partner.open("/fiches/ABCDEFG").location == "/connexion"
    partner.ask_code(amina.email)
    assert partner.type_code(code_for(town, amina)).location == "/fiches/ABCDEFG"


def test_the_page_cannot_be_told_where_to_go_after_the_sign_in(town: Town, amina: Member) -> None:
    partner = Partner.stranger(town)
    partner.open("//ailleurs.example/piege")
    partner.open("/connexion?then=https://ailleurs.example/")
    partner.ask_code(amina.email)
    assert partner.type_code(code_for(town, amina)).location == "/"


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(town: Town, amina: Member) -> None:
    partner = Partner.stranger(town)
    partner.ask_code(amina.email)
    welcomed = partner.type_code(code_for(town, amina))
    cookie = next(c for c in welcomed.headers.getlist("Set-Cookie") if c.startswith("hub_session="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie


def test_over_https_the_cookies_belong_to_this_host_alone(town: Town, amina: Member) -> None:
    town.partners.config["SESSION_COOKIE_SECURE"] = True
    partner = Partner.stranger(town)
    partner.ask_code(amina.email)
    welcomed = partner.type_code(code_for(town, amina))
    cookie = next(c for c in welcomed.headers.getlist("Set-Cookie") if "hub_session=" in c)
    assert cookie.startswith("__Host-hub_session=") and "Secure" in cookie and "Path=/" in cookie


def test_a_cookie_planted_before_the_sign_in_opens_nothing(town: Town, amina: Member) -> None:
    partner = Partner.stranger(town)
    partner.client.set_cookie("hub_session", "planted")
    partner.ask_code(amina.email)
    partner.type_code(code_for(town, amina))
    planted = Partner.stranger(town)
    planted.client.set_cookie("hub_session", "planted")
    assert partner.open("/fiches/").status_code == 200
    assert planted.open("/fiches/").location == "/connexion"


def test_signing_out_ends_the_session_itself(town: Town, amina: Member) -> None:
    partner = Partner.signed_in(town, amina)
    cookie = partner.client.get_cookie("hub_session")
    assert cookie
    assert partner.send("/deconnexion", seen_on="/fiches/").location == "/connexion"
    thief = Partner.stranger(town)
    thief.client.set_cookie("hub_session", cookie.value)
    assert thief.open("/fiches/").location == "/connexion"


def test_a_member_sees_their_sessions_and_ends_another(town: Town, amina: Member) -> None:
    library, here = Partner.signed_in(town, amina), Partner.signed_in(town, amina)
    page = here.open("/sessions").text
    assert page.count("Connexion du") == 2 and page.count("celle-ci") == 1
    path = next(line.split('"')[3] for line in page.splitlines() if "/fermer" in line)
    assert here.send(path, seen_on="/sessions").location == "/sessions"
    assert library.open("/fiches/").location == "/connexion"
    assert here.open("/fiches/").status_code == 200


def test_a_session_in_use_does_not_fall_asleep(town: Town, amina: Member) -> None:
    partner = Partner.signed_in(town, amina)
    for _ in range(3):
        town.clock.forward(hours=10)
        assert partner.open("/fiches/").status_code == 200


def test_a_form_without_its_token_is_refused(town: Town, amina: Member) -> None:
    partner = Partner.signed_in(town, amina)
    assert partner.client.post("/deconnexion").status_code == 400
    assert partner.open("/fiches/").status_code == 200


def test_the_letter_with_the_code_names_nobody(town: Town, amina: Member) -> None:
    partner = Partner.stranger(town)
    partner.ask_code(amina.email)
    code = code_for(town, amina)
    letter = town.letters_to(amina.email)[-1]
    assert code not in str(letter["Subject"])
    assert "http" not in text_of(letter).split(code)[0]


def test_every_page_leads_to_the_notices_of_the_public_door(town: Town, amina: Member) -> None:
    notices = {"http://localhost:8000/confidentialite", "http://localhost:8000/accessibilite"}
    partner = Partner.signed_in(town, amina)
    for path in ("/connexion", "/fiches/", "/sessions"):
        assert notices <= set(re.findall(r'href="([^"]+)"', partner.open(path).text))
    visitor = town.visitor()
    assert {visitor.get(notice).status_code for notice in notices} == {200}
