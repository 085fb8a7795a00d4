"""Who comes in, how, and who stays outside."""

from __future__ import annotations

import re
import time

import pytest
from werkzeug.test import TestResponse

from hub import codes
from tests.forms.conftest import Visitor
from tests.forms.my_young_people.professional import ASK, PAGE, TYPE, code_in, entered, letters
from tests.parts.prescribers import ADDRESS, register
from tests.parts.town import Town

UNKNOWN = "personne@ailleurs.example"
LONGER_THAN_AN_ANSWER = 0.4
LINK = re.compile(r"/mes-jeunes/lien/\S+")


def without_token(page: TestResponse) -> str:
    return "\n".join(line for line in page.text.splitlines() if "csrf_token" not in line)


def test_the_page_is_closed_to_strangers(town: Town, references: list[str]) -> None:
    stranger = Visitor(town.visitor())
    assert stranger.open(PAGE).location == ASK
    assert stranger.open(TYPE).location == ASK
    assert stranger.open(f"{PAGE}/{references[0]}").status_code == 404
    stranger.client.set_cookie("prescriber", "planted.00")
    assert stranger.open(PAGE).location == ASK


@pytest.mark.parametrize("cookie", ["planted", ".", "a.b.c", "x.zz"])
def test_a_cookie_that_is_none_of_ours_opens_nothing(town: Town, cookie: str) -> None:
    stranger = Visitor(town.visitor())
    stranger.client.set_cookie("prescriber", cookie)
    assert stranger.open(PAGE).location == ASK


@pytest.mark.parametrize("kept", [-1, -64, -65], ids=["cut short", "without its key", "without its dot"])
def test_a_cookie_that_lost_its_end_is_nobody_s(town: Town, references: list[str], kept: int) -> None:
    visitor = entered(town)
    cookie = visitor.client.get_cookie("prescriber")
    assert cookie and visitor.open(PAGE).status_code == 200
    visitor.client.set_cookie("prescriber", cookie.value[:kept])
    assert visitor.open(PAGE).location == ASK


def test_known_and_unknown_addresses_get_the_same_answers(town: Town, references: list[str]) -> None:
    answers: list[list[object]] = []
    for email in (ADDRESS, UNKNOWN):
        visitor = Visitor(town.visitor())
        asked = visitor.send(ASK, {"email": email})
        page = visitor.open(TYPE)
        refused = visitor.send(TYPE, {"code": "000000"})
        answers.append([asked.status_code, asked.location, sorted(asked.headers.keys()), without_token(page)])
        answers[-1] += [refused.status_code, without_token(refused)]
    assert answers[0] == answers[1]
    town.settle()
    assert town.letters_to(UNKNOWN) == []


def test_known_and_unknown_addresses_take_the_same_time(
    town: Town, references: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "ANSWER_TAKES", LONGER_THAN_AN_ANSWER)
    for email in (ADDRESS, UNKNOWN):
        visitor = Visitor(town.visitor())
        fields = visitor.hidden(ASK)
        began = time.monotonic()
        visitor.client.post(ASK, data={**fields, "email": email})
        assert time.monotonic() - began >= LONGER_THAN_AN_ANSWER


def test_five_wrong_codes_and_the_right_one_no_longer_serves(town: Town, references: list[str]) -> None:
    visitor = Visitor(town.visitor())
    visitor.send(ASK, {"email": ADDRESS})
    code = code_in(letters(town)[-1])
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        refused = visitor.send(TYPE, {"code": wrong})
        assert refused.status_code == 422 and "Ce code ne convient pas" in refused.text
    assert visitor.send(TYPE, {"code": code}).status_code == 422


def test_the_first_letter_s_button_opens_the_page_from_any_browser(town: Town) -> None:
    with town.front.begin() as work:
        register(work, marker="Bleu 1")
    town.clock.forward(minutes=1)
    link = LINK.findall(letters(town)[0])[0]
    visitor = Visitor(town.visitor())
    assert visitor.open(link).location == "/mes-jeunes/lien"
    assert visitor.open(PAGE).location == ASK, "opening a link lets nobody in"
    refused = visitor.send("/mes-jeunes/lien", {"email": UNKNOWN})
    assert refused.status_code == 422 and "pas été écrit à cette adresse" in refused.text
    assert visitor.send("/mes-jeunes/lien", {"email": ADDRESS}).location == PAGE
    assert "Bleu 1" in visitor.open(PAGE).text
    again = Visitor(town.visitor())
    again.open(link)
    assert again.send("/mes-jeunes/lien", {"email": ADDRESS}).status_code == 422, "it serves once"


@pytest.mark.parametrize(("button", "elsewhere"), [({}, 200), ({"partout": "1"}, 303)])
def test_signing_out_here_or_everywhere(
    town: Town, references: list[str], button: dict[str, str], elsewhere: int
) -> None:
    here, library = entered(town), entered(town)
    assert here.send(PAGE, button, to=f"{PAGE}/deconnexion").location == ASK
    assert "Vous êtes déconnecté" in here.open(ASK).text
    assert here.open(PAGE).location == ASK
    assert library.open(PAGE).status_code == elsewhere


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(town: Town, references: list[str]) -> None:
    town.public.config["SESSION_COOKIE_SECURE"] = True
    visitor = Visitor(town.visitor())
    visitor.send(ASK, {"email": ADDRESS})
    typed = visitor.send(TYPE, {"code": code_in(letters(town)[-1])})
    cookie = next(each for each in typed.headers.getlist("Set-Cookie") if "prescriber=" in each)
    assert cookie.startswith("__Host-prescriber=") and "Secure" in cookie and "Path=/" in cookie
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie
