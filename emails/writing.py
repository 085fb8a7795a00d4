"""From rows of the outbox to letters in their envelopes: to whom, what is said, and whether it is their turn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from operator import itemgetter

from emails import alarms, companies, glass, letters, members, mornings, own_page, prescribers
from emails.asked_for import is_asked_for
from emails.envelopes import come_back, enveloped, one_address
from emails.letters import Letterhead
from emails.recipients import Recipient, recipient_of
from hub import queries, strangers
from hub.models import OutboxMessage
from hub.work import Hub, Work


class NotWritten(Exception):
    """The letter could not be written, nobody foresaw why.  Names the error's kind only; tried again."""


@dataclass(frozen=True, slots=True, repr=False)
class Ready:
    """A letter to carry, or what stands against it.  ``kind`` is which one it is.

    ``address``: whose turn it takes; None for a member, whom we invited, and for the officer.
    """

    message_id: int
    kind: str
    asked_for: bool = True
    address: str | None = None
    envelope: EmailMessage | None = None
    against: Exception | None = None

    def letter(self) -> EmailMessage:
        """Raises what stands against it."""
        if self.envelope is None:
            raise self.against or NotWritten(f"letter {self.message_id}")
        return self.envelope


def write_all(hub: Hub, message_ids: Sequence[int], letterhead: Letterhead) -> list[Ready]:
    """Each in its turn; what stands against one stands against no other."""
    with hub.read() as work:
        rows = {message.id: message for message in queries.messages(work.session, message_ids)}
        ready = [_ready(work, rows[number], letterhead) for number in message_ids if number in rows]
    return _with_their_turns(hub, ready)


def _ready(work: Work, message: OutboxMessage, letterhead: Letterhead) -> Ready:
    start = Ready(message.id, message.letter, is_asked_for(message.letter, message.audience))
    try:
        recipient = _recipient(work, message, letterhead)
        envelope = _enveloped(work, message, recipient, letterhead)
    except Exception as error:  # told of this letter when its turn comes
        return replace(start, against=error)
    is_invited = message.member_id or message.glass_id or message.alarm_id
    return replace(start, envelope=envelope, address=None if is_invited else recipient.address)


def _recipient(work: Work, message: OutboxMessage, letterhead: Letterhead) -> Recipient:
    if message.company_event:
        return companies.recipient_of(work, message, message.company_event, letterhead)
    if message.glass:
        return glass.recipient_of(message.glass, letterhead)
    if message.page_code or message.letter == own_page.LEFT:
        return own_page.recipient_of(work, message, letterhead)
    if message.prescriber:
        return prescribers.recipient_of(work, message, message.prescriber, letterhead)
    if message.member or message.alarm:
        return _of_partner(work, message, letterhead)
    return recipient_of(work, message, letterhead)


def _of_partner(work: Work, message: OutboxMessage, letterhead: Letterhead) -> Recipient:
    """A member, or the officer, whom only an alarm brings here."""
    if message.alarm:
        return alarms.recipient_of(message.alarm, message.member, letterhead)
    if message.member is None:
        raise NotWritten(f"letter {message.id} is to nobody")
    if message.association:
        return mornings.recipient_of(work, message, message.member, message.association, letterhead)
    return members.recipient_of(work, message, message.member, letterhead)


def _enveloped(
    work: Work, message: OutboxMessage, recipient: Recipient, letterhead: Letterhead
) -> EmailMessage:
    facts = {"privacy_link": letterhead.privacy_link(recipient.language), **recipient.facts}
    envelope = enveloped(
        letters.write(message.letter, message.audience, facts, recipient.language),
        to=one_address(recipient.address),
        sender=letterhead.sender,
        number=number_of(message),
        written_at=work.now,
        invitation=recipient.invitation,
    )
    if letterhead.returns:
        come_back(envelope, letterhead.returns, work.vault.return_word(message.id))
    return envelope


def _with_their_turns(hub: Hub, ready: list[Ready]) -> list[Ready]:
    """Of those to one address, the first first."""
    counted = [(each, each.address) for each in ready if each.address and each.envelope]
    if not counted:
        return ready
    with hub.begin() as work:
        theirs = [(work.vault.address_digest(address), each) for each, address in counted]
        too_soon = dict(_too_soon(work, sorted(theirs, key=itemgetter(0))))
    return [
        replace(each, envelope=None, against=too_soon[each.message_id])
        if each.message_id in too_soon
        else each
        for each in ready
    ]


def _too_soon(work: Work, counted: Sequence[tuple[bytes, Ready]]) -> Iterable[tuple[int, strangers.TooSoon]]:
    held = strangers.hold(work, {digest for digest, _ in counted})
    for digest, each in counted:
        try:
            strangers.count_letter(work, digest, each.message_id, asked_for=each.asked_for, held=held)
        except strangers.TooSoon as reason:
            yield each.message_id, reason


def number_of(message: OutboxMessage) -> str:
    """The same each time this row is carried, another for every row, and telling nothing."""
    return hashlib.sha256(f"{message.id}:{message.posted_at.isoformat()}".encode()).hexdigest()[:32]
