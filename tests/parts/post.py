"""A real SMTP server on the loopback that keeps what it is given, and can be shut or told to refuse."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope, Session

from hub.supervisor import LOOPBACK, free_port


class Letterbox:
    """The letters, oldest first, as their recipients got them."""

    def __init__(self) -> None:
        self.host = LOOPBACK
        self.port = free_port()
        self.letters: list[EmailMessage] = []
        self.senders: list[str] = []
        self.refused: dict[str, str] = {}
        self._controller: Controller | None = None

    def open(self) -> None:
        self._controller = Controller(self, hostname=self.host, port=self.port)
        self._controller.start()

    def shut(self) -> None:
        """The server is away until :meth:`open`: connections are refused."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def refuse(self, address: str, answer: str = "550 no such mailbox") -> None:
        self.refused[address] = answer

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == address]

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        content = cast(bytes, envelope.content)
        self.letters.append(message_from_bytes(content, policy=SMTP))
        self.senders.append(envelope.mail_from or "")
        return "250 OK"


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    box = Letterbox()
    box.open()
    yield box
    box.shut()
