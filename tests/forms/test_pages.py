"""Every public page: for everybody, from this host alone, written as French is written."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forms.views import CONTENT_PAGES
from tests.forms.conftest import FORM, Visitor, registered

STATIC = Path(__file__).parents[2] / "hub" / "static"
CSS_LIMIT = 10_000
STILL = ["/", *CONTENT_PAGES.values()]
FORM_PAGES = [FORM, FORM + "/ou", FORM + "/besoin", FORM + "/en-plus", FORM + "/contact", FORM + "/verifier"]
PAGES = [*STILL, *FORM_PAGES, "/nulle-part"]
TEXT = re.compile(r"<(script|style).*?</\1>|<[^>]*>", re.S)
ELSEWHERE = re.compile(r"<(?!a )[^>]*(?:src|href|action)=\"(?:https?:)?//(?!localhost:8000/)")


@pytest.fixture
def visited(visitor: Visitor) -> Visitor:
    visitor.fill()
    return visitor


@pytest.fixture
def opened(visited: Visitor) -> dict[str, TestResponse]:
    """Every page, to somebody who has filled in the form without sending it yet."""
    return {path: visited.open(path) for path in PAGES}


def test_a_page_has_one_title_a_language_landmarks_and_a_way_to_skip(opened: dict[str, TestResponse]) -> None:
    for path, answer in opened.items():
        page = answer.text
        assert page.count("<h1") == 1, path
        assert '<html lang="fr">' in page, path
        assert '<a class="skip" href="#main">' in page and '<main id="main"' in page, path
        assert page.count("<title>") == 1 and "<footer" in page and "<header" in page, path


def test_a_page_asks_no_other_host_and_holds_no_inline_style_or_script(
    opened: dict[str, TestResponse],
) -> None:
    for path, answer in opened.items():
        assert "unsafe" not in answer.headers["Content-Security-Policy"], path
        assert answer.headers["Referrer-Policy"] == "no-referrer", path
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=\"/static/)", answer.text), path
        assert not ELSEWHERE.search(answer.text), path


def test_what_was_typed_is_kept_by_no_cache(opened: dict[str, TestResponse]) -> None:
    assert {opened[path].headers["Cache-Control"] for path in FORM_PAGES} == {"no-store"}


def test_french_is_not_broken_before_a_high_mark(opened: dict[str, TestResponse]) -> None:
    for path, answer in opened.items():
        words = TEXT.sub("\n", answer.text)
        assert not re.findall(r".{0,20} [;:!?»].{0,5}|.{0,5}« .{0,20}", words), path
        assert not re.findall(r"\w'\w", words.replace("&#39;", "'")), f"a typewriter's apostrophe at {path}"


def test_emergency_lines_are_one_click_away(opened: dict[str, TestResponse]) -> None:
    for path in (*STILL, *FORM_PAGES):
        assert 'href="/urgence"' in opened[path].text, path
        assert all(f'href="tel:{line}"' in opened[path].text for line in ("119", "3018", "3114", "112")), path


def test_every_link_of_the_public_pages_leads_somewhere(
    visited: Visitor, opened: dict[str, TestResponse]
) -> None:
    links = {link for page in opened.values() for link in re.findall(r'href="(/[^"#]*)"', page.text)}
    for link in links:
        with visited.client.get(link, follow_redirects=True) as answer:
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


PUBLIC = [
    *STILL,
    FORM,
    "/devenir-mentor",
    "/inscrire-un-jeune/un-jeune",
    "/entreprises/rejoindre",
    "/associations",
]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_public_page_presents_itself_to_search_engines(visitor: Visitor, language: str) -> None:
    prefix = "" if language == "fr" else f"/{language}"
    for path in PUBLIC:
        answer = visitor.open(prefix + path)
        page = answer.text
        assert answer.status_code == 200 and f'<html lang="{language}">' in page, path
        title, described = (
            found(page, what) for what in (r"<title>(.+?)</title>", r'"description" content="(.+?)"')
        )
        assert len(title) <= 70 and 50 <= len(described) <= 165, path
        assert f'rel="canonical" href="http://localhost:8000{prefix}{path}"' in page
        assert f'hreflang="fr" href="http://localhost:8000{path}"' in page
        assert f'hreflang="en" href="http://localhost:8000/en{path}"' in page


def found(page: str, pattern: str) -> str:
    match = re.search(pattern, page)
    assert match, pattern
    return unescape(match[1])


def test_pages_differ_by_their_titles_and_descriptions(visitor: Visitor) -> None:
    pages = [visitor.open(path).text for path in PUBLIC]
    for pattern in (r"<title>(.+?)</title>", r'"description" content="(.+?)"'):
        assert len({found(page, pattern) for page in pages}) == len(PUBLIC)


def test_pages_of_one_person_are_for_no_search_engine(
    opened: dict[str, TestResponse], visitor: Visitor
) -> None:
    robots = visitor.open("/robots.txt").text
    for path in [*FORM_PAGES[1:], "/suivi", "/accord", "/mes-jeunes/connexion"]:
        assert any(path.startswith(place) for place in re.findall(r"Disallow: (\S+)", robots)), path
    assert all('name="robots" content="noindex"' in opened[path].text for path in FORM_PAGES[1:])


def test_the_map_of_the_site_leads_to_public_pages_only(visitor: Visitor) -> None:
    xml = visitor.open("/sitemap.xml").text
    addresses = re.findall(r"<loc>http://localhost:8000(/.*?)</loc>", xml)
    assert set(PUBLIC) <= set(addresses) and "/en/le-mentorat" in addresses
    for address in addresses:
        page = visitor.open(address)
        assert page.status_code == 200 and "noindex" not in page.text, address


KIB = 1024
FIRST_VIEW = 14 * KIB
NODES = 300
HEAVIER = {"/associations": 25 * KIB}
"""The directory carries its map."""


def test_a_first_view_is_light(visitor: Visitor) -> None:
    look = packed((STATIC / "hub.css").read_bytes())
    for path in PUBLIC:
        page = visitor.open(path)
        scripts = {found for found in re.findall(r'<script src="/static/(.+?)"', page.text)}
        asked = packed(page.data) + look + sum(packed((STATIC / name).read_bytes()) for name in scripts)
        assert asked <= HEAVIER.get(path, FIRST_VIEW), f"{path}: {asked / KIB:.1f} KiB"
        assert len(scripts) + len(("the page", "its look", "its icon")) <= 4, path


def test_the_pages_one_lands_on_have_few_nodes(visitor: Visitor) -> None:
    for path in ("/", FORM, "/devenir-mentor", "/entreprises", "/inscrire-un-jeune", "/urgence"):
        nodes = len(re.findall(r"<[a-z]", visitor.open(path).text))
        assert nodes <= NODES, f"{path}: {nodes} nodes"


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9))
