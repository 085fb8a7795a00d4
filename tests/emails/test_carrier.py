"""The last metre, over real SMTP on the loopback: what is taken, what is refused, and what is said of it."""

from __future__ import annotations

import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage

import pytest

from emails.carrier import CarrierAway, NotCarried, NotNow, Refused, smtp
from emails.envelopes import enveloped, one_address
from emails.letters import Letter
from emails.line import MailServer
from tests.parts.post import Letterbox

LILA = "lila@lycee.example"
SECRET = "s3same"  # noqa: S105 (what must not be shown)
SENDER = Address(addr_spec="bonjour@passerelle.example")
GREETING = b"220 hello\r\n"
EHLO = b"250 hello\r\n"


def letter(to: str = LILA) -> EmailMessage:
    content = Letter("Ta demande est bien arrivée", "Bonjour Lila\n.\nFin\n", "<p>Bonjour Lila</p>")
    now = datetime(2026, 3, 2, 11, tzinfo=UTC)
    return enveloped(content, to=one_address(to), sender=SENDER, number="0123", written_at=now)


def carry(letterbox: Letterbox) -> None:
    smtp(MailServer(letterbox.host, letterbox.port, patience=5))(letter())


@contextmanager
def server_that_says(*answers: bytes, ending: bytes = b"") -> Iterator[MailServer]:
    """A server that gives these answers in turn, whatever it is told, then ``ending`` and no more."""

    def converse() -> None:
        talk, _ = listening.accept()
        with talk, talk.makefile("rb") as heard:
            for answer in answers:
                talk.sendall(answer)
                _hear(heard.readline, until_dot=answer.startswith(b"354"))
            talk.sendall(ending)
            done.wait(5)

    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=converse)
        thread.start()
        try:
            yield MailServer("127.0.0.1", listening.getsockname()[1], patience=0.5)
        finally:
            done.set()
            thread.join()


def _hear(readline: object, *, until_dot: bool) -> None:
    assert callable(readline)
    while readline() not in (b".\r\n", b"") and until_dot:
        pass


def test_a_letter_arrives_whole_at_its_one_recipient(letterbox: Letterbox) -> None:
    carry(letterbox)
    (arrived,) = letterbox.letters
    assert arrived["To"] == LILA
    text = arrived.get_body(("plain",))
    assert text is not None
    assert text.get_content() == "Bonjour Lila\r\n.\r\nFin\r\n"


def test_a_mailbox_that_does_not_exist_is_a_refusal(letterbox: Letterbox) -> None:
    letterbox.refuse(LILA, "550 lila@lycee.example does not live here")
    with pytest.raises(Refused, match=r"^the server answered 550$"):
        carry(letterbox)


def test_a_full_mailbox_is_tried_again_later(letterbox: Letterbox) -> None:
    letterbox.refuse(LILA, "452 mailbox full")
    with pytest.raises(NotNow, match=r"^the server answered 452$"):
        carry(letterbox)


def test_a_server_that_closes_is_away(letterbox: Letterbox) -> None:
    letterbox.refuse(LILA, "421 closing")
    with pytest.raises(CarrierAway):
        carry(letterbox)


def test_no_server_at_all_is_away(letterbox: Letterbox) -> None:
    letterbox.shut()
    with pytest.raises(CarrierAway, match=r"^ConnectionRefusedError$"):
        carry(letterbox)


def test_a_server_that_says_nothing_is_away_after_a_while() -> None:
    with (
        server_that_says() as server,
        pytest.raises(CarrierAway, match=r"^(TimeoutError|SMTPServerDisconnected)$"),
    ):
        smtp(server)(letter())


def test_a_server_that_wants_nobody_is_away_even_with_a_permanent_code() -> None:
    with server_that_says(ending=b"554 not you\r\n") as server, pytest.raises(CarrierAway):
        smtp(server)(letter())


def test_a_refused_sender_is_our_fault_and_condemns_no_letter() -> None:
    with (
        server_that_says(GREETING, EHLO, ending=b"550 who are you?\r\n") as server,
        pytest.raises(CarrierAway),
    ):
        smtp(server)(letter())


def test_a_text_refused_for_good_is_a_refusal() -> None:
    answers = (GREETING, EHLO, b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n")
    with server_that_says(*answers, ending=b"554 no\r\n") as server, pytest.raises(Refused):
        smtp(server)(letter())


def test_a_server_that_is_rude_at_the_end_has_taken_the_letter() -> None:
    answers = (GREETING, EHLO, b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n", b"250 taken\r\n")
    with server_that_says(*answers, ending=b"500 go away\r\n") as server:
        smtp(server)(letter())


def test_nothing_leaves_in_clear_when_tls_is_wanted(letterbox: Letterbox) -> None:
    server = MailServer(letterbox.host, letterbox.port, tls=True, patience=5)
    with pytest.raises(CarrierAway):
        smtp(server)(letter())
    assert letterbox.letters == []


def test_a_wrong_password_condemns_no_letter() -> None:
    answers = (GREETING, b"250-hello\r\n250 AUTH PLAIN\r\n")
    with server_that_says(*answers, ending=b"535 no\r\n") as silent:
        server = MailServer(silent.host, silent.port, "hub", SECRET, patience=0.5)
        with pytest.raises(CarrierAway) as away:
            smtp(server)(letter())
    assert SECRET not in "".join(traceback.format_exception(away.value))


@pytest.mark.parametrize("answer", ["550 lila@lycee.example: no", "452 lila@lycee.example: later"])
def test_what_a_failure_says_holds_no_address(letterbox: Letterbox, answer: str) -> None:
    letterbox.refuse(LILA, answer)
    with pytest.raises(NotCarried) as failure:
        carry(letterbox)
    assert "lila" not in "".join(traceback.format_exception(failure.value)).lower()


def test_a_mail_server_never_prints_its_password() -> None:
    assert SECRET not in repr(MailServer("localhost", 25, "hub", SECRET))
