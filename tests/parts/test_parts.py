"""The parts themselves: a test that leans on them must be able to trust them."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page
from redis import Redis
from sqlalchemy import create_engine, inspect, text

from tests.parts.absence import go_without
from tests.parts.browser import DESKTOP, accessibility_faults, overflows, well_behaved_page
from tests.parts.post import Letterbox


def _letter(to: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "hub@example.org", to, "Bonjour"
    letter.set_content("Une lettre é")
    return letter


def test_each_test_gets_a_database_without_tables_of_its_own(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE trace (id INTEGER)"))
    engine.dispose()


@pytest.mark.parametrize("time", ["first", "second"])
def test_redis_is_empty_at_the_start_of_each_test(redis_url: str, time: str) -> None:
    with Redis.from_url(redis_url) as redis:
        assert redis.dbsize() == 0
        redis.set("trace", time)


def test_a_letter_sent_is_a_letter_kept(letterbox: Letterbox) -> None:
    with smtplib.SMTP(letterbox.host, letterbox.port) as post:
        post.send_message(_letter("lila@example.org"))
    (letter,) = letterbox.to("lila@example.org")
    assert letter.get_content().strip() == "Une lettre é"


def test_a_refused_address_is_refused(letterbox: Letterbox) -> None:
    letterbox.refuse("gone@example.org")
    with (
        smtplib.SMTP(letterbox.host, letterbox.port) as post,
        pytest.raises(smtplib.SMTPRecipientsRefused),
    ):
        post.send_message(_letter("gone@example.org"))
    assert letterbox.letters == []


def test_a_shut_letterbox_takes_nothing_until_it_opens_again(letterbox: Letterbox) -> None:
    letterbox.shut()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(letterbox.host, letterbox.port)
    letterbox.open()
    with smtplib.SMTP(letterbox.host, letterbox.port) as post:
        assert post.noop()[0] == 250


@pytest.mark.browser
def test_a_page_that_cannot_be_read_is_found(phone: Page) -> None:
    phone.set_content("<html><body><img src='data:,'><div style='width:900px'>x</div></body></html>")
    assert any(fault.startswith("image-alt") for fault in accessibility_faults(phone))
    assert overflows(phone)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<script>throw new Error('oops')</script>", "oops"),
        ("<img src='http://elsewhere.invalid/pixel.png'>", "elsewhere"),
        (
            "<meta http-equiv='Content-Security-Policy' content=\"style-src 'none'\"><p style='color:red'>x",
            "Content Security",
        ),
    ],
)
def test_a_fault_in_a_page_fails_the_test_that_opened_it(browser: Browser, content: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault), well_behaved_page(browser, DESKTOP) as page:
        page.set_content(content)


def test_what_is_missing_is_skipped_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="browser: none here"):
        go_without("browser", "none here")


def test_what_is_missing_fails_where_everything_was_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="browser: none here"):
        go_without("browser", "none here")
