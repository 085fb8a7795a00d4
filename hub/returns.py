"""What is done about a letter that came back: another way to the person, another day, or a word on where to write."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from hub import calendar, identities, journey, queries
from hub.lifecycle import HELD
from hub.models import Fate, OutboxMessage
from hub.vocabulary import Audience, Identity
from hub.work import Work

ANSWER = "reply_unread"
NOT_REACHED = "not_reached"
HOPE_LASTS = timedelta(days=5)
"""How long after it was posted a letter is still tried again."""
ANSWERED = frozenset({*journey.PERSON, Audience.PRESCRIBER, Audience.COMPANY, Audience.ASSOCIATION})


class NoGuardian(Exception):
    """No guardian's address was left beside the one that does not serve."""


class Way(StrEnum):
    """How else somebody may be reached whose address does not serve."""

    PHONE = "phone"
    GUARDIAN = "guardian"
    PRESCRIBER = "prescriber"
    ASSOCIATION = "association"


def nobody_there(work: Work, message: OutboxMessage, code: str) -> None:
    """Given up; the desk finds it in its list, with the ways that are left.  Safe to call twice."""
    if message.given_up_at:
        return
    message.sent_at, message.given_up_at = None, work.now
    message.bounced, message.bounce_code = True, code
    message.ways = [way.value for way in _ways(work, message)]
    queries.count_fate(work.connection, message.letter, Fate.BOUNCED, work.now)


def not_now(work: Work, message: OutboxMessage, code: str) -> None:
    """Its server gave up after days or hours: tried again the next morning, or by now given up."""
    if message.given_up_at or message.sent_at is None:
        return
    message.sent_at, message.bounce_code = None, code
    if work.now - message.posted_at > HOPE_LASTS:
        message.given_up_at = work.now
        message.ways = [way.value for way in _ways(work, message)]
        queries.count_fate(work.connection, message.letter, Fate.GIVEN_UP, work.now)
        return
    message.due_at = calendar.next_morning(work.now)
    queries.count_fate(work.connection, message.letter, Fate.DEFERRED, work.now)


def by_robot(work: Work, message: OutboxMessage) -> None:
    queries.count_fate(work.connection, message.letter, Fate.ANSWERED_BY_ROBOT, work.now)


def by_a_person(work: Work, message: OutboxMessage) -> bool:
    """Somebody answered a letter that nobody reads the answers of: whether they are told so now, once a letter."""
    queries.count_fate(work.connection, message.letter, Fate.REPLIED, work.now)
    if message.letter == ANSWER or message.audience not in ANSWERED:
        return False
    return journey.answer_by_letter(work, message, ANSWER)


def _ways(work: Work, message: OutboxMessage) -> list[Way]:
    about = message.event or message.page_code
    if about is None or message.audience not in journey.PERSON:
        return []
    referral = about.referral
    try:
        who = identities.open_identity(work, referral).identity
    except identities.Forgotten:
        return []
    ways = _given(who, message.audience)
    ways += [Way.PRESCRIBER] if referral.prescriber_id else []
    return ways + ([Way.ASSOCIATION] if referral.state in HELD else [])


def _given(who: Identity, audience: Audience) -> list[Way]:
    """What they left beside the address that does not serve; which it is stays sealed."""
    ways = [Way.PHONE] if who.phone else []
    is_young_person = audience is Audience.YOUNG_PERSON
    return ways + ([Way.GUARDIAN] if is_young_person and who.guardian and who.guardian.email else [])


def tell_guardian(work: Work, message: OutboxMessage) -> bool:
    """Write to the guardian of a young person whose own address does not serve, once; whether it leaves now.

    The letter says no more than that, and carries no link to the young person's page: from 15 on, it is theirs.
    Raises :class:`NoGuardian`.
    """
    if message.event is None or Way.GUARDIAN not in (message.ways or ()):
        raise NoGuardian(f"letter {message.id}")
    return journey.tell_guardian(work, message, NOT_REACHED)
