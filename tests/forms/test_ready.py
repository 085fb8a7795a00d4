from __future__ import annotations

import gzip
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms.ready import FRESH
from forms.views import SAME_FOR_EVERYBODY
from hub.shield import HEADERS
from tests.forms.conftest import FORM, Visitor
from tests.parts.town import StillClock

PAGES = [
    "/",
    "/le-mentorat",
    "/urgence",
    "/associations",
    "/static/hub.css",
    "/en/",
    "/en/urgence",
]


@pytest.fixture
def client(door: Flask) -> FlaskClient:
    return door.test_client()


WOKEN = 500


def asleep(*_args: Any, **_kwargs: Any) -> Any:
    raise AssertionError("the application was woken")


def fall_asleep(door: Flask) -> None:
    """From now on, only ready bytes answer."""
    door.wsgi_app._app = asleep  # type: ignore[attr-defined]


def test_every_such_page_exists_and_is_only_read(door: Flask) -> None:
    methods = {rule.endpoint: rule.methods or set() for rule in door.url_map.iter_rules()}
    assert set(methods) >= SAME_FOR_EVERYBODY
    assert [name for name in SAME_FOR_EVERYBODY if "POST" in methods[name]] == []


@pytest.mark.parametrize("path", PAGES)
def test_the_second_answer_comes_without_the_application_and_is_the_same(
    door: Flask, client: FlaskClient, path: str
) -> None:
    first, second = client.get(path), client.get(path)
    fall_asleep(door)
    ready = client.get(path)
    bodies = {answer.get_data() for answer in (first, second, ready)}
    first.close()
    assert len(bodies) == 1
    varying = {"ETag", "Vary", "Last-Modified", "Content-Disposition", "Date"}
    told = {name: value for name, value in first.headers.items() if name not in varying}
    assert {name: ready.headers[name] for name in told} == told
    assert ready.headers["Cache-Control"] == "no-cache" and "Set-Cookie" not in ready.headers
    assert {name: ready.headers[name] for name in HEADERS} == dict(HEADERS)


def test_a_browser_that_has_the_page_gets_no_second_copy(client: FlaskClient) -> None:
    client.get("/")
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    again = client.get("/", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert {name: again.headers[name] for name in HEADERS} == dict(HEADERS)
    other = client.get("/", headers={"If-None-Match": '"another"'})
    assert other.status_code == 200


def test_the_page_is_packed_for_whoever_can_unpack_it(client: FlaskClient) -> None:
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip" and packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) < len(plain.data) / 2
    assert "Content-Encoding" not in client.get("/").headers


def test_head_tells_the_size_and_sends_nothing(client: FlaskClient) -> None:
    client.get("/")
    page, head = client.get("/"), client.head("/")
    assert head.data == b"" and head.headers["Content-Length"] == str(len(page.data))


def test_figures_are_at_most_two_minutes_old(door: Flask, client: FlaskClient, clock: StillClock) -> None:
    client.get("/urgence")
    client.get("/urgence")
    fall_asleep(door)
    clock.now += FRESH - FRESH / 100
    assert client.get("/urgence").status_code == 200
    clock.now += FRESH / 50
    assert client.get("/urgence").status_code == WOKEN


def test_a_page_that_cannot_be_rendered_stays_as_it_was(
    door: Flask, client: FlaskClient, clock: StillClock
) -> None:
    was = client.get("/urgence").data
    client.get("/urgence")
    door.view_functions["forms.emergency"] = lambda **_: ("away", 503)
    clock.now += FRESH * 2
    assert client.get("/urgence").data == was
    door.view_functions["forms.emergency"] = lambda **_: ("gone", 404)
    clock.now += FRESH * 2
    assert client.get("/urgence").status_code == 404


@pytest.mark.parametrize(
    "path", [FORM, FORM + "/ou", FORM + "/recu", "/suivi", "/mes-jeunes", "/entreprises/rejoindre"]
)
def test_a_page_of_somebodys_own_is_never_kept(visitor: Visitor, path: str) -> None:
    visitor.fill("")
    for _ in range(2):
        answer = visitor.open(path)
        assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers


def test_what_is_kept_was_rendered_for_nobody(door: Flask) -> None:
    """Neither what is in a visitor's cookies nor the host of their choosing reaches the next one."""
    seen: list[dict[str, Any]] = []
    application = door.wsgi_app._app  # type: ignore[attr-defined]

    def watched(environ: dict[str, Any], start_response: Any) -> Any:
        seen.append(dict(environ))
        return application(environ, start_response)

    door.wsgi_app._app = watched  # type: ignore[attr-defined]
    client = door.test_client()
    client.set_cookie("draft-form", "canari")
    for _ in range(2):
        client.get("/", headers={"Host": "localhost:9", "X-Forwarded-Host": "evil.example"})
    rendered = seen[-1]
    assert {name for name in rendered if name.startswith("HTTP_")} == {"HTTP_HOST"}
    assert rendered["HTTP_HOST"] == "localhost:8000"
    assert b"evil" not in client.get("/").data


def test_a_question_in_the_address_is_answered_by_the_application(door: Flask, client: FlaskClient) -> None:
    client.get("/")
    client.get("/")
    fall_asleep(door)
    assert client.get("/?source=lycee-voltaire").status_code == WOKEN
