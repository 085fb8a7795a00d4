"""Carries one letter of the outbox: claim it, write it, carry it, cross it off.

No transaction is open while a server takes its time.  Killed between carrying and crossing off, we carry the
letter a second time, under the same number: at least once, never zero times.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum

from emails import companies, glass, letters, mornings, own_page, prescribers
from emails.asked_for import is_asked_for
from emails.carrier import Carrier, CarrierAway, NotNow, Refused
from emails.envelopes import BadAddress, enveloped, one_address
from emails.letters import Letterhead
from emails.recipients import NothingToSay, recipient_of
from hub import queries, strangers
from hub.models import OutboxMessage
from hub.work import Hub

CLAIM_LASTS = timedelta(minutes=10)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
ENOUGH_DOUBLINGS = 5
HOPE_LASTS = timedelta(days=5)
"""How long a letter that its server puts off is tried again (RFC 5321 §4.5.4.1)."""

logger = logging.getLogger(__name__)


class Outcome(StrEnum):
    CARRIED = "carried"
    NOT_OURS = "not ours"
    NOTHING_TO_SAY = "nothing to say"
    KEPT_BACK = "kept back"
    LATER = "later"
    CARRIER_AWAY = "carrier away"
    GIVEN_UP = "given up"


class NotWritten(Exception):
    """The letter could not be written, nobody foresaw why.  Names the error's kind only; tried again."""


def deliver(hub: Hub, message_id: int, carry: Carrier, letterhead: Letterhead) -> Outcome:
    """Safe to call at any time and twice.  Raises NotWritten, and nothing that could hold an address."""
    if not _claim(hub, message_id):
        return Outcome.NOT_OURS
    try:
        letter, address, asked_for = _written(hub, message_id, letterhead)
        if address:
            _count(hub, message_id, address, asked_for=asked_for)
        carry(letter)
    except NothingToSay as reason:
        return _drop(hub, message_id, reason)
    except (BadAddress, Refused) as reason:
        return _give_up(hub, message_id, reason)
    except (NotNow, strangers.TooSoon) as reason:
        return _put_off(hub, message_id, reason)
    except CarrierAway as reason:
        _put_back(hub, message_id)
        logger.warning("letter %d waits, the carrier is away: %s", message_id, reason)
        return Outcome.CARRIER_AWAY
    except Exception as error:
        _put_back(hub, message_id)
        raise NotWritten(f"letter {message_id}: {type(error).__name__}") from None
    return _cross_off(hub, message_id)


def make_round(hub: Hub, carry: Carrier, letterhead: Letterhead) -> int:
    """Deliver all that is due; answers how many were carried.  Stops as soon as the carrier is away."""
    carried = 0
    for message_id in due(hub):
        try:
            outcome = deliver(hub, message_id, carry, letterhead)
        except NotWritten as error:
            logger.error("%s", error)
            continue
        if outcome is Outcome.CARRIER_AWAY:
            break
        carried += outcome is Outcome.CARRIED
    return carried


def due(hub: Hub) -> list[int]:
    with hub.read() as work:
        return queries.to_carry(work.session, work.now)


def _claim(hub: Hub, message_id: int) -> bool:
    """Until the claim runs out nobody else takes this letter; should we be killed, somebody does then."""
    with hub.begin() as work:
        return queries.claim_message(work.session, message_id, work.now, work.now + CLAIM_LASTS)


def _count(hub: Hub, message_id: int, address: str, *, asked_for: bool) -> None:
    """Raises TooSoon when this address had enough of us for now."""
    with hub.begin() as work:
        strangers.count_letter(work, address, message_id, asked_for=asked_for)


def _written(hub: Hub, message_id: int, letterhead: Letterhead) -> tuple[EmailMessage, str | None, bool]:
    """The letter; the address it goes to, unless that is a member's, whom we invited, or the officer's; and
    whether it was asked for.
    """
    with hub.read() as work:
        message = work.session.get_one(OutboxMessage, message_id)
        if message.company_event:
            recipient = companies.recipient_of(work, message, message.company_event, letterhead)
        elif message.glass:
            recipient = glass.recipient_of(message.glass, letterhead)
        elif message.page_code or message.letter == own_page.LEFT:
            recipient = own_page.recipient_of(work, message, letterhead)
        elif message.prescriber:
            recipient = prescribers.recipient_of(work, message, message.prescriber, letterhead)
        elif message.member and message.association:
            recipient = mornings.recipient_of(work, message, message.member, message.association, letterhead)
        else:
            recipient = recipient_of(work, message, letterhead)
        letter = enveloped(
            letters.write(message.letter, message.audience, recipient.facts, recipient.language),
            to=one_address(recipient.address),
            sender=letterhead.sender,
            number=_number(message),
            written_at=work.now,
            invitation=recipient.invitation,
        )
    is_invited = message.member_id or message.glass_id
    asked_for = is_asked_for(message.letter, message.audience)
    return letter, None if is_invited else recipient.address, asked_for


def _number(message: OutboxMessage) -> str:
    """The same each time this row is carried, another for every row, and telling nothing."""
    return hashlib.sha256(f"{message.id}:{message.posted_at.isoformat()}".encode()).hexdigest()[:32]


def _cross_off(hub: Hub, message_id: int) -> Outcome:
    with hub.begin() as work:
        queries.cross_off(work.session, message_id, work.now)
    return Outcome.CARRIED


def _drop(hub: Hub, message_id: int, reason: NothingToSay) -> Outcome:
    """The outbox holds who must still be told: nobody, here.  What happened stays in the journey."""
    with hub.begin() as work:
        work.session.delete(work.session.get_one(OutboxMessage, message_id))
    logger.info("letter %d is dropped: %s", message_id, reason)
    return Outcome.NOTHING_TO_SAY


def _give_up(hub: Hub, message_id: int, reason: Exception) -> Outcome:
    """The desk is shown it: an address where nobody reads is not mended by trying again."""
    with hub.begin() as work:
        message = work.session.get_one(OutboxMessage, message_id)
        message.given_up_at, message.bounced = work.now, isinstance(reason, BadAddress | Refused)
    logger.warning("letter %d is given up: %s", message_id, reason)
    return Outcome.GIVEN_UP


def _put_off(hub: Hub, message_id: int, reason: NotNow | strangers.TooSoon) -> Outcome:
    if isinstance(reason, strangers.TooSoon):
        with hub.begin() as work:
            work.session.get_one(OutboxMessage, message_id).due_at = reason.until
        return Outcome.KEPT_BACK
    posted_at = _put_back(hub, message_id)
    if hub.clock() - posted_at > HOPE_LASTS:
        return _give_up(hub, message_id, reason)
    logger.warning("letter %d is tried again later: %s", message_id, reason)
    return Outcome.LATER


def _put_back(hub: Hub, message_id: int) -> datetime:
    """Due again after a pause that doubles each time; answers when the letter was posted."""
    with hub.begin() as work:
        message = work.session.get_one(OutboxMessage, message_id)
        message.due_at = work.now + pause_after(message.attempts)
        return message.posted_at


def pause_after(attempts: int) -> timedelta:
    doublings = min(attempts - 1, ENOUGH_DOUBLINGS)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
