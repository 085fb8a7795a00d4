"""Carries short texts: each follows a letter that has left, once, between eight in the morning and eight at night.

A text goes to somebody who asked to be called or texted, and whose e-mail address is proven: to no stranger's
telephone.  As for letters, no transaction is open meanwhile; killed between carrying and crossing off, we carry a
text a second time, under the same number.
"""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta
from enum import StrEnum

from emails.carrier import CarrierAway, NotNow, Refused
from emails.postman import pause_after
from emails.recipients import NothingToSay, reached_by_text
from emails.texts import NotAShortText, Text, Texter
from emails.texts.words import NothingShort, steps, written
from emails.writing import number_of
from hub import calendar
from hub.models import OutboxMessage, ShortText
from hub.queries import short_texts
from hub.work import Hub

FOLLOWS_WITHIN = timedelta(days=1)
"""A text says that a letter has come; later it is no news."""
AFTER_THE_LETTER = timedelta(minutes=5)
CLAIM_LASTS = timedelta(minutes=10)
MORNING, NIGHT = time(8), time(20)
A_BATCH = 50

logger = logging.getLogger(__name__)


class Outcome(StrEnum):
    CARRIED = "carried"
    NOTHING_TO_SAY = "nothing to say"
    LATER = "later"
    AWAY = "away"


def make_round(hub: Hub, carry: Texter) -> int:
    """Prepare what is to be said, carry what is due; answers how many left.  Waits for the morning at night."""
    _prepare(hub)
    if not MORNING <= hub.clock().astimezone(calendar.PARIS).time() < NIGHT:
        return 0
    carried = 0
    for message_id in _claim_some(hub):
        outcome = _carry(hub, message_id, carry)
        carried += outcome is Outcome.CARRIED
        if outcome is Outcome.AWAY:
            break
    return carried


def _prepare(hub: Hub) -> None:
    """One row for each letter that may be followed by a text: a second one cannot be."""
    with hub.begin() as work:
        since = work.now - FOLLOWS_WITHIN
        for message_id in short_texts.letters_to_follow(work.session, sorted(steps()), since):
            work.write_once(ShortText, message_id=message_id, due_at=work.now, posted_at=work.now)


def _claim_some(hub: Hub) -> list[int]:
    with hub.begin() as work:
        return short_texts.claim(work.session, work.now, work.now + CLAIM_LASTS, most=A_BATCH)


def _carry(hub: Hub, message_id: int, carry: Texter) -> Outcome:
    """Nothing that is logged holds a telephone number, nor what an adapter says of it."""
    try:
        text = _written(hub, message_id)
        if text is None:
            return _put_off(hub, message_id, AFTER_THE_LETTER)
        carry(text)
    except (NothingToSay, NothingShort, NotAShortText, Refused) as reason:
        return _leave(hub, message_id, type(reason).__name__)
    except CarrierAway:
        _put_off(hub, message_id)
        return Outcome.AWAY
    except NotNow:
        return _put_off(hub, message_id)
    except Exception as error:  # its message may hold a telephone number
        logger.error("short text %d failed with %s", message_id, type(error).__name__)
        return _put_off(hub, message_id)
    return _cross_off(hub, message_id)


def _written(hub: Hub, message_id: int) -> Text | None:
    """None while the letter has not left.  Raises NothingToSay."""
    with hub.read() as work:
        message = work.session.get_one(OutboxMessage, message_id)
        if message.sent_at is None and message.given_up_at is None:
            return None
        reached = reached_by_text(work, message)
        words = written(message.letter, message.audience, reached.language, day=reached.day)
        return Text(reached.phone, words, number_of(message))


def _put_off(hub: Hub, message_id: int, pause: timedelta | None = None) -> Outcome:
    with hub.begin() as work:
        row = work.session.get(ShortText, message_id)
        if row and _is_stale(row, work.now):
            row.left_at = work.now
        elif row:
            row.due_at = work.now + (pause or pause_after(row.attempts))
    return Outcome.LATER


def _is_stale(row: ShortText, now: datetime) -> bool:
    return now - row.posted_at > FOLLOWS_WITHIN


def _leave(hub: Hub, message_id: int, reason: str) -> Outcome:
    with hub.begin() as work:
        row = work.session.get(ShortText, message_id)
        if row:
            row.left_at = work.now
    logger.info("short text %d is left: %s", message_id, reason)
    return Outcome.NOTHING_TO_SAY


def _cross_off(hub: Hub, message_id: int) -> Outcome:
    with hub.begin() as work:
        row = work.session.get(ShortText, message_id)
        if row:
            row.sent_at = work.now
    return Outcome.CARRIED
