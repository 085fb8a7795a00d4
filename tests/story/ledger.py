"""Every letter as it arrived: when, to whom, and which row of the outbox it crossed off."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy import select

from hub.models import OutboxMessage
from hub.vocabulary import Audience
from hub.work import Hub

NUMBER_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter in somebody's hands.  ``number`` is the same when the same letter comes twice."""

    at: datetime
    to: str
    subject: str
    text: str
    number: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the outbox says of a letter that left.  ``event``: None for digests, codes and the like."""

    letter: str
    audience: Audience
    event: int | None
    referral: int | None
    member: int | None
    once: str | None


class Ledger:
    """The way out for letters, which all arrive here."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.letters: list[Arrived] = []
        self.rows: dict[str, Row] = {}

    def __call__(self, message: EmailMessage) -> None:
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
        number = str(message["Message-ID"])[1 : 1 + NUMBER_LENGTH]
        arrived = Arrived(self._clock(), str(message["To"]), str(message["Subject"]), text, number)
        self.letters.append(arrived)

    def keep_rows(self, hub: Hub, since: int) -> list[tuple[Arrived, Row | None]]:
        """The letters from that one on, each with its row, while the outbox still has it."""
        fresh = self.letters[since:]
        if fresh:
            with hub.read() as work:
                sent = select(OutboxMessage).where(OutboxMessage.sent_at == work.now)
                for message in work.session.scalars(sent):
                    self.rows[_number(message)] = _row(message)
        return [(letter, self.rows.get(letter.number)) for letter in fresh]

    def by_address(self) -> dict[str, list[Arrived]]:
        found = defaultdict[str, list[Arrived]](list)
        for letter in self.letters:
            found[letter.to].append(letter)
        return found


def _number(message: OutboxMessage) -> str:
    """As the letter's own number was made."""
    return hashlib.sha256(f"{message.id}:{message.posted_at.isoformat()}".encode()).hexdigest()[
        :NUMBER_LENGTH
    ]


def _row(message: OutboxMessage) -> Row:
    return Row(
        message.letter,
        message.audience,
        message.event_id,
        message.event.referral_id if message.event else None,
        message.member_id,
        message.once,
    )
