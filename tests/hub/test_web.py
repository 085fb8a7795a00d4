from __future__ import annotations

import pytest
from flask import Flask, flash, get_flashed_messages, session
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import abort

from hub import web
from hub.lifecycle import IllegalMove
from hub.queries import NotFound


def door_at(url: str) -> Flask:
    door = web.make_door(url=url, secret_key=bytes(32))

    @door.get("/remember")
    def remember() -> str:
        session["seen"] = True
        return "seen"

    return door


def cookie_of(url: str) -> str:
    return door_at(url).test_client().get("/remember", base_url=url).headers["Set-Cookie"]


def test_a_cookie_is_for_this_site_and_out_of_reach_of_scripts() -> None:
    cookie = cookie_of("http://127.0.0.1:8000")
    assert cookie.startswith("page=") and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "Expires" not in cookie, "it goes when the browser closes"


def test_over_https_the_cookie_and_the_site_stay_there() -> None:
    url = "https://mentorat.example"
    cookie = cookie_of(url)
    assert cookie.startswith("__Host-page=") and "Secure" in cookie and "Path=/" in cookie


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("x"), 404),
        (IllegalMove("x"), 409),
        (StaleDataError("x"), 409),
        (OperationalError("x", None, Exception()), 503),
        (ValueError("x"), 500),
    ],
)
def test_what_goes_wrong_is_said_on_a_page_in_french(error: Exception, status: int) -> None:
    door = door_at("http://127.0.0.1:8000")

    def fail() -> str:
        raise error

    door.add_url_rule("/fail", "fail", fail)
    answer = door.test_client().get("/fail")
    assert answer.status_code == status
    assert '<html lang="fr">' in answer.text and web.SORRY[status][0] in answer.text


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 418, 500, 503])
def test_every_refusal_has_a_page_of_ours(status: int) -> None:
    door = door_at("http://127.0.0.1:8000")
    door.add_url_rule("/refuse", "refuse", lambda: abort(status))
    answer = door.test_client().get("/refuse")
    assert answer.status_code == status and "Revenir à l’accueil" in answer.text


def test_a_post_without_its_token_is_refused_kindly() -> None:
    door = door_at("http://127.0.0.1:8000")
    door.add_url_rule("/send", "send", lambda: "sent", methods=["POST"])
    browser = door.test_client()
    without = browser.post("/send")
    assert without.status_code == 400 and "Ce site a besoin d’un cookie" in without.text
    browser.get("/remember", base_url="http://127.0.0.1:8000")
    answer = browser.post("/send", base_url="http://127.0.0.1:8000")
    assert answer.status_code == 400 and "cette page a expiré" in answer.text


def test_pages_are_never_stored_and_the_look_may_be() -> None:
    client = door_at("http://127.0.0.1:8000").test_client()
    assert client.get("/remember").headers["Cache-Control"] == "no-store"
    with client.get("/static/hub.css") as look:
        assert look.headers["Cache-Control"] != "no-store"


def test_what_a_page_remembers_is_unreadable_and_a_changed_cookie_is_none() -> None:
    url = "http://127.0.0.1:8000"
    door = door_at(url)

    @door.get("/recall")
    def recall() -> str:
        return str(session.get("seen"))

    browser = door.test_client()
    browser.get("/remember", base_url=url)
    cookie = browser.get_cookie("page", domain="127.0.0.1")
    assert cookie is not None and "seen" not in cookie.value
    assert browser.get("/recall", base_url=url).text == "True"
    browser.set_cookie("page", cookie.value[:-4] + "AAAA", domain="127.0.0.1")
    assert browser.get("/recall", base_url=url).text == "None"


def test_a_cookie_that_says_too_much_lets_the_oldest_sentences_go_and_keeps_the_rest() -> None:
    url = "http://127.0.0.1:8000"
    door = door_at(url)

    @door.get("/say")
    def say() -> str:
        flash(f"{session.get('number', 0)} " + "é" * 200)
        session["number"] = session.get("number", 0) + 1
        return "said"

    @door.get("/hear")
    def hear() -> str:
        return f"{session['number']}: {get_flashed_messages()[-1][:3]}"

    @door.get("/long")
    def long() -> str:
        session["then"] = "/fiches/" + "x" * 9000
        return "kept"

    browser = door.test_client()
    for path in ("/say",) * 40 + ("/long",):
        cookie = browser.get(path, base_url=url).headers["Set-Cookie"]
        assert len(cookie) < 4096
    assert browser.get("/hear", base_url=url).text == "40: 39 "


@pytest.mark.parametrize(
    ("path", "above"),
    [("/fiches/abc/reponse/oui", "/fiches/abc"), ("/fiches", "/"), ("/fermer", "/")],
)
def test_an_address_where_only_a_button_leads_opens_the_page_above_it(path: str, above: str) -> None:
    door = door_at("http://127.0.0.1:8000")
    door.add_url_rule("/", "home", lambda: "home")
    door.add_url_rule("/fiches/<card>", "card", lambda card: card)
    for button in ("/fiches/<card>/reponse/oui", "/fiches", "/fermer"):
        door.add_url_rule(button, button, lambda **names: "done", methods=["POST"])
    opened = door.test_client().get(path)
    assert (opened.status_code, opened.location) == (303, above)
    assert door.test_client().delete(path).status_code == 405


def test_an_address_where_only_a_button_leads_and_no_page_is_above_it_says_so() -> None:
    door = door_at("http://127.0.0.1:8000")
    door.add_url_rule("/fermer", "close", lambda: "closed", methods=["POST"])
    assert door.test_client().get("/fermer").status_code == 405


@pytest.mark.parametrize("number", [2**31, 2**63, 10**40])
def test_a_page_whose_number_no_row_can_have_does_not_exist(number: int) -> None:
    door = door_at("http://127.0.0.1:8000")
    door.add_url_rule("/rows/<int:row_id>", "row", lambda row_id: f"row {row_id}")
    assert door.test_client().get(f"/rows/{number}").status_code == 404
    assert door.test_client().get(f"/rows/{web.HIGHEST_NUMBER}").text == f"row {web.HIGHEST_NUMBER}"


@pytest.fixture
def door() -> Flask:
    door = door_at("http://127.0.0.1:8000")
    door.add_url_rule("/suivi/<word>", "follow", lambda word: "yours" if word == "abc" else abort(404))
    door.add_url_rule("/<word>", "word", lambda word: abort(404))
    door.add_url_rule("/fiches/<card>/", "card", lambda card: abort(404))
    return door


@pytest.mark.parametrize("clinging", ["/", ".", ",", ").", "\u00a0!", "»", "//", "/?utm=1"])
def test_what_clings_to_a_link_is_let_go(door: Flask, clinging: str) -> None:
    answer = door.test_client().get(f"/suivi/abc{clinging}")
    assert (answer.status_code, answer.location) == (302, "/suivi/abc")
    assert door.test_client().post(f"/suivi/abc{clinging}").status_code in (400, 404, 405)


@pytest.mark.parametrize(
    "path",
    ["/suivi", "/suivi/other", "/nowhere/x/", "/fiches/gone/", "/fiches/gone/.", "/%0d%0aSet-Cookie:x=1/y."],
)
def test_a_page_that_is_not_there_either_way_does_not_exist(door: Flask, path: str) -> None:
    assert door.test_client().get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "///evil.example/.", "/\\evil.example/", "/.//evil.example.", "/%2F%2Fevil.example/"],
)
def test_nobody_is_sent_to_another_host(door: Flask, path: str) -> None:
    location = door.test_client().get(path).location
    assert location is None or (location[0] == "/" and location[1] not in "/\\")
