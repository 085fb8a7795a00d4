"""What was typed stays in the visitor's own browser, unreadable, for two days."""

from __future__ import annotations

import random

from flask import Flask

from forms import drafts
from tests.forms.conftest import FORM, TYPED, Hidden, Visitor, registered
from tests.parts.town import StillClock

COOKIE_LIMIT = 4096


def test_a_lost_session_costs_nothing_of_what_was_typed(door: Flask, visitor: Visitor) -> None:
    visitor.fill("", "/ou")
    hidden = visitor.hidden(FORM + "/besoin")
    later = Visitor(door.test_client())
    answer = later.client.post(FORM + "/besoin", data={**hidden, **TYPED["/besoin"]})
    assert answer.status_code == 422
    assert "Tes réponses sont toujours là" in answer.text
    assert 'value="confiance" checked' in answer.text
    again = {**TYPED["/besoin"], **Hidden(answer.text).fields}
    assert later.client.post(FORM + "/besoin", data=again).location == FORM + "/en-plus"
    assert 'value="59100"' in later.open(FORM + "/ou").text


def test_a_draft_is_unreadable_and_lives_48_hours(visitor: Visitor, clock: StillClock) -> None:
    visitor.fill()
    cookie = visitor.client.get_cookie("draft-form")
    assert cookie is not None and "Canari" not in cookie.value and cookie.http_only
    assert cookie.max_age == 48 * 3600
    clock.forward(hours=47)
    assert visitor.open(FORM + "/verifier").status_code == 200
    clock.forward(hours=2)
    assert visitor.open(FORM + "/verifier").location == FORM


def test_the_longest_answers_still_fit_into_the_cookie(visitor: Visitor) -> None:
    chance = random.Random(7)

    def noise(length: int, first: int, last: int) -> str:
        return "".join(chr(chance.randint(first, last)) for _ in range(length))

    long_address = f"{noise(64, 97, 122)}@" + ".".join(noise(60, 97, 122) for _ in range(3)) + ".fr"
    names = {name: noise(60, 0x4E00, 0x9000) for name in TYPED["/contact"] if name.endswith("_name")}
    contact = names | {"email": long_address, "guardian_email": "a" + long_address[1:]}
    assert (
        visitor.register(en_plus={"message": noise(300, 0x1F300, 0x1F5FF)}, contact=contact).status_code
        == 200
    )
    visitor.fill(en_plus={"message": noise(300, 0x1F300, 0x1F5FF)}, contact=contact)
    cookie = visitor.client.get_cookie("draft-form")
    assert cookie is not None and len(cookie.value) < COOKIE_LIMIT - 200


def test_erasing_leaves_nothing_in_the_browser(visitor: Visitor) -> None:
    visitor.fill()
    sent = visitor.send(FORM + "/contact", {"then": "form"}, to="/effacer")
    assert sent.location == FORM
    assert visitor.client.get_cookie("draft-form") is None
    assert visitor.open(FORM + "/verifier").location == FORM


def test_a_draft_out_of_its_owners_cookie_needs_the_pages_token(door: Flask, visitor: Visitor) -> None:
    """Another site may post a draft of its own making, but no cookie."""
    visitor.fill()
    hidden = visitor.hidden(FORM + "/verifier")
    elsewhere = Visitor(door.test_client())
    assert elsewhere.client.post(FORM + "/verifier", data=hidden).status_code == 422
    hers = {"form_token": hidden["form_token"]}
    assert visitor.client.post(FORM + "/verifier", data=hers).location == FORM + "/recu"
    assert len(registered(door)) == 1


def test_a_form_left_for_a_while_welcomes_back(visitor: Visitor, clock: StillClock) -> None:
    visitor.fill("", "/ou")
    assert "Te revoilà" not in visitor.open(FORM + "/besoin").text
    clock.forward(minutes=30)
    assert "Te revoilà" in visitor.open(FORM + "/besoin").text
    assert f'href="{FORM}/besoin"' in visitor.open(FORM + "/ou").text
    visitor.fill("/besoin")
    assert "Te revoilà" not in visitor.open(FORM + "/en-plus").text


def test_a_draft_of_another_form_does_not_open_here(door: Flask, visitor: Visitor) -> None:
    visitor.fill("")
    cookie = visitor.client.get_cookie("draft-form")
    assert cookie
    with door.test_request_context(headers={"Cookie": f"draft-other={cookie.value}"}):
        assert drafts.load("other").typed == {}
    with door.test_request_context(headers={"Cookie": f"draft-form={cookie.value}"}):
        assert drafts.load("form").typed.keys() == {"pour-qui"}
