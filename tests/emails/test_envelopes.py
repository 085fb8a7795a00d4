"""One letter, one recipient, and headers that nobody but us has written."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from emails.envelopes import BadAddress, enveloped, on_the_wire, one_address, one_sender
from emails.letters import Letter

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
SENDER = Address("La Passerelle", addr_spec="bonjour@passerelle.example")
LILA = Address(addr_spec="lila@lycee.example")
LETTER = Letter(
    "Ta demande est bien arrivée", "Bonjour Lila,\n\nÀ bientôt.\n", "<p>Bonjour Lila, à bientôt</p>\n"
)
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
}
NOBODY = [
    "",
    "lila",
    "@lycee.example",
    "a@x.example,evil@x.example",
    "a@x.example, evil@x.example",
    "a@x.example;evil@x.example",
    "<a@x.example>",
    "Lila <a@x.example>",
    "a@x.example\nBcc: evil@x.example",
    "a@x.example\r\nRCPT TO:<evil@x.example>",
    "a\x0b@x.example",
    "a@x.example\x00",
    "a@x.example\u2028",
    "a @x.example",
    '"a, evil"@x.example',
    "a@[127.0.0.1]",
    "é@x.example",
    "a@b@x.example",
    "a@localhost",
    "a@" + "x" * 250 + ".example",
]


def put(letter: Letter = LETTER, to: Address = LILA) -> EmailMessage:
    return enveloped(letter, to=to, sender=SENDER, number="0123abcd", written_at=NOON)


def received(message: EmailMessage) -> EmailMessage:
    read = message_from_bytes(on_the_wire(message), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


@pytest.mark.parametrize("text", NOBODY)
def test_what_is_not_one_address_is_nobody_and_is_never_shown(text: str) -> None:
    with pytest.raises(BadAddress) as refused:
        one_address(text)
    assert "example" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_no_address_at_all_is_nobody() -> None:
    with pytest.raises(BadAddress):
        one_address(None)


@pytest.mark.parametrize(
    ("text", "carried_to"),
    [
        ("lila+mentor@lycee.example", "lila+mentor@lycee.example"),
        ("l.o'neill_1-2@sous.lycee.example", "l.o'neill_1-2@sous.lycee.example"),
        ("lila@école.example", "lila@xn--cole-9oa.example"),
    ],
)
def test_an_address_of_one_person_is_kept(text: str, carried_to: str) -> None:
    assert one_address(text).addr_spec == carried_to


@given(
    st.one_of(st.text(max_size=20), st.emails(), st.builds("{}{}".format, st.emails(), st.text(max_size=5)))
)
@settings(max_examples=50)
@example("a@x.example\x0bevil@x.example")
@example("a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".example")
def test_whatever_is_typed_there_is_one_recipient_or_none(text: str) -> None:
    try:
        to = one_address(text)
    except BadAddress:
        return
    (recipient,) = received(put(to=to))["To"].addresses
    assert recipient.addr_spec == to.addr_spec
    assert set(put(to=to).keys()) == HEADERS


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_what_a_letter_says_arrives_unchanged_and_starts_no_header(words: str) -> None:
    message = received(put(Letter("Bonjour", f"Bonjour {words}\n", f"<p>{words}</p>\n")))
    assert set(message.keys()) == HEADERS
    assert body(message, "plain") == f"Bonjour {words}\n"
    assert body(message, "html") == f"<p>{words}</p>\n"


def test_a_letter_travels_in_seven_bits_and_short_lines() -> None:
    sent = on_the_wire(put())
    assert sent.isascii()
    assert max(map(len, sent.split(b"\r\n"))) <= 78


def test_the_headers_are_those_of_a_machine_s_letter() -> None:
    message = received(put())
    assert message["From"] == "La Passerelle <bonjour@passerelle.example>"
    assert message["Subject"] == LETTER.subject
    assert message["Date"].datetime == NOON
    assert message["Message-ID"] == "<0123abcd@passerelle.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize(
    "text", ["La Passerelle <bonjour@passerelle.example>", '"L’été, chez nous" <bonjour@passerelle.example>']
)
def test_a_sender_has_one_address_and_perhaps_a_name(text: str) -> None:
    assert one_sender(text).addr_spec == "bonjour@passerelle.example"


def test_a_sender_keeps_its_name() -> None:
    assert one_sender("L’Été <bonjour@passerelle.example>").display_name == "L’Été"


@pytest.mark.parametrize(
    "text", ["", "La Passerelle", "a@x.example, b@x.example", "Nom <a@x.example", "A <a@@x>"]
)
def test_a_sender_without_one_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        one_sender(text)
