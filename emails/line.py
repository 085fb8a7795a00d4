"""A connection to the mail server on which many letters leave, and on which nobody waits for ever."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from socket import socket
from time import monotonic
from typing import Any

PATIENCE_SECONDS = 20
LETTER_SECONDS = 120
"""The most that one letter takes, connecting included: a server that says a byte a second holds nobody up."""
AFTER_THE_DOT = 3
"""Times as patient once a letter is said: whoever hangs up then gets it twice (RFC 5321 §4.5.3.2.6)."""
LAST_WORD = b"\r\n.\r\n"
ONE_READ = 4096
CLOSING = 421
TLS_FROM_THE_FIRST_BYTE = 465
"""The port where servers expect TLS at once (RFC 8314); elsewhere it is asked for by STARTTLS."""


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """Where letters leave from.  ``patience``: seconds for each whole answer; ``letter``: for all of one letter."""

    host: str
    port: int
    username: str = ""
    password: str = ""
    tls: bool = False
    patience: float = PATIENCE_SECONDS
    letter: float = LETTER_SECONDS

    def __repr__(self) -> str:
        return "MailServer(…)"


class Connection(smtplib.SMTP):
    """An SMTP session, signed in.  Every failure is an :class:`OSError`."""

    def __init__(self, server: MailServer) -> None:
        self._patience = server.patience
        self._is_said = False
        self.is_begun = False
        self.allow(server.letter)
        super().__init__(server.host, server.port, timeout=server.patience)

    def allow(self, seconds: float) -> None:
        """Give the next letter so long."""
        self.until = monotonic() + seconds
        self.is_begun = False

    def mail(self, sender: str, options: Any = ()) -> tuple[int, bytes]:
        """From its answer on, this letter may have been heard of."""
        answer = super().mail(sender, options)
        self.is_begun = answer[0] != CLOSING
        return answer

    def send(self, s: Any) -> None:
        if self.sock:
            self.sock.settimeout(self._time_left(self._patience))
        self._is_said = isinstance(s, bytes) and s.endswith(LAST_WORD)
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        if self.sock:
            patience = self._patience * (AFTER_THE_DOT if self._is_said else 1)
            self.file = _Hearing(self.sock, monotonic() + self._time_left(patience))
        return super().getreply()

    def _time_left(self, patience: float) -> float:
        left = min(patience, self.until - monotonic())
        if left <= 0:
            raise TimeoutError("this letter took too long")
        return left


class ConnectionInTls(Connection, smtplib.SMTP_SSL):
    """TLS from the first byte."""


class _Hearing:
    """Lines of one answer, which has to be whole by a moment however slowly it comes."""

    def __init__(self, sock: socket, until: float) -> None:
        self._sock, self._until = sock, until
        self._heard = b""

    def readline(self, most: int) -> bytes:
        while b"\n" not in self._heard and len(self._heard) < most:
            if not (heard := self._hear()):
                break
            self._heard += heard
        end = self._heard.find(b"\n") + 1 or most
        line, self._heard = self._heard[:end], self._heard[end:]
        return line

    def close(self) -> None:
        """The connection closes its own socket."""

    def _hear(self) -> bytes:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._sock.settimeout(left)
        return self._sock.recv(ONE_READ)


def connected(server: MailServer) -> Connection:
    """Greeted, encrypted if it has to be, and signed in.  Raises OSError."""
    at_once = server.tls and server.port == TLS_FROM_THE_FIRST_BYTE
    connection = ConnectionInTls(server) if at_once else Connection(server)
    try:
        if server.tls and not at_once:
            connection.starttls(context=ssl.create_default_context())
        if server.username:
            connection.login(server.username, server.password)
        else:
            connection.ehlo_or_helo_if_needed()
    except BaseException:
        connection.close()
        raise
    return connection
