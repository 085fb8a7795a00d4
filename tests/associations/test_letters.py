"""The gallery of letters at the desk: every letter of the hub, none of anybody's."""

from __future__ import annotations

import re
from base64 import b64encode
from email import message_from_bytes
from email.policy import SMTP
from hashlib import sha256
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, expect

from emails import gallery
from hub import signin
from hub.models import Member, Proof
from hub.supervisor import LOOPBACK
from tests.associations.partner import Partner
from tests.parts.browser import PHONE, accessibility_faults, fits_everywhere, well_behaved_page
from tests.parts.town import Town
from tests.parts.wire import answering

AT = "/coordination/lettres/"
KEY = "received.young_person.fr"
NIGHT = "rgb(15, 23, 48)"


@pytest.fixture
def desk(town: Town) -> Partner:
    return Partner.signed_in(town, town.open_desk())


def test_every_letter_is_listed_and_one_reader_s_alone_when_asked(desk: Partner) -> None:
    page, mentors = (desk.open(f"{AT}{asked}").text for asked in ("", "?pour=mentor"))
    for each in gallery.exhibits():
        if each.language == "fr" and not each.variant:
            assert f'href="{AT}{each.key}/"' in page
            assert (f'href="{AT}{each.key}/"' in mentors) is (each.audience == "mentor")


def test_a_letter_is_shown_as_text_with_its_languages_its_variants_and_what_the_checklist_says(
    desk: Partner,
) -> None:
    page = desk.open(f"{AT}{KEY}/").text
    assert "Nous proposons ta demande à une association" in page
    assert f"{len(gallery.points())} points sur {len(gallery.points())}" in page
    assert f'href="{AT}received.young_person.en/"' in page
    assert f'href="{AT}{KEY}.promised_date/"' in page
    assert "emails/templates/received.young_person.txt" in page


def test_the_page_in_its_frame_may_do_nothing_and_nobody_else_may_frame_it(desk: Partner) -> None:
    framed = desk.open(f"{AT}{KEY}/page.html")
    policy = framed.headers["Content-Security-Policy"]
    assert (
        policy.startswith("sandbox;")
        and "default-src 'none'" in policy
        and "frame-ancestors 'self'" in policy
    )
    assert "script-src" not in policy and "unsafe" not in policy
    assert " style=" not in framed.text and len(allowed := re.findall(r"'sha256-([^']+)'", policy)) > 1
    sheets = re.findall(r"<style>(.*?)</style>", framed.text, re.DOTALL)
    assert [b64encode(sha256(sheet.encode()).digest()).decode() for sheet in sheets] == allowed
    around = desk.open(f"{AT}{KEY}/").headers
    assert "frame-src 'self'" in around["Content-Security-Policy"] and around["X-Frame-Options"] == "DENY"


def test_the_whole_message_is_given_as_it_leaves(desk: Partner) -> None:
    given = desk.open(f"{AT}{KEY}/message.eml")
    assert given.headers["Content-Disposition"] == f'attachment; filename="{KEY}.eml"'
    message = message_from_bytes(given.data, policy=SMTP)
    assert str(message["Subject"]) == "Ta demande est bien arrivée"
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


@pytest.mark.parametrize("path", ["nulle.part.fr/", "nulle.part.fr/page.html", f"{KEY}.nulle/message.eml"])
def test_a_letter_that_is_not_there_is_not_found(desk: Partner, path: str) -> None:
    assert desk.open(AT + path).status_code == HTTPStatus.NOT_FOUND


def test_an_association_does_not_see_the_gallery(town: Town) -> None:
    member = Partner.signed_in(town, town.join("article-1")[0])
    for path in ("", f"{KEY}/", f"{KEY}/page.html", f"{KEY}/message.eml"):
        assert member.open(AT + path).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.browser
def test_somebody_of_the_desk_leafs_through_the_letters_on_a_telephone_at_night(
    town: Town, browser: Browser
) -> None:
    desk = town.open_desk()
    with town.portal.begin() as work:
        token = signin.open_session(work, work.session.get_one(Member, desk.id), proof=Proof.PASSKEY)
    with answering(town.partners) as port, well_behaved_page(browser, PHONE) as page:
        url = f"http://{LOOPBACK}:{port}"
        page.context.add_cookies([{"name": "hub_session", "value": token, "url": url}])
        page.goto(f"{url}{AT}")
        page.locator(".chip", has_text="Jeune").click()
        page.get_by_role("link", name="Ta demande est bien arrivée").click()
        page.get_by_role("link", name="Nuit").click()
        page.get_by_role("link", name="anglais").click()
        letter = page.frame_locator("iframe")
        expect(letter.get_by_role("heading", level=1)).to_have_text("Your request has arrived safely")
        assert letter.locator("body").evaluate("it => getComputedStyle(it).backgroundColor") == NIGHT
        assert accessibility_faults(page) == []
        assert fits_everywhere(page)
        here = page.url
        letter.get_by_role("link", name="Follow my request").click()
        page.wait_for_timeout(200)
        assert page.url == here
        expect(letter.get_by_role("heading", level=1)).to_be_visible()
