"""Letters in a folder, one file each, newest first."""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

NANOSECONDS = 10**9
TELEPHONES = "telephone.invalid"
"""A domain that can be nobody's (RFC 2606 §2): what goes there is a short text for the trial telephone."""


class NoSuchLetter(Exception):
    """No letter on the shelf has this key."""


@dataclass(frozen=True, slots=True)
class Letter:
    key: str
    message: EmailMessage

    @property
    def recipient(self) -> str:
        """Whom the envelope named; what the letter says of itself may differ."""
        return str(self.message["Delivered-To"])

    @property
    def is_short_text(self) -> bool:
        return self.recipient.endswith(f"@{TELEPHONES}")

    @property
    def mailbox(self) -> str:
        """A name for the recipient that can stand in an address bar."""
        return sha256(self.recipient.lower().encode()).hexdigest()[:12]

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "(sans objet)")

    @property
    def arrived_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.key.split("-")[0]) / NANOSECONDS, UTC)

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def beginning(self) -> str:
        return " ".join(self.text.split())[:140]

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


@dataclass(frozen=True, slots=True)
class Shelf:
    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def letters(self) -> list[Letter]:
        """Every letter, newest first."""
        return [one for one in self._everything() if not one.is_short_text]

    def short_texts(self) -> list[Letter]:
        """Every short text, newest first."""
        return [one for one in self._everything() if one.is_short_text]

    def _everything(self) -> list[Letter]:
        return [_read(path) for path in sorted(self.folder.glob("*.eml"), reverse=True)]

    def letter(self, key: str) -> Letter:
        path = self.folder / f"{key}.eml"
        if path.parent != self.folder or not path.is_file():
            raise NoSuchLetter
        return _read(path)

    def put(self, recipient: str, content: bytes, *, at: datetime | None = None) -> None:
        """Keep a letter that arrives now, or arrived ``at``; it appears whole or not at all."""
        arrived = int(at.timestamp()) * NANOSECONDS if at else time.time_ns()
        key = f"{arrived:020}-{secrets.token_hex(4)}"
        unfinished = self.folder / f"{key}.part"
        with open(os.open(unfinished, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:  # noqa: PTH123 (private)
            file.write(f"Delivered-To: {recipient}\r\n".encode() + content)
        unfinished.rename(self.folder / f"{key}.eml")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        for recipient in envelope.rcpt_tos:
            self.put(recipient, envelope.content if isinstance(envelope.content, bytes) else b"")
        return "250 OK"


@lru_cache(maxsize=2000)
def _read(path: Path) -> Letter:
    return Letter(path.stem, message_from_bytes(path.read_bytes(), policy=default))
