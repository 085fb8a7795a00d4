"""A letter in its envelope: one sender, exactly one recipient, and a number that shows what came twice."""

from __future__ import annotations

import re
from binascii import b2a_qp
from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address, AddressHeader, BaseHeader
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from typing import cast

from email_validator import EmailNotValidError, validate_email

from emails.invitations import Invitation, written
from emails.letters import Letter

FILE_NAME = "webinaire.ics"
RETURN_PATH = "Return-Path"
"""Said to the server alone: it leaves the letter on the wire (RFC 5321 §4.4)."""
END = "\r\n"
LONGEST_LINE = 78
OURS = frozenset({"From", "Subject"})
"""Headers that hold nobody's name: the same few again and again, remembered as they are read and folded."""
BETWEEN = "=_"
"""Between two parts: what quoted-printable and base64 never hold."""
NOT_PRINTED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")


class BadAddress(Exception):
    """This is not the address of exactly one person.  Never shows it."""


def one_address(text: str | None) -> Address:
    """As forms accept them, read again at the last metre: ``a@x,evil@x`` is nobody.  Raises BadAddress."""
    if not text or NOT_PRINTED.search(text):
        raise BadAddress("there is no address, or it holds characters that nobody types")
    try:
        valid = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise BadAddress("this is not one address") from None
    if valid.ascii_email is None:
        raise BadAddress("this address needs SMTPUTF8")
    return Address(addr_spec=valid.ascii_email)


def one_sender(text: str) -> Address:
    """``La Passerelle <bonjour@example.org>``: one address, perhaps with a name.  Raises BadAddress."""
    header = SMTP.header_factory("From", text)
    addresses = cast(AddressHeader, header).addresses
    if len(addresses) != 1 or header.defects:
        raise BadAddress("the sender is not one address")
    sender = addresses[0]
    checked = one_address(sender.addr_spec)
    return Address(sender.display_name, checked.username, checked.domain)


def enveloped(
    letter: Letter,
    *,
    to: Address,
    sender: Address,
    number: str,
    written_at: datetime,
    invitation: Invitation | None = None,
) -> EmailMessage:
    """Plain text first, HTML beside it; quoted-printable, so that any server may carry it unchanged.

    A letter that comes by itself says in its header how a mail program stops it for its reader (RFC 2369, 8058).
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _header("From", str(sender))
    message["To"] = to
    message["Subject"] = _header("Subject", letter.subject)
    message.set_raw("Date", format_datetime(written_at))
    message.set_raw("Message-ID", f"<{number}@{sender.domain}>")
    message.set_raw("Auto-Submitted", "auto-generated")
    message.set_raw("X-Auto-Response-Suppress", "All")
    message.set_raw("MIME-Version", "1.0")
    if letter.leave_link:
        message["List-Unsubscribe"] = f"<{letter.leave_link}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_raw("Content-Type", f'multipart/alternative; boundary="{BETWEEN}{number}"')
    message.set_payload([_part(letter.text, "plain"), _part(letter.html, "html")])
    if invitation:
        _invite(message, invitation, organizer=sender, to=to)
        message.set_boundary(f"{BETWEEN}{number}.file")
    message["Content-Language"] = letter.language
    return message


def come_back(message: EmailMessage, returns: Address, word: str) -> None:
    """To ``retours+word@example.org`` when nobody is there, and when somebody answers.

    Servers deliver what follows the + to the same box (RFC 5233).
    """
    back_to = Address(username=f"{returns.username}+{word}", domain=returns.domain).addr_spec
    message.set_raw(RETURN_PATH, f"<{back_to}>")
    message.set_raw("Reply-To", back_to)


def on_the_wire(message: EmailMessage) -> bytes:
    """As servers want it; the library's own way takes ten times as long, for letters that need none of its care."""
    return "".join(_written(message)).encode("ascii")


def _written(message: Message) -> Iterator[str]:
    for name, value in message.raw_items():
        if name == RETURN_PATH:
            continue
        line = f"{name}: {value}{END}"
        if len(line) <= LONGEST_LINE and line.isascii():
            yield line
        else:
            yield _folded(name, str(value)) if name in OURS else SMTP.fold(name, value)
    yield END
    if not message.is_multipart():
        yield END.join(cast(str, message.get_payload()).splitlines())
        yield END
        return
    between = message.get_boundary()
    for part in cast("list[Message]", message.get_payload()):
        yield f"--{between}{END}"
        yield from _written(part)
        yield END
    yield f"--{between}--{END}"


@cache
def _folded(name: str, value: str) -> str:
    folded: str = SMTP.fold(name, _header(name, value))
    return folded


@cache
def _header(name: str, value: str) -> BaseHeader:
    """Read once: to read a sender takes as long as to write half a page."""
    return cast(BaseHeader, SMTP.header_factory(name, value))


def _part(text: str, kind: str) -> EmailMessage:
    part = EmailMessage(policy=SMTP)
    part.set_raw("Content-Type", f'text/{kind}; charset="utf-8"')
    part.set_raw("Content-Transfer-Encoding", "quoted-printable")
    lines = text.replace("\r\n", "\n").replace("\n", END)
    part.set_payload(b2a_qp(lines.encode()).decode("ascii"))
    return part


def _invite(message: EmailMessage, invitation: Invitation, *, organizer: Address, to: Address) -> None:
    """Twice the same event: beside the letter, where Gmail and Outlook look for it, and as a file for the others."""
    calendar = written(invitation, organizer=organizer, to=to)
    params = {"method": invitation.method.value}
    message.add_alternative(calendar, subtype="calendar", cte="base64", params=params)
    message.add_attachment(
        calendar.encode(),
        maintype="application",
        subtype="ics",
        filename=FILE_NAME,
        params={"name": FILE_NAME},
    )
