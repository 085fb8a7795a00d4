"""The last metre: handing an enveloped letter to an SMTP server.  Tests hand it to a list instead.

Straight on smtplib: flask-mail would bring an application into the worker, and has no time-out of its own.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import SMTP
from typing import cast

Carrier = Callable[[EmailMessage], None]

PATIENCE_SECONDS = 20
PERMANENT = range(500, 600)
CLOSING = 421
TLS_FROM_THE_FIRST_BYTE = 465
"""The port where servers expect TLS at once (RFC 8314); elsewhere it is asked for by STARTTLS."""


class NotCarried(Exception):
    """The server did not take this letter.  Says its code, never its words: they often repeat the address."""


class Refused(NotCarried):
    """For good: trying again would be refused again."""


class NotNow(NotCarried):
    """For this letter, later may do."""


class CarrierAway(NotCarried):
    """No server, or one that wants nothing of us: no letter can leave for the moment."""


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """Where letters leave from.  ``patience``: seconds to wait for each of its words."""

    host: str
    port: int
    username: str = ""
    password: str = ""
    tls: bool = False
    patience: float = PATIENCE_SECONDS

    def __repr__(self) -> str:
        return "MailServer(…)"


def smtp(server: MailServer) -> Carrier:
    """A carrier that opens a connection for each letter."""

    def carry(message: EmailMessage) -> None:
        try:
            with _connection(server) as connection:
                _hand_over(connection, message)
        except OSError as error:  # every failure of smtplib is one
            raise _reason(error) from None

    return carry


@contextmanager
def _connection(server: MailServer) -> Iterator[smtplib.SMTP]:
    connection = _connected(server)
    try:
        if server.tls and server.port != TLS_FROM_THE_FIRST_BYTE:
            connection.starttls(context=ssl.create_default_context())
        if server.username:
            connection.login(server.username, server.password)
        yield connection
        with suppress(OSError):  # the letter is taken: a server that is rude at QUIT changes nothing
            connection.quit()
    finally:
        connection.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.tls and server.port == TLS_FROM_THE_FIRST_BYTE:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=server.patience, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=server.patience)


def _hand_over(connection: smtplib.SMTP, message: EmailMessage) -> None:
    sender, to = (_only_address(message, header) for header in ("From", "To"))
    connection.sendmail(sender, [to], message.as_bytes(policy=SMTP))


def _only_address(message: EmailMessage, header: str) -> str:
    (address,) = cast(AddressHeader, message[header]).addresses
    return address.addr_spec


def _reason(error: OSError) -> NotCarried:
    """Only a word on this recipient or this text is about the letter; all else is about the way there."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code = next(iter(error.recipients.values()))[0]
        case smtplib.SMTPDataError():
            code = error.smtp_code
        case _:
            return CarrierAway(type(error).__name__)
    if code == CLOSING:
        return CarrierAway(f"the server answered {code}")
    kind = Refused if code in PERMANENT else NotNow
    return kind(f"the server answered {code}")
