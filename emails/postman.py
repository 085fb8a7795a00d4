"""Carries the letters of the outbox: claim them, write them, carry each, cross it off before the next.

No transaction is open while a server takes its time.  Killed between carrying and crossing off, we carry one letter
a second time, under the same number: at least once, never zero times.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from enum import StrEnum

from emails import writing
from emails.carrier import Carrier, CarrierAway, NotNow, Refused, kept_open
from emails.envelopes import BadAddress
from emails.letters import Letterhead
from emails.recipients import NothingToSay
from emails.writing import NotWritten, Ready
from hub import queries, strangers
from hub.models import Fate, OutboxMessage
from hub.work import Hub

CLAIM_LASTS = timedelta(minutes=10)
LAST_START = timedelta(minutes=5)
"""How long before its claim runs out a letter may still be begun: each is carried or left within two minutes."""
A_BATCH = 50
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


def deliver(hub: Hub, message_id: int, carry: Carrier, letterhead: Letterhead) -> Outcome:
    """Safe to call at any time and twice.  Raises NotWritten, and nothing that could hold an address."""
    if not _claim(hub, message_id):
        return Outcome.NOT_OURS
    (ready,) = writing.write_all(hub, [message_id], letterhead)
    return _deliver(hub, ready, carry)


def make_round(hub: Hub, carry: Carrier, letterhead: Letterhead) -> int:
    """Deliver all that is due, on one line; answers how many were carried.  Stops as soon as the carrier is away."""
    carried = 0
    with kept_open(carry) as line:
        while batch := _claim_some(hub):
            outcomes = _deliver_all(hub, batch, line, letterhead)
            carried += outcomes.count(Outcome.CARRIED)
            if len(outcomes) < len(batch) or Outcome.CARRIER_AWAY in outcomes:
                break
    return carried


def deliver_with_others(hub: Hub, message_id: int, carry: Carrier, letterhead: Letterhead) -> int:
    """This letter, then others that are due: whoever is rung for next finds theirs carried.  Answers how many were."""
    batch = _claim_some(hub, first=message_id)
    with kept_open(carry) as line:
        return _deliver_all(hub, batch, line, letterhead).count(Outcome.CARRIED)


def due(hub: Hub) -> list[int]:
    with hub.read() as work:
        return queries.to_carry(work.session, work.now)


def _claim(hub: Hub, message_id: int) -> bool:
    """Until the claim runs out nobody else takes this letter; should we be killed, somebody does then."""
    with hub.begin() as work:
        return queries.claim_message(work.session, message_id, work.now, work.now + CLAIM_LASTS)


def _claim_some(hub: Hub, first: int | None = None) -> list[int]:
    with hub.begin() as work:
        until = work.now + CLAIM_LASTS
        return queries.claim_messages(work.session, work.now, until, most=A_BATCH, first=first)


def _deliver_all(hub: Hub, batch: list[int], line: Carrier, letterhead: Letterhead) -> list[Outcome]:
    """One after the other, as long as the claim holds and the carrier is there; the rest is left to others."""
    last_start = hub.clock() + CLAIM_LASTS - LAST_START
    outcomes: list[Outcome] = []
    for ready in writing.write_all(hub, batch, letterhead) if batch else ():
        if hub.clock() > last_start or Outcome.CARRIER_AWAY in outcomes:
            break
        try:
            outcomes.append(_deliver(hub, ready, line))
        except NotWritten as error:
            logger.error("%s", error)
            outcomes.append(Outcome.LATER)
    if left := batch[len(outcomes) :]:
        with hub.begin() as work:
            queries.leave_to_others(work.session, left, work.now)
    return outcomes


def _deliver(hub: Hub, ready: Ready, carry: Carrier) -> Outcome:
    message_id = ready.message_id
    try:
        carry(ready.letter())
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
    return _cross_off(hub, ready)


def _cross_off(hub: Hub, ready: Ready) -> Outcome:
    """Lightly: what a power cut undoes is carried twice, and nothing is lost."""
    with hub.begin(lightly=True) as work:
        queries.cross_off(work.connection, ready.message_id, work.now)
        queries.count_fate(work.connection, ready.kind, Fate.SENT, work.now)
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
        queries.count_fate(work.connection, message.letter, Fate.GIVEN_UP, work.now)
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
        queries.count_fate(work.connection, message.letter, Fate.DEFERRED, work.now)
        return message.posted_at


def pause_after(attempts: int) -> timedelta:
    doublings = min(attempts - 1, ENOUGH_DOUBLINGS)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
