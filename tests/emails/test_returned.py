"""What is read of a message that comes back: who wrote it may be a server, a robot, a person or an enemy."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emails.returned import Back, read

WORD = "abcdefghijklmnopqrstuvwx23"
HERE = f"retours+{WORD}@passerelle.example"


def report(action: str, status: str, **headers: str) -> bytes:
    """As RFC 3464 wants them, and as Postfix writes them."""
    return (
        "Return-Path: <>\r\n"
        f"Delivered-To: {HERE}\r\n"
        "From: MAILER-DAEMON@mx.lycee.example (Mail Delivery System)\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n'
        "\r\n--B\r\nContent-Type: text/plain\r\n\r\nI am sorry. lila@lycee.example: no.\r\n"
        "--B\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.lycee.example\r\n\r\n"
        "Final-Recipient: rfc822; lila@lycee.example\r\n"
        f"Action: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 lila@lycee.example unknown\r\n"
        "\r\n--B\r\nContent-Type: message/rfc822\r\n\r\nSubject: Ta demande\r\n\r\nBonjour Lila\r\n--B--\r\n"
    ).encode()


def written(text: str = "Merci, mais j’ai changé d’avis.", **headers: Any) -> bytes:
    message = EmailMessage(policy=SMTP)
    for name, value in {
        "From": "lila@lycee.example",
        "To": HERE,
        "Subject": "Re: Ta demande",
        **headers,
    }.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("action", "status", "back"),
    [
        ("failed", "5.1.1", Back.NOBODY_THERE),
        ("failed", "5.7.1", Back.NOBODY_THERE),
        ("Failed (bounced)", "5.1.10 (no such)", Back.NOBODY_THERE),
        ("failed", "5.2.2", Back.NOT_NOW),
        ("failed", "4.4.7", Back.NOT_NOW),
        ("delayed", "4.4.1", Back.STILL_TRYING),
        ("delivered", "2.0.0", Back.ROBOT),
        ("relayed", "2.0.0", Back.ROBOT),
    ],
)
def test_a_report_says_whether_to_try_again(action: str, status: str, back: Back) -> None:
    found = read(report(action, status))
    assert found.back is back
    assert found.words == (WORD,)


def test_a_server_that_writes_as_it_likes_is_understood_by_its_code() -> None:
    said = {"From": "MAILER-DAEMON@old.example", "Return_Path": "<>"}
    assert read(written("<lila@lycee.example>: 550 5.1.1 no such user", **said)).back is Back.NOBODY_THERE
    assert read(written("mailbox full, 452 4.2.2", **said)).back is Back.NOT_NOW
    assert read(written("Sorry, it did not work.", **said)).back is Back.ROBOT


@pytest.mark.parametrize(
    "said",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; type=vacation"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"From": "no-reply@lycee.example"},
        {"From": "ne-pas-repondre@lycee.example"},
        {"List_Id": "<eleves.lycee.example>"},
    ],
)
def test_a_robot_is_no_person(said: dict[str, str]) -> None:
    assert read(written("Je suis absente jusqu’au 12 mars.", **said)).back is Back.ROBOT


def test_a_person_is_a_person() -> None:
    assert read(written()).back is Back.PERSON
    assert read(written(Auto_Submitted="no")).back is Back.PERSON


def test_where_it_was_delivered_counts_more_than_what_it_says() -> None:
    other = f"retours+{'z' * 26}@passerelle.example"
    assert read(written(), to=other).words == ("z" * 26,)


def test_a_report_about_another_letter_inside_a_persons_word_changes_nothing_to_whom_it_is_for() -> None:
    assert read(written(f"Voir {HERE.replace(WORD, 'y' * 26)}")).words == (WORD,)


NASTY = [
    b"",
    b"\x00" * 5000,
    b"Content-Type: multipart/report; boundary=\r\n\r\n--\r\n",
    b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
    + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 3000,
    b"From: " + b"(" * 50_000,
    b"To: =?utf-8?q?" + b"=" * 50_000,
    b"Content-Type: message/delivery-status\r\n\r\n" + b"Action: failed\r\nStatus: 5.1.1\r\n\r\n" * 9000,
    b"Content-Type: text/plain; charset=nothing\r\nFrom: \xff\xfe\r\n\r\n\xff",
    b"Content-Type: message/rfc822\r\n\r\n" * 2000,
    b'Content-Type: multipart/report; boundary="' + b"x" * 60_000 + b'"\r\n\r\n',
]


@pytest.mark.parametrize("content", NASTY)
def test_nothing_hostile_stops_the_reader(content: bytes) -> None:
    assert read(content).words == ()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 700), st.integers(0, 200))
def test_a_report_that_is_damaged_anywhere_is_read_without_a_fault(noise: bytes, at: int, lost: int) -> None:
    whole = report("failed", "5.1.1")
    assert read(whole[:at] + noise + whole[at + lost :]).back in Back
