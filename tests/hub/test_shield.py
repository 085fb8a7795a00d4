from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from hub.shield import HEADERS, Names, Shield
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

SITE = "https://mentorat.example"
HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def town(sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    (folder / "hub.db").write_bytes(sqlite_with_tables.read_bytes())
    with town_at(f"sqlite:///{folder / 'hub.db'}", folder, Letterbox()) as opened:
        yield opened


def asked(door: Flask | Shield, path: str = "/", *, host: str, method: str = "GET") -> TestResponse:
    return Client(door).open(path, method=method, headers={"Host": host})


def dressed(answer: TestResponse) -> bool:
    return {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)


@pytest.mark.parametrize(
    ("url", "host", "ours"),
    [
        (SITE, "mentorat.example", True),
        (SITE, "MENTORAT.example:443", True),
        (SITE, "mentorat.example:8443", False),
        (SITE, "mentorat.example.evil.example", False),
        (SITE, "evil.example", False),
        (SITE, "localhost", False),
        (SITE, "", False),
        (SITE, "evil.example@mentorat.example", False),
        (f"{SITE}:8443", "mentorat.example:8443", True),
        (f"{SITE}:8443", "mentorat.example", False),
        (f"{SITE}:443", "mentorat.example", True),
        (HERE, "localhost:9999", True),
        (HERE, "127.0.0.1", True),
        (HERE, "[::1]:8000", True),
        (HERE, "localhost:80@evil.example", False),
        (HERE, "localhost:٣", False),
        (HERE, "mentorat.example", False),
    ],
)
def test_a_door_answers_to_its_own_name_and_to_no_other(url: str, host: str, ours: bool) -> None:
    assert Names(url).hold(host) is ours


@pytest.mark.parametrize("door", ["public", "partners"])
@pytest.mark.parametrize("path", ["/", "/rien", "/connexion", "/static/hub.css", "//evil.example/..", "/%00"])
def test_another_host_gets_one_page_that_never_says_its_name(town: Town, door: str, path: str) -> None:
    answer = asked(getattr(town, door), path, host="evil.example")
    assert answer.status_code == 421 and dressed(answer)
    assert "evil" not in answer.text + str(answer.headers) and "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_probe_that_knows_a_number_only_is_answered(town: Town) -> None:
    assert asked(town.public, "/healthz", host="10.0.0.7:8000").status_code == 200
    assert asked(town.public, "/", host="10.0.0.7:8000").status_code == 421


@pytest.mark.parametrize("door", ["public", "partners"])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("GET", "/static/hub.css", 200),
        ("GET", "/static/rien.css", 404),
        ("GET", "/rien", 404),
        ("GET", "/\x00", 404),
        ("TRACE", "/", 405),
        ("BREW", "/", 405),
        ("OPTIONS", "/healthz", 200),
        ("HEAD", "/rien", 404),
    ],
)
def test_every_answer_wears_every_header(town: Town, door: str, method: str, path: str, status: int) -> None:
    answer = asked(getattr(town, door), path, host="localhost", method=method)
    assert answer.status_code == status and dressed(answer)
    assert "Strict-Transport-Security" not in answer.headers
    answer.close()


@pytest.mark.parametrize("door", ["public", "partners"])
def test_redirects_wear_them_and_stay_here(town: Town, door: str) -> None:
    app: Flask = getattr(town, door)
    posts = [
        ("POST", "/deconnexion"),
        ("GET", "/"),
        ("GET", "/suivi"),
        ("GET", "/mes-jeunes"),
        ("GET", "/recu"),
    ]
    answers = [asked(app, path, host="localhost", method=method) for method, path in posts]
    moved = [answer for answer in answers if answer.status_code in range(300, 400)]
    assert moved and all(dressed(answer) for answer in answers)
    assert {answer.headers["Location"][0] for answer in moved} == {"/"}


def test_over_https_the_browser_is_told_to_stay_there_for_all_that_bears_the_name() -> None:
    answer = asked(Shield(_fails, url=SITE), host="mentorat.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_what_nobody_caught_is_said_in_french_and_shows_nothing() -> None:
    answer = asked(Shield(_fails, url=HERE), host="localhost")
    assert answer.status_code == 500 and dressed(answer)
    assert "Rien n’a été enregistré" in answer.text and "secret" not in answer.text


def test_the_policy_allows_nothing_unsafe_and_nobody_else() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert (
        policy["default-src"]
        == "'none'"
        == policy["base-uri"]
        == policy["frame-ancestors"]
        == policy["object-src"]
    )
    assert set(policy.values()) == {"'none'", "'self'"}


def _fails(environ: Any, start_response: Any) -> Iterable[bytes]:
    raise ValueError("a secret")
