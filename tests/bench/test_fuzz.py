"""What throws anything at the doors finds what is planted there, asks the same by the same seed, and finds nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import process_time

import pytest
from flask import Flask, Response, redirect, request

from bench.fuzz import files, values
from bench.fuzz.judge import Judge, Seen
from bench.fuzz.knocking import Inside, Knock
from bench.fuzz.learning import Form, Forms, Lesson
from hub.shield import HEADERS, Shield
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

THROWN = 150
PLANTED = {
    "/raw": "tells back raw",
    "/attribute": "tells back raw",
    "/link": "holds a link that is a script",
    "/breaks": "answers 500",
    "/escapes": "ValueError",
    "/trace": "shows what happened inside",
    "/slow": "takes",
    "/away": "leads away",
    "/cookie": "gives a cookie without its manners",
    "/fat": "gives a cookie that a browser drops",
    "/naked": "comes without",
    "/formula": "holds a formula",
    "/alphabet": "does not say its alphabet",
}


def leaky() -> Flask:
    """A door with one fault at each address."""
    door = Flask("leaky")
    door.config["PROPAGATE_EXCEPTIONS"] = False
    faults = {
        "/raw": lambda: Response(f"<p>{request.args['x']}</p>"),
        "/attribute": lambda: Response(f"<input value='{request.args['x']}'>"),
        "/link": lambda: Response('<a href="javascript:alert(1)">x</a>'),
        "/breaks": lambda: Response("sorry", 500),
        "/trace": lambda: Response("<p>Traceback (most recent call last):"),
        "/slow": _slow,
        "/away": lambda: redirect("//evil.example/"),
        "/cookie": lambda: _with_cookie("a=b"),
        "/fat": lambda: _with_cookie("a=" + "b" * 5000 + "; HttpOnly; SameSite=Lax"),
        "/naked": lambda: Response("fine", headers={"X-Frame-Options": "ALLOWALL"}),
        "/formula": lambda: Response(f"a;{request.args['x']}\r\n", mimetype="text/csv"),
        "/alphabet": lambda: Response("é", content_type="text/plain"),
        "/fine": lambda: Response("<p>&lt;zqz&gt;</p>"),
    }
    for path, view in faults.items():
        door.add_url_rule(path, path.strip("/"), view)
    return door


def _slow() -> Response:
    until = process_time() + 0.2
    while process_time() < until:
        pass
    return Response("slow")


def _with_cookie(cookie: str) -> Response:
    return Response("x", headers={"Set-Cookie": cookie})


def seen_at(path: str, typed: str = "x=%3Czqz%3E") -> Judge:
    judge = Judge("localhost", patience=0.1)
    knock = Knock("GET", f"{path}?{typed}")
    try:
        judge.see(Inside(app=Shield(leaky(), url="http://localhost:8000")).send(knock))
    except Exception as error:
        judge.broke(str(knock), error)
    return judge


@pytest.mark.parametrize("path", PLANTED)
def test_a_planted_fault_is_found(path: str) -> None:
    if path == "/escapes":
        judge = Judge("localhost")
        judge.broke("GET /escapes", ValueError("secret"))
    else:
        judge = seen_at(path, "x=%3Dzq9abcd" if path == "/formula" else "x=' zqz='<zqz>")
    assert any(PLANTED[path] in fault for fault in judge.found), judge.found
    assert any("1 faults" in line for line in judge.report()) or len(judge.found) > 1


def test_what_is_escaped_is_no_fault() -> None:
    assert seen_at("/fine").found == {}


def test_a_form_is_read_with_all_that_it_proposes() -> None:
    page = '<a href="/x#y">x</a><form method="post" action="/z"><input name="a" value="1"><select name="b">'
    page += '<option value="2"><option value="3"></select><button name="c" value="4"></form>'
    read = Forms(page, "/here")
    assert read.links == ["/x"]
    assert read.forms == [Form("POST", "/z", (("a", "1"), ("b", ""), ("b", "2"), ("b", "3"), ("c", "4")))]


def test_the_same_seed_asks_the_same() -> None:
    lesson = Lesson(
        "x", Inside(app=leaky()), [*leaky().url_map.iter_rules()], {}, [Form("POST", "/z", (("a", "1"),))]
    )
    asked = [[lesson.draw(values.drawn_from(seed, "x", n)) for n in range(40)] for seed in (1, 1, 2)]
    assert asked[0] == asked[1] != asked[2]


@pytest.fixture(scope="module")
def town(sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    (folder / "hub.db").write_bytes(sqlite_with_tables.read_bytes())
    with town_at(f"sqlite:///{folder / 'hub.db'}", folder, Letterbox()) as opened:
        gc.collect()
        gc.freeze()  # what other tests left behind is none of the doors' time
        yield opened
        gc.unfreeze()


@pytest.mark.parametrize("door", ["public", "partners"])
def test_everybody_throws_anything_and_nothing_breaks(town: Town, door: str) -> None:
    app: Flask = getattr(town, door)
    lesson = Lesson("a stranger", Inside(app=app), [*app.url_map.iter_rules()], {"slug": ["ou", "article-1"]})
    page = lesson.browser.get("/connexion" if door == "partners" else "/trouver-un-mentor")
    lesson.forms = Forms(page.text, "/connexion").forms
    judge = Judge("localhost")
    for number in range(THROWN):
        judge.see(lesson.browser.send(lesson.draw(values.drawn_from(7, door, number))))
    assert judge.found == {} and judge.asked == THROWN


def test_hostile_tables_and_rule_books_are_read_or_refused() -> None:
    judge = Judge("", patience=12.0)
    files.read_tables(judge, 4, 3, lambda: None)
    files.read_books(judge, 12, 3, lambda: None)
    assert judge.found == {} and judge.asked == 16


def test_a_value_that_no_alphabet_holds_can_be_sent() -> None:
    for number in range(300):
        values.value(Random(number)).encode("utf-8", "surrogatepass")


def test_an_answer_without_a_fault_wears_every_header() -> None:
    judge = Judge("localhost")
    judge.see(Seen("GET /", 200, [*HEADERS.items()], b"", 0.0))
    assert judge.found == {}
