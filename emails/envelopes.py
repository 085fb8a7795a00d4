"""A letter in its envelope: one sender, exactly one recipient, and a number that shows what came twice."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import SMTP
from typing import cast

from email_validator import EmailNotValidError, validate_email

from emails.invitations import Invitation, written
from emails.letters import Letter

FILE_NAME = "webinaire.ics"
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
    """Plain text first, HTML beside it; quoted-printable, so that any server may carry it unchanged."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = letter.subject
    message["Date"] = written_at
    message["Message-ID"] = f"<{number}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if invitation:
        _invite(message, invitation, organizer=sender, to=to)
    message["Content-Language"] = letter.language
    return message


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
