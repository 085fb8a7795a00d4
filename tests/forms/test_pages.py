"""Every public page: for everybody, from this host alone, written as French is written."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from tests.forms.conftest import FORM, Visitor, registered

STATIC = Path(__file__).parents[2] / "hub" / "static"
CSS_LIMIT = 10_000
PAGES = [
    "/",
    "/inscrire-un-jeune",
    "/urgence",
    "/confidentialite",
    "/accessibilite",
    FORM,
    FORM + "/autres-pistes",
    FORM + "/ou",
    FORM + "/besoin",
    FORM + "/en-plus",
    FORM + "/contact",
    FORM + "/verifier",
    "/nulle-part",
]
TEXT = re.compile(r"<(script|style).*?</\1>|<[^>]*>", re.S)


@pytest.fixture
def visited(visitor: Visitor) -> Visitor:
    visitor.fill()
    return visitor


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_title_a_language_landmarks_and_a_way_to_skip(visited: Visitor, path: str) -> None:
    page = visited.open(path).text
    assert page.count("<h1") == 1
    assert '<html lang="fr">' in page
    assert '<a class="skip" href="#main">' in page and '<main id="main"' in page
    assert page.count("<title>") == 1 and "<footer" in page and "<header" in page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_no_other_host_and_holds_no_inline_style_or_script(visited: Visitor, path: str) -> None:
    answer = visited.open(path)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=\"/static/)", answer.text)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_french_is_not_broken_before_a_high_mark(visited: Visitor, path: str) -> None:
    words = TEXT.sub("\n", visited.open(path).text)
    assert not re.findall(r".{0,20} [;:!?»].{0,5}|.{0,5}« .{0,20}", words)
    assert not re.findall(r"\w'\w", words.replace("&#39;", "'")), "a typewriter's apostrophe"


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/nulle-part"])
def test_emergency_lines_are_one_click_away(visited: Visitor, path: str) -> None:
    assert 'href="/urgence"' in visited.open(path).text


def test_every_link_of_the_public_pages_leads_somewhere(visited: Visitor) -> None:
    links = {link for path in PAGES for link in re.findall(r'href="(/[^"#]*)"', visited.open(path).text)}
    for link in links:
        with visited.open(link) as answer:
            assert answer.status_code == 200, link


def test_the_look_is_light() -> None:
    assert len(gzip.compress((STATIC / "hub.css").read_bytes(), 9)) < CSS_LIMIT


def test_the_door_answers_to_whoever_watches_over_it(visitor: Visitor) -> None:
    assert visitor.open("/healthz").text == "ok\n"


def test_a_failure_tells_the_log_neither_the_address_nor_the_words(
    door: Flask, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(word: str) -> str:
        raise ValueError(f"somebody typed {word}")

    door.add_url_rule("/echec/<word>", "failing", fail)
    answer = visitor.open("/echec/canari")
    assert answer.status_code == 500
    assert "de notre côté" in answer.text
    assert "failing failed with ValueError" in caplog.text
    assert "canari" not in caplog.text


def test_the_receipt_and_the_story_say_nothing_of_who_it_is(door: Flask, visitor: Visitor) -> None:
    receipt = visitor.register().text
    link = re.search(r"http://localhost:8000(/suivi/\w+)", receipt)
    assert link
    visitor.open(link[1])
    for page in (receipt, visitor.open("/suivi").text):
        assert registered(door)[0].reference in page
        assert not [word for word in ("Lou", "Canari", "59100", "Roubaix", "boursier") if word in page]
