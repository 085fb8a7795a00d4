"""Sparing whoever we write to: one letter a day at most that they did not ask for; strangers, less still.

Whoever typed an address may have typed somebody else's.  Until its owner has said that it is theirs, an address gets
one letter a day and three in all, whatever is asked of us.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hub import calendar
from hub.models import Address, JourneyEvent, OutboxMessage, Referral
from hub.work import Work

LETTERS_IN_ALL = 3
NOBODY: Mapping[bytes, Address] = MappingProxyType({})
MORNING = time(8)


class TooSoon(Exception):
    """This address had enough of us for now; ``until`` is when to try again."""

    def __init__(self, until: datetime) -> None:
        super().__init__("this address had enough of us for now")
        self.until = until


def hold(work: Work, digests: Collection[bytes]) -> Mapping[bytes, Address]:
    """Those of these addresses that were met, held in one order, whoever else counts letters at this moment."""
    rows = select(Address).where(Address.digest.in_(digests)).order_by(Address.digest).with_for_update()
    return {row.digest: row for row in work.session.scalars(rows)}


def count_letter(
    work: Work, digest: bytes, letter_id: int, *, asked_for: bool, held: Mapping[bytes, Address] = NOBODY
) -> None:
    """Count a letter that leaves, once however often it is carried.  Raises TooSoon.

    ``asked_for``: it answers what its reader has just done, and needs no turn.
    """
    known = held.get(digest) or _met(work, digest)
    today = calendar.civil(work.now)
    is_met_now = not known.confirmed_at and known.last_letter != letter_id
    if _has_had_its_turn(known, letter_id, today, asked_for) or (is_met_now and _has_enough(known, today)):
        raise TooSoon(_morning_after(today))
    if not asked_for:
        known.told_by, known.told_on = letter_id, today
    if is_met_now:
        known.letters += 1
        known.last_letter, known.last_on = letter_id, today


def _has_had_its_turn(known: Address, letter_id: int, today: date, asked_for: bool) -> bool:
    """One that failed to leave takes the turn of the day on which it does."""
    return not asked_for and known.told_on == today and known.told_by != letter_id


def _has_enough(known: Address, today: date) -> bool:
    return known.letters >= LETTERS_IN_ALL or known.last_on == today


def _morning_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), MORNING, calendar.PARIS)


def is_confirmed(work: Work, address: str) -> bool:
    return knows(work, work.vault.address_digest(address))


def knows(work: Work, address_digest: bytes | None) -> bool:
    """Whether this address was confirmed by its owner."""
    known = work.session.get(Address, address_digest) if address_digest else None
    return known is not None and known.confirmed_at is not None


def confirm(work: Work, address_digest: bytes) -> None:
    """Its owner says that it is theirs: what was kept back for it leaves now."""
    known = _met(work, address_digest)
    known.confirmed_at = known.confirmed_at or work.now
    events = select(JourneyEvent.id).join(Referral).where(Referral.address_digest == address_digest)
    waiting = (OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None))
    theirs = (OutboxMessage.event_id.in_(events), OutboxMessage.member_id.is_(None))
    work.session.execute(update(OutboxMessage).where(*waiting, *theirs).values(due_at=work.now))


def _met(work: Work, digest: bytes) -> Address:
    known = work.session.get(Address, digest, with_for_update=True)
    if known:
        return known
    try:
        with work.session.begin_nested():
            known = Address(digest=digest, letters=0, met_at=work.now)
            work.session.add(known)
    except IntegrityError:
        return work.session.get_one(Address, digest, with_for_update=True)
    return known
