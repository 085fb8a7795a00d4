"""The pages of the directory: their manners, their weight, and a browser to look at them."""

from __future__ import annotations

import gzip
import re
from html import unescape

import pytest
from flask import Flask
from playwright.sync_api import Browser, ViewportSize, expect

from hub.directory import Entry
from hub.supervisor import LOOPBACK
from tests.forms.conftest import Visitor
from tests.forms.directory.shelf import (
    HTML_LIMIT,
    PAGES,
    TAG,
    number,
    search,
)
from tests.parts.browser import DESKTOP, PHONE, faults_by_day_and_by_night, overflows, well_behaved_page
from tests.parts.wire import answering


def test_the_pages_keep_the_manners_of_the_door(visitor: Visitor, members: dict[str, Entry]) -> None:
    for path in PAGES:
        answer = visitor.open(path)
        assert answer.text.count("<h1") == 1
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=\"/static/)", answer.text)
        words = TAG.sub("\n", answer.text)
        assert not re.findall(r".{0,20} [;:!?»].{0,5}|.{0,5}« .{0,20}|\w'\w", unescape(words)), path


def test_the_pages_are_light(visitor: Visitor, members: dict[str, Entry]) -> None:
    for path in (
        "/associations",
        "/associations?lieu=59",
        "/associations/proxite",
        "/associations/departements",
    ):
        assert len(gzip.compress(visitor.open(path).data, 6)) < HTML_LIMIT, path


def test_an_empty_directory_is_still_a_page(visitor: Visitor) -> None:
    assert number(search(visitor)) == 0
    assert visitor.open("/associations/departements").status_code == 200


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_anybody_finds_an_association_without_a_script(
    browser: Browser, door: Flask, members: dict[str, Entry], viewport: ViewportSize
) -> None:
    with answering(door) as port, well_behaved_page(browser, viewport, scripts=False) as page:
        page.goto(f"http://{LOOPBACK}:{port}/associations")
        page.get_by_label("Ville, code postal ou département").fill("Lille")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=2).first).to_contain_text("associations pour ce lieu")
        page.get_by_role("link", name="DUO for a JOB").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("DUO for a JOB")
        expect(page.get_by_text("À confirmer par l’association")).to_be_visible()


@pytest.mark.browser
def test_the_directory_is_accessible_in_light_and_in_dark(
    browser: Browser, door: Flask, members: dict[str, Entry]
) -> None:
    with answering(door) as port, well_behaved_page(browser, PHONE) as page:
        for path in (*PAGES, "/associations?lieu=Tombouctou&age=99"):
            page.goto(f"http://{LOOPBACK}:{port}{path}")
            assert faults_by_day_and_by_night(page) == [], path
            assert not overflows(page), path
