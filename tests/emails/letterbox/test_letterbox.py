"""The letterbox: a real one, in a process of its own, written to over SMTP and read in a browser."""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.supervisor import LOOPBACK, answers, free_port
from tests.parts.browser import DESKTOP, accessibility_faults, overflows, well_behaved_page
from tests.parts.patience import PATIENCE, until

HOSTILE = "<script>document.title = 'taken'</script><img src='http://elsewhere.invalid/seen.gif'>"


@dataclass(frozen=True)
class Post:
    smtp_port: int
    http_port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.http_port}"

    def send(self, to: str, subject: str, *, html: str = "") -> None:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "Le hub <hub@example.org>", to, subject
        letter.set_content("Ta demande est bien arrivée.\nhttps://hub.example/suivi/abc")
        if html:
            letter.add_alternative(f"<html><head></head><body>{html}</body></html>", subtype="html")
        with smtplib.SMTP(LOOPBACK, self.smtp_port) as post:
            post.send_message(letter)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    here = Post(free_port(), free_port(), tmp_path_factory.mktemp("post") / "letters")
    ports = ["--smtp-port", str(here.smtp_port), "--http-port", str(here.http_port)]
    child = subprocess.Popen(
        [sys.executable, "-m", "emails.letterbox", *ports, "--folder", here.folder], env=dict(os.environ)
    )
    until(partial(answers, here.http_port, "/healthz"), "the letterbox")
    yield here
    child.terminate()
    assert child.wait(PATIENCE) == 0


@pytest.fixture
def post(office: Post) -> Post:
    for letter in office.folder.glob("*.eml"):
        letter.unlink()
    return office


def test_letters_are_private_files(post: Post) -> None:
    post.send("lila@example.org", "Bonjour")
    (letter,) = post.folder.glob("*.eml")
    assert letter.stat().st_mode & 0o077 == 0
    assert post.folder.stat().st_mode & 0o077 == 0


def test_another_site_cannot_borrow_the_address(post: Post) -> None:
    connection = HTTPConnection(LOOPBACK, post.http_port)
    connection.request("GET", "/", headers={"Host": "attacker.example"})
    assert connection.getresponse().status == 400
    connection.close()


def test_a_key_cannot_walk_out_of_the_folder(post: Post) -> None:
    (post.folder.parent / "secret.eml").write_text("Subject: secret\n\nx")
    connection = HTTPConnection(LOOPBACK, post.http_port)
    connection.request("GET", "/lettres/..%2Fsecret")
    assert connection.getresponse().status == 404
    connection.close()


@pytest.mark.browser
def test_a_new_letter_appears_by_itself_above_the_others(post: Post, page: Page) -> None:
    post.send("lila@example.org", "La première")
    page.goto(post.url)
    expect(page.locator("#letters li")).to_have_count(1)
    post.send("noe@example.org", "La deuxième")
    expect(page.locator("#letters li")).to_have_count(2)
    expect(page.locator("#letters strong").first).to_have_text("La deuxième")
    assert accessibility_faults(page) == []


@pytest.mark.browser
def test_one_persons_letters_are_picked_without_their_address_in_the_bar(post: Post, page: Page) -> None:
    post.send("lila@example.org", "Pour Lila")
    post.send("noe@example.org", "Pour Noé")
    page.goto(post.url)
    page.get_by_label("Lettres de").select_option(label="lila@example.org (1)")
    page.get_by_role("button", name="Voir").click()
    expect(page.locator("#letters strong")).to_have_text(["Pour Lila"])
    assert "lila" not in page.url


@pytest.mark.browser
def test_a_letter_reads_on_a_phone_as_received_and_as_text(post: Post, phone: Page) -> None:
    post.send("lila@example.org", "Bonjour", html="<p style='color:#123456'>Bien <b>arrivée</b></p>")
    phone.goto(post.url)
    phone.get_by_role("link", name="Bonjour").click()
    expect(phone.frame_locator("iframe").get_by_text("Bien arrivée")).to_be_visible()
    assert not overflows(phone)
    assert accessibility_faults(phone) == []
    phone.get_by_role("link", name="En texte seul").click()
    expect(phone.locator("pre").get_by_role("link", name="https://hub.example/suivi/abc")).to_be_visible()
    assert not overflows(phone)


@pytest.mark.browser
def test_a_letter_runs_nothing_and_fetches_nothing(post: Post, browser: Browser) -> None:
    post.send("lila@example.org", "Piège", html=HOSTILE)
    with (
        pytest.raises(AssertionError, match="Content Security Policy"),
        well_behaved_page(browser, DESKTOP) as page,
    ):
        page.goto(post.url)
        page.get_by_role("link", name="Piège").click()
        framed = page.frame_locator("iframe").locator("img")
        expect(framed).to_have_js_property("naturalWidth", 0)
        expect(page).to_have_title("Piège – Boîte aux lettres")
