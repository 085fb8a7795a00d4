"""The last metre: handing an enveloped letter to an SMTP server.  Tests hand it to a list instead.

Straight on smtplib: flask-mail would bring an application into the worker, and has no time-out of its own.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from typing import cast

from emails.envelopes import RETURN_PATH, on_the_wire
from emails.line import CLOSING, Connection, MailServer, connected

Carrier = Callable[[EmailMessage], None]

PERMANENT = range(500, 600)
BREAKS_IN_A_ROW = 3
"""So many letters under which the line broke, one after the other: it is the way that is bad, and not they."""
LETTERS_A_CONNECTION = 100
"""Many servers hang up after as many."""


class NotCarried(Exception):
    """The server did not take this letter.  Says its code, never its words: they often repeat the address."""


class Refused(NotCarried):
    """For good: trying again would be refused again."""


class NotNow(NotCarried):
    """For this letter, later may do."""


class Broken(NotNow):
    """The line broke under this letter: is it the letter, or the way?  The next ones leave on another line."""


class CarrierAway(NotCarried):
    """No server, or one that wants nothing of us: no letter can leave for the moment."""


class Smtp:
    """A carrier that opens a connection for each letter."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    def __call__(self, message: EmailMessage) -> None:
        with closing(Line(self.server, breaks=1)) as line:
            line(message)


def smtp(server: MailServer) -> Carrier:
    return Smtp(server)


@contextmanager
def kept_open(carry: Carrier) -> Iterator[Carrier]:
    """The same carrier, with one connection for all letters where it has any."""
    if not isinstance(carry, Smtp):
        yield carry
        return
    with closing(Line(carry.server)) as line:
        yield line


class Line:
    """Opens when a first letter is handed over, and anew under the next when it broke.

    ``breaks``: after so many in a row it is :class:`CarrierAway` that is raised, and not :class:`Broken`.
    """

    def __init__(self, server: MailServer, *, breaks: int = BREAKS_IN_A_ROW) -> None:
        self._server = server
        self._connection: Connection | None = None
        self._most_breaks, self._breaks, self._letters = breaks, 0, 0

    def __call__(self, message: EmailMessage) -> None:
        """Raises NotCarried."""
        if self._letters >= LETTERS_A_CONNECTION:
            self.close()
        if self._connection and self._leaves_on(self._connection, message, is_fresh=False):
            return
        try:
            self._connection = connected(self._server)
        except OSError as error:
            raise _reason(error) from None
        self._leaves_on(self._connection, message, is_fresh=True)

    def close(self) -> None:
        """A server that is rude at QUIT changes nothing: what it took is taken."""
        connection, self._connection, self._letters = self._connection, None, 0
        if connection:
            with suppress(OSError):
                connection.quit()
            connection.close()

    def _leaves_on(self, connection: Connection, message: EmailMessage, *, is_fresh: bool) -> bool:
        """Whether it left; False on a line that was dead before it heard of this letter."""
        connection.allow(self._server.letter)
        try:
            _hand_over(connection, message)
        except OSError as error:  # every failure of smtplib is one
            reason = _reason(error)
            if not isinstance(reason, CarrierAway):
                self._breaks = 0
                raise reason from None
            self._drop()
            if not (is_fresh or connection.is_begun):
                return False
            raise reason if _is_about_us(error) else self._broken(reason) from None
        self._letters += 1
        self._breaks = 0
        return True

    def _drop(self) -> None:
        """Without a word: nobody listens at the other end, or much too slowly."""
        if self._connection:
            self._connection.close()
        self._connection, self._letters = None, 0

    def _broken(self, reason: NotCarried) -> NotCarried:
        self._breaks += 1
        return reason if self._breaks >= self._most_breaks else Broken(str(reason))


def _hand_over(connection: Connection, message: EmailMessage) -> None:
    (to,) = cast(AddressHeader, message["To"]).addresses
    (sender,) = cast(AddressHeader, message["From"]).addresses
    back_to = message[RETURN_PATH]
    connection.sendmail(back_to or sender.addr_spec, [to.addr_spec], on_the_wire(message))


def _is_about_us(error: OSError) -> bool:
    """A sender that is refused is refused under every letter."""
    return isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code != CLOSING


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
